import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { type LedgerRow, type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

type EntityRow = LedgerRow & { entity?: string };

/** A ledger with a column for the legal entity. */
const ledgerOf = (...rows: EntityRow[]): string => {
  const [header = '', ...lines] = ledgerText(...rows).trimEnd().split('\n');
  return [`entity,${header}`, ...lines.map((line, place) => `${rows[place]?.entity ?? ''},${line}`)].map((line) => `${line}\n`).join('');
};

const reports = approvalsText(approvedReport({ report: { entity: '1010' } }), approvedReport({ eventId: 'e2', id: 'EXP-9042', amount: '300.00', report: { entity: '2000' } }));
const first: EntityRow = { po_number: 'PO-88', entity: '1010' };
const second: EntityRow = { po_number: 'PO-88', entity: '2000', reference: 'EXP-9042', amount: '300.00' };

interface Outcome {
  pairs: string[];
  vanished: string[];
  total: number;
  quarantine: string[];
}

/** Imports what the project has and replays. */
const runOf = (made: TestProject): Promise<Outcome> =>
  made.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    const rows = [...new RunReader(workplace.database).rows(run.id)];
    return {
      pairs: rows.map(({ transactionId, manual, status }) => `${transactionId ?? '–'} ${manual.poNumbers.join('+') || '–'} ${status}`), vanished: run.summary.vanished, total: run.summary.population.manualOrders.total,
      quarantine: (await new RecordReader(workplace.database).quarantine()).map(({ line, field, reason }) => `${line} ${field}: ${reason}`),
    };
  });

const bothMatch = ['EXP-9041 1010/PO-88 match', 'EXP-9042 2000/PO-88 match'];

describe('a PO number that two legal entities have is two POs', () => {
  test('in one file', async () => {
    expect(await runOf(makeProject({ approvals: reports, ledger: ledgerOf(first, second) }))).toMatchObject({ pairs: bothMatch, total: 2, vanished: [] });
  });

  test('in one file whose rows do not keep POs together', async () => {
    const mixed = ledgerOf({ ...first, amount: '800.00' }, second, { ...first, line: '2', amount: '45.50' });
    expect(await runOf(makeProject({ approvals: reports, ledger: mixed }))).toMatchObject({ pairs: bothMatch, total: 2, quarantine: [] });
  });

  test('in a file of each, which are exports of two ledgers: neither takes anything from the other', async () => {
    const inputs = { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv', entity: '1010' }, { format: 'generic', files: 'other.csv', entity: '2000', asOf: '2026-06-20T00:00:00Z' }], master: 'master', mapping: 'mapping' };
    const only: EntityRow = { po_number: 'PO-89', reference: '', amount: '12.00' };
    const made = makeProject({ approvals: reports, ledger: ledgerText({ po_number: 'PO-88' }, only), settings: { inputs }, files: { 'other.csv': ledgerText({ po_number: 'PO-88', reference: 'EXP-9042', amount: '300.00' }) } });
    expect(await runOf(made)).toMatchObject({ pairs: [...bothMatch, '– PO-89 unexpected_manual'], vanished: [], total: 3 });
  });

  test('whatever the ledger calls the entities', async () => {
    const named = ledgerOf({ ...first, entity: 'Stores Inc' }, { ...second, entity: 'outlets  llc' });
    const made = makeProject({ approvals: reports, ledger: named, files: { 'master/entities.csv': 'id,name,active\n1010,Stores Inc,true\n2000,Outlets LLC,true\n' } });
    expect(await runOf(made)).toMatchObject({ pairs: bothMatch });
  });
});

describe('a version without an entity', () => {
  test('is of the only entity that has the number: an export that lacks the column is of the same ledger', async () => {
    const made = makeProject({ approvals: reports, ledger: ledgerText({ po_number: 'PO-88', amount: '1.00', entered_at: '2026-06-02T16:00:00Z' }) });
    await runOf(made);
    made.write('ledger.csv', ledgerOf(first));
    expect(await runOf(made)).toMatchObject({ pairs: ['EXP-9041 PO-88 match', 'EXP-9042 – missing_manual'], total: 1 });
  });

  test('is a PO of its own where several entities have the number', async () => {
    const made = makeProject({ approvals: reports, ledger: ledgerText({ po_number: 'PO-88', amount: '1.00', reference: '', entered_at: '2026-06-02T16:00:00Z' }) });
    await runOf(made);
    made.write('ledger.csv', ledgerOf(first, second));
    expect((await runOf(made)).total).toBe(3);
  });

  test('contradicts one with an entity in the same file: the PO is quarantined, whichever comes first', async () => {
    for (const rows of [[first, { ...first, entity: '', line: '2' }], [{ ...first, entity: '' }, { ...first, line: '2' }]] as const) {
      const { quarantine, total } = await runOf(makeProject({ approvals: reports, ledger: ledgerOf(...rows) }));
      expect(quarantine).toEqual([expect.stringMatching(/^2 entity: differs from line 3/), expect.stringMatching(/^3 entity: differs from line 2/)]);
      expect(total).toBe(0);
    }
  });
});

describe('a PO is named with its entity', () => {
  const shared = async (): Promise<TestProject> => {
    const made = makeProject({ approvals: reports, ledger: ledgerOf({ ...first, reference: '', amount: '845.51' }, second), settings: { people: [{ id: 'dana', name: 'Dana Lee', roles: ['preparer'] }] } });
    await runOf(made);
    return made;
  };
  const pair = async (made: TestProject, transaction: string, order: string): Promise<{ code: number | null; stdout: string; stderr: string }> => made.here(['pair', transaction, order, '--by', 'dana', '--reason', 'asked the clerk']);

  test('in pair: a number that two have is refused with both names, the name of one is heeded, another entity\'s is refused', async () => {
    const made = await shared();
    expect((await pair(made, 'EXP-9041', 'PO-88')).stderr).toContain('several legal entities have a PO PO-88');
    const foreign = await pair(made, 'EXP-9041', '2000/PO-88');
    expect([foreign.code, foreign.stderr]).toEqual([2, expect.stringContaining('2000/PO-88 is posted in legal entity 2000, would be 1010')]);
    expect((await pair(made, 'EXP-9041', '1010/PO-88')).code).toBe(0);
    expect((await runOf(made)).pairs).toEqual(['EXP-9041 1010/PO-88 amount_variance', 'EXP-9042 2000/PO-88 match']);
  });

  test('in explain: a number that two have is refused with both names, the name of one tells that one alone; body, mapping and ledger say the entity', async () => {
    const made = await shared();
    const json = async (given: string): Promise<{ manual: { poNumber: string; entity: string }[] }> => JSON.parse((await made.here(['explain', given, '--format', 'json'])).stdout) as { manual: { poNumber: string; entity: string }[] };
    const both = await made.here(['explain', 'po-88']);
    expect([both.code, both.stdout, both.stderr]).toEqual([2, '', expect.stringMatching(/several legal entities have a PO po-88[\s\S]*Name the one that is meant: 1010\/PO-88, 2000\/PO-88\.\n/)]);
    expect((await made.here(['explain', '1010/PO-88'])).stdout).not.toContain('2000/PO-88');
    expect((await json('2000/po-88')).manual).toMatchObject([{ poNumber: '2000/PO-88', entity: '2000' }]);
    const { stdout } = await made.here(['explain', 'EXP-9042']);
    for (const text of ['legal entity "2000" → 2000  [the code as it is named]', '"entity": "2000"', '2000/PO-88 of 2026-06-02 in legal entity 2000']) expect(stdout).toContain(text);
  });

  test('in the CSV of the variance table, in the words of explain: what stands in another entity is not paired, and which side says no entity', async () => {
    const pending = approvedReport({ eventId: 'e3', id: 'EXP-9043', amount: '77.00', report: { status: 'submitted', approvals: [], lines: [{ id: '1', date: '2026-06-02', merchant: 'Nobody at all', category: 'Cleaning', description: 'Pads', amount: '77.00' }] } });
    const made = makeProject({ approvals: `${reports}${approvalsText(pending)}`, ledger: ledgerOf({ ...first, entity: '2000' }, { ...second, po_number: 'PO-89' }, { po_number: 'PO-90', entity: '1010', reference: 'EXP-9043', amount: '77.00' }) });
    await runOf(made);
    const { stdout } = await made.here(['variance', '--format', 'csv']);
    expect(stdout).toContain('Not paired: names EXP-9041, posted in legal entity 2000, would be 1010.');
    expect(stdout).toContain('Legal entities not compared: the dry run says none.');
    expect(stdout).not.toMatch(/Paired because: names|blank throughout the ledger[^.]*entity/);
  });
});

test('a row is told by the number and the entity of its PO: one that is numbered like another one\'s full name is another row', async () => {
  const made = makeProject({ approvals: reports, ledger: ledgerOf(
    { po_number: '88', entity: '1010', reference: '', amount: '11.00' }, { po_number: '88', entity: '2000', reference: '', amount: '17.00' }, { po_number: '1010/88', entity: '', reference: '', amount: '31.00' },
  ) });
  const ids = await made.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    return [...new RunReader(workplace.database).rows(run.id)].flatMap(({ id, transactionId }) => (transactionId === null ? [id] : []));
  });
  expect([ids.length, new Set(ids).size]).toEqual([3, 3]);
});

test('an ERP\'s export of its company codes is read again by every command that asks what an entity of the ledger stands for', async () => {
  const inputs = { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }], master: [{ folder: 'master' }, { sheet: 'entities', file: 'sap/company-codes.csv', format: 'sap-s4' }], mapping: 'mapping' };
  const made = makeProject({
    approvals: reports, ledger: ledgerOf({ ...first, entity: 'Stores Inc', reference: '', amount: '845.51' }, { ...second, entity: 'Outlets LLC' }), settings: { inputs, people: [{ id: 'dana', name: 'Dana Lee', roles: ['preparer'] }] },
    files: { 'sap/company-codes.csv': 'BUKRS;BUTXT\n1010;Stores Inc\n2000;Outlets LLC\n' },
  });
  const by = ['--by', 'dana', '--reason', 'asked the clerk'];
  const workbook = join(made.dir, 'decision.xlsx');
  const commands = [
    ['pair', 'EXP-9041', '1010/PO-88', ...by], ['unpair', 'EXP-9041', '1010/PO-88', ...by], ['variance', '--vanished'],
    ['report', '--out', workbook], ['import', 'resolutions', workbook, '--by', 'dana', '--yes'],
  ];
  expect((await runOf(made)).total).toBe(2);
  const seen: string[] = [];
  for (const command of commands) {
    const { code, stderr } = await made.here(command);
    seen.push(`${command.slice(0, 2).join(' ')} ${code === 2 ? stderr : 'done'}`);
  }
  expect(seen).toEqual(commands.map((command) => `${command.slice(0, 2).join(' ')} done`));
}, 60_000);
