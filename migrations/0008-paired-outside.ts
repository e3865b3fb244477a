import { type Kysely, sql } from 'kysely';

/** Manual POs of a run that are in none of its rows, because the transactions that they are paired with lie outside the window. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE paired_outside (
       run_id TEXT NOT NULL REFERENCES run (id),
       place INTEGER NOT NULL,
       po_name TEXT NOT NULL,
       po_date TEXT NOT NULL,
       transaction_id TEXT NOT NULL,
       transaction_date TEXT NOT NULL,
       PRIMARY KEY (run_id, place)
     ) STRICT, WITHOUT ROWID`,
    `CREATE TRIGGER paired_outside_is_never_changed BEFORE UPDATE ON paired_outside BEGIN SELECT RAISE(ABORT, 'paired_outside is append-only'); END`,
    `CREATE TRIGGER paired_outside_is_never_deleted BEFORE DELETE ON paired_outside BEGIN SELECT RAISE(ABORT, 'paired_outside is append-only'); END`,
  ]) {
    await sql.raw(statement).execute(db);
  }
}
