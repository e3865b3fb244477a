import { type Kysely, sql } from 'kysely';

/**
 * An overlap says in which legal entities both exports have a PO of one number, as they are written and folded. One of before was noted only where these
 * were the same text, or one was blank.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE ledger_overlap_of_entities (
       one_id INTEGER NOT NULL REFERENCES import_file (id),
       other_id INTEGER NOT NULL REFERENCES import_file (id),
       one_entity TEXT NOT NULL,
       other_entity TEXT NOT NULL,
       PRIMARY KEY (one_id, other_id, one_entity, other_entity)
     ) STRICT, WITHOUT ROWID`,
    `INSERT INTO ledger_overlap_of_entities SELECT one_id, other_id, '', '' FROM ledger_overlap`,
    `DROP TABLE ledger_overlap`,
    `ALTER TABLE ledger_overlap_of_entities RENAME TO ledger_overlap`,
  ]) {
    await sql.raw(statement).execute(db);
  }
}
