import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BusinessDate, type Instant, type ZonedClock, dateOfDay, dayNumber } from '../domain/calendar.ts';
import { CannotRun } from '../domain/trouble.ts';
import { DEFAULT_WINDOW, type FortnightOptions } from './fortnight-options.ts';
import type { FortnightCounts } from './fortnight-sink.ts';
import { generateFortnight } from './generate.ts';
import { COMPANY, LARKFIELD, MARKETING, PEOPLE, TIME_ZONE, sheetsOf } from './larkfield.ts';
import { LEDGER_HEADER, csvLine } from './ledger-csv.ts';
import { VP_THRESHOLD } from './thresholds.ts';
import { LineWriter } from './line-writer.ts';
import { Timetable } from './timetable.ts';

/** An instant with the offset that holds there: `2026-06-20T22:00:00-04:00`. */
function withOffset(instant: Instant, clock: ZonedClock): string {
  const offset = clock.offsetAt(instant);
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${new Date(instant + offset).toISOString().slice(0, 19)}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

function lastDayOfMonth(date: BusinessDate): BusinessDate {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).toISOString().slice(0, 10);
}

function settingsText(window: { from: BusinessDate; to: BusinessDate }): string {
  const timetable = new Timetable(window, LARKFIELD);
  const { clock } = timetable;
  const cutoverOn = dateOfDay(dayNumber(timetable.lastDay) + 1);
  const monthEnd = dayNumber(lastDayOfMonth(cutoverOn));
  const local = (date: BusinessDate, minuteOfDay: number): string => withOffset(timetable.at(date, minuteOfDay), clock);
  const people = PEOPLE.map(({ id, name, emails, erpUsers, roles }) =>
    `  - { id: ${id}, name: ${name}, emails: [${emails.join(', ')}], erpUsers: [${erpUsers.join(', ')}], roles: [${roles.join(', ')}] }`);
  return `# A demonstration: an invented retailer, two weeks before its expense reports start to make purchase orders by themselves.

# Shown at the top of every report.
company: ${COMPANY}

# Business dates are taken here; an approval at 21:30 in New York belongs to that day, although it is tomorrow in UTC.
timeZone: ${TIME_ZONE}

# The parallel run: business dates, both inclusive. Everything is matched, but only these dates make rows.
window: { from: ${window.from}, to: ${window.to} }

# Whose rules and request bodies apply: generic | netsuite | sap-s4 | dynamics-bc | dynamics-fo.
erp: generic

# What \`po-shadow run\` imports; paths are relative to this file.
inputs:
  approvals: [{ source: generic, files: approvals.jsonl }]   # what the expense system said, one event a line
  ledger: [{ format: generic, files: ledger.csv }]           # the POs that people keyed
  master: master                                             # what the ERP knows
  mapping: mapping                                           # the sheets that production will use

# Only these states of a report would create a PO, and these withdraw one.
finalStates: [approved_for_payment, paid]
cancelStates: [recalled, rejected]

# Which expense lines and which POs the integration is for; nothing is left out here.
scope: {}

# One would-be PO per report and vendor (or: report | line).
grouping: vendor

# How far a keyed amount may be off and still pass, in units of the row's currency; percent "0" is not used.
tolerance: { absolute: "0.05", percent: "0" }

# How many days apart an approval and a PO without a reference may lie, and how long a PO may take before it is missing.
matching: { dateWindowDays: 5, manualEntryGraceDays: 0 }

# Days on which approvals and POs are expected.
calendar: { businessDays: [mon, tue, wed, thu, fri], holidays: [], noActivity: [] }

# Who must have approved; every rule whose \`when\` holds. Totals are in the report's own currency, so nearly every yen report
# goes to the VP.
routing:
  - { name: manager, require: [manager] }
  - { name: over-${VP_THRESHOLD}, when: { total: { gt: "${VP_THRESHOLD}.00" } }, require: [vp] }
  - { name: marketing, when: { department: ${MARKETING.expenseName} }, require: [brand_director] }

# Who may resolve, review, waive and attest; nobody reviews their own decision, nor a PO they keyed themselves.
people:
${people.join('\n')}

# Thresholds of the gates; the defaults hold.
gates: {}

# When the integration takes over: a night after the window, outside business hours, away from the month's close.
cutover:
  at: ${local(cutoverOn, 22 * 60)}
  businessHours: { days: [mon, tue, wed, thu, fri, sat], from: "08:00", to: "20:00" }
  blackouts: [{ from: ${local(dateOfDay(monthEnd - 1), 0)}, to: ${local(dateOfDay(monthEnd + 3), 0)} }]
`;
}

const ROLLBACK = `# What must be ready before the integration is switched on, so that it can be switched off again.
# attest: a person confirms, with a file. probe: a request that is run and recorded. drill: the built-in switch-off exercise.
# Evidence older than maxAgeDays counts as none.
items:
  - id: switch-off-owner
    text: A named person on duty during the cutover night may switch the sync off without asking anybody.
    kind: attest
    maxAgeDays: 14
  - id: webhook-disable-rehearsed
    text: Disabling the webhook in the expense system was rehearsed in the sandbox, and took less than five minutes.
    kind: attest
    maxAgeDays: 30
  - id: manual-entry-staffed
    text: Two clerks are rostered to key purchase orders by hand for the two business days after the cutover.
    kind: attest
    maxAgeDays: 14
  - id: erp-answers
    text: The ERP's status page answers.
    kind: probe
    url: https://erp.larkfield.example/status
    maxAgeDays: 1
  - id: switch-off-drill
    text: Switching off at any point loses no transaction and enters none twice.
    kind: drill
    maxAgeDays: 7
`;

/** The files of a demonstration project besides approvals and ledger, by path below its folder. */
export function projectFiles(options: Pick<FortnightOptions, 'window'> = {}): Map<string, string> {
  const window = options.window ?? DEFAULT_WINDOW;
  const files = new Map([['po-shadow.yaml', settingsText(window)], ['rollback.yaml', ROLLBACK]]);
  for (const [path, rows] of sheetsOf(window)) files.set(path, `${rows.map(csvLine).join('\n')}\n`);
  return files;
}

export interface WriteProjectOptions extends FortnightOptions {
  /** Also write what a right comparison should find, to this path below the folder; not written unless named. */
  truthFile?: string;
}

/** Writes a whole demonstration project into a folder, which is made where it is missing; a file that exists is never replaced. */
export function writeProject(dir: string, options: WriteProjectOptions): FortnightCounts {
  const files = projectFiles(options);
  const taken = [...files.keys(), 'approvals.jsonl', 'ledger.csv', ...(options.truthFile === undefined ? [] : [options.truthFile])].find((path) => existsSync(join(dir, path)));
  if (taken !== undefined) throw new CannotRun('the file exists already', { where: join(dir, taken), remedy: 'Name another folder, or move what is there out of the way.' });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text, { flag: 'wx' });
  }
  return writeFortnight(dir, options);
}

function writeFortnight(dir: string, options: WriteProjectOptions): FortnightCounts {
  const open: LineWriter[] = [];
  const create = (path: string): LineWriter => {
    const writer = new LineWriter(join(dir, path));
    open.push(writer);
    return writer;
  };
  try {
    const approvals = create('approvals.jsonl');
    const ledger = create('ledger.csv');
    const truth = options.truthFile === undefined ? undefined : create(options.truthFile);
    ledger.line(LEDGER_HEADER);
    let entries = 0;
    const counts = generateFortnight(options, {
      approval: (line) => approvals.line(line),
      ledgerRow: (line) => ledger.line(line),
      // A comma before every entry but the first: the number of entries is not known while they come.
      truth: (entry) => truth?.line(`${entries++ === 0 ? '[' : ','}${JSON.stringify(entry)}`),
    });
    truth?.line(']');
    return counts;
  } finally {
    for (const writer of open) writer.close();
  }
}
