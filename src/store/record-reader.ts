import { type ReportSnapshot, unpackSnapshot } from '../domain/expense-report.ts';
import { type ComparableColumn, type ManualPurchaseOrder, unpackManual } from '../domain/ledger-entry.ts';
import type { Database } from './database.ts';
import { NO_INSTANT } from './record-writer.ts';
import type { ImportKind } from './schema.ts';

const PAGE_ROWS = 2_000;

export interface StoredEvent {
  snapshot: ReportSnapshot;
  source: string;
  importId: number;
  line: number;
}

export interface StoredManual {
  order: ManualPurchaseOrder;
  importId: number;
  seenImportId: number;
  version: number;
}

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
  measured: { documents?: number; amounts?: Record<string, string> };
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

/** Reads what was imported. */
export class RecordReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** All imports, oldest first. */
  async imports(): Promise<StoredImport[]> {
    const rows = await this.#database.query
      .selectFrom('import_file')
      .innerJoin('evidence_file', 'evidence_file.id', 'import_file.evidence_id')
      .selectAll('import_file')
      .select('evidence_file.sha256')
      .orderBy('import_file.id')
      .execute();
    return rows.map((row) => ({
      id: row.id, kind: row.kind, format: row.format, sheet: row.sheet, shown: row.shown, sha256: row.sha256, asOf: row.as_of,
      rowsRead: row.rows_read, rowsAccepted: row.rows_accepted, rowsKnown: row.rows_known, rowsQuarantined: row.rows_quarantined,
      latestInstant: row.latest_instant, firstDate: row.first_date, lastDate: row.last_date,
      blankColumns: JSON.parse(row.blank_columns) as ComparableColumn[],
      controlTotals: JSON.parse(row.control_totals) as StoredImport['controlTotals'],
      measured: JSON.parse(row.measured) as StoredImport['measured'],
    }));
  }

  /** The sheets in force: the latest import of each. */
  async sheets(): Promise<StoredImport[]> {
    const latest = new Map<string, StoredImport>();
    for (const each of await this.imports()) if (each.sheet !== null) latest.set(`${each.kind}/${each.sheet}`, each);
    return [...latest.values()].sort((left, right) => (`${left.kind}/${left.sheet}` < `${right.kind}/${right.sheet}` ? -1 : 1));
  }

  /** Every report's events in order (revision, instant, event id), report by report; of one report where `reportId` is given. */
  *reports(reportId?: string): Generator<StoredEvent[]> {
    const columns = 'report_id, revision, occurred_at, event_id, source, status, content, import_id, line';
    const first = this.#database.sqlite.prepare(`SELECT ${columns} FROM event ${reportId === undefined ? '' : 'WHERE report_id = ?'} ORDER BY report_id, revision, occurred_at, event_id, source LIMIT ${PAGE_ROWS}`);
    const next = this.#database.sqlite.prepare(
      `SELECT ${columns} FROM event WHERE (report_id, revision, occurred_at, event_id, source) > (?, ?, ?, ?, ?) ${reportId === undefined ? '' : 'AND report_id = ?'} ORDER BY report_id, revision, occurred_at, event_id, source LIMIT ${PAGE_ROWS}`,
    );
    const only = reportId === undefined ? [] : [reportId];
    let rows = first.all(...only) as EventRow[];
    let current: StoredEvent[] = [];
    while (rows.length > 0) {
      for (const row of rows) {
        if (current.length > 0 && current[0]?.snapshot.reportId !== row.report_id) {
          yield current;
          current = [];
        }
        current.push({
          snapshot: unpackSnapshot({ eventId: row.event_id, occurredAt: row.occurred_at === NO_INSTANT ? null : row.occurred_at, reportId: row.report_id, revision: row.revision, status: row.status }, row.content),
          source: row.source, importId: row.import_id, line: row.line,
        });
      }
      const last = rows[rows.length - 1] as EventRow;
      rows = rows.length < PAGE_ROWS ? [] : (next.all(last.report_id, last.revision, last.occurred_at, last.event_id, last.source, ...only) as EventRow[]);
    }
    if (current.length > 0) yield current;
  }

  /** Every version of every manual PO, PO by PO in the order of their numbers; of the POs named where some are. */
  *manualOrders(poNumbers?: readonly string[]): Generator<StoredManual[]> {
    const columns = 'po_number, version, po_date, currency, content, line_rows, import_id, seen_import_id';
    if (poNumbers !== undefined) {
      const one = this.#database.sqlite.prepare(`SELECT ${columns} FROM manual_po WHERE po_number = ? ORDER BY version`);
      for (const poNumber of poNumbers) {
        const rows = one.all(poNumber) as ManualRow[];
        if (rows.length > 0) yield rows.map(storedManual);
      }
      return;
    }
    const page = this.#database.sqlite.prepare(`SELECT ${columns} FROM manual_po WHERE (po_number, version) > (?, ?) ORDER BY po_number, version LIMIT ${PAGE_ROWS}`);
    let rows = page.all('', 0) as ManualRow[];
    let current: StoredManual[] = [];
    while (rows.length > 0) {
      for (const row of rows) {
        if (current.length > 0 && current[0]?.order.poNumber !== row.po_number) {
          yield current;
          current = [];
        }
        current.push(storedManual(row));
      }
      const last = rows[rows.length - 1] as ManualRow;
      rows = rows.length < PAGE_ROWS ? [] : (page.all(last.po_number, last.version) as ManualRow[]);
    }
    if (current.length > 0) yield current;
  }

  /** Everything set aside, in the order in which it was read. */
  async quarantine(): Promise<StoredQuarantine[]> {
    const rows = await this.#database.query
      .selectFrom('quarantine')
      .innerJoin('import_file', 'import_file.id', 'quarantine.import_id')
      .selectAll('quarantine')
      .select(['import_file.kind', 'import_file.shown'])
      .orderBy('quarantine.import_id')
      .orderBy('quarantine.line')
      .orderBy('quarantine.id')
      .execute();
    return rows.map((row) => ({
      id: row.id, kind: row.kind, shown: row.shown, importId: row.import_id, line: row.line, rows: row.row_count, field: row.field, value: row.value, reason: row.reason,
      documentId: row.document_id, eventId: row.event_id, revision: row.revision, occurredAt: row.occurred_at,
    }));
  }

  /** Whether an event with this id was accepted. */
  hasEvent(eventId: string): boolean {
    return this.#database.sqlite.prepare('SELECT 1 FROM event WHERE event_id = ? LIMIT 1').get(eventId) !== undefined;
  }

  /** How many events and manual PO versions there are, for the progress of a replay. */
  counts(): { events: number; manual: number } {
    const count = (table: string): number => (this.#database.sqlite.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
    return { events: count('event'), manual: count('manual_po') };
  }
}

interface EventRow {
  report_id: string;
  revision: number;
  occurred_at: number;
  event_id: string;
  source: string;
  status: string;
  content: string;
  import_id: number;
  line: number;
}

interface ManualRow {
  po_number: string;
  version: number;
  po_date: string;
  currency: string;
  content: string;
  line_rows: string;
  import_id: number;
  seen_import_id: number;
}

const storedManual = (row: ManualRow): StoredManual => ({
  order: unpackManual({ poNumber: row.po_number, poDate: row.po_date, currency: row.currency }, row.content, row.line_rows),
  importId: row.import_id, seenImportId: row.seen_import_id, version: row.version,
});
