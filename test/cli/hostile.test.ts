import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { CannotRun } from '../../src/domain/trouble.ts';
import { STATUSES, type VarianceRow } from '../../src/domain/variance.ts';
import { type ImportedFile, importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { RecordReader, type StoredQuarantine } from '../../src/store/record-reader.ts';
import { type StoredRun, RunReader } from '../../src/store/run-store.ts';
import { programHere } from '../program-here.ts';
import { LEDGER_COLUMNS, type Outcome, type TestProject, approvalsText, approvedReport, ledgerCells, ledgerText, makeFolder, makeProject } from '../project-folder.ts';

const LEDGERS = { ledger: [{ format: 'generic', files: 'ledger*.csv' }] };
const INPUTS = { approvals: [{ source: 'generic', files: 'approvals*.jsonl' }], ...LEDGERS, master: 'master', mapping: 'mapping' };

interface Told {
  files: ImportedFile[];
  run: StoredRun;
  reused: boolean;
  rows: VarianceRow[];
  quarantine: StoredQuarantine[];
}

/** Imports what the settings name and replays it, as `po-shadow run` does. */
const runIn = (project: TestProject, options: { strict?: boolean } = {}): Promise<Told> =>
  project.work(async (workplace) => {
    const files = await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: options.strict ?? false });
    const { run, reused } = await replayRecord(workplace, undefined);
    return { files, run, reused, rows: [...new RunReader(workplace.database).rows(run.id)], quarantine: await new RecordReader(workplace.database).quarantine() };
  });

const counted = (told: Told, shown: string): number[] => {
  const file = told.files.find((each) => each.shown === shown) as ImportedFile;
  return [file.rowsRead, file.rowsAccepted, file.rowsKnown, file.rowsQuarantined];
};
const statuses = (told: Told): string[] => told.rows.map((row) => `${row.transactionId ?? row.manual.poNumbers.join()}: ${row.status}`);

describe('nothing is lost', () => {
  it('of every file, rows read are rows accepted, known and set aside, line by line', async () => {
    const told = await runIn(makeProject({
      approvals: approvalsText(approvedReport(), '{"eventId":"e2","report":{"id":"EXP-2"', '', approvedReport({ eventId: 'e3', id: 'EXP-3', amount: '1e3' }), approvedReport()),
      ledger: ledgerText({}, { po_number: 'PO-2', line: '1' }, { po_number: 'PO-2', line: '2', amount: '1,000.00' }, 'PO-3,2026-06-02', ',,,,,,,,,,,,,,,', { po_number: 'PO-4', memo: '"' }, { po_number: 'PO-5', reference: 'EXP-5' }),
      files: { 'mapping/vendors.csv': 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird,V-1\nBluebird,V-2\n,V-3\n' },
    }));
    expect(counted(told, 'approvals.jsonl')).toEqual([4, 1, 1, 2]);
    expect(counted(told, 'ledger.csv')).toEqual([6, 3, 0, 3]);
    expect(counted(told, 'mapping/vendors.csv')).toEqual([4, 1, 0, 3]);
    for (const file of told.files) expect(file.rowsAccepted + file.rowsKnown + file.rowsQuarantined, file.shown).toBe(file.rowsRead);
    const inOrder = told.quarantine.toSorted((left, right) => left.shown.localeCompare(right.shown) || left.line - right.line);
    expect(inOrder.map((item) => [item.shown, item.line, item.rows, item.documentId])).toEqual([
      ['approvals.jsonl', 2, 1, 'EXP-2'], ['approvals.jsonl', 4, 1, 'EXP-3'],
      ['ledger.csv', 4, 2, 'PO-2'], ['ledger.csv', 5, 1, 'PO-3'],
      ['mapping/vendors.csv', 3, 1, 'Bluebird'], ['mapping/vendors.csv', 4, 1, 'Bluebird'], ['mapping/vendors.csv', 5, 1, null],
    ]);
  });

  it('the same files again change nothing', async () => {
    const project = makeProject();
    const first = await runIn(project);
    const database = readFileSync(join(project.dir, 'po-shadow.db'));
    const evidence = readdirSync(join(project.dir, 'evidence'), { recursive: true });
    const second = await runIn(project);
    expect(second.files.map((file) => [file.alreadyKnown, file.rowsAccepted, file.rowsRead - file.rowsKnown])).toEqual(second.files.map(() => [true, 0, 0]));
    expect([second.reused, second.run.id, second.run.digest]).toEqual([true, first.run.id, first.run.digest]);
    expect(readFileSync(join(project.dir, 'po-shadow.db')).equals(database)).toBe(true);
    expect(readdirSync(join(project.dir, 'evidence'), { recursive: true })).toEqual(evidence);
  });

  it('the same file under another name is known as well', async () => {
    const project = makeProject({ settings: { inputs: INPUTS } });
    await runIn(project);
    project.write('approvals-copy.jsonl', approvalsText(approvedReport()));
    const told = await runIn(project);
    expect(told.files.find((file) => file.shown === 'approvals-copy.jsonl')).toMatchObject({ alreadyKnown: true, rowsKnown: 1 });
    expect(statuses(told)).toEqual(['EXP-9041: match']);
  });

  it('an overlapping export adds only what is new', async () => {
    const project = makeProject({ settings: { inputs: INPUTS } });
    await runIn(project);
    project.write('approvals-2.jsonl', approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-2' })));
    project.write('ledger-2.csv', ledgerText({}, { po_number: 'PO-2', reference: 'EXP-2' }));
    const told = await runIn(project);
    expect(counted(told, 'approvals-2.jsonl')).toEqual([2, 1, 1, 0]);
    expect(counted(told, 'ledger-2.csv')).toEqual([2, 1, 1, 0]);
    expect(statuses(told)).toEqual(['EXP-2: match', 'EXP-9041: match']);
  });

  it('with --strict a row that can\'t be read leaves nothing imported, and without it the rest is', async () => {
    const project = makeProject({ approvals: approvalsText(approvedReport(), '{') });
    await expect(runIn(project, { strict: true })).rejects.toThrow('1 row can\'t be read, and --strict was given: nothing was imported');
    expect(await project.work(async ({ database }) => [await new RecordReader(database).imports(), new RecordReader(database).counts()])).toEqual([[], { events: 0, manual: 0 }]);
    expect(counted(await runIn(project), 'approvals.jsonl')).toEqual([2, 1, 0, 1]);
  });

  it('--strict also sees what an earlier import set aside', async () => {
    const project = makeProject({ approvals: approvalsText(approvedReport(), '{') });
    await runIn(project);
    await expect(runIn(project, { strict: true })).rejects.toThrow(/can't be read, and --strict was given/);
  });
});

describe('an id that comes twice with different content', () => {
  const twice = approvalsText(approvedReport(), approvedReport({ amount: '845.00' }));

  it('is set aside the second time, and its report is open, never a match', async () => {
    const told = await runIn(makeProject({ approvals: twice }));
    expect(told.quarantine).toEqual([expect.objectContaining({ line: 2, field: 'eventId', value: 'e1', documentId: 'EXP-9041', reason: 'this id came before with another content' })]);
    expect(told.rows.map((row) => [row.status, STATUSES[row.status].open, row.dryRun.amount])).toEqual([['rejected', true, null]]);
    expect(told.rows[0]?.dryRun.findings[0]).toMatchObject({ code: 'SNAPSHOT_UNREADABLE', at: 'approvals.jsonl:2' });
  });

  it('gives the same result in whatever order the two come', async () => {
    const [one, other] = await Promise.all([runIn(makeProject({ approvals: twice })), runIn(makeProject({ approvals: twice.trimEnd().split('\n').toReversed().map((line) => `${line}\n`).join('') }))]);
    expect(one.run.digest).toBe(other.run.digest);
  });
});

describe('quarantine takes the whole document', () => {
  const two = { lines: [{ id: '1', date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', amount: '800.00' }, { id: '2', date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', amount: '45,50' }] };

  it('a report with one unreadable line is not there at all', async () => {
    const told = await runIn(makeProject({ approvals: approvalsText(approvedReport({ report: two }), approvedReport({ eventId: 'e2', id: 'EXP-2' })), ledger: ledgerText({ reference: 'EXP-2' }) }));
    expect(statuses(told)).toEqual(['EXP-2: match']);
    expect(told.quarantine).toEqual([expect.objectContaining({ field: 'report.lines[1].amount', value: '45,50', documentId: 'EXP-9041' })]);
  });

  it('a PO with one unreadable row is not there at all', async () => {
    const told = await runIn(makeProject({ ledger: ledgerText({ line: '1' }, { line: '2', amount: '1e3' }) }));
    expect(statuses(told)).toEqual(['EXP-9041: missing_manual']);
    expect(told.quarantine).toEqual([expect.objectContaining({ line: 3, rows: 2, documentId: 'PO-7782' })]);
  });
});

describe('a report whose newer version can\'t be read is open, never a match', () => {
  const newer = approvedReport({ eventId: 'e2', revision: 2, occurredAt: '2026-06-03T10:00:00Z', amount: 'n/a' });

  it.each<[string, Record<string, unknown> | string]>([
    ['of a higher revision', newer],
    ['of the same revision, later', approvedReport({ eventId: 'e2', occurredAt: '2026-06-03T10:00:00Z', amount: 'n/a' })],
    ['of the same revision, at a time that can\'t be read', approvedReport({ eventId: 'e2', occurredAt: '2026-06-03T10:00:00', amount: 'n/a' })],
    ['of a revision that can\'t be read', approvedReport({ eventId: 'e2', report: { revision: 'second' } })],
    ['that is cut', JSON.stringify(newer).slice(0, 300)],
    ['that says a key twice', JSON.stringify(newer).replace('"n/a"', '"845.50","amount":"845.50"')],
  ])('%s', async (_, damaged) => {
    const told = await runIn(makeProject({ approvals: approvalsText(approvedReport(), damaged) }));
    expect(told.rows.map((row) => [row.transactionId, row.status, row.manual.poNumbers, row.dryRun.findings[0]?.code])).toEqual([['EXP-9041', 'rejected', ['PO-7782'], 'SNAPSHOT_UNREADABLE']]);
    expect(told.run.summary.totals.open).toBe(1);
  });

  it('until an import supplies it', async () => {
    const project = makeProject({ approvals: approvalsText(approvedReport(), newer), settings: { inputs: INPUTS } });
    expect(statuses(await runIn(project))).toEqual(['EXP-9041: rejected']);
    project.write('approvals-corrected.jsonl', approvalsText(approvedReport({ eventId: 'e2', revision: 2, occurredAt: '2026-06-03T10:00:00Z' })));
    expect(statuses(await runIn(project))).toEqual(['EXP-9041: match']);
  });

  it('but one whose older version can\'t be read is what its newest says', async () => {
    const told = await runIn(makeProject({ approvals: approvalsText(approvedReport({ eventId: 'e0', revision: 0, occurredAt: '2026-06-01T10:00:00Z', amount: 'n/a' }), approvedReport()) }));
    expect(statuses(told)).toEqual(['EXP-9041: match']);
    expect(told.quarantine).toHaveLength(1);
  });
});

describe('a manual PO', () => {
  const asOf = (files: string, instant: string) => ({ format: 'generic', files, asOf: instant });
  const [MONDAY, TUESDAY] = ['2026-06-08T00:00:00Z', '2026-06-09T00:00:00Z'];
  const withLedgers = (first: string, second: string, order: 'old first' | 'new first'): TestProject => {
    const ledger = [asOf('ledger.csv', MONDAY), asOf('ledger-2.csv', TUESDAY)];
    return makeProject({ ledger: first, files: { 'ledger-2.csv': second }, settings: { inputs: { ...INPUTS, ledger: order === 'old first' ? ledger : ledger.toReversed() } } });
  };
  const bothOrders = async (first: string, second: string): Promise<[Told, Told]> =>
    Promise.all([runIn(withLedgers(first, second, 'old first')), runIn(withLedgers(first, second, 'new first'))]);

  it('counts as its newest export has it, whatever order the exports come in', async () => {
    const [one, other] = await bothOrders(ledgerText({ amount: '800.00' }), ledgerText({ amount: '845.50' }));
    expect([statuses(one), statuses(other)]).toEqual([['EXP-9041: match'], ['EXP-9041: match']]);
    expect(other.run.digest).toBe(one.run.digest);
    const [worse, worseToo] = await bothOrders(ledgerText({ amount: '845.50' }), ledgerText({ amount: '800.00' }));
    expect([statuses(worse), statuses(worseToo)]).toEqual([['EXP-9041: amount_variance'], ['EXP-9041: amount_variance']]);
  });

  it('that goes back to what it said before counts as it says last', async () => {
    const project = makeProject({
      ledger: ledgerText({ amount: '845.50' }), files: { 'ledger-2.csv': ledgerText({ amount: '800.00' }), 'ledger-3.csv': ledgerText({ amount: '845.50' }, { po_number: 'PO-2', vendor_id: 'V-1002', reference: '', amount: '12.00' }) },
      settings: { inputs: { ...INPUTS, ledger: [asOf('ledger-3.csv', '2026-06-10T00:00:00Z'), asOf('ledger.csv', MONDAY), asOf('ledger-2.csv', TUESDAY)] } },
    });
    expect(statuses(await runIn(project))).toContain('EXP-9041: match');
  });

  it('that a newer export over the same dates no longer holds is reported and does not count, whatever order the exports come in', async () => {
    const kept = { po_number: 'PO-1', vendor_id: 'V-1002', reference: '', amount: '12.00' };
    const alsoKept = { ...kept, po_number: 'PO-3', amount: '13.00', po_date: '2026-06-05' };
    const [one, other] = await bothOrders(ledgerText(kept, { po_number: 'PO-2', po_date: '2026-06-03' }, alsoKept), ledgerText(kept, alsoKept));
    for (const told of [one, other]) {
      expect(told.run.summary.vanished).toEqual(['PO-2']);
      expect(statuses(told)).toContain('EXP-9041: missing_manual');
    }
    expect(other.run.digest).toBe(one.run.digest);
  });

  it('that the newer export holds and can\'t read has not vanished: it is incomplete, and open', async () => {
    const kept = { po_number: 'PO-1', vendor_id: 'V-1002', reference: '', amount: '12.00' };
    const alsoKept = { ...kept, po_number: 'PO-3', amount: '13.00', po_date: '2026-06-05' };
    for (const told of await bothOrders(ledgerText(kept, { po_number: 'PO-2', po_date: '2026-06-03' }, alsoKept), ledgerText(kept, { po_number: 'PO-2', po_date: '2026-06-03', amount: '845,50' }, alsoKept))) {
      expect(told.run.summary.vanished).toEqual([]);
      expect(told.rows.find(({ transactionId }) => transactionId === 'EXP-9041')).toMatchObject({ status: 'amount_variance', causes: ['manual_incomplete'], manual: { poNumbers: ['PO-2'] } });
    }
  });

  it('of another part of the ledger, or outside the newer export\'s dates, has not vanished', async () => {
    const [one] = await bothOrders(ledgerText({ po_number: 'PO-1', po_date: '2026-06-01' }), ledgerText({ po_number: 'PO-2', po_date: '2026-06-01', reference: '' }));
    expect(one.run.summary.vanished).toEqual([]);
    const [two] = await bothOrders(ledgerText({ po_number: 'PO-1', po_date: '2026-06-01' }, { po_number: 'PO-3', reference: '', po_date: '2026-06-05' }), ledgerText({ po_number: 'PO-3', reference: '', po_date: '2026-06-05' }));
    expect(two.run.summary.vanished).toEqual([]);
  });

  it('whose newer version can\'t be read is open, never a match', async () => {
    const [one, other] = await bothOrders(ledgerText({}), ledgerText({ amount: '1.245,50' }));
    for (const told of [one, other]) {
      expect(told.rows.map((row) => [row.transactionId, STATUSES[row.status].open])).toEqual([['EXP-9041', true]]);
      expect(told.run.summary.agreeing).toBe(0);
    }
  });

  it('whose older version can\'t be read is what its newest says', async () => {
    const [one, other] = await bothOrders(ledgerText({ amount: '1.245,50' }), ledgerText({}));
    expect([statuses(one), statuses(other)]).toEqual([['EXP-9041: match'], ['EXP-9041: match']]);
  });
});

it('approvals, ledger and mapping as workbooks give the result that they give as texts', async () => {
  const sheet = async (...rows: unknown[][]): Promise<Buffer> => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Export').addRows(rows);
    return Buffer.from(await workbook.xlsx.writeBuffer());
  };
  const approvals = await sheet(
    ['event_id', 'occurred_at', 'report_id', 'revision', 'status', 'report_name', 'currency', 'total', 'employee_email', 'department', 'location', 'submitted_at', 'approvers', 'line_id', 'expense_date', 'merchant', 'vendor_id', 'category', 'line_department', 'line_location', 'description', 'amount', 'item_id', 'quantity'],
    ['e1', '2026-06-02T15:10:00Z', 'EXP-9041', 1, 'approved_for_payment', 'Cleaning supplies', 'USD', 845.5, 'dana@shop.example', 'Store Operations', 'Store 012', '2026-06-01T18:00:00Z', 'manager|lee@shop.example|approved|2026-06-02T15:10:00Z', 1, new Date(Date.UTC(2026, 4, 30)), 'Acme Janitorial', null, 'Cleaning', null, null, { richText: [{ text: 'Floor machine ' }, { text: 'pads' }] }, { formula: 'H2', result: 845.5 }, null, null],
  );
  const ledger = await sheet([...LEDGER_COLUMNS], ledgerCells().map((cell, index) => (LEDGER_COLUMNS[index] === 'amount' ? 845.5 : LEDGER_COLUMNS[index] === 'po_date' ? new Date(Date.UTC(2026, 5, 2)) : cell)));
  const mapping = await sheet(['category', 'gl_account'], ['Cleaning', 6110], ['Supplies', 6120]);
  const inWorkbooks = await runIn(makeProject({
    files: { 'approvals.jsonl': null, 'ledger.csv': null, 'mapping/categories.csv': null, 'approvals.xlsx': approvals, 'ledger.xlsx': ledger, 'mapping/categories.xlsx': mapping },
    settings: { inputs: { ...INPUTS, approvals: [{ source: 'generic', files: 'approvals.xlsx' }], ledger: [{ format: 'generic', files: 'ledger.xlsx' }] } },
  }));
  expect(inWorkbooks.quarantine).toEqual([]);
  expect(inWorkbooks.rows).toEqual((await runIn(makeProject())).rows);
  expect(statuses(inWorkbooks)).toEqual(['EXP-9041: match']);
});

it('two mapping rows that contradict each other are both set aside, and their merchant has no vendor', async () => {
  const told = await runIn(makeProject({ files: { 'mapping/vendors.csv': 'merchant,vendor_id\nAcme Janitorial,V-1001\nACME JANITORIAL,V-1002\n' } }));
  expect(told.rows.map((row) => [row.status, row.dryRun.findings.map((finding) => finding.code)])).toEqual([['rejected', ['VENDOR_UNMAPPED']]]);
  expect(told.quarantine.map((item) => [item.shown, item.line])).toEqual([['mapping/vendors.csv', 2], ['mapping/vendors.csv', 3]]);
});

it('a report named __proto__ for a vendor named constructor in a state named __proto__ is a report like any other', async () => {
  const project = makeProject({
    approvals: approvalsText(approvedReport({ eventId: 'toString', id: '__proto__', line: { vendorId: 'constructor', category: 'hasOwnProperty' } }), approvedReport({ eventId: 'valueOf', id: 'EXP-2', report: { status: 'approved_for_payment' } }), approvedReport({ eventId: 'later', id: 'EXP-2', occurredAt: '2026-06-03T10:00:00Z', report: { status: '__proto__' } })),
    ledger: ledgerText({ po_number: '__proto__', vendor_id: 'constructor', reference: '__proto__' }),
    files: {
      'master/vendors.csv': 'id,name,currency,active\nconstructor,Acme Janitorial Supply Co,USD,true\nV-1001,Acme,USD,true\n',
      'mapping/categories.csv': 'category,gl_account\nhasOwnProperty,6110\nCleaning,6110\n',
    },
  });
  const told = await runIn(project);
  expect(told.rows.find((row) => row.transactionId === '__proto__')).toMatchObject({ status: 'match', dryRun: { vendorId: 'constructor' }, manual: { poNumbers: ['__proto__'] } });
  expect(Object.entries(told.run.summary.unknownStates)).toEqual([['__proto__', 1]]);
});

describe('a file that can\'t be read at all stops the run before anything is stored', () => {
  const ledger = (files: string) => ({ inputs: { ...INPUTS, ledger: [{ format: 'generic', files }] } });

  it.each<[string, Parameters<typeof makeProject>[0], RegExp]>([
    ['an empty file', { approvals: '' }, /^approvals\.jsonl: the file is empty$/],
    ['an empty ledger', { ledger: '' }, /^ledger\.csv: the file is empty$/],
    ['an empty mapping', { files: { 'mapping/vendors.csv': '' } }, /^mapping\/vendors\.csv: the file is empty$/],
    ['blank lines alone', { approvals: '\n\n' }, /^approvals\.jsonl: the file is empty$/],
    ['a header that lacks a column', { ledger: 'po_number,amount\nPO-1,5\n' }, /^ledger\.csv:1: the header lacks po_date, currency$/],
    ['a missing file', { files: { 'ledger.csv': null } }, /^ledger\.csv: there is no such file \(named in po-shadow\.yaml: inputs\.ledger\[0\]\)$/],
    ['a pattern without hits', { settings: ledger('exports/*.csv') }, /^po-shadow\.yaml: inputs\.ledger\[0\]: no file fits "exports\/\*\.csv"$/],
    ['a folder', { settings: ledger('master') }, /^master: this is a folder, not a file/],
    ['a text named .xlsx', { files: { 'ledger.xlsx': ledgerText({}) }, settings: ledger('ledger.xlsx') }, /^ledger\.xlsx: not an \.xlsx workbook/],
    ['an ending without a reader', { files: { 'ledger.pdf': 'x' }, settings: ledger('ledger.pdf') }, /^ledger\.pdf: no reader for files that end in "\.pdf"$/],
  ])('%s', async (_, parts, message) => {
    const project = makeProject(parts);
    const told = await runIn(project).then(() => 'run', (error: CannotRun) => [error.name, `${error.where}: ${error.message}`]);
    expect(told).toEqual(['CannotRun', expect.stringMatching(message)]);
    expect(await project.work(async ({ database }) => [(await new RecordReader(database).imports()).length, new RecordReader(database).counts()])).toEqual([0, { events: 0, manual: 0 }]);
  });
});

describe.concurrent('the command line', () => {
  /** What every refusal of a command looks like: exit 2, one sentence, what to do, no stack. */
  const expectRefusal = (outcome: Outcome, message: RegExp): void => {
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr).toMatch(/^po-shadow: .+\nWhat to do: .+\n$/);
    expect(outcome.stderr).not.toMatch(/\n\s+at /);
    expect([outcome.code, outcome.stdout]).toEqual([2, '']);
  };

  it('ends with 0 where rows were set aside, and says how many, where and why', async () => {
    const project = makeProject({ approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-2', amount: '1.245,50' })) });
    const run = await project.here(['run']);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('approvals.jsonl: 2 rows read, 1 row accepted, 1 in quarantine');
    const quarantine = await project.here(['quarantine']);
    expect([quarantine.code, quarantine.stdout]).toEqual([0, '1  approvals.jsonl:2 (report EXP-2): report.lines[0].amount: not a plain decimal amount (digits, at most one point, no thousands separator, no exponent)\n    1.245,50\n']);
  });

  it('ends with 2 and imports nothing with --strict', async () => {
    const project = makeProject({ approvals: approvalsText(approvedReport(), '{') });
    expectRefusal(await project.here(['run', '--strict']), /approvals\.jsonl: 1 row can't be read, and --strict was given: nothing was imported/);
    expect((await project.here(['quarantine'])).stdout).toBe('Quarantine is empty.\n');
  });

  it('refuses in one sentence what can\'t be read at all', async () => {
    const [ledger, settings, database] = await Promise.all([
      makeProject({ ledger: 'po_number,amount\nPO-1,5\n' }).here(['run']),
      makeProject({ settings: { mapings: {} } }).here(['run']),
      makeProject({ files: { 'po-shadow.db': 'hello, this is not a database at all' } }).here(['run']),
    ]);
    expectRefusal(ledger, /^po-shadow: ledger\.csv:1: the header lacks po_date, currency\n/);
    expectRefusal(settings, /^po-shadow: po-shadow\.yaml:\d+: unknown key "mapings"\n/);
    expectRefusal(database, /po-shadow\.db: the database can't be opened: file is not a database\n/);
  });

  it('refuses an input outside the project folder, and reads it with --allow-outside', async () => {
    const outside = makeFolder();
    writeFileSync(join(outside, 'ledger.csv'), ledgerText({}));
    const project = makeProject({ settings: { inputs: { ...INPUTS, ledger: [{ format: 'generic', files: join(outside, 'ledger.csv') }] } } });
    expectRefusal(await project.here(['run']), /ledger\.csv: the file lies outside the project folder/);
    expect((await project.here(['run', '--allow-outside'])).code).toBe(0);
  });

  it('refuses a file of the project that is a link to one outside, also where it is named on the command line', async () => {
    const outside = makeFolder();
    writeFileSync(join(outside, 'secret.csv'), ledgerText({}));
    const project = makeProject({ files: { 'ledger.csv': null } });
    symlinkSync(join(outside, 'secret.csv'), join(project.dir, 'ledger.csv'));
    const [run, imported] = [await project.here(['run']), await project.here(['import', 'ledger', 'ledger.csv'], { cwd: project.dir })];
    expectRefusal(run, /ledger\.csv: the file lies outside the project folder/);
    expectRefusal(imported, /ledger\.csv: the file lies outside the project folder/);
  });

  it('reads past a line of 40 MB', async () => {
    const project = makeProject({ approvals: approvalsText(approvedReport({ eventId: 'e9', id: 'EXP-9', line: { description: 'x'.repeat(40_000_000) } }), approvedReport()) });
    const run = await project.run(['run'], { nodeArguments: ['--max-old-space-size=128'] });
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('approvals.jsonl: 2 rows read, 1 row accepted, 1 in quarantine')]);
    expect((await project.here(['quarantine'])).stdout).toMatch(/^1 {2}approvals\.jsonl:1 \(report EXP-9\): longer than 8388608 bytes\n/);
  });

  it('keeps database and evidence readable by their owner alone', async () => {
    const project = makeProject();
    expect((await project.here(['run'])).code).toBe(0);
    const mode = (path: string): string => (statSync(join(project.dir, path)).mode & 0o777).toString(8);
    expect(mode('po-shadow.db')).toBe('600');
    expect(mode('evidence')).toBe('700');
    const kept = readdirSync(join(project.dir, 'evidence'), { recursive: true, withFileTypes: true });
    expect(kept.filter((entry) => entry.isFile()).length).toBeGreaterThanOrEqual(13);
    for (const entry of kept) expect((statSync(join(entry.parentPath, entry.name)).mode & 0o777).toString(8), entry.name).toBe(entry.isFile() ? '600' : '700');
  });

  it('makes them so where they were there before', async () => {
    const project = makeProject({ files: { 'po-shadow.db': '' } });
    mkdirSync(join(project.dir, 'evidence'));
    chmodSync(join(project.dir, 'evidence'), 0o755);
    chmodSync(join(project.dir, 'po-shadow.db'), 0o644);
    expect((await project.here(['run'])).code).toBe(0);
    expect(['evidence', 'po-shadow.db'].map((path) => (statSync(join(project.dir, path)).mode & 0o777).toString(8))).toEqual(['700', '600']);
  });

  it('reads what it hashed, and not what a folder from elsewhere calls its evidence', async () => {
    const project = makeProject();
    await project.here(['run']);
    const honest = readdirSync(join(project.dir, 'evidence'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const forged = makeProject();
    for (const entry of honest) {
      const content = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      forged.write(join('evidence', entry.name.slice(0, 2), entry.name), content.replaceAll('845.50', '999.00'));
    }
    expect((await forged.here(['run'])).code).toBe(0);
    expect((await forged.here(['variance', '--format', 'md'])).stdout).toBe((await project.here(['variance', '--format', 'md'])).stdout);
  });
});

describe.concurrent('what a file says can\'t command the terminal', () => {
  // Clears the screen, sets the title, an 8-bit escape, writes backwards, hides, rings.
  const NASTY = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202eesrever\u2066\u200b\u200f\u007f\r';
  const HARMFUL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
  const harmless = (text: string): string | undefined => HARMFUL.exec(text.replaceAll('\r\n', '\n'))?.[0];
  const project = makeProjectOnce(() => makeProject({
    approvals: approvalsText(
      approvedReport({ id: `EXP-1${NASTY}`, report: { name: NASTY }, line: { merchant: `Acme${NASTY}`, description: NASTY } }),
      approvedReport({ eventId: 'e2', id: `EXP-2${NASTY}`, amount: NASTY }),
      approvedReport({ eventId: 'e3', id: 'EXP-3', report: { status: `odd${NASTY}` } }),
      `{"${NASTY}`,
    ),
    ledger: ledgerText({ po_number: `PO-1${NASTY.replace('\r', '')}`, vendor_name: NASTY.replace('\r', ''), memo: NASTY.replace('\r', '') }, { po_number: `PO-2${NASTY.replace('\r', '')}`, amount: NASTY.replace('\r', '') }),
    settings: { company: `Example${NASTY}`, inputs: { ...INPUTS, approvals: [{ source: 'generic', files: ['approvals.jsonl', `more${NASTY.replaceAll('/', '')}.jsonl`] }] } },
    files: { [`more${NASTY}.jsonl`]: approvalsText(approvedReport({ eventId: 'e4', id: 'EXP-4' }), '{') },
  }));

  it('while it runs, in the summary and in the table', async () => {
    const run = await (await project()).here(['run']);
    expect([run.code, harmless(run.stdout), harmless(run.stderr)]).toEqual([0, undefined, undefined]);
    expect(run.stdout).toContain('EXP-1\\u{1b}[2J');
    expect(run.stderr).toContain('more\\u{1b}[2J');
  });

  it.each(['table', 'md', 'csv', 'json'])('in the variances as %s', async (format) => {
    const shown = await (await project()).here(['variance', '--format', format]);
    expect([shown.code, harmless(shown.stdout), shown.stderr]).toEqual([0, undefined, '']);
    expect(shown.stdout).toContain('EXP-1\\');
  });

  it.each(['table', 'md', 'csv', 'json'])('in the quarantine as %s', async (format) => {
    const shown = await (await project()).here(['quarantine', '--format', format]);
    expect([shown.code, harmless(shown.stdout), shown.stderr]).toEqual([0, undefined, '']);
    expect(shown.stdout).toContain('EXP-2\\');
  });

  it.each([
    ['the run as JSON', ['run', '--format', 'json']],
    ['the story of a report', ['explain', 'EXP-3']],
    ['the story of a report as JSON', ['explain', 'EXP-3', '--format', 'json']],
  ])('in %s', async (_, args) => {
    const shown = await (await project()).run(args);
    expect([shown.code, harmless(shown.stdout), harmless(shown.stderr)]).toEqual([0, undefined, undefined]);
    expect(shown.stdout).toContain('odd\\u');
  });

  it('in errors: a file\'s name, a setting\'s key, an option', async () => {
    const told = await Promise.all([
      makeProject({ settings: `"${JSON.stringify(NASTY).slice(1, -1)}": 1\n` }).here(['run']),
      makeProject({ settings: { inputs: { ...INPUTS, ledger: [{ format: 'generic', files: `none${NASTY}.csv` }] } } }).here(['run']),
      programHere(['run', `--${NASTY.replaceAll('\u0000', '')}`]),
    ]);
    for (const { code, stdout, stderr } of told) expect([code, stdout, harmless(stderr)]).toEqual([2, '', undefined]);
  });
});

/** Makes a project at the first call and imports it, so that tests which only look at it share it. */
function makeProjectOnce(make: () => TestProject): () => Promise<TestProject> {
  let made: Promise<TestProject> | undefined;
  return () => {
    made ??= (async () => {
      const project = make();
      await runIn(project);
      return project;
    })();
    return made;
  };
}
