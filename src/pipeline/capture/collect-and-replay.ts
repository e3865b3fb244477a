import type { Instant } from '../../domain/calendar.ts';
import type { CollectedAndReplayed } from '../../domain/delivery.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { unreadableDeliveries } from '../alerting/unreadable-deliveries.ts';
import { importInputs } from '../import-inputs.ts';
import { replayRecord } from '../replay-record.ts';
import type { Workplace } from '../workplace.ts';
import { areSheetsThere } from './are-sheets-there.ts';
import { withPages } from './collect.ts';
import { writeManualExportLog } from './manual-export-log.ts';
import { withInbox } from './with-inbox.ts';

/** Brings everything that was delivered into the record or the manual export log, and replays where sheets are there to replay by. */
export async function collectAndReplay(workplace: Workplace, asOf: Instant | undefined): Promise<CollectedAndReplayed> {
  const through = await withInbox(workplace, 0, async (inbox) => inbox.lastSequence());
  await withPages(workplace, (pages) => importInputs(workplace, pages, { asOf: undefined, strict: false }));
  await withInbox(workplace, undefined, (inbox) => writeManualExportLog(workplace, inbox));
  const reader = new RecordReader(workplace.database);
  const unreadable = unreadableDeliveries(workplace, await reader.quarantine());
  if (!areSheetsThere(await reader.sheets())) return { through, run: null, unreadable };
  const { run } = await replayRecord(workplace, asOf);
  return { through, run: { id: run.id, open: run.summary.totals.open }, unreadable };
}
