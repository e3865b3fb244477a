import { AGREEING, PACKED_PLACES, TRIED, type VarianceStatus, WORST_FIRST } from '../domain/variance.ts';
import type { Database } from './database.ts';

/** A transaction that agrees now for the first time, one of its rows, and an earlier run in which that row or one of its POs stood without being tried. */
export interface EarlierStanding {
  transactionId: string;
  /** The POs that the row is paired with now. */
  poNumbers: string[];
  runId: string;
}

/** What is known of a PO: the import that first held it, and the one that brought its newest content. */
export interface PoImports {
  first: number;
  last: number;
}

/** The status of a transaction at its first trial, and the run that was. */
export interface FirstTransactionStatus {
  status: VarianceStatus;
  runId: string;
}

const quoted = (statuses: readonly string[]): string => statuses.map((status) => `'${status}'`).join(', ');
/** What most rows have is asked first. */
const RANK = `CASE status ${WORST_FIRST.map((status, rank) => `WHEN '${status}' THEN ${rank}`).reverse().join(' ')} END`;
const AWAITING = WORST_FIRST.indexOf('awaiting_manual');
/** How a row stands that is rejected for nothing but what is not read of it. */
const UNREAD_ALONE = `status = 'rejected' AND json_extract(detail, '${PACKED_PLACES.causes}') = '["SNAPSHOT_UNREADABLE"]'`;
/** How a transaction stands that was not tried, word for word as the index variance_row_untried has it: SQLite takes it for no other words. */
const UNTRIED = "status IN ('missing_manual', 'awaiting_manual', 'premature_manual', 'not_triggered', 'cancelled')";
const IS_NEW = 'NOT EXISTS (SELECT 1 FROM first_transaction_status AS known WHERE known.transaction_id = now.transaction_id)';

/** Reads and writes the first statuses of transactions; writing needs an open transaction of the database, and nothing written is ever changed. */
export class FirstTransactionStatuses {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Transactions that agree in a run, were never tried before, and stood in an earlier run all the same: as themselves (rejected where they awaited their
   * object, since any other rejection is a trial), or as a PO that nothing explained. One entry for each row and earlier run.
   */
  *stoodBefore(runId: string): Generator<EarlierStanding> {
    const { sqlite } = this.#database;
    const agreeing = `now.run_id = @run AND now.transaction_id IS NOT NULL AND now.status IN (${quoted(AGREEING)}) AND ${IS_NEW}`;
    const rows = sqlite.prepare(
      `SELECT now.transaction_id, json_extract(now.detail, '${PACKED_PLACES.poNumbers}'), earlier.run_id
         FROM variance_row AS now JOIN variance_row AS earlier INDEXED BY variance_row_untried ON earlier.transaction_id = now.transaction_id AND earlier.${UNTRIED} AND earlier.status <> 'cancelled'
        WHERE earlier.run_id <> @run AND ${agreeing}
       UNION
       SELECT now.transaction_id, json_extract(now.detail, '${PACKED_PLACES.poNumbers}'), earlier.run_id
         FROM variance_row AS now JOIN variance_row AS earlier INDEXED BY variance_row_rejected ON earlier.transaction_id = now.transaction_id AND earlier.status = 'rejected'
        WHERE earlier.run_id <> @run AND ${agreeing}
       UNION
       SELECT now.transaction_id, json_extract(now.detail, '${PACKED_PLACES.poNumbers}'), earlier.run_id
         FROM variance_row AS now, json_each(now.detail, '${PACKED_PLACES.poNumbers}') AS po
         JOIN variance_row AS earlier INDEXED BY variance_row_unexplained ON json_extract(earlier.detail, '${PACKED_PLACES.poNumbers}[0]') = po.value AND earlier.transaction_id IS NULL
        WHERE earlier.run_id <> @run AND ${agreeing}`,
    ).raw().iterate({ run: runId }) as IterableIterator<[string, string, string]>;
    for (const [transactionId, poNumbers, earlier] of rows) yield { transactionId, poNumbers: JSON.parse(poNumbers) as string[], runId: earlier };
  }

  /** When the record came to know a PO; undefined for one that it does not. Of one that is named with its legal entity, when it came to know the number. */
  poImports(name: string): PoImports | undefined {
    for (const number of [name, ...[...name.matchAll(/\//g)].map(({ index }) => name.slice(index + 1))]) {
      const imports = this.#importsOf(number);
      if (imports !== undefined) return imports;
    }
    return undefined;
  }

  #importsOf(poNumber: string): PoImports | undefined {
    const [first, last] = this.#database.sqlite.prepare('SELECT min(import_id), max(import_id) FROM manual_po WHERE po_number = ?').raw().get(poNumber) as [number | null, number | null];
    return first === null || last === null ? undefined : { first, last };
  }

  /** The states of a report that the record knew up to an import, each with its source. */
  statesKnown(reportId: string, upTo: number): { source: string; status: string }[] {
    return this.#database.sqlite.prepare('SELECT DISTINCT source, status FROM event WHERE report_id = ? AND import_id <= ?').all(reportId, upTo) as { source: string; status: string }[];
  }

  /** Whether a transaction was withdrawn, as a run had it. */
  wasWithdrawn(transactionId: string, runId: string): boolean {
    return this.#database.sqlite.prepare(`SELECT 1 FROM variance_row INDEXED BY variance_row_untried WHERE transaction_id = ? AND ${UNTRIED} AND status = 'cancelled' AND run_id = ?`).get(transactionId, runId) !== undefined;
  }

  /**
   * Stores the first status of every transaction that a run tried for the first time: the worst that any of its rows has. One of which
   * a row still waits for the clerk, or which only people brought together (`pairedByHand`), has not been tried while everything else
   * of it agrees; nor has one that awaits its object (`awaiting`), where nothing else speaks against it. `notAtOnce` agree now, and did not when everything was there: nobody could pair them, which is what is stored.
   */
  store(runId: string, { pairedByHand, notAtOnce, awaiting }: { pairedByHand: readonly string[]; notAtOnce: readonly string[]; awaiting: readonly string[] }): void {
    this.#database.assertInTransaction();
    // Rows are grouped by what is short of them: SQLite would sort whole rows, details included, in memory. Of a group that min() alone was asked of, a column
    // by itself is that of the row with the least: the worst status. No two groups have one transaction, so that what is ignored was stored by an earlier run.
    this.#database.sqlite.prepare(
      `INSERT OR IGNORE INTO first_transaction_status (transaction_id, status, run_id)
       SELECT transaction_id, CASE WHEN min(${RANK}) > ${AWAITING} AND transaction_id IN (SELECT value FROM json_each(@notAtOnce)) THEN 'missing_manual' ELSE status END, @run
         FROM variance_row WHERE run_id = @run AND transaction_id IS NOT NULL
        GROUP BY transaction_id
       HAVING sum(status IN (${quoted(TRIED)})) > 0 AND min(${RANK}) <> ${AWAITING}
          AND NOT (min(${RANK}) > ${AWAITING} AND transaction_id IN (SELECT value FROM json_each(@byHand)))
          AND transaction_id NOT IN (SELECT value FROM json_each(@awaiting))
        ORDER BY transaction_id`,
    ).run({
      run: runId, notAtOnce: JSON.stringify(notAtOnce),
      byHand: JSON.stringify(this.#withRow(runId, pairedByHand, `json_extract(detail, '${PACKED_PLACES.pass}') IS 'by_hand'`)), awaiting: JSON.stringify(this.#withRow(runId, awaiting, UNREAD_ALONE)),
    });
  }

  /** Those of some transactions of which a run has such a row. */
  #withRow(runId: string, transactionIds: readonly string[], condition: string): string[] {
    if (transactionIds.length === 0) return [];
    return this.#database.sqlite.prepare(`SELECT DISTINCT transaction_id FROM variance_row WHERE run_id = ? AND transaction_id IN (SELECT value FROM json_each(?)) AND ${condition}`)
      .pluck().all(runId, JSON.stringify(transactionIds)) as string[];
  }

  /**
   * The columns that were not compared when transactions were first tried, by transaction: of those alone that were tried first in another run than this one, and of which any column was
   * not. Read of runs that say that they left some out.
   */
  notComparedAtFirst(runId: string): Map<string, ReadonlySet<string>> {
    const { sqlite } = this.#database;
    const runs = sqlite.prepare("SELECT id FROM run WHERE id <> ? AND json_extract(summary, '$.notCompared') IS NOT NULL AND id IN (SELECT run_id FROM first_transaction_status)").pluck().all(runId) as string[];
    const columns = new Map<string, Set<string>>();
    const rows = sqlite.prepare(
      `SELECT now.transaction_id, json_extract(now.detail, '${PACKED_PLACES.notCompared}') AS columns
         FROM variance_row AS now JOIN first_transaction_status AS first ON first.transaction_id = now.transaction_id AND first.run_id = now.run_id
        WHERE now.run_id = ? AND columns IS NOT NULL AND columns <> '[]'`,
    ).raw();
    for (const run of runs) {
      for (const [transactionId, listed] of rows.iterate(run) as IterableIterator<[string, string]>) {
        const known = columns.get(transactionId) ?? new Set();
        for (const column of JSON.parse(listed) as string[]) known.add(column);
        columns.set(transactionId, known);
      }
    }
    return columns;
  }

  /** Looks up the first status of a transaction; undefined before its first trial. */
  lookup(): (transactionId: string) => FirstTransactionStatus | undefined {
    const find = this.#database.sqlite.prepare('SELECT status, run_id AS runId FROM first_transaction_status WHERE transaction_id = ?');
    return (transactionId) => find.get(transactionId) as FirstTransactionStatus | undefined;
  }
}
