import type { PackedEvent } from '../domain/expense-report.ts';
import { type PackedManual, entityIn } from '../domain/ledger-entry.ts';
import { fold } from '../domain/text.ts';
import type { UnreadColumns } from '../domain/unread-columns.ts';
import type { Database, Prepared } from './database.ts';
import { type Held, HolderSets, keyOf } from './holder-sets.ts';
import { partOfExport } from './part-reading.ts';
import type { ImportKind } from './schema.ts';

/** Stands for an event without an instant, before all others. */
export const NO_INSTANT = -8_640_000_000_000_000;
const LONGEST_VALUE = 2_000;
const NONE: readonly never[] = [];

export interface ImportRecord {
  kind: ImportKind;
  format: string;
  sheet: string | null;
  /** Hash of how the file was read. */
  reading: string;
  sha256: string;
  bytes: number;
  shown: string;
}

/** What a file was found to hold. */
export interface FileMeasure {
  /** Reports, POs or rows of a sheet. */
  documents?: number;
  /** Their money by currency, as decimals. */
  amounts?: Record<string, string>;
  /** Absent where every column is read, where a profile or a form of a system reads the file, and in imports of before it was kept. */
  unread?: UnreadColumns | undefined;
}

export interface ImportCounts {
  asOf: number | null;
  rowsRead: number;
  rowsAccepted: number;
  rowsKnown: number;
  rowsQuarantined: number;
  latestInstant: number | null;
  firstDate: string | null;
  lastDate: string | null;
  blankColumns: readonly string[];
  controlTotals: readonly unknown[];
  measured: FileMeasure;
}

export interface QuarantinedDocument {
  line: number;
  rows: number;
  field: string;
  value: string;
  reason: string;
  documentId?: string | undefined;
  eventId?: string | undefined;
  revision?: number | undefined;
  occurredAt?: number | undefined;
}

/** What became of another sighting of a manual PO, and which imports hold its versions. */
export interface SettledManual {
  outcome: 'accepted' | 'known';
  /** Those that hold the very content, but for this import. */
  same: readonly number[];
  /** Those that hold another content in the same legal entity, or in none that is said; a list for each content. */
  others: readonly (readonly number[])[];
}

/** What tells an event's place. */
export interface EventIdentity {
  reportId: string;
  revision: number;
  occurredAt: number | null;
}

/** Whether two legal entities as ledgers write them, folded, may be one: names are resolved later. */
const isSameEntity = (one: string, other: string): boolean => one === other || one === '' || other === '';

/** Writes what is imported; every call needs an open transaction. */
export class RecordWriter {
  readonly #database: Database;
  readonly #addEvent: Prepared;
  readonly #findEvent: Prepared;
  readonly #addManual: Prepared;
  readonly #findManual: Prepared;
  readonly #seeManual: Prepared;
  readonly #holdManual: Prepared;
  readonly #addQuarantine: Prepared;
  readonly #addOverlap: Prepared;
  readonly #replaceEvent: Prepared;
  readonly #holders: HolderSets;
  /** Overlaps that were noted since the writer was made: most POs of an export say the same ones. */
  readonly #noted = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
    const { sqlite } = database;
    this.#addEvent = sqlite.prepare('INSERT OR IGNORE INTO event (report_id, revision, occurred_at, event_id, source, status, content, import_id, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#findEvent = sqlite.prepare('SELECT report_id, revision, occurred_at, status, content FROM event WHERE event_id = ? AND source = ?');
    this.#addManual = sqlite.prepare('INSERT OR IGNORE INTO manual_po (po_number, version, po_date, currency, content, line_rows, import_id, seen_import_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#findManual = sqlite.prepare('SELECT version, po_date, currency, content, import_id, seen_import_id, holders_id FROM manual_po WHERE po_number = ? ORDER BY version');
    this.#seeManual = sqlite.prepare('UPDATE manual_po SET seen_import_id = ?, line_rows = ?, holders_id = ? WHERE po_number = ? AND version = ?');
    this.#holdManual = sqlite.prepare('UPDATE manual_po SET holders_id = ? WHERE po_number = ? AND version = ?');
    this.#holders = new HolderSets(database);
    this.#addOverlap = sqlite.prepare('INSERT OR IGNORE INTO ledger_overlap (one_id, other_id, one_entity, other_entity) VALUES (?, ?, ?, ?)');
    this.#replaceEvent = sqlite.prepare('UPDATE event SET report_id = ?, revision = ?, occurred_at = ?, status = ?, content = ?, import_id = ?, line = ? WHERE event_id = ? AND source = ?');
    this.#addQuarantine = sqlite.prepare('INSERT INTO quarantine (import_id, line, row_count, field, value, reason, document_id, event_id, revision, occurred_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  }

  /** The import that read this very file in this very way, if there is one; the latest where there are several. */
  async findImport(record: ImportRecord): Promise<number | undefined> {
    const found = await this.#database.query
      .selectFrom('import_file')
      .innerJoin('evidence_file', 'evidence_file.id', 'import_file.evidence_id')
      .where('evidence_file.sha256', '=', record.sha256)
      .where('import_file.kind', '=', record.kind)
      .where('import_file.format', '=', record.format)
      .where('import_file.reading', '=', record.reading)
      .$if(record.sheet !== null, (query) => query.where('import_file.sheet', '=', record.sheet))
      .select((select) => select.fn.max('import_file.id').as('id'))
      .executeTakeFirst();
    return found?.id ?? undefined;
  }

  /** Starts an import: its file is evidence from here on. Returns the import's id. */
  async begin(record: ImportRecord): Promise<number> {
    this.#database.assertInTransaction();
    const { query } = this.#database;
    await query.insertInto('evidence_file').values({ sha256: record.sha256, bytes: record.bytes } as never).onConflict((conflict) => conflict.column('sha256').doNothing()).execute();
    const evidence = await query.selectFrom('evidence_file').where('sha256', '=', record.sha256).select('id').executeTakeFirstOrThrow();
    const added = await query
      .insertInto('import_file')
      .values({
        kind: record.kind, format: record.format, sheet: record.sheet, reading: record.reading, evidence_id: evidence.id, shown: record.shown, as_of: null,
        rows_read: 0, rows_accepted: 0, rows_known: 0, rows_quarantined: 0, latest_instant: null, first_date: null, last_date: null,
        blank_columns: '[]', control_totals: '[]', measured: '{}',
      } as never)
      .returning('id')
      .executeTakeFirstOrThrow();
    return added.id;
  }

  /** Ends an import with its counts, which must add up. */
  async finish(importId: number, counts: ImportCounts): Promise<void> {
    this.#database.assertInTransaction();
    if (counts.rowsRead !== counts.rowsAccepted + counts.rowsKnown + counts.rowsQuarantined) throw new Error(`import ${importId} does not add up: ${JSON.stringify(counts)}`);
    await this.#database.query
      .updateTable('import_file')
      .set({
        as_of: counts.asOf, rows_read: counts.rowsRead, rows_accepted: counts.rowsAccepted, rows_known: counts.rowsKnown, rows_quarantined: counts.rowsQuarantined,
        latest_instant: counts.latestInstant, first_date: counts.firstDate, last_date: counts.lastDate,
        blank_columns: JSON.stringify(counts.blankColumns), control_totals: JSON.stringify(counts.controlTotals), measured: JSON.stringify(counts.measured),
      })
      .where('id', '=', importId)
      .execute();
  }

  /** The instant of the import before of the same file of which rows count, under its name and as the same part; undefined where there is none, and for sheets. */
  async earlierInstant(importId: number): Promise<number | null | undefined> {
    const { query } = this.#database;
    const own = await query.selectFrom('import_file').where('id', '=', importId).selectAll().executeTakeFirstOrThrow();
    if (own.sheet !== null) return undefined;
    const part = partOfExport(own.reading);
    const same = await query.selectFrom('import_file').where('evidence_id', '=', own.evidence_id).where('kind', '=', own.kind).where('shown', '=', own.shown).where('id', '<', importId).orderBy('id', 'desc').selectAll().execute();
    return same.find((each) => each.rows_accepted + each.rows_known > 0 && partOfExport(each.reading)?.set === part?.set)?.as_of;
  }

  /** Takes back what imports say of columns that nobody reads, as if it had not been kept. */
  forgetUnread(importIds: readonly number[]): void {
    this.#database.assertInTransaction();
    this.#database.sqlite.prepare("UPDATE import_file SET measured = json_remove(measured, '$.unread') WHERE measured ->> '$.unread' IS NOT NULL AND id IN (SELECT value FROM json_each(?))").run(JSON.stringify(importIds));
  }

  /**
   * Stores an event. `known`: the same event is there. A conflict: its id is there with another content; then the lesser of the two
   * stays, whichever came first, so that the order of import changes nothing, and `loser` is the other.
   */
  addEvent(importId: number, source: string, event: PackedEvent, line: number): 'accepted' | 'known' | { loser: EventIdentity } {
    this.#database.assertInTransaction();
    const occurredAt = event.occurredAt ?? NO_INSTANT;
    const added = this.#addEvent.run(event.reportId, event.revision, occurredAt, event.eventId, source, event.status, event.content, importId, line);
    if (added.changes === 1) return 'accepted';
    const known = this.#findEvent.get(event.eventId, source) as { report_id: string; revision: number; occurred_at: number; status: string; content: string } | undefined;
    if (known === undefined) throw new Error(`event ${event.eventId} is neither new nor known`);
    const weight = JSON.stringify([event.reportId, event.revision, occurredAt, event.status, event.content]);
    const knownWeight = JSON.stringify([known.report_id, known.revision, known.occurred_at, known.status, known.content]);
    if (weight === knownWeight) return 'known';
    if (weight > knownWeight) return { loser: event };
    this.#replaceEvent.run(event.reportId, event.revision, occurredAt, event.status, event.content, importId, line, event.eventId, source);
    return { loser: { reportId: known.report_id, revision: known.revision, occurredAt: known.occurred_at === NO_INSTANT ? null : known.occurred_at } };
  }

  /** Stores a manual PO that no import has held yet; false where one has, which settleManual then decides. */
  addNewManual(importId: number, order: PackedManual): boolean {
    this.#database.assertInTransaction();
    return this.#addManual.run(order.poNumber, 1, order.poDate, order.currency, order.content, order.lineRows, importId, importId).changes === 1;
  }

  /**
   * Stores another sighting of a manual PO: a new version where its content is new, else the mark that this import holds it too, and
   * that it is the newest that does. `newer` tells whether this import's export is newer than another import's.
   */
  settleManual(importId: number, order: PackedManual, newer: (otherImportId: number) => boolean): SettledManual {
    this.#database.assertInTransaction();
    const versions = this.#findManual.all(order.poNumber) as (Held & { version: number; po_date: string; currency: string; content: string; seen_import_id: number })[];
    const entity = fold(order.entity);
    for (const version of versions) this.#noteOverlap(importId, entity, version, fold(entityIn(version.content)));
    const same = versions.find((version) => version.content === order.content && version.po_date === order.poDate && version.currency === order.currency);
    const others = versions.length === 0 || (versions.length === 1 && same !== undefined) ? NONE : versions.filter((version) => version !== same && isSameEntity(entity, fold(entityIn(version.content)))).map((version) => this.#holders.of(version));
    if (same !== undefined) {
      const heldBefore = this.#holders.of(same);
      const holders = this.#holders.with(same, importId);
      if (newer(same.seen_import_id)) this.#seeManual.run(importId, order.lineRows, holders, order.poNumber, same.version);
      else this.#holdManual.run(holders, order.poNumber, same.version);
      return { outcome: 'known', same: heldBefore, others };
    }
    this.#addManual.run(order.poNumber, versions.length + 1, order.poDate, order.currency, order.content, order.lineRows, importId, importId);
    return { outcome: 'accepted', same: NONE, others };
  }

  /**
   * Notes that an import overlaps with each that holds this version, not only the first and the newest: which these are depends on the order of import.
   * Whether the two legal entities are one is not decided here: their names may be known later.
   */
  #noteOverlap(importId: number, entity: string, held: Held, itsEntity: string): void {
    const key = `${importId}\u0000${keyOf(held)}\u0000${entity}\u0000${itsEntity}`;
    if (this.#noted.has(key)) return;
    this.#noted.add(key);
    for (const other of this.#holders.of(held)) if (other !== importId) this.#addOverlap.run(importId, other, entity, itsEntity);
  }

  /** Takes back what an import of a ledger wrote so far, because its file is read anew. */
  forgetManual(importId: number): void {
    this.#database.assertInTransaction();
    this.#database.sqlite.prepare('DELETE FROM manual_po WHERE import_id = ?').run(importId);
    this.#database.sqlite.prepare('DELETE FROM quarantine WHERE import_id = ?').run(importId);
  }

  /** Sets a document aside. */
  quarantine(importId: number, document: QuarantinedDocument): void {
    this.#database.assertInTransaction();
    const value = document.value.length > LONGEST_VALUE ? `${document.value.slice(0, LONGEST_VALUE)}…` : document.value;
    this.#addQuarantine.run(importId, document.line, document.rows, document.field, value.toWellFormed(), document.reason.toWellFormed(), document.documentId ?? null, document.eventId ?? null, document.revision ?? null, document.occurredAt ?? null);
  }
}
