import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Delivery } from '../../domain/delivery.ts';
import type { StoredEvent } from '../../domain/event-page.ts';
import type { ManualExportEntry } from '../../domain/manual-export.ts';
import { formatMinor } from '../../domain/money.ts';
import type { Refusal } from '../../intake/sink.ts';
import { compareEvents } from '../../replay/recorded-event.ts';
import { MANUAL_EXPORT_HEADER, manualExportCsv } from '../../report/manual-export-csv.ts';
import type { Inbox } from '../../store/inbox/inbox.ts';
import type { LoggedDelivery } from '../../store/inbox/manual-exports.ts';
import { RecordReader, type StoredImport } from '../../store/record-reader.ts';
import { exportEntry, standingAfter } from '../drill-stream.ts';
import { DryRun, prepareRules } from '../dry-run.ts';
import { type ReplayInputs, readReplayInputs } from '../replay-inputs.ts';
import type { Workplace } from '../workplace.ts';
import { areSheetsThere } from './are-sheets-there.ts';
import { ordersNaming } from './orders-naming.ts';
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
  const dryRun = new DryRun({ shown: new Map(inputs.imports.map((each) => [each.id, each.shown])), unread: new Map(), told: inputs.told }, rules);
  const vendorName = (id: string): string => rules.master.vendors.get(id)?.name ?? '';
  const found = await readHeldBack(workplace, deliveries);
  const unwritten = deliveries.filter(({ sequence }) => !written.has(sequence)).flatMap(({ sequence }) => found.get(sequence) ?? []);
  const keyed = ordersNaming(new RecordReader(workplace.database), new Set(unwritten.flatMap((each) => ('event' in each ? [each.event.snapshot.reportId] : []))));
  const entryOf = (entry: number, event: StoredEvent, before: readonly StoredEvent[]): ManualExportEntry => withoutKeyed(exportEntry(entry, event, standingAfter(dryRun, before), standingAfter(dryRun, inOrder([...before, event])), vendorName), keyed);
  const inRecord = eventsBefore(workplace, inbox, inputs.imports);
  const handled = new Map<string, StoredEvent[]>();
  const byId = new Map<string, StoredEvent>();
  const logged: LoggedDelivery[] = [];
  let entry = 0;
  for (const { sequence } of deliveries) {
    const entriesBefore = written.get(sequence);
    const texts: string[] = [];
    for (const read of found.get(sequence) ?? []) {
      const each = 'event' in read && contradicts(read.event, byId.get(idOf(read.event)) ?? inRecord.known(read.event, sequence)) ? { refusal: secondContent(read.event) } : read;
      const known = 'event' in each ? (handled.get(each.event.snapshot.reportId) ?? []) : [];
      if (entriesBefore === undefined) {
        entry++;
        texts.push(manualExportCsv('refusal' in each ? unreadEntry(entry, each.refusal) : entryOf(entry, each.event, inOrder([...inRecord.of(each.event.snapshot.reportId, sequence), ...known]))));
      }
      if ('event' in each) {
        handled.set(each.event.snapshot.reportId, [...known, each.event]);
        byId.set(idOf(each.event), each.event);
      }
    }
    if (entriesBefore === undefined) logged.push({ sequence, entries: texts.length, csv: texts.join('') });
    else entry += entriesBefore;
  }
  return logged;
}

/** The entry of what can't be taken for an event: a person looks it up. */
const unreadEntry = (entry: number, { documentId, eventId, occurredAt, revision, reason }: Refusal): ManualExportEntry => ({
  entry, transactionId: documentId ?? '', eventId: eventId ?? '', occurredAt: occurredAt ?? null, revision: revision ?? 0, state: '', reportName: '', changes: [], why: `Look it up in the expense system: ${reason}`, isByHand: true,
});

/** Of one event, in which a system is wrong about one of its contents. */
const secondContent = ({ snapshot: { reportId, eventId, occurredAt, revision }, line }: StoredEvent): Refusal => ({ line, rows: 1, field: 'eventId', value: eventId, documentId: reportId, eventId, occurredAt: occurredAt ?? undefined, revision, reason: 'this id came before with another content' });

const idOf = ({ source, snapshot: { eventId } }: Pick<StoredEvent, 'source' | 'snapshot'>): string => JSON.stringify([source, eventId]);

const contradicts = ({ snapshot }: StoredEvent, known: StoredEvent | undefined): boolean => known !== undefined && JSON.stringify(known.snapshot) !== JSON.stringify(snapshot);

/** The same entry, but where it would create a PO for a report that a manual PO of the record names already: that one is looked at first. */
function withoutKeyed(entry: ManualExportEntry, keyed: ReadonlyMap<string, readonly string[]>): ManualExportEntry {
  const numbers = keyed.get(entry.transactionId) ?? [];
  if (numbers.length === 0 || !entry.changes.some(({ action }) => action === 'create')) return entry;
  const amounts = entry.changes.map(({ action, order }) => `${action} ${formatMinor(order.amountMinor, order.currency)} ${order.currency}`);
  return { ...entry, changes: [], why: `Look it up in the ERP: ${numbers.join(', ')} ${numbers.length === 1 ? 'names' : 'name'} this report already; without it: ${amounts.join(', ')}`, isByHand: true };
}

/** In the replay's order; an event that is there twice counts once. */
function inOrder(events: readonly StoredEvent[]): StoredEvent[] {
  const unique = new Map(events.map((event) => [idOf(event), event]));
  return [...unique.values()].sort((left, right) => compareEvents({ ...left, at: '' }, { ...right, at: '' }));
}

/** What the record held when a delivery arrived: what was delivered later had not happened yet. */
interface EventsBefore {
  /** The events of a report. */
  of(reportId: string, sequence: number): StoredEvent[];
  /** The event of the same id, whatever its report. */
  known(event: StoredEvent, sequence: number): StoredEvent | undefined;
}

function eventsBefore({ database }: Workplace, inbox: Inbox, imports: readonly StoredImport[]): EventsBefore {
  const reader = new RecordReader(database);
  const pages = new Map(inbox.pages.all().map((page) => [page.sha256, page]));
  const sequences = new Map<number, number[]>();
  for (const { id, kind, sha256 } of imports) {
    const page = kind === 'approvals' ? pages.get(sha256) : undefined;
    if (page !== undefined) sequences.set(id, inbox.pages.deliveriesOf(page).map(({ sequence }) => sequence));
  }
  const of = (reportId: string, sequence: number): StoredEvent[] => reader.eventsOf(reportId).filter(({ importId, line }) => (sequences.get(importId)?.[line - 1] ?? 0) < sequence);
  return {
    of,
    known: (event, sequence) => reader.reportsOfEvent(event.snapshot.eventId).flatMap((reportId) => of(reportId, sequence)).find((each) => idOf(each) === idOf(event)),
  };
}
