/** The files of a new project folder, by their path in it. */
export function starterFiles(): Map<string, string> {
  return new Map([
    ['po-shadow.yaml', SETTINGS],
    ['master/vendors.csv', 'id,name,currency,active\n'],
    ['master/gl_accounts.csv', 'id,name,active\n'],
    ['master/departments.csv', 'id,name,active\n'],
    ['master/locations.csv', 'id,name,active\n'],
    ['master/periods.csv', 'name,start,end,status\n'],
    ['master/README.md', MASTER_README],
    ['master/approvers.csv', 'id,name,email,active\n'],
    ['mapping/vendors.csv', 'merchant,vendor_id\n'],
    ['mapping/categories.csv', 'category,gl_account\n'],
    ['mapping/departments.csv', 'expense_department,erp_department\n'],
    ['mapping/locations.csv', 'expense_location,erp_location\n'],
    ['mapping/approvers.csv', 'expense_approver_email,erp_approver_id\n'],
    ['rollback.yaml', ROLLBACK],
    ['.gitignore', 'po-shadow.db*\ninbox.*\nevidence/\nreports/\n'],
  ]);
}

const SETTINGS = `# Settings of one parallel run. Paths count from this folder. A key left out takes its default; an unknown key is an error.

company: My Company
timeZone: America/New_York              # business dates: when does a day end where the company keeps its books?
window: { from: 2026-06-01, to: 2026-06-14 }   # the two weeks, both days included
erp: generic                            # or netsuite | sap-s4 | dynamics-bc | dynamics-fo, with erpDefaults: docs/erp-profiles.md

inputs:                                 # what "po-shadow run" imports; globs such as exports/*.csv are allowed
  approvals:                            # one entry an export of the expense system
    - source: generic                   # generic | concur-fi | concur-sae | concur-reports | expensify | ramp
      files: approvals.jsonl            # .jsonl (one event a line), .csv or .xlsx (one expense line a row)
      # controls: { count: 412, amount: { USD: "51234.50" } }   # what the system's own screen says; checked
      # timeZone: America/New_York      # only where the export's instants carry no offset
  ledger:                               # one entry an export of the POs that people keyed
    - format: generic
      files: ledger.csv
      # asOf: 2026-06-15T08:00:00Z      # when the export was taken
  # erpLog: [{ files: erp-log.jsonl }]  # logs of the ERP's API, for po-shadow diagnose: docs/diagnose.md
  master: master                        # what the ERP knows: vendors, accounts, departments, locations, periods, approvers
  # master: { folder: master, format: netsuite }   # the same as exports of netsuite | sap-s4 | dynamics-bc | dynamics-fo: docs/systems/master-data.md
  # Any other table, of approvals, POs or master data, needs a header profile; this makes one to edit:
  #   npx po-shadow profile FILE --write profiles/mine.yaml
  mapping: mapping                      # the mapping sheets that production will use

# States of a report. Left out, finalStates are the source's own.
# finalStates: [approved_for_payment, paid]
cancelStates: [recalled, rejected]

grouping: vendor                        # one would-be PO per report and vendor (or: report | line)

# How far a manual amount may be off and still match. 0 is the honest start.
tolerance: { absolute: "0.00", percent: "0" }

matching: { dateWindowDays: 5, manualEntryGraceDays: 0 }
calendar: { businessDays: [mon, tue, wed, thu, fri], holidays: [], noActivity: [] }

routing:                                # every rule whose "when" holds must be satisfied by an approver of that role
  - { name: manager, require: [manager] }
  # - { name: over-5000, when: { total: { gt: "5000.00" } }, require: [vp] }
  # - { name: marketing, when: { department: Marketing }, require: [brand_director] }

# What this integration is for. What is left out is counted with its money: po-shadow variance --out-of-scope
scope: {}
  # lines: { exclude: { paymentType: [cash_advance] } }
  # ledger: { exclude: { glAccount: ["5*"], enteredBy: [merchandise_bot] } }

# Who may resolve, review and attest: two people at least, since nobody reviews their own decision.
people: []
  # - { id: dana, name: Dana Lee, emails: [dana@example.com], erpUsers: [clerk1], roles: [preparer, reviewer] }
  # - { id: erin, name: Erin Ode, emails: [erin@example.com], erpUsers: [], roles: [reviewer] }

# What GO requires; docs/gates.md. Left out, the strict defaults hold; a looser value is shown on the decision.
gates: {}
  # maxTolerated: { USD: "1.00" }

# When the integration takes over: outside business hours, blackouts and period close, at most 10 days after the window.
# cutover: { at: 2026-06-20T22:00:00-04:00, businessHours: { days: [mon, tue, wed, thu, fri, sat], from: "08:00", to: "20:00" }, blackouts: [] }
`;

const MASTER_README = `# Master data

One sheet a file; the headers are there. periods.csv takes any ranges of dates, both included, so any fiscal calendar. Months:

    name,start,end,status
    2026-06,2026-06-01,2026-06-30,open

Weeks, here the first quarter of a 4-4-5 year that begins on Sunday 2026-02-01; in a year of 53 weeks one period has a week more:

    name,start,end,status
    2026-P01,2026-02-01,2026-02-28,closed
    2026-P02,2026-03-01,2026-03-28,closed
    2026-P03,2026-03-29,2026-05-02,open

No two periods may share a day, and none may be missing between two.
`;

const ROLLBACK = `# The rollback checklist: what must be shown before cutover. docs/rollback.md describes every key.
# attest: a person confirms, with a file that is kept      po-shadow rollback attest ITEM --file FILE --by WHO
# probe:  an address or a command that the program asks    po-shadow rollback verify --by WHO
# drill:  the built-in one, over the events of the record  po-shadow rollback drill --by WHO

items:
  # Switching off, and going on by hand without losing or doubling anything.
  - { id: switch-off, text: "The sync can be switched off at once, after any event", kind: drill, maxAgeDays: 7 }
  - { id: manual-export-log, text: "What arrives after the switch is in the manual export log, all of it and once", kind: drill, maxAgeDays: 7 }
  - { id: checkpoint, text: "The checkpoint can be restored, and is the state that it was", kind: drill, maxAgeDays: 7 }
  - { id: keyed-by-hand, text: "A clerk has keyed POs from the manual export log", kind: attest, maxAgeDays: 14 }
  - { id: switch-tried, text: "The real switch was used in the sandbox: who may use it, where it is, how long it took", kind: attest, maxAgeDays: 14 }

  # Who decides, when, and by what.
  - { id: owner-and-phone, text: "Who decides on a rollback is named, with a deputy and the phone numbers of both, for the whole cutover", kind: attest, maxAgeDays: 7 }
  - { id: outside-business-hours, text: "The cutover is planned outside business hours, and everybody concerned knows when", kind: attest, maxAgeDays: 7 }
  - { id: erp-thresholds, text: "The ERP's health that triggers a rollback is written down: response time, lock waits, errors of its API, and who watches them", kind: attest, maxAgeDays: 14 }
  - { id: point-of-no-return, text: "The point of no return is written down: until when the rollback goes back to the checkpoint, and what is done after it", kind: attest, maxAgeDays: 14 }

  # What answers by itself. Remove the # where it fits.
  # - { id: sync-status, text: "The switch of the sync answers", kind: probe, url: "https://sync.example.com/status", expectStatus: 200, maxAgeDays: 2 }
  # - { id: erp-health, text: "The ERP is below its thresholds", kind: probe, command: ["./checks/erp-health", "--max-lock-waits", "5"], timeoutSeconds: 30, maxAgeDays: 2 }
`;
