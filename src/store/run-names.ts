import type { BusinessDate } from '../domain/calendar.ts';
import { PACKED_PLACES } from '../domain/variance.ts';
import type { Database, Prepared } from './database.ts';

const NO_ROW = 0;
const HAS_ROW = 1;
const HAS_CHOSEN_ROW = 2;
const ROW = `CASE WHEN @from IS NULL OR row_date BETWEEN @from AND @to THEN ${HAS_CHOSEN_ROW} ELSE ${HAS_ROW} END`;

/**
 * Tells which transactions and manual POs have a row in a run, whether one of the days that were chosen, and which POs it left out. Their names, which may be a
 * million, stand in tables of the connection, which nobody else sees and which end with it; no query may be open on it when one is made.
 */
export class RunNames {
  readonly #transactions: Prepared;
  readonly #orders: Prepared;
  readonly #leftOut: Prepared;
  readonly #outside: Prepared;

  /** `days`: those of which rows are chosen; null chooses all rows. */
  constructor({ sqlite }: Database, runId: string, days: { from: BusinessDate; to: BusinessDate } | null) {
    const among = (table: string, select: string): Prepared => {
      sqlite.exec(`DROP TABLE IF EXISTS temp.${table}; CREATE TEMP TABLE ${table} (name TEXT PRIMARY KEY, row INTEGER NOT NULL) STRICT, WITHOUT ROWID`);
      sqlite.prepare(`INSERT INTO temp.${table} ${select} ON CONFLICT (name) DO UPDATE SET row = max(row, excluded.row)`).run({ runId, from: days?.from ?? null, to: days?.to ?? null });
      return sqlite.prepare(`SELECT name, row FROM temp.${table} WHERE name IN (SELECT value FROM json_each(?))`).raw();
    };
    this.#transactions = among('run_transaction', `SELECT transaction_id, ${ROW} FROM variance_row WHERE run_id = @runId AND transaction_id IS NOT NULL`);
    this.#orders = among('run_order', `SELECT value, ${ROW} FROM variance_row, json_each(detail, '${PACKED_PLACES.poNumbers}') WHERE run_id = @runId`);
    this.#leftOut = among('run_left_out', `SELECT document_id, ${NO_ROW} FROM left_out WHERE run_id = @runId AND what = 'manual_po'`);
    this.#outside = among('run_outside', `SELECT po_name, ${NO_ROW} FROM paired_outside WHERE run_id = @runId`);
  }

  /** Of some transactions those that have a row, each with whether one is chosen. */
  transactionsInRows(ids: readonly string[]): ReadonlyMap<string, boolean> {
    return found(this.#transactions, ids);
  }

  /** Of some manual POs, by their names, those that are in a row, each with whether one is chosen. */
  ordersInRows(names: readonly string[]): ReadonlyMap<string, boolean> {
    return found(this.#orders, names);
  }

  /** Of some manual POs those that scope left out. */
  ordersLeftOut(names: readonly string[]): ReadonlySet<string> {
    return new Set(found(this.#leftOut, names).keys());
  }

  /** Of some manual POs those that are in no row because their transactions lie outside the window. */
  ordersOutside(names: readonly string[]): ReadonlySet<string> {
    return new Set(found(this.#outside, names).keys());
  }
}

const found = (among: Prepared, names: readonly string[]): Map<string, boolean> => new Map((among.all(JSON.stringify(names)) as [string, number][]).map(([name, row]) => [name, row === HAS_CHOSEN_ROW]));
