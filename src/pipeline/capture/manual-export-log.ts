import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Delivery } from '../../domain/delivery.ts';
import type { StoredEvent } from '../../domain/event-page.ts';
import type { ManualExportEntry } from '../../domain/manual-export.ts';
import type { Refusal } from '../../intake/sink.ts';
import { compareEvents } from '../../replay/replay-report.ts';
import { MANUAL_EXPORT_HEADER, manualExportCsv } from '../../report/manual-export-csv.ts';
import type { Inbox } from '../../store/inbox/inbox.ts';
import type { LoggedDelivery } from '../../store/inbox/manual-exports.ts';
import { RecordReader, type StoredImport } from '../../store/record-reader.ts';
import { exportEntry, standingAfter } from '../drill-stream.ts';
import { DryRun, prepareRules } from '../dry-run.ts';
import { type ReplayInputs, readReplayInputs } from '../replay-inputs.ts';
import type { Workplace } from '../workplace.ts';
import { areSheetsThere } from './are-sheets-there.ts';
import { readHeldBack } from './held-back.ts';

export const SYNC_LOG_FILE = 'reports/sync-manual-export.csv';

/** The log as it stands: how many deliveries are written, and how many wait because nobody imported the sheets yet that say how they are coded. */
export interface WrittenLog {
  written: number;
  waiting: number;
}

/**
 * Writes the manual export log: what clerks key while the sync is off. Each delivery is written once, by what stood when it arrived; what stands in the log
 * never changes, whatever comes later. What arrived before must be in the record (withPages). Without a delivery there is no file.
 */
export async function writeManualExportLog(workplace: Workplace, inbox: Inbox): Promise<WrittenLog> {
  const deliveries = inbox.manualExports.deliveries();
  if (deliveries.length === 0) return { written: 0, waiting: 0 };
  const written = new Map(inbox.manualExports.logged().map(({ sequence, entries }) => [sequence, entries]));
  const inputs = await readReplayInputs(workplace);
  // Without sheets every one would be rejected, for good.
  const isCoded = areSheetsThere(inputs.sheets);
  if (deliveries.length > written.size && !isCoded) return { written: written.size, waiting: deliveries.length - written.size };
  if (deliveries.length > written.size) inbox.manualExports.add(await logOf(workplace, inputs, inbox, deliveries, written));
  const folder = join(workplace.project.folder, 'reports');
  mkdirSync(folder, { recursive: true });
  const path = join(workplace.project.folder, SYNC_LOG_FILE);
  // Nobody opens half a log, and a link that stands there is replaced, not followed.
  rmSync(`${path}.new`, { force: true });
  writeFileSync(`${path}.new`, `${MANUAL_EXPORT_HEADER}${inbox.manualExports.logged().map(({ csv }) => csv).join('')}`, { mode: 0o600, flag: 'wx' });
  renameSync(`${path}.new`, path);
  return { written: deliveries.length, waiting: 0 };
}

/** The texts of deliveries that were not written yet. Those that were (`written`, with the number of their entries) are needed too: what they asked for has been keyed. */
async function logOf(workplace: Workplace, inputs: ReplayInputs, inbox: Inbox, deliveries: readonly Delivery[], written: ReadonlyMap<number, number>): Promise<LoggedDelivery[]> {
  const rules = await prepareRules(workplace.settings, inputs.sheetFiles);
  const dryRun = new DryRun({ shown: new Map(inputs.imports.map((each) => [each.id, each.shown])), unread: new Map() }, rules);
  const vendorName = (id: string): string => rules.master.vendors.get(id)?.name ?? '';
  const entryOf = (entry: number, event: StoredEvent, before: readonly StoredEvent[]): ManualExportEntry => exportEntry(entry, event, standingAfter(dryRun, before), standingAfter(dryRun, inOrder([...before, event])), vendorName);
  const found = await readHeldBack(workplace, deliveries);
  const inRecord = eventsBefore(workplace, inbox, inputs.imports);
  const handled = new Map<string, StoredEvent[]>();
  const logged: LoggedDelivery[] = [];
  let entry = 0;
  for (const { sequence } of deliveries) {
    const entriesBefore = written.get(sequence);
    const texts: string[] = [];
    for (const each of found.get(sequence) ?? []) {
      const known = 'event' in each ? (handled.get(each.event.snapshot.reportId) ?? []) : [];
      if (entriesBefore === undefined) {
        entry++;
        texts.push(manualExportCsv('refusal' in each ? unreadEntry(entry, each.refusal) : entryOf(entry, each.event, inOrder([...inRecord(each.event.snapshot.reportId, sequence), ...known]))));
      }
      if ('event' in each) handled.set(each.event.snapshot.reportId, [...known, each.event]);
    }
    if (entriesBefore === undefined) logged.push({ sequence, entries: texts.length, csv: texts.join('') });
    else entry += entriesBefore;
  }
  return logged;
}

/** The entry of what can't be taken for an event: a person looks it up. */
const unreadEntry = (entry: number, { documentId, eventId, occurredAt, revision, reason }: Refusal): ManualExportEntry => ({
  entry, transactionId: documentId ?? '', eventId: eventId ?? '', occurredAt: occurredAt ?? null, revision: revision ?? 0, state: '', reportName: '', changes: [], why: `Look it up in the expense system: ${reason}`,
});

/** In the replay's order; an event that is there twice counts once. */
function inOrder(events: readonly StoredEvent[]): StoredEvent[] {
  const unique = new Map(events.map((event) => [JSON.stringify([event.source, event.snapshot.eventId]), event]));
  return [...unique.values()].sort((left, right) => compareEvents({ ...left, at: '' }, { ...right, at: '' }));
}

/** The record's events of a report as they stood when a delivery arrived: what was delivered later had not happened yet. */
function eventsBefore({ database }: Workplace, inbox: Inbox, imports: readonly StoredImport[]): (reportId: string, sequence: number) => StoredEvent[] {
  const reader = new RecordReader(database);
  const pages = new Map(inbox.pages.all().map((page) => [page.sha256, page]));
  const sequences = new Map<number, number[]>();
  for (const { id, kind, sha256 } of imports) {
    const page = kind === 'approvals' ? pages.get(sha256) : undefined;
    if (page !== undefined) sequences.set(id, inbox.pages.deliveriesOf(page).map(({ sequence }) => sequence));
  }
  return (reportId, sequence) => reader.eventsOf(reportId).filter(({ importId, line }) => (sequences.get(importId)?.[line - 1] ?? 0) < sequence);
}
