import { type Kysely, sql } from 'kysely';

/**
 * The status that a transaction had at its first trial, and what finds in earlier runs how a transaction or a PO stood before that: rows
 * of transactions that were not tried, and rows of POs that nothing explained, by their number.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE first_transaction_status (
       transaction_id TEXT PRIMARY KEY,
       status TEXT NOT NULL,
       run_id TEXT NOT NULL REFERENCES run (id)
     ) STRICT, WITHOUT ROWID`,
    `CREATE TRIGGER first_transaction_status_is_never_changed BEFORE UPDATE ON first_transaction_status BEGIN SELECT RAISE(ABORT, 'first_transaction_status is append-only'); END`,
    `CREATE TRIGGER first_transaction_status_is_never_deleted BEFORE DELETE ON first_transaction_status BEGIN SELECT RAISE(ABORT, 'first_transaction_status is append-only'); END`,
    `CREATE INDEX variance_row_untried ON variance_row (transaction_id, status)
       WHERE status IN ('missing_manual', 'awaiting_manual', 'premature_manual', 'not_triggered', 'cancelled')`,
    `CREATE INDEX variance_row_unexplained ON variance_row (json_extract(detail, '$[11][0]')) WHERE transaction_id IS NULL`,
  ]) {
    await sql.raw(statement).execute(db);
  }
}
