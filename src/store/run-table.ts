import type { Database, Prepared } from './database.ts';

/** Rows that one statement inserts: some dozens cost a third less than a statement each, and more of them save nothing. */
export const ROWS_A_STATEMENT = 32;

/** A table that rows of one run are added to, many at a time. */
export class RunTable {
  readonly #database: Database;
  readonly #runId: string;
  readonly #columns: number;
  readonly #one: Prepared;
  readonly #many: Prepared;

  /** `columns` are those besides `run_id`, in the order of the values. */
  constructor(database: Database, table: string, columns: readonly string[], runId: string) {
    this.#database = database;
    this.#runId = runId;
    this.#columns = columns.length;
    const row = `(@run, ${columns.map(() => '?').join(', ')})`;
    const inserting = (rows: number): Prepared => database.sqlite.prepare(`INSERT INTO ${table} (run_id, ${columns.join(', ')}) VALUES ${Array.from({ length: rows }, () => row).join(', ')}`);
    this.#one = inserting(1);
    this.#many = inserting(ROWS_A_STATEMENT);
  }

  /** Adds rows, whose values stand one behind the other; needs an open transaction. */
  add(values: readonly unknown[]): void {
    this.#database.assertInTransaction();
    const run = { run: this.#runId };
    const most = ROWS_A_STATEMENT * this.#columns;
    let from = 0;
    for (; from + most <= values.length; from += most) this.#many.run(values.slice(from, from + most), run);
    for (; from < values.length; from += this.#columns) this.#one.run(values.slice(from, from + this.#columns), run);
  }
}
