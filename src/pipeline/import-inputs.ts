import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type BusinessDate, type Instant, parseInstant } from '../domain/calendar.ts';
import type { PackedEvent } from '../domain/expense-report.ts';
import type { PackedManual } from '../domain/ledger-entry.ts';
import { formatMinor } from '../domain/money.ts';
import type { ApprovalsInput, LedgerInput } from '../domain/settings.ts';
import { compareText } from '../domain/text.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { SheetReading } from '../intake/profiled/with-input.ts';
import type { ControlTotal, InputFile, LedgerFile, Refusal } from '../intake/sink.ts';
import { profileOf } from '../project/load-settings.ts';
import { findReferenceSheets } from '../project/master-inputs.ts';
import { type FoundFile, findInputs } from '../project/project.ts';
import { readReferenceData, sheetNamed } from '../reference/sheets.ts';
import { hashFile } from '../store/evidence.ts';
import { AuditTrail } from '../store/audit-trail.ts';
import { type ImportCounts, type ImportRecord, RecordWriter } from '../store/record-writer.ts';
import { type NewImport, importEntry } from './audit-import.ts';
import { readBeside } from './read-beside.ts';
import { type ReadingJob, type ReadingSink, readHere } from './reading.ts';
import { allOrFirstError } from './trouble.ts';
import type { Workplace } from './workplace.ts';

/** How files are decoded; raised when a decoder reads the same bytes otherwise. */
const DECODER_VERSION = 2;

/** One file to import, and how. */
export type ImportRequest =
  | { kind: 'approvals'; file: FoundFile; input: Omit<ApprovalsInput, 'files'> }
  | { kind: 'ledger'; file: FoundFile; input: Omit<LedgerInput, 'files'> }
  | { kind: 'master' | 'mapping'; file: FoundFile; sheet: string; reading: SheetReading | undefined };

/** What became of one file. */
export interface ImportedFile {
  shown: string;
  kind: ImportRequest['kind'];
  /** Whether this very file was imported before; then nothing was read. */
  alreadyKnown: boolean;
  rowsRead: number;
  rowsAccepted: number;
  rowsKnown: number;
  rowsQuarantined: number;
  controlTotals: ControlTotal[];
}

/** The files that the settings name, in the order: approvals, ledger, master, mapping. Throws CannotRun. */
export function requestedInputs({ project, settings }: Workplace): ImportRequest[] {
  const { approvals, ledger } = settings.inputs;
  if (approvals.length === 0 && ledger.length === 0) throw new CannotRun('inputs names neither approvals nor a ledger', { where: 'po-shadow.yaml', remedy: 'Name the exports under inputs.approvals and inputs.ledger.' });
  const requests: ImportRequest[] = [];
  for (const [index, { files, ...input }] of approvals.entries()) {
    for (const file of findInputs(project, files, `inputs.approvals[${index}]`)) requests.push({ kind: 'approvals', file, input });
  }
  for (const [index, { files, ...input }] of ledger.entries()) {
    for (const file of findInputs(project, files, `inputs.ledger[${index}]`)) requests.push({ kind: 'ledger', file, input });
  }
  for (const { kind, sheet, reading, ...file } of findReferenceSheets(project, settings.inputs, sheetNamed)) requests.push({ kind, file, sheet, reading });
  return requests;
}

/**
 * Imports files in one transaction: all of them, or after an error or a killed process none. A file that was imported before is
 * recognised by its SHA-256 and not read again. With `strict`, a quarantined row undoes everything (CannotRun).
 */
export async function importInputs(workplace: Workplace, requests: readonly ImportRequest[], options: { asOf: Instant | undefined; strict: boolean }): Promise<ImportedFile[]> {
  const { database } = workplace;
  const writer = new RecordWriter(database);
  return database.transaction(async () => {
    // Known files are told first, and every import gets its id in the order of the requests, whichever is decoded first.
    const pending: PendingImport[] = [];
    for (const request of requests) pending.push(await admit(workplace, writer, request));
    const chains = (['approvals', 'ledger', 'master', 'mapping'] as const).map((kind) => pending.filter((each) => each.request.kind === kind));
    // Approvals and ledger touch different tables, so the two kinds are stored side by side; files of one kind follow one another.
    const [approvals = [], ledger = [], ...sheets] = chains;
    const store = async (chain: readonly PendingImport[]): Promise<void> => {
      for (const each of chain) await importFile(workplace, writer, each, options.asOf);
    };
    const exports = [...approvals, ...ledger].flatMap(({ kept }) => kept ?? []);
    workplace.progress.start(exports.length === 1 ? `reading ${exports[0]?.file.shown}` : `reading ${exports.length} files`, exports.reduce((sum, { bytes }) => sum + bytes, 0));
    await allOrFirstError(store(approvals), store(ledger));
    workplace.progress.done();
    for (const chain of sheets) await store(chain);
    const imported = pending.map(({ outcome }) => outcome as ImportedFile);
    const quarantined = imported.reduce((sum, file) => sum + file.rowsQuarantined, 0);
    if (options.strict && quarantined > 0) {
      const first = imported.find((file) => file.rowsQuarantined > 0);
      throw new CannotRun(`${quarantined} row${quarantined === 1 ? '' : 's'} can't be read, and --strict was given: nothing was imported`, { where: first?.shown, remedy: 'Import without --strict and look at po-shadow quarantine.' });
    }
    const added = pending.flatMap(({ added: each }) => each ?? []);
    if (added.length > 0) new AuditTrail(database).append(importEntry(added, options.asOf));
    return imported;
  });
}

/** Which of a source's fields mean what. What is left out is undefined, so that settings of before read as they did. */
function fieldsOf({ encoding, profile, orgUnits, allocationFields, category, currency, tags, employeeFields, entityField, approverRoles, delimiter, object, accountingFields }: Omit<ApprovalsInput, 'files'>) {
  return { orgUnits, allocationFields, category, currency, tags, employeeFields, entityField, approverRoles, delimiter, object, accountingFields, encoding, profile: profileOf({ profile }) };
}

/** What of a request decides how its file is read. */
function readingOptions(request: ImportRequest): Record<string, unknown> {
  if (request.kind === 'approvals') return { ...fieldsOf(request.input), timeZone: request.input.timeZone, asOf: request.input.asOf };
  if (request.kind !== 'ledger') return { ...request.reading };
  const { timeZone, asOf, profile, currency, entity, encoding, delimiter } = request.input;
  return { timeZone, asOf, profile, currency, entity, encoding, delimiter };
}

function readingOf(request: ImportRequest): string {
  return createHash('sha256').update(JSON.stringify([DECODER_VERSION, readingOptions(request)])).digest('hex').slice(0, 16);
}

/** A request on its way: known already, or kept as evidence and given an id. */
interface PendingImport {
  request: ImportRequest;
  kept: { importId: number; file: InputFile; bytes: number; record: ImportRecord } | null;
  outcome: ImportedFile | undefined;
  /** What the audit trail is told of it; nothing of a known file. */
  added?: NewImport;
}

async function admit(workplace: Workplace, writer: RecordWriter, request: ImportRequest): Promise<PendingImport> {
  const { evidence, database } = workplace;
  const { path, shown } = request.file;
  const isSheet = request.kind === 'master' || request.kind === 'mapping';
  const record = (hash: { sha256: string; bytes: number }): ImportRecord => ({
    kind: request.kind, format: request.kind === 'approvals' ? request.input.source : request.kind === 'ledger' ? request.input.format : 'sheet',
    sheet: isSheet ? request.sheet : null, reading: readingOf(request), shown, ...hash,
  });
  // Hashing alone is cheaper than copying; a size that no evidence has can't be known.
  const size = statSync(path).size;
  const maybeKnown = (await database.query.selectFrom('evidence_file').where('bytes', '=', size).select('id').limit(1).executeTakeFirst()) !== undefined;
  if (maybeKnown) {
    const known = await knownImport(workplace, writer, record(hashFile(path)), request.file);
    if (known !== undefined) return { request, kept: null, outcome: known };
  }
  const kept = record(evidence.keep(path));
  if (kept.bytes === 0) throw new CannotRun('the file is empty', { where: shown, remedy: 'Export it again.' });
  const importId = await writer.begin(kept);
  return { request, kept: { importId, file: { path: evidence.pathOf(kept.sha256), name: basename(shown), shown }, bytes: kept.bytes, record: kept }, outcome: undefined };
}

async function importFile(workplace: Workplace, writer: RecordWriter, pending: PendingImport, asOf: Instant | undefined): Promise<void> {
  const { request, kept } = pending;
  if (kept === null) return;
  const counts = await readInto(workplace, writer, kept, request, asOf);
  await writer.finish(kept.importId, counts);
  pending.added = { id: kept.importId, record: kept.record, options: readingOptions(request), counts };
  pending.outcome = {
    shown: kept.file.shown, kind: request.kind, alreadyKnown: false, rowsRead: counts.rowsRead, rowsAccepted: counts.rowsAccepted, rowsKnown: counts.rowsKnown, rowsQuarantined: counts.rowsQuarantined,
    controlTotals: counts.controlTotals as ControlTotal[],
  };
}

/** The earlier import of the same file, told as such; for a sheet only where it is the one in force. */
async function knownImport(workplace: Workplace, writer: RecordWriter, record: ImportRecord, file: FoundFile): Promise<ImportedFile | undefined> {
  const { query } = workplace.database;
  const id = await writer.findImport(record);
  if (id === undefined) {
    if (record.kind !== 'approvals' && record.kind !== 'ledger') return undefined;
    const otherwise = await query.selectFrom('import_file').innerJoin('evidence_file', 'evidence_file.id', 'import_file.evidence_id').where('sha256', '=', record.sha256).where('kind', '=', record.kind).select('import_file.id').executeTakeFirst();
    if (otherwise === undefined) return undefined;
    throw new CannotRun('this file was imported before, but read in another way (source, format, time zone or fields)', { where: file.shown, remedy: 'Put the settings back, or start a new database: the same file can\'t count twice.' });
  }
  if (record.sheet !== null) {
    const inForce = await query.selectFrom('import_file').where('kind', '=', record.kind).where('sheet', '=', record.sheet).select((select) => select.fn.max('id').as('id')).executeTakeFirst();
    if (inForce?.id !== id) return undefined;
  }
  if (!existsSync(workplace.evidence.pathOf(record.sha256))) workplace.evidence.keep(file.path);
  const row = await query.selectFrom('import_file').where('id', '=', id).selectAll().executeTakeFirstOrThrow();
  return { shown: file.shown, kind: record.kind, alreadyKnown: true, rowsRead: row.rows_read, rowsAccepted: 0, rowsKnown: row.rows_read - row.rows_quarantined, rowsQuarantined: row.rows_quarantined, controlTotals: JSON.parse(row.control_totals) as ControlTotal[] };
}

/** Counts while one file is read. */
class Tally {
  readonly controlTotals: ControlTotal[] = [];
  rowsAccepted = 0;
  rowsKnown = 0;
  rowsQuarantined = 0;
  latestInstant: Instant | null = null;
  firstDate: BusinessDate | null = null;
  lastDate: BusinessDate | null = null;

  instant(instant: Instant | null): void {
    if (instant !== null && (this.latestInstant === null || instant > this.latestInstant)) this.latestInstant = instant;
  }

  date(date: BusinessDate): void {
    if (this.firstDate === null || date < this.firstDate) this.firstDate = date;
    if (this.lastDate === null || date > this.lastDate) this.lastDate = date;
  }

  counts(rest: Pick<ImportCounts, 'asOf' | 'blankColumns' | 'measured'>): ImportCounts {
    const { rowsAccepted, rowsKnown, rowsQuarantined, latestInstant, firstDate, lastDate, controlTotals } = this;
    return { rowsRead: rowsAccepted + rowsKnown + rowsQuarantined, rowsAccepted, rowsKnown, rowsQuarantined, latestInstant, firstDate, lastDate, controlTotals, ...rest };
  }
}

/** Sums of documents by currency, exact. */
class Measure {
  readonly #sums = new Map<string, bigint>();
  add(currency: string, minor: number): void {
    this.#sums.set(currency, (this.#sums.get(currency) ?? 0n) + BigInt(minor));
  }
  amounts(): Record<string, string> {
    return Object.fromEntries([...this.#sums].sort(([left], [right]) => compareText(left, right)).map(([currency, minor]) => [currency, formatMinor(minor, currency)]));
  }
}

/** From this size on a file is decoded on a thread of its own; below, the thread would cost more than it saves. */
const BESIDE_BYTES = 4 * 1024 * 1024;

/** Decodes an export here or beside, by its size. Workbooks are decoded here: what reads them is not ours to interrupt. */
function decode(job: ReadingJob, bytes: number, sink: ReadingSink): Promise<LedgerFile | null> {
  return bytes >= BESIDE_BYTES ? readBeside(job, sink) : readHere(job, sink);
}

type Kept = NonNullable<PendingImport['kept']>;

async function readInto(workplace: Workplace, writer: RecordWriter, kept: Kept, request: ImportRequest, asOf: Instant | undefined): Promise<ImportCounts> {
  if (request.kind === 'approvals') return readApprovals(workplace, writer, kept, request.input);
  if (request.kind === 'ledger') return readLedger(workplace, writer, kept, request.input, asOf);
  return readSheet(writer, kept.importId, request, kept.file);
}

const refuseInto = (writer: RecordWriter, importId: number, tally: Tally) => (refusal: Refusal): void => {
  tally.rowsQuarantined += refusal.rows;
  writer.quarantine(importId, refusal);
};

const never = (what: string) => (): never => {
  throw new Error(`${what} came out of a file of the other kind`);
};

async function readApprovals({ progress }: Workplace, writer: RecordWriter, { importId, file, bytes }: Kept, input: Omit<ApprovalsInput, 'files'>): Promise<ImportCounts> {
  const tally = new Tally();
  const refuse = refuseInto(writer, importId, tally);
  const newest = new NewestTotals();
  const stated = input.asOf === undefined ? null : (parseInstant(input.asOf) as Instant);
  const job: ReadingJob = { kind: 'approvals', format: input.source, file, timeZone: input.timeZone, fields: { ...fieldsOf(input), takenAt: stated ?? undefined } };
  await decode(job, bytes, {
    restart: never('a second reading'),
    event(event, line, rows) {
      const added = writer.addEvent(importId, input.source, event, line);
      if (typeof added === 'object') {
        const { reportId, revision, occurredAt } = added.loser;
        refuse({ line, rows, field: 'eventId', value: event.eventId, reason: 'this id came before with another content', documentId: reportId, eventId: event.eventId, revision, occurredAt: occurredAt ?? undefined });
        return;
      }
      if (added === 'accepted') tally.rowsAccepted += rows;
      else tally.rowsKnown += rows;
      tally.instant(event.latestInstant);
      newest.add(event);
    },
    order: never('a manual PO'),
    refuse,
    control: (total) => tally.controlTotals.push(total),
    bytes: (count) => progress.advance(count),
  });
  return tally.counts({ asOf: stated ?? tally.latestInstant, blankColumns: [], measured: { documents: newest.size, amounts: newest.amounts() } });
}

/** The newest total of each report of a file, summed; a report costs a place in a list and not an object. */
class NewestTotals {
  readonly #places = new Map<string, number>();
  readonly #revisions: number[] = [];
  readonly #instants: number[] = [];
  readonly #totals: number[] = [];
  readonly #currencies: string[] = [];

  add({ reportId, revision, occurredAt, currency, totalMinor }: PackedEvent): void {
    let place = this.#places.get(reportId);
    const instant = occurredAt ?? 0;
    if (place === undefined) this.#places.set(reportId, (place = this.#places.size));
    else if ((this.#revisions[place] as number) > revision || (this.#revisions[place] === revision && (this.#instants[place] as number) > instant)) return;
    this.#revisions[place] = revision;
    this.#instants[place] = instant;
    this.#totals[place] = totalMinor;
    this.#currencies[place] = currency;
  }

  get size(): number {
    return this.#places.size;
  }

  amounts(): Record<string, string> {
    const sums = new Measure();
    for (const [place, total] of this.#totals.entries()) sums.add(this.#currencies[place] as string, total);
    return sums.amounts();
  }
}

async function readLedger(workplace: Workplace, writer: RecordWriter, { importId, file, bytes }: Kept, input: Omit<LedgerInput, 'files'>, asOf: Instant | undefined): Promise<ImportCounts> {
  const { progress, database } = workplace;
  let tally = new Tally();
  let sums = new Measure();
  let documents = 0;
  // POs that an earlier import holds: which version is newer is known when this export's as-of is, which is at its end.
  let seenBefore: { order: PackedManual; rows: number }[] = [];
  const job: ReadingJob = { kind: 'ledger', format: input.format, file, timeZone: input.timeZone, fields: { profile: profileOf(input), currency: input.currency, entity: input.entity } };
  const read = await decode(job, bytes, {
    event: never('an event'),
    restart() {
      writer.forgetManual(importId);
      tally = new Tally();
      sums = new Measure();
      documents = 0;
      seenBefore = [];
    },
    order(order, rows) {
      if (writer.addNewManual(importId, order)) tally.rowsAccepted += rows;
      else seenBefore.push({ order, rows });
      documents++;
      sums.add(order.currency, order.standingMinor);
      tally.instant(order.enteredAt);
      tally.date(order.poDate);
    },
    refuse: (refusal) => refuseInto(writer, importId, tally)(refusal),
    control: (total) => tally.controlTotals.push(total),
    bytes: (count) => progress.advance(count),
  });
  if (read === null) throw new Error(`no ledger came out of ${file.shown}`);
  const stated = input.asOf === undefined ? undefined : (parseInstant(input.asOf) as Instant);
  const exportAsOf = stated ?? read.stamp ?? asOf ?? tally.latestInstant ?? (tally.lastDate === null ? null : Date.parse(tally.lastDate));
  const others = new Map<number, number>();
  for (const row of await database.query.selectFrom('import_file').where('kind', '=', 'ledger').select(['id', 'as_of']).execute()) others.set(row.id, row.as_of ?? Number.NEGATIVE_INFINITY);
  // Of exports of one instant the later import counts as the newer: it may be the corrected one.
  const isNewerThan = (other: number): boolean => {
    const apart = (exportAsOf ?? Number.NEGATIVE_INFINITY) - (others.get(other) ?? Number.NEGATIVE_INFINITY);
    return apart > 0 || (!(apart < 0) && importId > other);
  };
  for (const { order, rows } of seenBefore) {
    const settled = writer.settleManual(importId, order, isNewerThan);
    if (settled === 'accepted') tally.rowsAccepted += rows;
    else tally.rowsKnown += rows;
  }
  return tally.counts({ asOf: exportAsOf, blankColumns: read.blankColumns, measured: { documents, amounts: sums.amounts() } });
}

async function readSheet(writer: RecordWriter, importId: number, request: Extract<ImportRequest, { sheet: string }>, file: InputFile): Promise<ImportCounts> {
  const tally = new Tally();
  const sheetFile = { kind: request.kind, sheet: request.sheet, file, reading: request.reading };
  const { counts } = await readReferenceData([sheetFile], (_, refusal) => writer.quarantine(importId, refusal));
  const counted = counts.get(sheetFile);
  if (counted === undefined) throw new Error(`no counts for ${file.shown}`);
  tally.rowsAccepted = counted.rowsAccepted;
  tally.rowsQuarantined = counted.rowsQuarantined;
  tally.controlTotals.push(...counted.controls);
  return tally.counts({ asOf: null, blankColumns: [], measured: { documents: counted.rowsAccepted } });
}
