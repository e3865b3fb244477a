import { DAY_MS } from '../domain/calendar.ts';
import { ENTITY_PLACE } from '../domain/expense-report.ts';
import { type EventPage, type StoredEvent, reportsIn } from '../domain/event-page.ts';
import type { ComparableColumn } from '../domain/ledger-entry.ts';
import type { LedgerPart } from '../domain/ledger-part.ts';
import { type LedgerPage, type StoredManual, manualOrdersIn } from '../domain/ledger-page.ts';
import type { Database, Prepared } from './database.ts';
import { HolderSets } from './holder-sets.ts';
import { instantsInForce } from './instants-in-force.ts';
import { partOfExport } from './part-reading.ts';
import { readAnew } from './read-anew.ts';
import { type FileMeasure, NO_INSTANT } from './record-writer.ts';
import type { ImportKind } from './schema.ts';

const PAGE_ROWS = 500;
/** Revisions from here on are instants written as numbers, `20260604191000` (UTC); systems that count never come this far. */
const FIRST_INSTANT_REVISION = 19_000_101_000_000;

export interface StoredImport {
  id: number;
  kind: ImportKind;
  format: string;
  sheet: string | null;
  shown: string;
  sha256: string;
  asOf: number | null;
  rowsRead: number;
  rowsAccepted: number;
  rowsKnown: number;
  rowsQuarantined: number;
  latestInstant: number | null;
  firstDate: string | null;
  lastDate: string | null;
  blankColumns: ComparableColumn[];
  controlTotals: { what: string; stated: string; found: string; agrees: boolean }[];
  measured: FileMeasure;
  /** The import that holds the POs of its export: of an export in several files that of the lines, else itself. */
  exportId: number;
  /** What it is of an export in several files; null for a file that is an export of its own. */
  part: LedgerPart | null;
}

export interface StoredQuarantine {
  id: number;
  kind: ImportKind;
  shown: string;
  importId: number;
  line: number;
  rows: number;
  field: string;
  value: string;
  reason: string;
  documentId: string | null;
  eventId: string | null;
  revision: number | null;
  occurredAt: number | null;
}

/** What is known of an event that could not be read, or not be had. */
export type EventSought = Pick<StoredQuarantine, 'documentId' | 'revision' | 'occurredAt'> & { eventId: string };

/** Two ledger imports that have a PO number in common, and the legal entity in which each has it: as it is written, folded; '' where it says none. */
export interface StoredOverlap {
  oneId: number;
  otherId: number;
  oneEntity: string;
  otherEntity: string;
}

/** Reads what was imported. */
export class RecordReader {
  readonly #database: Database;
  #ofReport: Prepared | undefined;
  #since: Prepared | undefined;
  #statedOf: Prepared | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** All imports that stand, oldest first; what was read anew in another way stands no more. Of a file whose instant was corrected, the last word about it holds for each. */
  async imports(): Promise<StoredImport[]> {
    const rows = await this.#database.query
      .selectFrom('import_file')
      .innerJoin('evidence_file', 'evidence_file.id', 'import_file.evidence_id')
      .selectAll('import_file')
      .select('evidence_file.sha256')
      .orderBy('import_file.id')
      .execute();
    const holders = new Map(rows.flatMap(({ id, reading }) => {
      const part = partOfExport(reading);
      return part?.part === 'lines' ? [[part.set, id] as const] : [];
    }));
    const anew = readAnew(rows);
    const standing = rows.filter(({ id }) => !anew.has(id));
    const instants = instantsInForce(standing);
    return standing.map((row) => ({
      exportId: holders.get(partOfExport(row.reading)?.set ?? '') ?? row.id, part: partOfExport(row.reading)?.part ?? null,
      id: row.id, kind: row.kind, format: row.format, sheet: row.sheet, shown: row.shown, sha256: row.sha256, asOf: instants.get(row.id) ?? row.as_of,
      rowsRead: row.rows_read, rowsAccepted: row.rows_accepted, rowsKnown: row.rows_known, rowsQuarantined: row.rows_quarantined,
      latestInstant: row.latest_instant, firstDate: row.first_date, lastDate: row.last_date,
      blankColumns: JSON.parse(row.blank_columns) as ComparableColumn[],
      controlTotals: JSON.parse(row.control_totals) as StoredImport['controlTotals'],
      measured: JSON.parse(row.measured) as FileMeasure,
    }));
  }

  /** The sheets in force: the latest import of each. */
  async sheets(): Promise<StoredImport[]> {
    const latest = new Map<string, StoredImport>();
    for (const each of await this.imports()) if (each.sheet !== null) latest.set(`${each.kind}/${each.sheet}`, each);
    return [...latest.values()].sort((left, right) => (`${left.kind}/${left.sheet}` < `${right.kind}/${right.sheet}` ? -1 : 1));
  }

  /** All events in the order of reports, revisions, instants and ids, page by page; no report stands on two pages. */
  *eventPages(): Generator<EventPage> {
    const { sqlite } = this.#database;
    const page = sqlite.prepare(`SELECT ${EVENT_COLUMNS} FROM event WHERE report_id > ? ORDER BY ${EVENT_ORDER} LIMIT ${PAGE_ROWS}`).raw();
    const rest = sqlite.prepare(`SELECT ${EVENT_COLUMNS} FROM event WHERE report_id = ? AND (${EVENT_ORDER}) > (?, ?, ?, ?, ?) ORDER BY ${EVENT_ORDER}`).raw();
    const restOf = ([reportId, revision, occurredAt, eventId, source]: EventTuple): EventTuple[] => rest.all(reportId, reportId, revision, occurredAt, eventId, source) as EventTuple[];
    for (const rows of wholeDocuments(page, restOf)) yield pageOf(rows);
  }

  /** One report's events in order (revision, instant, event id); [] where the record has none. */
  eventsOf(reportId: string): StoredEvent[] {
    this.#ofReport ??= this.#database.sqlite.prepare(`SELECT ${EVENT_COLUMNS} FROM event WHERE report_id = ? ORDER BY ${EVENT_ORDER}`).raw();
    const rows = this.#ofReport.all(reportId) as EventTuple[];
    return [...reportsIn(pageOf(rows))].flat();
  }

  /** Every version of every manual PO in the order of their numbers, page by page; no PO stands on two pages. */
  *ledgerPages(): Generator<LedgerPage> {
    const { sqlite } = this.#database;
    const page = sqlite.prepare(`SELECT ${MANUAL_COLUMNS} FROM manual_po WHERE po_number > ? ORDER BY po_number, version LIMIT ${PAGE_ROWS}`).raw();
    const rest = sqlite.prepare(`SELECT ${MANUAL_COLUMNS} FROM manual_po WHERE po_number = ? AND version > ? ORDER BY version`).raw();
    const restOf = ([poNumber, version]: ManualTuple): ManualTuple[] => rest.all(poNumber, version) as ManualTuple[];
    const holders = new HolderSets(this.#database);
    for (const rows of wholeDocuments(page, restOf)) yield ledgerPageOf(rows, holders);
  }

  /** Every version of the manual POs that are named, PO by PO. */
  manualOrders(poNumbers: readonly string[]): StoredManual[][] {
    const one = this.#database.sqlite.prepare(`SELECT ${MANUAL_COLUMNS} FROM manual_po WHERE po_number = ? ORDER BY version`).raw();
    const holders = new HolderSets(this.#database);
    return poNumbers.flatMap((poNumber) => [...manualOrdersIn(ledgerPageOf(one.all(poNumber) as ManualTuple[], holders))]);
  }

  /** Everything set aside, in the order in which it was read. */
  async quarantine(): Promise<StoredQuarantine[]> {
    const anew = readAnew(await this.#database.query.selectFrom('import_file').select(['id', 'kind', 'reading', 'evidence_id', 'rows_accepted', 'rows_known']).orderBy('id').execute());
    const rows = await this.#database.query
      .selectFrom('quarantine')
      .innerJoin('import_file', 'import_file.id', 'quarantine.import_id')
      .selectAll('quarantine')
      .select(['import_file.kind', 'import_file.shown'])
      .orderBy('quarantine.import_id')
      .orderBy('quarantine.line')
      .orderBy('quarantine.id')
      .execute();
    return rows.filter(({ import_id }) => !anew.has(import_id)).map((row) => ({
      id: row.id, kind: row.kind, shown: row.shown, importId: row.import_id, line: row.line, rows: row.row_count, field: row.field, value: row.value, reason: row.reason,
      documentId: row.document_id, eventId: row.event_id, revision: row.revision, occurredAt: row.occurred_at,
    }));
  }

  /** The ids of all reports, in their order. */
  reportIds(): string[] {
    return this.#database.sqlite.prepare('SELECT DISTINCT report_id FROM event ORDER BY report_id').pluck().all() as string[];
  }

  /** Whether any snapshot of a report says a legal entity. */
  namesEntities(): boolean {
    return this.#database.sqlite.prepare(`SELECT 1 FROM event WHERE json_array_length(content) > ${ENTITY_PLACE} LIMIT 1`).get() !== undefined;
  }

  /** The reports of the events of an id, of every source that has it. */
  reportsOfEvent(eventId: string): string[] {
    return this.#database.sqlite.prepare('SELECT report_id FROM event WHERE event_id = ? ORDER BY source').pluck().all(eventId) as string[];
  }

  /** Whether an event was accepted with this id, of this report, and of no earlier revision or instant than is known of it; what is not known of it (null) may be anything. */
  hasEvent({ eventId, documentId, revision, occurredAt }: EventSought): boolean {
    return this.#database.sqlite.prepare(`SELECT 1 FROM event WHERE event_id = @eventId AND (@documentId IS NULL OR report_id = @documentId)
      AND (@revision IS NULL OR revision > @revision OR (revision = @revision AND (@occurredAt IS NULL OR occurred_at >= @occurredAt))) LIMIT 1`).get({ eventId, documentId, revision, occurredAt }) !== undefined;
  }

  /**
   * Whether a snapshot of a document says how it was at an instant or later: by its own instant (a date without time says nothing of a time, nor does an accounting date, which may lie in
   * the future), by a revision that is an instant, or because a person said that its export was taken then.
   */
  hasSnapshotSince(documentId: string, since: number): boolean {
    this.#since ??= this.#database.sqlite.prepare(`SELECT 1 FROM event WHERE report_id = ? AND (
      (occurred_at >= ? AND occurred_at % ${DAY_MS} <> 0 AND NOT (source = 'ramp' AND (status LIKE 'transaction:%' OR status LIKE 'bill:%'))) OR (revision >= ${FIRST_INSTANT_REVISION} AND revision >= ?)) LIMIT 1`);
    return this.#since.get(documentId, since, instantAsRevision(since)) !== undefined || this.#wasTakenSince(documentId, since);
  }

  /** Whether a person said of an export that brought a snapshot of a document, and said so last, that it was taken at an instant or later. */
  #wasTakenSince(documentId: string, since: number): boolean {
    this.#statedOf ??= this.#database.sqlite.prepare(`SELECT later.as_of, later.latest_instant, max(later.id) FROM import_file AS own
      JOIN import_file AS later ON later.evidence_id = own.evidence_id AND later.kind = own.kind AND later.shown = own.shown AND later.rows_accepted + later.rows_known > 0
      WHERE own.id IN (SELECT import_id FROM event WHERE report_id = ?) GROUP BY own.id`).raw();
    return (this.#statedOf.all(documentId) as [number | null, number | null, number][]).some(([asOf, latest]) => asOf !== null && asOf !== latest && asOf >= since);
  }

  /** Pairs of ledger imports that have a PO number in common, with the legal entities in which they have it. */
  overlappingExports(): StoredOverlap[] {
    return this.#database.sqlite.prepare('SELECT one_id AS oneId, other_id AS otherId, one_entity AS oneEntity, other_entity AS otherEntity FROM ledger_overlap').all() as StoredOverlap[];
  }

  /** The sizes in bytes of all files that were imported. */
  evidenceSizes(): ReadonlySet<number> {
    return new Set(this.#database.sqlite.prepare('SELECT DISTINCT bytes FROM evidence_file').pluck().all() as number[]);
  }

  /** Whether there are so many events at least; told without reading all of them, so that little of the record stays in the memory of whoever only asks. */
  hasEvents(atLeast: number): boolean {
    return this.#database.sqlite.prepare('SELECT count(*) FROM (SELECT 1 FROM event LIMIT ?)').pluck().get(atLeast) === atLeast;
  }

  /** How many events and manual PO versions there are, for the progress of a replay. */
  counts(): { events: number; manual: number } {
    const count = (table: string): number => (this.#database.sqlite.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
    return { events: count('event'), manual: count('manual_po') };
  }
}

/** An instant as a revision; a part of a second is a whole one more, since revisions have none. */
const instantAsRevision = (instant: number): number => Number(new Date(Math.ceil(instant / 1_000) * 1_000).toISOString().slice(0, 19).replaceAll(/\D/g, ''));

/**
 * Pages of rows that begin with their document's id: `page` gives those behind an id, and where a page is full `restOf` gives what
 * follows its last row in the same document, so that none stands on two pages.
 */
function* wholeDocuments<Row extends [id: string, ...unknown[]]>(page: Prepared, restOf: (last: Row) => Row[]): Generator<Row[]> {
  let after = '';
  for (let rows = page.all(after) as Row[]; rows.length > 0; rows = page.all(after) as Row[]) {
    const last = rows[rows.length - 1] as Row;
    if (rows.length === PAGE_ROWS) for (const row of restOf(last)) rows.push(row);
    yield rows;
    [after] = last;
  }
}

const EVENT_COLUMNS = 'report_id, revision, occurred_at, event_id, source, status, content, import_id, line';
const EVENT_ORDER = 'report_id, revision, occurred_at, event_id, source';
type EventTuple = [reportId: string, revision: number, occurredAt: number, eventId: string, source: string, status: string, content: string, importId: number, line: number];

function pageOf(rows: readonly EventTuple[]): EventPage {
  const page: EventPage = { reportId: [], revision: [], occurredAt: [], eventId: [], source: [], status: [], content: [], importId: [], line: [] };
  for (const [reportId, revision, occurredAt, eventId, source, status, content, importId, line] of rows) {
    page.reportId.push(reportId);
    page.revision.push(revision);
    page.occurredAt.push(occurredAt === NO_INSTANT ? null : occurredAt);
    page.eventId.push(eventId);
    page.source.push(source);
    page.status.push(status);
    page.content.push(content);
    page.importId.push(importId);
    page.line.push(line);
  }
  return page;
}

const MANUAL_COLUMNS = 'po_number, version, po_date, currency, content, line_rows, import_id, seen_import_id, holders_id';
type ManualTuple = [poNumber: string, version: number, poDate: string, currency: string, content: string, lineRows: string, importId: number, seenImportId: number, holdersId: number | null];

function ledgerPageOf(rows: readonly ManualTuple[], holders: HolderSets): LedgerPage {
  const page: LedgerPage = { poNumber: [], version: [], poDate: [], currency: [], content: [], lineRows: [], importId: [], seenImportId: [], heldBy: [] };
  for (const [poNumber, version, poDate, currency, content, lineRows, importId, seenImportId, holdersId] of rows) {
    page.poNumber.push(poNumber);
    page.version.push(version);
    page.poDate.push(poDate);
    page.currency.push(currency);
    page.content.push(content);
    page.lineRows.push(lineRows);
    page.importId.push(importId);
    page.seenImportId.push(seenImportId);
    page.heldBy.push(holders.of({ import_id: importId, holders_id: holdersId }));
  }
  return page;
}
