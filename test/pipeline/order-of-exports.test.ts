import { describe, expect, test } from 'vitest';
import { auditProject } from '../../src/pipeline/audit-project.ts';
import { entityNamesInForce } from '../../src/pipeline/entity-names-in-force.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { standingLedger } from '../../src/pipeline/standing-ledger.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { type TestProject, ledgerText, makeProject } from '../project-folder.ts';

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
      expect(rows('SELECT one_id, other_id FROM ledger_overlap ORDER BY one_id, other_id')).toEqual([[3, 2], [4, 2], [4, 3]]);
    });
  });
});
