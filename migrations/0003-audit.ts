import { type Kysely, sql } from 'kysely';

/** The audit trail: what was done, by whom, each entry chained to the one before. Evidence becomes append-only with it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE audit_entry (
       sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
       at INTEGER,
       clock TEXT NOT NULL CHECK (clock IN ('machine', 'given', 'record')),
       person TEXT,
       os_user TEXT,
       os_host TEXT,
       kind TEXT NOT NULL,
       act TEXT NOT NULL,
       previous TEXT NOT NULL CHECK (length(previous) = 64),
       hash TEXT NOT NULL CHECK (length(hash) = 64)
     ) STRICT`,
    `CREATE TRIGGER audit_entry_is_chained BEFORE INSERT ON audit_entry
       WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_entry)
         OR NEW.previous <> coalesce((SELECT hash FROM audit_entry ORDER BY sequence DESC LIMIT 1), '${'0'.repeat(64)}')
       BEGIN SELECT RAISE(ABORT, 'audit_entry: not the next of the chain'); END`,
    ...['audit_entry', 'evidence_file'].flatMap((table) => [
      `CREATE TRIGGER ${table}_is_never_changed BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
      `CREATE TRIGGER ${table}_is_never_deleted BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
    ]),
  ]) {
    await sql.raw(statement).execute(db);
  }
}
