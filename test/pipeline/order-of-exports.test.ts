import { describe, expect, test } from 'vitest';
import { auditProject } from '../../src/pipeline/audit-project.ts';
import { DecidedRun } from '../../src/pipeline/decided-run.ts';
import { pairingAct } from '../../src/pipeline/decisions/pair-by-hand.ts';
import { entityNamesInForce } from '../../src/pipeline/entity-names-in-force.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { standingLedger } from '../../src/pipeline/standing-ledger.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { type TestProject, LEDGER_COLUMNS, type LedgerRow, ledgerCells, ledgerText, makeProject } from '../project-folder.ts';

/** A project of these exports by name, each with the day of its as-of; they are imported in the order in which they stand here. */
function projectOf(exports: Record<string, { day: string; text: string }>, files: Record<string, string> = {}): TestProject {
  const ledger = Object.entries(exports).map(([name, { day }]) => ({ format: 'generic', files: `${name}.csv`, asOf: `2026-06-${day}T00:00:00Z` }));
  return makeProject({
    settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger, master: 'master', mapping: 'mapping' } },
    files: { 'ledger.csv': null, ...Object.fromEntries(Object.entries(exports).map(([name, { text }]) => [`${name}.csv`, text])), ...files },
  });
}

interface Result {
  digest: string;
  /** Status and POs of the only report. */
  row: string;
  vanished: string[];
}

/** What comes of all that the settings name. */
const resultOf = (project: TestProject): Promise<Result> =>
  project.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    const [row] = [...new RunReader(workplace.database).rows(run.id)].filter(({ transactionId }) => transactionId !== null);
    const reader = new RecordReader(workplace.database);
    const { vanished } = standingLedger(workplace, await reader.imports(), await reader.quarantine(), await entityNamesInForce(workplace));
    return { digest: run.digest, row: [row?.status, ...(row?.manual.poNumbers ?? [])].join(' '), vanished: vanished.map(({ poNumber, heldBy, goneFrom }) => `${poNumber}: ${heldBy}, not ${goneFrom}`) };
  });

const pick = <T>(all: Record<string, T>, order: string): Record<string, T> => Object.fromEntries([...order].map((name) => [name, all[name] as T]));

describe('three exports that share a PO, of which the second lacks one of the first', () => {
  const SHARED = { po_number: 'PO-1', po_date: '2026-06-08', reference: '', amount: '7.00' };
  const EXPORTS = {
    a: { day: '10', text: ledgerText({}, SHARED) },
    b: { day: '12', text: ledgerText({ po_number: 'PO-2', po_date: '2026-06-01', reference: '', amount: '8.00' }, SHARED) },
    c: { day: '14', text: ledgerText(SHARED, { po_number: 'PO-3', po_date: '2026-06-12', reference: '', amount: '9.00' }) },
  };

  test.each(['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])('say that it has vanished, imported in the order %s', async (order) => {
    const result = await resultOf(projectOf(pick(EXPORTS, order)));
    expect(result).toEqual({
      digest: (await resultOf(projectOf(EXPORTS))).digest, row: 'missing_manual', vanished: ['PO-7782: a.csv as of 2026-06-10T00:00:00Z, not b.csv as of 2026-06-12T00:00:00Z'],
    });
  });

  test('are noted as pairs, and by their sets, as the evidence gives them again', async () => {
    const project = projectOf(pick(EXPORTS, 'cab'));
    await resultOf(project);
    const report = await project.work((workplace) => auditProject(workplace));
    expect(report.checks.filter(({ problems }) => problems.length > 0)).toEqual([]);
    await project.work(async ({ database }) => {
      const rows = (sql: string): unknown => database.sqlite.prepare(sql).raw().all();
      expect(rows('SELECT po_number, import_ids FROM manual_po LEFT JOIN ledger_holders ON id = holders_id ORDER BY po_number')).toEqual([['PO-1', '2,3,4'], ['PO-2', null], ['PO-3', null], ['PO-7782', null]]);
      expect(rows('SELECT one_id, other_id, one_entity || other_entity FROM ledger_overlap ORDER BY one_id, other_id')).toEqual([[3, 2, ''], [4, 2, ''], [4, 3, '']]);
    });
  });
});

describe('an export that names legal entities, and a newer one that has their codes and lacks a PO', () => {
  const inEntities = (...rows: (LedgerRow & { entity: string })[]): string => `${[[...LEDGER_COLUMNS, 'entity'].join(','), ...rows.map(({ entity, ...row }) => [...ledgerCells(row), entity].join(','))].join('\n')}\n`;
  const SHARED = { po_number: 'PO-1', po_date: '2026-06-01', reference: '', amount: '7.00' };
  const LAST = { po_number: 'PO-2', po_date: '2026-06-08', reference: '', amount: '8.00' };
  const ENTITIES = 'id,name,active\n1010,Stores Inc,true\n2000,Outlets LLC,true\n';
  const older = { day: '10', text: inEntities({ entity: 'Stores Inc' }, { ...SHARED, entity: 'Stores Inc' }, { ...LAST, entity: 'Outlets LLC' }) };
  const newer = (entity: string, ofLast: string): { day: string; text: string } => ({ day: '12', text: inEntities({ ...SHARED, entity }, { ...LAST, entity: ofLast }) });
  const VANISHED = ['PO-7782: older.csv as of 2026-06-10T00:00:00Z, not newer.csv as of 2026-06-12T00:00:00Z'];

  test('says that it has vanished: by their names the exports share a PO', async () => {
    expect(await resultOf(projectOf({ older, newer: newer('1010', '2000') }, { 'master/entities.csv': ENTITIES }))).toMatchObject({ row: 'missing_manual', vanished: VANISHED });
    expect(await resultOf(projectOf({ newer: newer('1010', '2000'), older }, { 'master/entities.csv': ENTITIES }))).toMatchObject({ row: 'missing_manual', vanished: VANISHED });
  });

  test('says so too once the names are known, which are imported last', async () => {
    const project = projectOf({ older, newer: newer('1010', '2000') });
    expect(await resultOf(project)).toMatchObject({ row: 'match PO-7782', vanished: [] });
    project.write('master/entities.csv', ENTITIES);
    expect(await resultOf(project)).toMatchObject({ row: 'missing_manual', vanished: VANISHED });
  });

  test('takes nothing from an export of other entities that happens to have the same numbers', async () => {
    expect(await resultOf(projectOf({ older, newer: newer('2000', '3000') }, { 'master/entities.csv': ENTITIES }))).toMatchObject({ row: 'match PO-7782', vanished: [] });
  });
});

describe('a PO that one export holds, and another of the same instant has in a row that can\'t be read', () => {
  const GOOD = ledgerText({}, { po_number: 'PO-1', reference: '', amount: '7.00' });
  const BAD = ledgerText({ amount: '845.5x' }, { po_number: 'PO-1', reference: '', amount: '7.00' });
  const NOTHING = ledgerText({ amount: '845.5x' });

  test.each(['gb', 'bg'])('is incomplete, imported in the order %s', async (order) => {
    const all = { g: { day: '10', text: GOOD }, b: { day: '10', text: BAD } };
    expect(await resultOf(projectOf(pick(all, order)))).toMatchObject({ digest: (await resultOf(projectOf(all))).digest, row: 'amount_variance PO-7782' });
  });

  test.each(['gb', 'bg'])('is incomplete where nobody knows the instant of the other, imported in the order %s', async (order) => {
    const ledger = [...order].map((name) => ({ format: 'generic', files: `${name}.csv` }));
    const project = makeProject({ settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger, master: 'master', mapping: 'mapping' } }, files: { 'ledger.csv': null, 'g.csv': GOOD, 'b.csv': NOTHING } });
    expect(await resultOf(project)).toMatchObject({ row: 'amount_variance PO-7782' });
  });

  test('matches once the file is exported again, corrected, under its name', async () => {
    const project = projectOf({ g: { day: '10', text: GOOD }, b: { day: '10', text: BAD } });
    expect((await resultOf(project)).row).toBe('amount_variance PO-7782');
    project.write('b.csv', `${GOOD}\n`);
    expect((await resultOf(project)).row).toBe('match PO-7782');
  });

  test('matches once a newer export holds it', async () => {
    expect((await resultOf(projectOf({ n: { day: '11', text: `${GOOD}\n` }, b: { day: '10', text: BAD } }))).row).toBe('match PO-7782');
    expect((await resultOf(projectOf({ n: { day: '09', text: `${GOOD}\n` }, b: { day: '10', text: BAD } }))).row).toBe('amount_variance PO-7782');
  });
});

test('an older file put back in the place of a newer one does not correct what could not be read in that', async () => {
  const [good, bad] = [ledgerText({ entered_at: '2026-06-03T12:00:00Z' }), ledgerText({ amount: '845.5x' }, { po_number: 'PO-1', reference: '', amount: '7.00', entered_at: '2026-06-09T12:00:00Z' })];
  const project = makeProject({ ledger: bad });
  await resultOf(project);
  project.write('ledger.csv', good);
  expect((await resultOf(project)).row).toBe('amount_variance PO-7782');
});

test.each(['on', 'no'])('a PO that is cancelled in the older export can be paired, imported in the order %s', async (order) => {
  const other = { po_number: 'PO-1', po_date: '2026-06-04', reference: '', amount: '5.00' };
  const keyed = (status: string): string => ledgerText({ reference: '', amount: '70.00', status }, other);
  const project = projectOf(pick({ o: { day: '10', text: keyed('cancelled') }, n: { day: '12', text: keyed('open') } }, order));
  await resultOf(project);
  const act = await project.work(async (workplace) => pairingAct(workplace, await DecidedRun.required(workplace, undefined), 'pair', { transaction: 'EXP-9041', purchaseOrders: ['PO-7782'], reason: 'keyed short' }, await entityNamesInForce(workplace)));
  expect(act.purchaseOrders).toEqual(['PO-7782']);
});
