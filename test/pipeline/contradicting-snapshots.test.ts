import { expect, test } from 'vitest';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

/** Status, amount of the dry run, causes and flags of a report of these approved amounts, all of one instant, by event id; 120.00 was keyed for it. */
async function rowOf(events: Record<string, string>): Promise<string> {
  const approvals = approvalsText(...Object.entries(events).map(([eventId, amount]) => approvedReport({ eventId, amount })));
  return makeProject({ approvals, ledger: ledgerText({ amount: '120.00' }) }).work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    const [row] = [...new RunReader(workplace.database).rows(run.id)];
    return [row?.status, row?.dryRun.amount, ...(row?.causes ?? []), ...(row?.flags ?? []), ...(row?.dryRun.findings ?? []).map(({ message }) => message)].join(' ');
  });
}

test('what was keyed is no match with one of two amounts that were approved at one instant, whichever event id sorts last', async () => {
  const says = (left: string, right: string): string => `rejected  SNAPSHOTS_CONTRADICT incomplete two snapshots of one revision and one instant (2026-06-02T15:10:00Z) say different things: events ${left} and ${right}`;
  expect(await rowOf({ a: '100.00', b: '120.00' })).toBe(says('a', 'b'));
  expect(await rowOf({ b: '120.00', a: '100.00' })).toBe(says('a', 'b'));
  expect(await rowOf({ a: '120.00', b: '120.00' })).toBe('match 120.00');
});
