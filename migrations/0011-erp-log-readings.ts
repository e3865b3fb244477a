import { type Kysely, sql } from 'kysely';

/** A log may be read again in another way: its readings are counted, and the same entry may stand in several of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const tables = ['erp_log_file', 'erp_log_entry', 'erp_log_quarantine'];
  for (const statement of [
    ...tables.map((table) => `ALTER TABLE ${table} RENAME TO ${table}_before`),
    `CREATE TABLE erp_log_file (
       id INTEGER PRIMARY KEY,
       sha256 TEXT NOT NULL,
       reading INTEGER NOT NULL,
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
       UNIQUE (sha256, reading),
       CHECK (rows_read = rows_accepted + rows_known + rows_quarantined)
     ) STRICT`,
    `CREATE TABLE erp_log_entry (
       file_id INTEGER NOT NULL REFERENCES erp_log_file (id),
       place INTEGER NOT NULL,
       line INTEGER NOT NULL,
       identity TEXT NOT NULL,
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
    `INSERT INTO erp_log_file SELECT id, sha256, 1, kept_sha256, masked, time_zone, shown, rows_read, rows_accepted, rows_known, rows_quarantined, first_at, last_at FROM erp_log_file_before`,
    'INSERT INTO erp_log_entry SELECT file_id, place, line, identity, content FROM erp_log_entry_before',
    'INSERT INTO erp_log_quarantine SELECT file_id, place, line, field, value, reason FROM erp_log_quarantine_before',
    // Those that refer to others first; their triggers go with them.
    ...tables.toReversed().map((table) => `DROP TABLE ${table}_before`),
    'CREATE INDEX erp_log_entry_by_identity ON erp_log_entry (identity)',
    ...tables.map((table) => `CREATE TRIGGER ${table}_is_never_deleted BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`),
    ...tables.slice(1).map((table) => `CREATE TRIGGER ${table}_is_never_changed BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`),
  ]) {
    await sql.raw(statement).execute(db);
  }
}
