import { type Kysely, sql } from 'kysely';

/** Logs of an ERP's API: files by the hash of the original and of the copy without secrets, entries, and what could not be read. Instants are milliseconds UTC. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE erp_log_file (
       id INTEGER PRIMARY KEY,
       sha256 TEXT NOT NULL UNIQUE,
       kept_sha256 TEXT NOT NULL REFERENCES evidence_file (sha256),
       masked INTEGER NOT NULL,
       time_zone TEXT,
       shown TEXT NOT NULL,
       rows_read INTEGER NOT NULL,
       rows_accepted INTEGER NOT NULL,
       rows_known INTEGER NOT NULL,
       rows_quarantined INTEGER NOT NULL,
       first_at INTEGER,
       last_at INTEGER,
       CHECK (rows_read = rows_accepted + rows_known + rows_quarantined)
     ) STRICT`,
    `CREATE TABLE erp_log_entry (
       file_id INTEGER NOT NULL REFERENCES erp_log_file (id),
       place INTEGER NOT NULL,
       line INTEGER NOT NULL,
       identity TEXT NOT NULL UNIQUE,
       content TEXT NOT NULL,
       PRIMARY KEY (file_id, place)
     ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE erp_log_quarantine (
       file_id INTEGER NOT NULL REFERENCES erp_log_file (id),
       place INTEGER NOT NULL,
       line INTEGER NOT NULL,
       field TEXT NOT NULL,
       value TEXT NOT NULL,
       reason TEXT NOT NULL,
       PRIMARY KEY (file_id, place)
     ) STRICT, WITHOUT ROWID`,
    ...['erp_log_file', 'erp_log_entry', 'erp_log_quarantine'].map((table) => `CREATE TRIGGER ${table}_is_never_deleted BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`),
    ...['erp_log_entry', 'erp_log_quarantine'].map((table) => `CREATE TRIGGER ${table}_is_never_changed BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`),
  ]) {
    await sql.raw(statement).execute(db);
  }
}
