import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { entityNamesInForce } from '../../src/pipeline/entity-names-in-force.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { standingLedger } from '../../src/pipeline/standing-ledger.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { LEDGER_COLUMNS, approvalsText, approvedReport, ledgerCells, makeProject } from '../project-folder.ts';
import { shuffled } from './books-at-random.ts';

const NUMBERS = [1, 2, 3, 4, 5];
const ENTITIES = ['', '1010', 'Stores Inc', '2000', 'outlets  llc'] as const;

/** One PO as one export has it; it can't be read where its amount is none. */
const keyed = fc.record({
  number: fc.constantFrom(...NUMBERS), day: fc.constantFrom('02', '03', '08', '12'), amount: fc.constantFrom('101.00', '101.00', '101.00', '7.00', '1.0x'),
  entity: fc.constantFrom(...ENTITIES), department: fc.constantFrom('D-10', 'D-10', 'D-11'), status: fc.constantFrom('open', 'open', 'open', 'cancelled'),
});
/** An export; few instants, so that several are of the same one. */
const anExport = fc.record({ orders: fc.uniqueArray(keyed, { minLength: 1, maxLength: 5, selector: ({ number }) => number }), asOf: fc.constantFrom('10', '11', '12'), blank: fc.boolean() });
type Export = typeof anExport extends fc.Arbitrary<infer T> ? T : never;

/** The POs of an export as CSV; with `blank` it has no department anywhere. */
function textOf({ orders, blank }: Export, withEntities: boolean, place: number): string {
  const rows = orders.map(({ number, day, amount, entity, department, status }) => [
    ...ledgerCells({ po_number: `PO-${number}`, po_date: `2026-06-${day}`, reference: `EXP-${number}`, amount, department: blank ? '' : department, status, memo: '' }), ...(withEntities ? [entity] : []),
  ].join(','));
  // A line that differs makes files of one content two files.
  return `${[[...LEDGER_COLUMNS, ...(withEntities ? ['entity'] : [])].join(','), ...rows].join('\n')}\n${'\n'.repeat(place)}`;
}

interface Outcome {
  digest: string;
  rows: VarianceRow[];
  vanished: string[];
}

/** The result of these exports, imported in this order. */
async function outcomeOf(exports: readonly Export[], order: readonly number[], withEntities: boolean): Promise<Outcome> {
  const project = makeProject({
    approvals: approvalsText(...NUMBERS.map((number) => approvedReport({ eventId: `e${number}`, id: `EXP-${number}`, amount: '101.00', report: withEntities ? { entity: '1010' } : {} }))),
    settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: order.map((place) => ({ format: 'generic', files: `l${place}.csv`, asOf: `2026-06-${exports[place]?.asOf}T00:00:00Z` })), master: 'master', mapping: 'mapping' } },
    files: {
      ...Object.fromEntries(exports.map((each, place) => [`l${place}.csv`, textOf(each, withEntities, place)])),
      ...(withEntities ? { 'master/entities.csv': 'id,name,active\n1010,Stores Inc,true\n2000,Outlets LLC,true\n' } : {}),
    },
  });
  return project.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    const reader = new RecordReader(workplace.database);
    const { vanished } = standingLedger(workplace, await reader.imports(), await reader.quarantine(), await entityNamesInForce(workplace));
    return { digest: run.digest, rows: [...new RunReader(workplace.database).rows(run.id)], vanished: vanished.map(({ poNumber, goneFrom }) => `${poNumber} ${goneFrom}`) };
  });
}

test('any order of import of any exports of a ledger gives the same digest, the same rows and the same vanished POs', async () => {
  const counts = { vanished: 0, match: 0, incomplete: 0 };
  const cases = fc.array(anExport, { minLength: 2, maxLength: 5 }).chain((exports) => fc.tuple(fc.constant(exports), shuffled(exports.length), fc.boolean()));
  await fc.assert(
    fc.asyncProperty(cases, async ([exports, order, withEntities]) => {
      const first = await outcomeOf(exports, exports.map((_, place) => place), withEntities);
      expect(await outcomeOf(exports, order, withEntities)).toEqual(first);
      counts.vanished += first.vanished.length;
      for (const { status, causes } of first.rows) {
        if (status === 'match') counts.match++;
        if (causes.includes('manual_incomplete')) counts.incomplete++;
      }
    }),
    { numRuns: 60 },
  );
  // The exports are such that all that could depend on their order comes up.
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(10);
}, 120_000);
