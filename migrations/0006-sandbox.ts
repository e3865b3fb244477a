import { type Kysely, sql } from 'kysely';

/** What was exported for a sandbox, and what was answered: calls of a run, answers as they were read, rows that could not be. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE sandbox_call (
       run_id TEXT NOT NULL REFERENCES run (id),
       place INTEGER NOT NULL,
       sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
       name TEXT NOT NULL,
       report_id TEXT NOT NULL,
       po_number TEXT NOT NULL,
       action TEXT NOT NULL CHECK (action IN ('create', 'update', 'cancel')),
       call TEXT NOT NULL,
       PRIMARY KEY (run_id, place)
     ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE sandbox_answer (
       entry INTEGER NOT NULL REFERENCES audit_entry (sequence),
       line INTEGER NOT NULL,
       sha256 TEXT NOT NULL,
       name TEXT NOT NULL,
       sent TEXT,
       status INTEGER NOT NULL,
       outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'refused', 'not_judged')),
       says TEXT NOT NULL,
       at INTEGER NOT NULL,
       sandbox TEXT NOT NULL,
       PRIMARY KEY (entry, line)
     ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE sandbox_unread (
       entry INTEGER NOT NULL REFERENCES audit_entry (sequence),
       place INTEGER NOT NULL,
       line INTEGER NOT NULL,
       field TEXT NOT NULL,
       value TEXT NOT NULL,
       reason TEXT NOT NULL,
       PRIMARY KEY (entry, place)
     ) STRICT, WITHOUT ROWID`,
    ...['sandbox_call', 'sandbox_answer', 'sandbox_unread'].flatMap((table) => [
      `CREATE TRIGGER ${table}_is_never_changed BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
      `CREATE TRIGGER ${table}_is_never_deleted BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
    ]),
  ]) {
    await sql.raw(statement).execute(db);
  }
}
