import { type Kysely, sql } from 'kysely';

/** What a run exercised of mapping and routing, and which approval path its reports took (a row for each page of reports and path). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE run_coverage (
       run_id TEXT PRIMARY KEY REFERENCES run (id),
       coverage TEXT NOT NULL
     ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE run_path (
       run_id TEXT NOT NULL REFERENCES run (id),
       place INTEGER NOT NULL,
       path TEXT NOT NULL,
       report_ids TEXT NOT NULL,
       PRIMARY KEY (run_id, place)
     ) STRICT, WITHOUT ROWID`,
    ...['run_coverage', 'run_path'].flatMap((table) => [
      `CREATE TRIGGER ${table}_is_never_changed BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
      `CREATE TRIGGER ${table}_is_never_deleted BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
    ]),
  ]) {
    await sql.raw(statement).execute(db);
  }
}
