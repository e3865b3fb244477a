import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { quarantineActs } from '../../src/pipeline/decisions/quarantine-disposition.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { type EventParts, approvalsText, approvedReport, makeProject } from '../project-folder.ts';

const first = approvedReport({});
const unreadable = approvedReport({ eventId: 'x9', revision: 2, amount: '5000.001', occurredAt: '2026-06-05T16:42:00Z' });

/** What the row of EXP-9041 says once a later export holds this event, and whether a person may call its quarantined revision corrected. */
async function after(parts: EventParts): Promise<{ status: string; causes: string[]; isCorrected: boolean }> {
  const project = makeProject({ approvals: approvalsText(first, unreadable) });
  return project.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    writeFileSync(join(project.dir, 'approvals.jsonl'), approvalsText(first, approvedReport(parts)));
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const [item] = await new RecordReader(workplace.database).quarantine();
    const { run } = await replayRecord(workplace, undefined);
    const row = [...new RunReader(workplace.database).rows(run.id, { transactionId: 'EXP-9041' })][0];
    const isCorrected = await quarantineActs(workplace, [String(item?.id)], 'correct', 'exported again').then(() => true, () => false);
    return { status: row?.status ?? '', causes: row?.causes ?? [], isCorrected };
  });
}

const INCOMPLETE = { status: 'rejected', causes: ['SNAPSHOT_UNREADABLE'], isCorrected: false };

test.each<[string, EventParts]>([
  ['of another report', { eventId: 'x9', id: 'EXP-8888' }],
  ['of an older revision', { eventId: 'x9', revision: 1, occurredAt: '2026-06-03T09:00:00Z' }],
  ['of an earlier instant', { eventId: 'x9', revision: 2, occurredAt: '2026-06-04T09:00:00Z' }],
])('an unreadable revision stays one where its event id comes again, but %s', async (_, parts) => {
  expect(await after(parts)).toEqual(INCOMPLETE);
});

test('an unreadable revision is supplied by the same event, readable this time', async () => {
  expect(await after({ eventId: 'x9', revision: 2, occurredAt: '2026-06-05T16:42:00Z' })).toEqual({ status: 'match', causes: [], isCorrected: true });
});
