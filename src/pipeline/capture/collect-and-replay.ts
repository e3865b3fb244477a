import type { Instant } from '../../domain/calendar.ts';
import type { CollectedAndReplayed } from '../../domain/delivery.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { unreadableDeliveries } from '../alerting/unreadable-deliveries.ts';
import { importInputs } from '../import-inputs.ts';
import { replayRecord } from '../replay-record.ts';
import type { Workplace } from '../workplace.ts';
import { withInbox, withPages } from './collect.ts';
import { writeManualExportLog } from './manual-export-log.ts';

/** Brings everything that was delivered into the record or the manual export log, and replays. */
export async function collectAndReplay(workplace: Workplace, asOf: Instant | undefined): Promise<CollectedAndReplayed> {
  const through = await withInbox(workplace, 0, async (inbox) => inbox.lastSequence());
  await withPages(workplace, (pages) => importInputs(workplace, pages, { asOf: undefined, strict: false }));
  await withInbox(workplace, undefined, (inbox) => writeManualExportLog(workplace, inbox));
  const { run } = await replayRecord(workplace, asOf);
  const unreadable = unreadableDeliveries(workplace, await new RecordReader(workplace.database).quarantine());
  return { through, run: run.id, open: run.summary.totals.open, unreadable };
}
