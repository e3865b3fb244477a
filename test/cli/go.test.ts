import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import ExcelJS from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import { dateOfDay, dayNumber, weekday } from '../../src/domain/calendar.ts';
import { type LedgerRow, type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const BUSINESS_DAYS = Array.from({ length: 16 }, (_, day) => dateOfDay(dayNumber('2026-05-28') + day)).filter((date) => !['sat', 'sun'].includes(weekday(date)));
const REPORTS_A_DAY = 12;
const AT = ['--as-of', '2026-06-19T21:00:00Z'];
/** A PO that was keyed after the window, so that the ledger is known to reach behind it. */
const LATE: LedgerRow = { po_number: 'PO-9999', po_date: '2026-06-19', reference: 'EXP-9999', entered_at: '2026-06-19T20:00:00Z' };

interface Made {
  events: Record<string, unknown>[];
  rows: LedgerRow[];
}

/** Twelve reports on every business day up to a date, each keyed on the same day as it was approved. */
function fortnight(until: string): Made {
  const made: Made = { events: [], rows: [] };
  for (const [day, date] of BUSINESS_DAYS.entries()) {
    for (let number = 0; number < REPORTS_A_DAY && date <= until; number++) {
      const id = `EXP-${1000 + day * REPORTS_A_DAY + number}`;
      const marketing = number % 2 === 1;
      const event = approvedReport({ eventId: `e-${id}`, id, occurredAt: `${date}T15:10:00Z`, report: { submittedAt: `${date}T12:00:00Z` }, line: marketing ? { merchant: 'Bluebird Signage', category: 'Supplies', department: 'Marketing', location: 'Store 003' } : {} });
      made.events.push(event);
      made.rows.push({
        po_number: `PO-${id.slice(4)}`, po_date: date, posting_period: date.slice(0, 7), reference: id, entered_at: `${date}T17:30:00Z`,
        ...(marketing ? { vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC', gl_account: '6120', department: 'D-11', location: 'L-003' } : {}),
      });
    }
  }
  return made;
}

const settings = (controls: boolean, { events, rows }: Made): Record<string, unknown> => {
  const amount = (count: number): string => (845.5 * count).toFixed(2);
  return {
    inputs: {
      approvals: [{ source: 'generic', files: 'approvals.jsonl', ...(controls ? { controls: { count: events.length, amount: { USD: amount(events.length) } } } : {}) }],
      ledger: [{ format: 'generic', files: 'ledger.csv', ...(controls ? { controls: { count: rows.length, amount: { USD: (845.5 * rows.length + 10).toFixed(2) } } } : {}) }],
      master: 'master', mapping: 'mapping',
    },
    people: [{ id: 'frank', name: 'Frank', roles: ['preparer'] }, { id: 'gus', name: 'Gus', roles: ['reviewer'] }],
    cutover: { at: '2026-06-20T22:00:00-04:00', businessHours: { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '08:00', to: '20:00' } },
  };
};

const FILES = {
  'master/vendors.csv': 'id,name,currency,active\nV-1001,Acme Janitorial Supply Co,USD,true\nV-1002,Bluebird Signage LLC,USD,true\n',
  'master/periods.csv': 'name,start,end,status\n2026-05,2026-05-01,2026-05-31,open\n2026-06,2026-06-01,2026-06-30,open\n',
  'rollback.yaml': 'items:\n  - { id: owner, text: "Who decides is named", kind: attest, maxAgeDays: 7 }\n  - { id: switch-off, text: "It can be switched off at once", kind: drill, maxAgeDays: 7 }\n',
  'minutes.txt': 'Frank decides, and is on call.\n',
};

/** Runs a week, then the whole of the fortnight, with one PO keyed ten dollars too high; the configuration stays as it was. */
async function wholeFortnight(): Promise<TestProject> {
  const first = fortnight('2026-06-05');
  const project = makeProject({ approvals: approvalsText(...first.events), ledger: ledgerText(...first.rows), settings: settings(false, first), files: FILES });
  expect((await project.here(['run'])).code).toBe(0);
  const all = fortnight('2026-06-12');
  const late = approvedReport({ eventId: 'e-late', id: 'EXP-9999', occurredAt: '2026-06-18T15:10:00Z', report: { submittedAt: '2026-06-18T12:00:00Z' } });
  all.events.push(late);
  all.rows.push(LATE);
  all.rows[70] = { ...all.rows[70], amount: '855.50' };
  project.write('approvals.jsonl', approvalsText(...all.events));
  project.write('ledger.csv', ledgerText(...all.rows));
  project.write('po-shadow.yaml', JSON.stringify({ ...JSON.parse(readFileSync(join(project.dir, 'po-shadow.yaml'), 'utf8')), ...settings(true, all) }));
  expect(await project.here(['run'])).toMatchObject({ code: 0 });
  return project;
}

interface GateDocument {
  verdict: string;
  words: string;
  auditHead: string;
  gates: { id: string; passed: boolean; evidence: string[] }[];
  actions: { action: string }[];
}
async function gate(project: TestProject, ...more: string[]): Promise<GateDocument & { code: number | null; failing: string[] }> {
  const { code, stdout, stderr } = await project.here(['gate', '--format', 'json', ...more]);
  expect(stdout, stderr).not.toBe('');
  const document = JSON.parse(stdout) as GateDocument;
  return { ...document, code, failing: document.gates.filter(({ passed }) => !passed).map(({ id }) => id) };
}

describe('a fortnight, to GO', () => {
  let project: TestProject;
  let head = '';
  beforeAll(async () => {
    project = await wholeFortnight();
  }, 120_000);

  it('is NO-GO first, and says what is left to do, the money first', async () => {
    const before = await gate(project, ...AT);
    expect(before).toMatchObject({ code: 1, verdict: 'NO-GO', failing: ['no_open_variance', 'zero_variance', 'rollback_verified'] });
    expect(before.actions.map(({ action }) => action)).toEqual(['Clear 1 row of "amounts that differ: one digit is wrong": 1 PO in the ledger', 'Verify 2 items of the rollback checklist: owner, switch-off']);
  });

  it('takes each step for what it is', async () => {
    const step = async (...args: string[]): Promise<void> => {
      expect(await project.here([...args, ...AT]), args.join(' ')).toMatchObject({ code: 0 });
    };
    await step('resolve', 'EXP-1070', '--disposition', 'accepted', '--wrong', 'ledger', '--reason', 'a tip that the clerk keyed', '--by', 'frank');
    expect((await gate(project, ...AT)).failing).toEqual(['no_open_variance', 'zero_variance', 'resolutions_reviewed', 'rollback_verified']);
    await step('review', 'EXP-1070', '--by', 'gus');
    await step('rollback', 'attest', 'owner', '--file', join(project.dir, 'minutes.txt'), '--by', 'gus');
    expect((await gate(project, ...AT)).failing).toEqual(['rollback_verified']);
    await step('rollback', 'drill', '--by', 'frank');
  }, 120_000);

  it('is GO when every gate passes, for the instant that is asked for', async () => {
    const after = await gate(project, ...AT);
    expect(after.gates.flatMap(({ id, passed, evidence }) => (passed ? [] : [id, ...evidence]))).toEqual([]);
    expect(after).toMatchObject({ code: 0, verdict: 'GO', words: 'GO', actions: [] });
    head = after.auditHead;
  });

  it('is no GO for a machine on which that instant is long over, unless it is named', async () => {
    const { stderr } = await project.here(['gate']);
    expect(stderr).toContain('behind this machine\'s clock');
    expect(await gate(project)).toMatchObject({ code: 1, verdict: 'NO-GO', words: 'NO-GO: every gate passes, for a record that ends more than a day ago' });
  });

  it('holds the head that was printed, and no other', async () => {
    expect(await gate(project, ...AT, '--expect', head)).toMatchObject({ code: 0 });
    expect(await gate(project, ...AT, '--expect', '0'.repeat(64))).toMatchObject({ code: 1, failing: ['audit_intact'] });
  });

  it('writes the workbook that says so', async () => {
    const report = await project.here(['report', ...AT]);
    expect(report).toMatchObject({ code: 0, stdout: 'GO\nreports/go-no-go-2026-06-19.xlsx\n' });
    const first = readFileSync(join(project.dir, 'reports/go-no-go-2026-06-19.xlsx'));
    await project.here(['report', ...AT]);
    expect(readFileSync(join(project.dir, 'reports/go-no-go-2026-06-19.xlsx')).equals(first)).toBe(true);
  }, 60_000);

  it('is a GO that says so where the rollback checklist was cut down after it was first seen', async () => {
    const whole = readFileSync(join(project.dir, 'rollback.yaml'), 'utf8');
    project.write('rollback.yaml', 'items:\n  - { id: switch-off, text: "It can be switched off at once", kind: drill, maxAgeDays: 365 }\n');
    const cut = await gate(project, ...AT);
    expect(cut).toMatchObject({ code: 0, words: 'GO with 2 changes of the rollback checklist' });
    expect(cut.gates.find(({ id }) => id === 'rollback_verified')?.evidence.slice(0, 2)).toEqual(['owner: removed; was "Who decides is named" (attest) (not recorded yet)', 'switch-off, maxAgeDays: 365 days; was 7 days (not recorded yet)']);
    const path = join(project.dir, 'reports', 'cut.xlsx');
    await project.here(['report', '--out', path, ...AT]);
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(path);
    const decision: string[] = [];
    book.getWorksheet('Decision')?.eachRow((row) => row.eachCell(({ value }) => decision.push(String(value))));
    expect(decision).toContain('Rollback checklist: changed since it was first seen, or short of what po-shadow init writes');
    expect(decision).toContain('switch-off, maxAgeDays: 365 days; was 7 days (not recorded yet)');
    // A drill records which checklist it was run for, so that nobody can say afterwards that it was always so.
    expect((await project.here(['rollback', 'drill', '--by', 'frank', ...AT])).code).toBe(0);
    expect((await gate(project, ...AT)).gates.find(({ id }) => id === 'rollback_verified')?.evidence[1]).toMatch(/^switch-off, maxAgeDays: 365 days; was 7 days \(A\d+, 2026-06-19T21:00:00Z, by frank\)$/);
    project.write('rollback.yaml', whole);
    expect(await gate(project, ...AT)).toMatchObject({ code: 0, words: 'GO' });
    project.write('rollback.yaml', 'items:\n  - { id: owner, text: "Who decides is named", kind: attest, maxAgeDays: 7 }\n');
    expect((await gate(project, ...AT)).failing).toEqual(['rollback_verified']);
    project.write('rollback.yaml', whole);
  }, 60_000);

  it('is NO-GO again on the day when the drill is too old', async () => {
    expect((await gate(project, '--as-of', '2026-06-27T21:00:00Z')).failing).toEqual(['rollback_verified', 'cutover_planned']);
  });

  it('is NO-GO again when a mapping row changes, and nothing was replayed with it', async () => {
    project.write('mapping/vendors.csv', 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,V-1002\nOther Merchant,V-1002\n');
    expect((await project.here(['import', 'mapping', join(project.dir, 'mapping/vendors.csv'), ...AT])).code).toBe(0);
    expect((await gate(project, ...AT)).failing).toEqual(['frozen_configuration', 'rollback_verified', 'audit_intact']);
    await project.here(['run', ...AT]);
    expect((await gate(project, ...AT)).failing).toEqual(['frozen_configuration', 'rollback_verified']);
  });

  it('is NO-GO when anybody edits the database', async () => {
    const database = new Sqlite(join(project.dir, 'po-shadow.db'));
    database.exec('DROP TRIGGER variance_row_is_never_changed');
    database.exec("UPDATE variance_row SET status = 'match' WHERE status = 'amount_variance'");
    database.close();
    const tampered = await gate(project, ...AT);
    expect(tampered.failing).toContain('audit_intact');
    expect(tampered.gates.find(({ id }) => id === 'audit_intact')?.evidence.join('\n')).toContain('amount_variance by the evidence');
  });
});

describe('a project where nothing was imported', () => {
  it('is NO-GO for gate, report and audit, and no error', async () => {
    const project = makeProject();
    for (const command of ['gate', 'report', 'audit']) expect(await project.here([command]), command).toMatchObject({ code: 1 });
    expect((await project.here(['gate'])).stdout).toContain('NO-GO: ');
  });
});
