import { type Kysely, sql } from 'kysely';

/**
 * All imports that hold a version of a manual PO: a set of its own where they are several, none where it is the import that brought it. Of a record
 * of before only the first and the newest of them are known.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE ledger_holders (
       id INTEGER PRIMARY KEY,
       import_ids TEXT NOT NULL UNIQUE
     ) STRICT`,
    `ALTER TABLE manual_po ADD COLUMN holders_id INTEGER REFERENCES ledger_holders (id)`,
    `INSERT INTO ledger_holders (import_ids)
       SELECT DISTINCT min(import_id, seen_import_id) || ',' || max(import_id, seen_import_id) FROM manual_po WHERE import_id <> seen_import_id ORDER BY 1`,
    `UPDATE manual_po SET holders_id = (SELECT id FROM ledger_holders WHERE import_ids = min(import_id, seen_import_id) || ',' || max(import_id, seen_import_id))
       WHERE import_id <> seen_import_id`,
  ]) {
    await sql.raw(statement).execute(db);
  }
}
