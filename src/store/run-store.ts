import type { RunCoverage } from '../domain/coverage.ts';
import type { LeftOutKind } from '../domain/left-out-kind.ts';
import type { PairedOutside } from '../domain/paired-outside.ts';
import type { RunSummary } from '../domain/run.ts';
import { fold } from '../domain/text.ts';
import { type VarianceRow, type VarianceStatus, unpackRow } from '../domain/variance.ts';
import type { Database, Prepared } from './database.ts';
import { RunTable } from './run-table.ts';

export interface StoredRun {
  id: string;
  number: number;
  asOf: number | null;
  digest: string;
  fingerprint: string;
  summary: RunSummary;
}

/** A would-be PO as a run keeps it. */
export interface RowOrder {
  transactionId: string;
  number: string;
  currency: string;
  idempotencyKey: string;
  requestBody: string;
}

/** The subquery that chooses reports is worked out once a page. */
const ORDERS_A_PAGE = 20_000;

export interface LeftOut {
  what: LeftOutKind;
  documentId: string;
  currency: string;
  amountMinor: number;
  why: string;
}

/** Would-be POs that are stored, each with its report and the body that the ERP would have been sent. */
export interface OrderColumns {
  reportId: readonly string[];
  number: readonly string[];
  vendorId: readonly string[];
  currency: readonly string[];
  amountMinor: ArrayLike<number>;
  poDate: readonly string[];
  period: readonly string[];
  idempotencyKey: readonly string[];
  requestBody: readonly string[];
}

/** A row that is stored. */
export interface NewRow extends Pick<VarianceRow, 'id' | 'transactionId' | 'date' | 'status' | 'currency'> {
  /** As packRow gives it. */
  detail: string;
}

/**
 * First statuses are stored while the thread that compares makes further rows. They stand in the order of ids, which is none of rows: all of the table is gone through
 * each time, so that it is done for many thousand rows at once.
 */
const FIRST_STATUSES_AT_ONCE = 20_000;

/** Writes one run; every call needs an open transaction, and nothing written is ever changed. */
export class RunWriter {
  readonly #database: Database;
  readonly #runId: string;
  readonly #orderTable: RunTable;
  readonly #rowTable: RunTable;
  readonly #addLeftOut: Prepared;
  readonly #addPairedOutside: Prepared;
  readonly #addPath: Prepared;
  readonly #isFirstRun: boolean;
  /** Places of the rows without a status that could be their first, from `#withFirst` on: few of some thousand. */
  #undecided: number[] = [];
  #rows = 0;
  /** How many rows have their first statuses. */
  #withFirst = 0;
  #leftOut = 0;
  #pairedOutside = 0;
  #paths = 0;

  constructor(database: Database, runId: string) {
    this.#database = database;
    this.#runId = runId;
    const { sqlite } = database;
    this.#orderTable = new RunTable(database, 'would_be_po', ['report_id', 'po_number', 'vendor_id', 'currency', 'amount_minor', 'po_date', 'period', 'idempotency_key', 'request_body'], runId);
    this.#rowTable = new RunTable(database, 'variance_row', ['place', 'row_id', 'transaction_id', 'row_date', 'status', 'currency', 'detail'], runId);
    this.#addLeftOut = sqlite.prepare('INSERT INTO left_out (run_id, place, what, document_id, currency, amount_minor, why) VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#addPairedOutside = sqlite.prepare('INSERT INTO paired_outside (run_id, place, po_name, po_date, transaction_id, transaction_date) VALUES (?, ?, ?, ?, ?, ?)');
    this.#addPath = sqlite.prepare('INSERT INTO run_path (run_id, place, path, report_ids) VALUES (?, ?, ?, ?)');
    this.#isFirstRun = sqlite.prepare('SELECT 1 FROM first_status LIMIT 1').get() === undefined;
  }

  /** Starts the run; its digest, counts and summary come last, so it is written by finish. Foreign keys wait for it. */
  begin(): void {
    this.#database.assertInTransaction();
    this.#database.sqlite.pragma('defer_foreign_keys = ON');
  }

  addOrders({ reportId, number, vendorId, currency, amountMinor, poDate, period, idempotencyKey, requestBody }: OrderColumns): void {
    const values: unknown[] = [];
    for (let at = 0; at < reportId.length; at++) values.push(reportId[at], number[at], vendorId[at], currency[at], amountMinor[at], poDate[at], period[at], idempotencyKey[at], requestBody[at]);
    this.#orderTable.add(values);
  }

  /** Stores rows in their order. Only where a row was tried does its status count as its first. */
  addRows<Row extends NewRow>(rows: readonly Row[], isTried: (row: Row) => boolean): void {
    const values: unknown[] = [];
    for (const row of rows) {
      if (!isTried(row)) this.#undecided.push(this.#rows);
      values.push(this.#rows++, row.id, row.transactionId, row.date, row.status, row.currency, row.detail);
    }
    this.#rowTable.add(values);
    if (this.#rows - this.#withFirst >= FIRST_STATUSES_AT_ONCE) this.#addFirstStatuses();
  }

  addLeftOut(leftOut: LeftOut): void {
    this.#database.assertInTransaction();
    this.#addLeftOut.run(this.#runId, this.#leftOut++, leftOut.what, leftOut.documentId, leftOut.currency, leftOut.amountMinor, leftOut.why);
  }

  addPairedOutside({ poName, poDate, transactionId, transactionDate }: PairedOutside): void {
    this.#database.assertInTransaction();
    this.#addPairedOutside.run(this.#runId, this.#pairedOutside++, poName, poDate, transactionId, transactionDate);
  }

  /** Stores which reports of a page took an approval path. */
  addPath(path: string, reportIds: readonly string[]): void {
    this.#database.assertInTransaction();
    this.#addPath.run(this.#runId, this.#paths++, path, JSON.stringify(reportIds));
  }

  /** Stores what the run exercised. */
  addCoverage(coverage: RunCoverage): void {
    this.#database.assertInTransaction();
    this.#database.sqlite.prepare('INSERT INTO run_coverage (run_id, coverage) VALUES (?, ?)').run(this.#runId, JSON.stringify(coverage));
  }

  async finish(run: { number: number; asOf: number | null; digest: string; fingerprint: string; programVersion: string; settings: string; inputs: string; summary: RunSummary }): Promise<void> {
    this.#database.assertInTransaction();
    this.#addFirstStatuses();
    await this.#database.query
      .insertInto('run')
      .values({ id: this.#runId, number: run.number, as_of: run.asOf, digest: run.digest, fingerprint: run.fingerprint, program_version: run.programVersion, settings: run.settings, inputs: run.inputs, summary: JSON.stringify(run.summary) })
      .execute();
  }

  /** Stores the first status of every row that has one now and never had one, of those that were added since the last time. */
  #addFirstStatuses(): void {
    this.#database.sqlite
      .prepare(
        `INSERT INTO first_status (row_id, status, run_id) SELECT row_id, status, @run FROM variance_row
         WHERE run_id = @run AND place >= @from AND place NOT IN (SELECT value FROM json_each(@undecided))
           ${this.#isFirstRun ? '' : 'AND NOT EXISTS (SELECT 1 FROM first_status WHERE first_status.row_id = variance_row.row_id)'} ORDER BY row_id`,
      )
      .run({ run: this.#runId, from: this.#withFirst, undecided: JSON.stringify(this.#undecided) });
    this.#undecided = [];
    this.#withFirst = this.#rows;
  }
}

/** Reads runs. */
export class RunReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The newest run, or undefined before the first. */
  async latest(): Promise<StoredRun | undefined> {
    const row = await this.#database.query.selectFrom('run').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst();
    if (row === undefined) return undefined;
    // A run of before people could pair by hand says nothing of it; of root causes, one of before they had ids says what nobody can use.
    const stored = { handProblems: [], ...(JSON.parse(row.summary) as Omit<RunSummary, 'handProblems'>) };
    const summary = { ...stored, rootCauses: stored.rootCauses.filter(({ id }) => id !== undefined) };
    return { id: row.id, number: row.number, asOf: row.as_of, digest: row.digest, fingerprint: row.fingerprint, summary };
  }

  /** The rows of a run in their order; narrowed by SQL where `statuses`, `transactionId` or `places` say so. */
  *rows(runId: string, filter: { statuses?: readonly VarianceStatus[] | undefined; transactionId?: string | undefined; places?: readonly number[] | undefined } = {}): Generator<VarianceRow> {
    const conditions = ['variance_row.run_id = ?'];
    const parameters: unknown[] = [runId];
    if (filter.statuses !== undefined) {
      conditions.push(`variance_row.status IN (${filter.statuses.map(() => '?').join(', ')})`);
      parameters.push(...filter.statuses);
    }
    if (filter.transactionId !== undefined) {
      conditions.push('variance_row.transaction_id = ?');
      parameters.push(filter.transactionId);
    }
    if (filter.places !== undefined) {
      conditions.push('variance_row.place IN (SELECT value FROM json_each(?))');
      parameters.push(JSON.stringify(filter.places));
    }
    const statement = this.#database.sqlite.prepare(
      `SELECT detail, first_status.status AS first_status FROM variance_row LEFT JOIN first_status USING (row_id) WHERE ${conditions.join(' AND ')} ORDER BY place`,
    );
    for (const row of statement.iterate(...parameters) as IterableIterator<{ detail: string; first_status: VarianceStatus | null }>) {
      yield unpackRow(row.detail, row.first_status);
    }
  }

  /** The settings that a run was made with, as JSON. */
  settingsOf(runId: string): string {
    return this.#database.sqlite.prepare('SELECT settings FROM run WHERE id = ?').pluck().get(runId) as string;
  }

  /** A transaction of a run as its rows spell it, whatever the case it is asked for in; undefined where no row has it. */
  transactionNamed(runId: string, asked: string): string | undefined {
    const exact = this.#database.sqlite.prepare('SELECT transaction_id FROM variance_row WHERE run_id = ? AND transaction_id = ? LIMIT 1').pluck().get(runId, asked) as string | undefined;
    if (exact !== undefined) return exact;
    const wanted = fold(asked);
    const all = this.#database.sqlite.prepare('SELECT transaction_id FROM variance_row WHERE run_id = ? AND transaction_id IS NOT NULL ORDER BY place').pluck().iterate(runId) as IterableIterator<string>;
    for (const id of all) if (fold(id) === wanted) return id;
    return undefined;
  }

  /** What a run exercised; undefined for a run of before that was kept. */
  coverage(runId: string): RunCoverage | undefined {
    const text = this.#database.sqlite.prepare('SELECT coverage FROM run_coverage WHERE run_id = ?').pluck().get(runId) as string | undefined;
    // Written by addCoverage alone: the shape is known.
    return text === undefined ? undefined : (JSON.parse(text) as RunCoverage);
  }

  /** The approval path of every report that counts for coverage, by report id. */
  approvalPaths(runId: string): Map<string, string> {
    const paths = new Map<string, string>();
    const rows = this.#database.sqlite.prepare('SELECT path, report_ids FROM run_path WHERE run_id = ? ORDER BY place').iterate(runId) as IterableIterator<{ path: string; report_ids: string }>;
    for (const { path, report_ids: reportIds } of rows) for (const id of JSON.parse(reportIds) as string[]) paths.set(id, path);
    return paths;
  }

  /** Manual POs in no row of a run whose transactions lie outside its window: those of some names, or of one transaction. */
  pairedOutside(runId: string, { poNames, transactionId }: { poNames: readonly string[]; transactionId: string | null }): PairedOutside[] {
    return this.#database.sqlite.prepare(`SELECT po_name AS poName, po_date AS poDate, transaction_id AS transactionId, transaction_date AS transactionDate FROM paired_outside
      WHERE run_id = ? AND (transaction_id = ? OR po_name IN (SELECT value FROM json_each(?))) ORDER BY place`).all(runId, transactionId, JSON.stringify(poNames)) as PairedOutside[];
  }

  /** What was left out of the rows of a run. */
  leftOut(runId: string): LeftOut[] {
    return (this.#database.sqlite.prepare('SELECT what, document_id, currency, amount_minor, why FROM left_out WHERE run_id = ? ORDER BY place').all(runId) as { what: LeftOut['what']; document_id: string; currency: string; amount_minor: number; why: string }[]).map(
      (row) => ({ what: row.what, documentId: row.document_id, currency: row.currency, amountMinor: row.amount_minor, why: row.why }),
    );
  }

  /** The would-be POs of a run with what an ERP may know them by. */
  *orderKeys(runId: string): Generator<{ reportId: string; number: string; idempotencyKey: string; requestBody: string }> {
    const rows = this.#database.sqlite.prepare('SELECT report_id, po_number, idempotency_key, request_body FROM would_be_po WHERE run_id = ? ORDER BY report_id, po_number').iterate(runId) as IterableIterator<{ report_id: string; po_number: string; idempotency_key: string; request_body: string }>;
    for (const row of rows) yield { reportId: row.report_id, number: row.po_number, idempotencyKey: row.idempotency_key, requestBody: row.request_body };
  }

  /** The would-be POs of one report in a run. */
  async ordersOf(runId: string, reportId: string): Promise<{ number: string; requestBody: string; idempotencyKey: string }[]> {
    const rows = await this.#database.query.selectFrom('would_be_po').where('run_id', '=', runId).where('report_id', '=', reportId).select(['po_number', 'request_body', 'idempotency_key']).orderBy('po_number').execute();
    return rows.map((row) => ({ number: row.po_number, requestBody: row.request_body, idempotencyKey: row.idempotency_key }));
  }

  /** A would-be PO of a run whose report has a row in it. */
  orderOfRow(runId: string, transactionId: string, number: string): RowOrder | undefined {
    return this.#database.sqlite.prepare(`SELECT report_id AS transactionId, po_number AS number, currency, idempotency_key AS idempotencyKey, request_body AS requestBody FROM would_be_po
      WHERE run_id = ? AND report_id = ? AND po_number = ? AND EXISTS (SELECT 1 FROM variance_row WHERE run_id = would_be_po.run_id AND transaction_id = report_id)`).get(runId, transactionId, number) as RowOrder | undefined;
  }

  /** The would-be POs of a run whose report has a row in it, by report id and number. */
  *ordersOfRows(runId: string): Generator<RowOrder> {
    const page = this.#database.sqlite.prepare(`SELECT report_id, po_number, currency, idempotency_key, request_body FROM would_be_po
      WHERE run_id = ? AND (report_id, po_number) > (?, ?) AND report_id IN (SELECT transaction_id FROM variance_row WHERE run_id = ? AND transaction_id IS NOT NULL) ORDER BY report_id, po_number LIMIT ${ORDERS_A_PAGE}`).raw();
    let after: [string, string] = ['', ''];
    for (;;) {
      const rows = page.all(runId, ...after, runId) as [string, string, string, string, string][];
      for (const [transactionId, number, currency, idempotencyKey, requestBody] of rows) yield { transactionId, number, currency, idempotencyKey, requestBody };
      const last = rows.at(-1);
      if (last === undefined || rows.length < ORDERS_A_PAGE) return;
      after = [last[0], last[1]];
    }
  }
}
