import { ZonedClock } from '../domain/calendar.ts';
import { type PackedEvent, packEvent } from '../domain/expense-report.ts';
import { type PackedManual, packOrder } from '../domain/ledger-entry.ts';
import type { ApprovalsSink, ControlTotal, InputFile, LedgerFile, LedgerSink, ReadingOptions, Refusal } from '../intake/sink.ts';
import type { PartRows, LedgerPart } from '../domain/ledger-part.ts';
import type { LedgerFormatName } from '../domain/settings.ts';
import type { UnreadColumns } from '../domain/unread-columns.ts';
import { readJoinedLedger } from '../ledgers/joined/read-joined-ledger.ts';
import { ledgerFormatNamed } from '../ledgers/index.ts';
import { isPageOfDeliveries, readDeliveries } from '../sources/deliveries.ts';
import { sourceNamed } from '../sources/index.ts';

/** One export to decode, as plain data, so that another thread can do it. */
export interface ReadingJob {
  kind: 'approvals' | 'ledger';
  /** The source's or the ledger format's name. */
  format: string;
  file: InputFile;
  /** Of a ledger whose headers alone stand in `file`: where its lines and account assignments do. */
  beside?: { lines: InputFile; assignments?: InputFile | undefined } | undefined;
  /** For instants without offset. */
  timeZone: string | undefined;
  fields: Omit<ReadingOptions, 'clock'>;
}

/** Takes what is decoded, in file order. */
export interface ReadingSink {
  /** Everything delivered so far is void: the file is read anew. */
  restart(): void;
  event(event: PackedEvent, line: number, rows: number): void;
  /** `parts` are the rows of each file of an export in several. */
  order(order: PackedManual, rows: number, parts?: PartRows): void;
  refuse(refusal: Refusal): void;
  control(total: ControlTotal, part?: LedgerPart): void;
  unread(columns: UnreadColumns): void;
  bytes(count: number): void;
}

/** Decodes an export on this thread. Returns what a ledger file says of itself, null for approvals. Throws CannotRun. */
export async function readHere(job: ReadingJob, sink: ReadingSink): Promise<LedgerFile | null> {
  const options: ReadingOptions = { clock: job.timeZone === undefined ? undefined : new ZonedClock(job.timeZone), ...job.fields };
  const common = {
    refuse: (refusal: Refusal) => sink.refuse(refusal), control: (total: ControlTotal, part?: LedgerPart) => sink.control(total, part), unread: (columns: UnreadColumns) => sink.unread(columns), bytes: (count: number) => sink.bytes(count),
  };
  if (job.kind === 'ledger') {
    const ledger: LedgerSink = { ...common, restart: () => sink.restart(), accept: (order, rows, parts) => sink.order(packOrder(order), rows, parts) };
    if (job.beside !== undefined) return readJoinedLedger(job.format as LedgerFormatName, { headers: job.file, ...job.beside }, options, ledger);
    return ledgerFormatNamed(job.format).read(job.file, options, ledger);
  }
  const source = sourceNamed(job.format);
  const approvals: ApprovalsSink = { ...common, accept: (snapshot, line, rows) => sink.event(packEvent(snapshot), line, rows), packed: (event, line, rows) => sink.event(event, line, rows) };
  if (isPageOfDeliveries(job.file.name)) readDeliveries(source, job.file, options, approvals);
  else await source.read(job.file, options, approvals);
  return null;
}
