import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Instant, formatInstant, parseInstant } from '../domain/calendar.ts';
import type { ConflictingOrders } from '../domain/incompleteness.ts';
import type { LedgerPart } from '../domain/ledger-part.ts';
import type { ApprovalsInput } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { UnreadColumns } from '../domain/unread-columns.ts';
import type { SheetReading } from '../intake/profiled/with-input.ts';
import type { ControlTotal, InputFile, Refusal } from '../intake/sink.ts';
import { profileOf } from '../project/load-settings.ts';
import { findReferenceSheets } from '../project/master-inputs.ts';
import { DATABASE_FILE, type FoundFile, NoFileFits, findInputs, takenByOthers } from '../project/project.ts';
import { readReferenceData, sheetNamed } from '../reference/sheets.ts';
import { hashFile } from '../store/evidence.ts';
import { AuditTrail } from '../store/audit-trail.ts';
import { partOfExport, partPrefix, partReading } from '../store/part-reading.ts';
import { RecordReader } from '../store/record-reader.ts';
import { type FileMeasure, type ImportCounts, type ImportRecord, RecordWriter } from '../store/record-writer.ts';
import { auditedActs } from './audit-acts.ts';
import { type NewImport, importEntry } from './audit-import.ts';
import { decode, never, prepareDecoding } from './decode-export.ts';
import { Tally } from './import-counts.ts';
import { type KeptPart, type LedgerRead, readLedger } from './import-ledger.ts';
import { type LedgerExport, type LedgerReading, exportFiles, ledgerExports } from './ledger-files.ts';
import { NewestTotals } from './newest-totals.ts';
import type { ReadingJob } from './reading.ts';
import { sourceNamed } from '../sources/index.ts';
import { allOrFirstError } from './trouble.ts';
import type { Workplace } from './workplace.ts';

/**
 * How files are decoded; raised when sound files come to other events, POs or rows than before, since a file that was read by another version can't be read again. It is not raised for
 * what is newly refused of damaged ones, nor for words: an audit tells which files of a record come out otherwise, and all others go on.
 */
const DECODER_VERSION = 3;

/** One file to import, and how. */
export type ImportRequest =
  | { kind: 'approvals'; file: FoundFile; input: Omit<ApprovalsInput, 'files'> }
  | ({ kind: 'ledger'; input: LedgerReading } & LedgerExport)
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
  /** Columns of a canonical table that nobody reads; absent where there are none. */
  unread?: UnreadColumns | undefined;
  /** Of a file that was known already and is of another instant now, which counts from now on: both instants; absent where it was not. */
  dated?: { before: string | null; now: string | null } | undefined;
  /** Of a ledger: POs that another export of its instant holds with different content, so that neither counts; absent where there are none. */
  conflicting?: ConflictingOrders | undefined;
}

/**
 * The files that the settings name, in the order: approvals, ledger, master, mapping. Throws CannotRun; where `lacking` is given, an input whose pattern no file fits is put
 * there instead, and the rest goes on.
 */
export function requestedInputs({ project, settings }: Workplace, lacking?: NoFileFits[]): ImportRequest[] {
  const { approvals, ledger } = settings.inputs;
  if (approvals.length === 0 && ledger.length === 0) throw new CannotRun('inputs names neither approvals nor a ledger', { where: 'po-shadow.yaml', remedy: 'Name the exports under inputs.approvals and inputs.ledger.' });
  const found = <T>(find: () => T[]): T[] => {
    try {
      return find();
    } catch (error) {
      if (lacking === undefined || !(error instanceof NoFileFits)) throw error;
      lacking.push(error);
      return [];
    }
  };
  const requests: ImportRequest[] = [];
  const taken = takenByOthers(project, approvals.map(({ files }) => files));
  for (const [index, { files, ...input }] of approvals.entries()) {
    for (const file of found(() => findInputs(project, files, `inputs.approvals[${index}]`, taken[index]))) requests.push({ kind: 'approvals', file, input });
  }
  const exportsAt = ledgerExports(project, ledger);
  for (const [index, { files: _files, lines: _lines, assignments: _assignments, ...input }] of ledger.entries()) {
    for (const each of found(() => exportsAt(index))) requests.push({ kind: 'ledger', ...each, input });
  }
  assertReadOnce(requests);
  for (const { kind, sheet, reading, ...file } of findReferenceSheets(project, settings.inputs, sheetNamed)) requests.push({ kind, file, sheet, reading });
  return requests;
}

/** Throws CannotRun where two entries of `inputs` name one file: nobody could tell which of them says how it is read. */
function assertReadOnce(requests: readonly ImportRequest[]): void {
  const seen = new Set<string>();
  for (const request of requests) {
    for (const { part, file } of filesOf(request)) {
      const place = [request.kind, part, file.path].join('\n');
      if (seen.has(place)) throw new CannotRun(`two entries of inputs.${request.kind} name this file`, { where: file.shown, remedy: 'Name it in one of them without * and ?: patterns of the others then pass over it.' });
      seen.add(place);
    }
  }
}

/**
 * Imports files in one transaction: all of them, or after an error or a killed process none. A file that was imported before is
 * recognised by its SHA-256 and not read again. With `strict`, a quarantined row undoes everything (CannotRun). `onRead` is called before what was read is stored for good.
 */
export async function importInputs(workplace: Workplace, requests: readonly ImportRequest[], options: { asOf: Instant | undefined; strict: boolean; onRead?: (() => void) | undefined }): Promise<ImportedFile[]> {
  const { database } = workplace;
  const writer = new RecordWriter(database);
  return database.transaction(async () => {
    // Known files are told first, and every import gets its id in the order of the requests, whichever is decoded first.
    const pending: PendingImport[] = [];
    prepareDecoding(...(['approvals', 'ledger'] as const).map((kind) => sizesOfNew(workplace, requests.filter((each) => each.kind === kind))));
    for (const request of requests) pending.push(await admit(workplace, writer, request));
    const chains = (['approvals', 'ledger', 'master', 'mapping'] as const).map((kind) => pending.filter((each) => each.request.kind === kind));
    // Approvals and ledger touch different tables, so the two kinds are stored side by side; files of one kind follow one another.
    const [approvals = [], ledger = [], ...sheets] = chains;
    const store = async (chain: readonly PendingImport[]): Promise<void> => {
      for (const each of chain) await importFile(workplace, writer, each, options.asOf);
    };
    const exports = [...approvals, ...ledger].flatMap(({ kept }) => kept);
    workplace.progress.start(exports.length === 1 ? `reading ${exports[0]?.file.shown}` : `reading ${exports.length} files`, exports.reduce((sum, { bytes }) => sum + bytes, 0));
    await allOrFirstError(store(approvals), store(ledger));
    workplace.progress.done();
    for (const chain of sheets) await store(chain);
    const imported = pending.flatMap(({ outcome }) => outcome);
    const quarantined = imported.reduce((sum, file) => sum + file.rowsQuarantined, 0);
    if (options.strict && quarantined > 0) {
      const first = imported.find((file) => file.rowsQuarantined > 0);
      throw new CannotRun(`${quarantined} row${quarantined === 1 ? '' : 's'} can't be read, and --strict was given: nothing was imported`, { where: first?.shown, remedy: 'Import without --strict and look at po-shadow quarantine.' });
    }
    options.onRead?.();
    const added = pending.flatMap(({ added: each }) => each);
    if (added.length > 0) new AuditTrail(database).append(importEntry(added, options.asOf));
    return imported;
  });
}

/** The sizes of the files of requests that no evidence has: those are new. */
export function sizesOfNew({ database }: Workplace, requests: readonly ImportRequest[]): number[] {
  const known = new RecordReader(database).evidenceSizes();
  return requests.flatMap((request) => filesOf(request).map(({ file }) => statSync(file.path).size)).filter((bytes) => !known.has(bytes));
}

/** Which of a source's fields mean what. What is left out is undefined, so that settings of before read as they did. */
export function fieldsOf({ encoding, dates, decimals, profile, orgUnits, allocationFields, category, currency, tags, employeeFields, entityField, approverRoles, delimiter, object, accountingFields }: Omit<ApprovalsInput, 'files'>) {
  return { orgUnits, allocationFields, category, currency, tags, employeeFields, entityField, approverRoles, delimiter, object, accountingFields, encoding, dates, decimals, profile: profileOf({ profile }) };
}

/** What of a request decides how its file is read. */
function readingOptions(request: ImportRequest): Record<string, unknown> {
  if (request.kind === 'approvals') return { ...fieldsOf(request.input), timeZone: request.input.timeZone, asOf: request.input.asOf };
  if (request.kind !== 'ledger') return { ...request.reading };
  const { timeZone, asOf, profile, currency, entity, encoding, delimiter, dates, decimals } = request.input;
  return { timeZone, asOf, profile, currency, entity, encoding, delimiter, dates, decimals };
}

/** Hash of how a request's files are read. */
function readingOf(request: ImportRequest, options: Record<string, unknown> = readingOptions(request)): string {
  return createHash('sha256').update(JSON.stringify([DECODER_VERSION, options])).digest('hex').slice(0, 16);
}

/** How a request is read, and how it would be with another word about when its export was taken. */
interface Readings {
  reading: string;
  saysWhen: boolean;
  /** Whether that word may be corrected: nothing of what was read follows from it. */
  isCorrectable: boolean;
  ifTaken(asOf: string | undefined): string;
}

const readingsOf = (request: ImportRequest): Readings => {
  const options = readingOptions(request);
  return { reading: readingOf(request, options), saysWhen: options.asOf !== undefined, isCorrectable: request.kind === 'ledger' || (request.kind === 'approvals' && sourceNamed(request.input.source).readsTakenAt === undefined), ifTaken: (asOf) => readingOf(request, { ...options, asOf }) };
};

/** A kept file with what the record and the trail say of it. */
interface Kept extends KeptPart {
  record: ImportRecord;
  /** What the audit trail is told of how it was read. */
  options: Record<string, unknown>;
}

/** A request on its way: known already, then nothing is kept; or kept as evidence and given ids, a file each. */
interface PendingImport {
  request: ImportRequest;
  kept: Kept[];
  outcome: ImportedFile[];
  /** What the audit trail is told of it; nothing of known files. */
  added: NewImport[];
}

/** The files of a request in the order in which they are imported, and which part of an export each is. */
export const filesOf = (request: ImportRequest): { part: LedgerPart | null; file: FoundFile }[] => (request.kind === 'ledger' ? exportFiles(request) : [{ part: null, file: request.file }]);

async function admit(workplace: Workplace, writer: RecordWriter, request: ImportRequest): Promise<PendingImport> {
  const files = filesOf(request);
  const reading = readingOf(request);
  const isSheet = request.kind === 'master' || request.kind === 'mapping';
  /** The records of all files by their hashes; those of an export in several depend on all of them. */
  const recordsOf = (hashes: readonly { sha256: string; bytes: number }[]): ImportRecord[] => {
    const set = createHash('sha256').update(JSON.stringify(hashes.map(({ sha256 }) => sha256))).digest('hex').slice(0, 16);
    return files.map(({ part, file }, place) => ({
      kind: request.kind, format: request.kind === 'approvals' ? request.input.source : request.kind === 'ledger' ? request.input.format : 'sheet',
      sheet: isSheet ? request.sheet : null, reading: part === null ? reading : partReading(reading, { part, set }), shown: file.shown, ...(hashes[place] as { sha256: string; bytes: number }),
    }));
  };
  const known = await knownImports(workplace, writer, files, recordsOf, readingsOf(request));
  if (known !== undefined) return { request, kept: [], outcome: known, added: [] };
  const records = recordsOf(files.map(({ file }) => keptAs(workplace, file)));
  const kept: Kept[] = [];
  for (const [place, { part, file: { shown } }] of files.entries()) {
    const record = records[place] as ImportRecord;
    const options = part === null ? readingOptions(request) : { ...readingOptions(request), ...partOfExport(record.reading) };
    kept.push({ importId: await writer.begin(record), part, file: { path: workplace.evidence.pathOf(record.sha256), name: basename(shown), shown }, bytes: record.bytes, record, options });
  }
  return { request, kept, outcome: [], added: [] };
}

function keptAs({ evidence }: Workplace, { path, shown }: FoundFile): { sha256: string; bytes: number } {
  const kept = evidence.keep(path);
  if (kept.bytes === 0) throw new CannotRun('the file is empty', { where: shown, remedy: 'Export it again.' });
  return kept;
}

async function importFile(workplace: Workplace, writer: RecordWriter, pending: PendingImport, asOf: Instant | undefined): Promise<void> {
  const { request, kept } = pending;
  if (kept.length === 0) return;
  const { counts: all, conflicting } = await readInto(workplace, writer, kept, request, asOf);
  for (const [place, { importId, file, record, options }] of kept.entries()) {
    const counts = all[place] as ImportCounts;
    await writer.finish(importId, counts);
    const before = await writer.earlierInstant(importId);
    const dated = before === undefined ? undefined : { before: instantText(before), now: instantText(counts.asOf) };
    pending.added.push({ id: importId, record, options, counts });
    pending.outcome.push({
      shown: file.shown, kind: request.kind, alreadyKnown: false, rowsRead: counts.rowsRead, rowsAccepted: counts.rowsAccepted, rowsKnown: counts.rowsKnown, rowsQuarantined: counts.rowsQuarantined,
      controlTotals: counts.controlTotals as ControlTotal[], unread: counts.measured.unread, dated, ...(place === 0 ? { conflicting } : {}),
    });
  }
}

const instantText = (instant: Instant | null): string | null => (instant === null ? null : formatInstant(instant));

type Part = ReturnType<typeof filesOf>[number];

/** The earlier imports of the same files, told as such; undefined where any of them is new. Throws CannotRun for a file that was read in another way. */
async function knownImports(workplace: Workplace, writer: RecordWriter, files: readonly Part[], recordsOf: (hashes: readonly { sha256: string; bytes: number }[]) => ImportRecord[], readings: Readings): Promise<ImportedFile[] | undefined> {
  // Hashing alone is cheaper than copying; a size that no evidence has can't be known.
  const sizes = files.map(({ file }) => statSync(file.path).size);
  const maybeKnown = await workplace.database.query.selectFrom('evidence_file').where('bytes', 'in', sizes).select('id').limit(1).executeTakeFirst();
  if (maybeKnown === undefined) return undefined;
  const records = recordsOf(files.map(({ file }) => hashFile(file.path)));
  const known: (ImportedFile | undefined)[] = [];
  for (const [place, part] of files.entries()) known.push(await knownImport(workplace, writer, records[place] as ImportRecord, part, readings));
  return known.every((each) => each !== undefined) ? known : undefined;
}

/**
 * The earlier import of the same file, told as such; for a sheet only where it is the one in force. Undefined for a file that is to be read: one that was not
 * imported before, that was read in another way when nothing of it was taken, or of which is now said that it was taken at another time. Throws CannotRun where something else is otherwise.
 */
async function knownImport(workplace: Workplace, writer: RecordWriter, record: ImportRecord, { part, file }: Part, { reading, saysWhen, isCorrectable, ifTaken }: Readings): Promise<ImportedFile | undefined> {
  const { query } = workplace.database;
  let id = await writer.findImport(record);
  if (record.kind === 'approvals' || record.kind === 'ledger') {
    const earlier = await query.selectFrom('import_file').innerJoin('evidence_file', 'evidence_file.id', 'import_file.evidence_id').where('sha256', '=', record.sha256).where('kind', '=', record.kind)
      .select(['import_file.id', 'import_file.format', 'import_file.reading', 'import_file.shown', 'rows_accepted', 'rows_known']).execute();
    // The same file beside another one is another export.
    const isReadAs = (stored: (typeof earlier)[number], as: string): boolean => stored.format === record.format && (part === null ? stored.reading === as : stored.reading.startsWith(partPrefix(as, part)));
    const unlike = earlier.filter((each) => !isReadAs(each, reading));
    // When an export was taken may be said later, and corrected: it is then another snapshot of what is known. What was said once stays said where the settings no longer say it.
    const said = unlike.length === 0 ? [] : saidOf(workplace, unlike.map((each) => each.id));
    const isReadAsOf = (stored: (typeof earlier)[number], instants: readonly (string | undefined)[]): boolean => instants.some((asOf) => isReadAs(stored, ifTaken(asOf)));
    const dated = unlike.filter((each) => isReadAsOf(each, saysWhen ? [undefined, ...(isCorrectable ? said : [])] : said));
    const otherwise = unlike.filter((each) => !dated.includes(each));
    if (otherwise.some(hasRows)) throw readOtherwise(file.shown, record.kind, otherwise.filter(hasRows).every((each) => isReadAsOf(each, said)) ? said : []);
    if (otherwise.some((each) => id === undefined || each.id > id)) return undefined;
    if (saysWhen && dated.some((each) => id !== undefined && each.id > id && each.shown === record.shown && hasRows(each))) return undefined;
    if (!saysWhen) id ??= dated.at(-1)?.id;
  }
  if (id === undefined) return undefined;
  if (record.sheet !== null) {
    const inForce = await query.selectFrom('import_file').where('kind', '=', record.kind).where('sheet', '=', record.sheet).select((select) => select.fn.max('id').as('id')).executeTakeFirst();
    if (inForce?.id !== id) return undefined;
  }
  if (!existsSync(workplace.evidence.pathOf(record.sha256))) workplace.evidence.keep(file.path);
  const row = await query.selectFrom('import_file').where('id', '=', id).selectAll().executeTakeFirstOrThrow();
  return { shown: file.shown, kind: record.kind, alreadyKnown: true, rowsRead: row.rows_read, rowsAccepted: 0, rowsKnown: row.rows_read - row.rows_quarantined, rowsQuarantined: row.rows_quarantined, controlTotals: JSON.parse(row.control_totals) as ControlTotal[], unread: (JSON.parse(row.measured) as FileMeasure).unread };
}

/** Whether rows of an import count. */
const hasRows = ({ rows_accepted: accepted, rows_known: known }: { rows_accepted: number; rows_known: number }): boolean => accepted + known > 0;

/** Refuses a file of which rows count and that would be read in another way; `said`: the instants that it was said to be of, where nothing else is otherwise. What costs nothing is said first. */
function readOtherwise(shown: string, kind: 'approvals' | 'ledger', said: readonly string[]): CannotRun {
  const again = `Where neither will do, start again: move ${DATABASE_FILE} and evidence/ away, with which all decisions go too, and run po-shadow run.`;
  const otherBytes = 'export it again once it holds more: other bytes are another file, which is read as the settings say then.';
  if (said.length > 0) {
    const instants = [...new Set(said)].join(', ');
    return new CannotRun(`this file was imported before, but read in another way (as of ${instants}, which its documents have as their instant or order), and rows of it count`, { where: shown, remedy: `Put asOf back to ${instants}. Or ${otherBytes} ${again}` });
  }
  const ways = kind === 'ledger' ? `Put the settings back: the same file can't count twice. Or ${otherBytes}` : 'Put the settings back: the same file can\'t count twice.';
  return new CannotRun('this file was imported before, but read in another way (source, format, time zone, fields, or alone instead of beside others), and rows of it count', { where: shown, remedy: `${ways} ${again.replace('Where neither will do', kind === 'ledger' ? 'Where neither will do' : 'Where that will not do')}` });
}

/** When imports were said to have been taken, as the settings said it then. */
function saidOf({ database }: Workplace, ids: readonly number[]): string[] {
  const files = auditedActs(new AuditTrail(database).entries()).imports.flatMap(({ act }) => act.files);
  return files.flatMap(({ id, options: { asOf } }) => (ids.includes(id) && typeof asOf === 'string' ? [asOf] : []));
}

/** Reads the files of a request. */
async function readInto(workplace: Workplace, writer: RecordWriter, kept: readonly Kept[], request: ImportRequest, asOf: Instant | undefined): Promise<LedgerRead> {
  if (request.kind === 'ledger') return readLedger(workplace, writer, kept, request.input, asOf);
  const [only] = kept as [Kept];
  return { conflicting: undefined, counts: [request.kind === 'approvals' ? await readApprovals(workplace, writer, only, request.input, asOf) : await readSheet(writer, only.importId, request, only.file)] };
}

async function readApprovals({ progress }: Workplace, writer: RecordWriter, { importId, file, bytes }: Kept, input: Omit<ApprovalsInput, 'files'>, asOf: Instant | undefined): Promise<ImportCounts> {
  const tally = new Tally();
  const refuse = (refusal: Refusal): void => {
    tally.rowsQuarantined += refusal.rows;
    writer.quarantine(importId, refusal);
  };
  const newest = new NewestTotals();
  let unread: UnreadColumns | undefined;
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
    unread(columns) {
      unread = columns;
    },
    bytes: (count) => progress.advance(count),
  });
  // Which of two snapshots is the newer one is told by what a person stated of this export alone.
  return tally.counts({ asOf: stated ?? asOf ?? tally.latestInstant, blankColumns: [], measured: { documents: newest.size, amounts: newest.amounts(), unread } });
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
  return tally.counts({ asOf: null, blankColumns: [], measured: { documents: counted.rowsAccepted, unread: counted.unread } });
}
