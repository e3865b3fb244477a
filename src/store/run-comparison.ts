import { type VarianceRow, unpackRow } from '../domain/variance.ts';
import type { Database, Prepared } from './database.ts';

/** Rows of one transaction, or of one manual PO that nothing explains, in two runs. */
export interface ComparedRows {
  transactionId: string | null;
  before: VarianceRow[];
  after: VarianceRow[];
}

/**
 * Holds the rows of two runs of a scratch database against each other, and keeps what is found there: a run may differ in every row,
 * and nobody holds that many. The database gets indexes and tables of its own for it.
 */
export class RunComparison {
  readonly #database: Database;
  readonly #ids: { before: string; after: string };
  readonly #bodies: Prepared;
  readonly #keep: Prepared;

  constructor(database: Database, ids: { before: string; after: string }) {
    this.#database = database;
    this.#ids = ids;
    database.sqlite.exec(`
      CREATE INDEX compared_row ON variance_row (run_id, row_id);
      CREATE INDEX compared_transaction ON variance_row (run_id, transaction_id);
      CREATE TABLE found (place INTEGER PRIMARY KEY, effect TEXT NOT NULL, content TEXT NOT NULL) STRICT`);
    this.#bodies = database.sqlite.prepare('SELECT request_body FROM would_be_po WHERE run_id = ? AND report_id = ? ORDER BY po_number').pluck();
    this.#keep = database.sqlite.prepare('INSERT OR REPLACE INTO found (place, effect, content) VALUES (?, ?, ?)');
  }

  /** Everything whose rows are not the same, byte for byte, in the order of the table. */
  *differing(): Generator<ComparedRows> {
    const apart = (own: string, other: string): string => `
      SELECT transaction_id, row_id, row_date FROM variance_row AS own WHERE run_id = ${own}
      AND NOT EXISTS (SELECT 1 FROM variance_row AS other INDEXED BY compared_row WHERE other.run_id = ${other} AND other.row_id = own.row_id AND other.detail = own.detail)`;
    // Without statistics SQLite would rather read a whole run for each row than use an index, so each is named. In pages, since a statement that is being read keeps others from writing.
    this.#database.sqlite.exec('CREATE TABLE differing (place INTEGER PRIMARY KEY, transaction_id TEXT, row_id TEXT NOT NULL) STRICT');
    this.#database.sqlite.prepare(`
      INSERT INTO differing (transaction_id, row_id) SELECT transaction_id, min(row_id) FROM (${apart('@before', '@after')} UNION ALL ${apart('@after', '@before')})
      GROUP BY transaction_id, CASE WHEN transaction_id IS NULL THEN row_id END ORDER BY min(row_date), transaction_id IS NULL, transaction_id, min(row_id)`).run(this.#ids);
    const page = this.#database.sqlite.prepare('SELECT place, transaction_id, row_id FROM differing WHERE place > ? ORDER BY place LIMIT 500').raw();
    const ofTransaction = this.#database.sqlite.prepare('SELECT detail FROM variance_row INDEXED BY compared_transaction WHERE run_id = ? AND transaction_id = ? ORDER BY place').pluck();
    const ofRow = this.#database.sqlite.prepare('SELECT detail FROM variance_row INDEXED BY compared_row WHERE run_id = ? AND row_id = ?').pluck();
    for (let after = 0, rows = page.all(after); rows.length > 0; rows = page.all(after)) {
      for (const [place, transactionId, rowId] of rows as [number, string | null, string][]) {
        after = place;
        const read = (run: string): VarianceRow[] => ((transactionId === null ? ofRow.all(run, rowId) : ofTransaction.all(run, transactionId)) as string[]).map((detail) => unpackRow(detail, null));
        yield { transactionId, before: read(this.#ids.before), after: read(this.#ids.after) };
      }
    }
  }

  /** Whether the ERP would be sent the same for a transaction in both runs. */
  hasSameOrders(transactionId: string): boolean {
    const [before, after] = [this.#bodies.all(this.#ids.before, transactionId), this.#bodies.all(this.#ids.after, transactionId)];
    return before.length === after.length && before.every((body, place) => body === after[place]);
  }

  /** Keeps something that was found, under its place. */
  keep(place: number, effect: string, content: string): void {
    this.#keep.run(place, effect, content);
  }

  /** What was kept at a place. */
  kept(place: number): string {
    return this.#database.sqlite.prepare('SELECT content FROM found WHERE place = ?').pluck().get(place) as string;
  }

  /** Everything that was kept, or that of one effect, in its order. */
  *all(effect?: string): Generator<string> {
    const where = effect === undefined ? '' : 'WHERE effect = ?';
    for (const content of this.#database.sqlite.prepare(`SELECT content FROM found ${where} ORDER BY place`).pluck().iterate(...(effect === undefined ? [] : [effect]))) yield content as string;
  }
}
