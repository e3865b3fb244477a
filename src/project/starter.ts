/** The files of a new project folder, by their path in it. */
export function starterFiles(): Map<string, string> {
  return new Map([
    ['po-shadow.yaml', SETTINGS],
    ['master/vendors.csv', 'id,name,currency,active\n'],
    ['master/gl_accounts.csv', 'id,name,active\n'],
    ['master/departments.csv', 'id,name,active\n'],
    ['master/locations.csv', 'id,name,active\n'],
    ['master/periods.csv', 'name,start,end,status\n'],
    ['master/approvers.csv', 'id,name,email,active\n'],
    ['mapping/vendors.csv', 'merchant,vendor_id\n'],
    ['mapping/categories.csv', 'category,gl_account\n'],
    ['mapping/departments.csv', 'expense_department,erp_department\n'],
    ['mapping/locations.csv', 'expense_location,erp_location\n'],
    ['mapping/approvers.csv', 'expense_approver_email,erp_approver_id\n'],
    ['rollback.yaml', ROLLBACK],
    ['.gitignore', 'po-shadow.db*\nevidence/\nreports/\n'],
  ]);
}

const SETTINGS = `# Settings of one parallel run. Paths count from this folder. A key left out takes its default; an unknown key is an error.

company: My Company
timeZone: America/New_York              # business dates: when does a day end where the company keeps its books?
window: { from: 2026-06-01, to: 2026-06-14 }   # the two weeks, both days included
erp: generic

inputs:                                 # what "po-shadow run" imports; globs such as exports/*.csv are allowed
  approvals:                            # one entry an export of the expense system
    - source: generic                   # generic | concur-fi
      files: approvals.jsonl            # .jsonl (one event a line), .csv or .xlsx (one expense line a row)
      # controls: { count: 412, amount: { USD: "51234.50" } }   # what the system's own screen says; checked
      # timeZone: America/New_York      # only where the export's instants carry no offset
  ledger:                               # one entry an export of the POs that people keyed
    - format: generic
      files: ledger.csv
      # asOf: 2026-06-15T08:00:00Z      # when the export was taken
  master: master                        # what the ERP knows: vendors, accounts, departments, locations, periods, approvers
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

# Who may resolve, review and attest.
people: []
  # - { id: dana, name: Dana Lee, emails: [dana@example.com], erpUsers: [clerk1], roles: [preparer, reviewer] }

gates: {}
# cutover: { at: 2026-06-20T22:00:00-04:00, businessHours: { days: [mon, tue, wed, thu, fri, sat], from: "08:00", to: "20:00" }, blackouts: [] }
`;

const ROLLBACK = `# The rollback checklist: what must be shown to work before cutover.
items:
  - { id: switch-off, text: "The webhook sync can be switched off at once", kind: drill, maxAgeDays: 7 }
  - { id: manual-export, text: "The manual export log can be keyed from, and somebody has done it", kind: attest, maxAgeDays: 7 }
  - { id: owner-on-call, text: "Who decides on rollback is named and reachable during cutover", kind: attest, maxAgeDays: 7 }
`;
