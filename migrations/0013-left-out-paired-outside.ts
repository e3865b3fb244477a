import { type Kysely, sql } from 'kysely';

/** Lets `left_out` hold manual POs that are in no row because their reports lie outside the window, and would be open in one: SQLite widens a check only by a new table. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE left_out_wider (
       run_id TEXT NOT NULL REFERENCES run (id),
       place INTEGER NOT NULL,
       what TEXT NOT NULL CHECK (what IN ('expense_lines', 'manual_po', 'paired_outside')),
       document_id TEXT NOT NULL,
       currency TEXT NOT NULL,
       amount_minor INTEGER NOT NULL,
       why TEXT NOT NULL,
       PRIMARY KEY (run_id, place)
     ) STRICT, WITHOUT ROWID`,
    'INSERT INTO left_out_wider SELECT run_id, place, what, document_id, currency, amount_minor, why FROM left_out',
    'DROP TABLE left_out',
    'ALTER TABLE left_out_wider RENAME TO left_out',
    "CREATE TRIGGER left_out_is_never_changed BEFORE UPDATE ON left_out BEGIN SELECT RAISE(ABORT, 'left_out is append-only'); END",
    "CREATE TRIGGER left_out_is_never_deleted BEFORE DELETE ON left_out BEGIN SELECT RAISE(ABORT, 'left_out is append-only'); END",
  ]) {
    await sql.raw(statement).execute(db);
  }
}
