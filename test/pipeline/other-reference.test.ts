import { expect, test } from 'vitest';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { type EventParts, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

/** Why the PO that names EXP-9042 has no transaction, where EXP-9041 is approved and that one is as these events say. */
async function whyUnexplained(...others: (EventParts | string)[]): Promise<string | undefined> {
  const events = others.map((each) => (typeof each === 'string' ? each : approvedReport({ id: 'EXP-9042', eventId: 'e2', ...each })));
  const project = makeProject({ approvals: approvalsText(approvedReport(), ...events), ledger: ledgerText({}, { po_number: 'PO-2', reference: 'EXP-9042', amount: '55.00' }) });
  return project.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    return [...new RunReader(workplace.database).rows(run.id)].find(({ transactionId }) => transactionId === null)?.match.why;
  });
}

test.each<[string, (EventParts | string)[], string]>([
  ['that no export holds', [], 'it says EXP-9042, which no report is'],
  ['that could not be read', [{ occurredAt: '2026-06-31T15:10:00Z' }], 'it says EXP-9042, which could not be read'],
  ['whose lines are all personal', [{ line: { personal: true } }], 'it says EXP-9042, of which nothing is to be ordered'],
])('a PO that nothing explains says that it names a report %s', async (_, others, why) => {
  expect(await whyUnexplained(...others)).toBe(why);
});
