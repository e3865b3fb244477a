import { type Kysely, sql } from 'kysely';

/** What was imported: evidence files, imports, events, manual POs, quarantine. Amounts are minor units, instants milliseconds UTC. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE evidence_file (
       id INTEGER PRIMARY KEY,
       sha256 TEXT NOT NULL UNIQUE,
       bytes INTEGER NOT NULL
     ) STRICT`,
    `CREATE TABLE import_file (
       id INTEGER PRIMARY KEY,
       kind TEXT NOT NULL CHECK (kind IN ('approvals', 'ledger', 'master', 'mapping')),
       format TEXT NOT NULL,
       sheet TEXT,
       reading TEXT NOT NULL,
       evidence_id INTEGER NOT NULL REFERENCES evidence_file (id),
       shown TEXT NOT NULL,
       as_of INTEGER,
       rows_read INTEGER NOT NULL,
       rows_accepted INTEGER NOT NULL,
       rows_known INTEGER NOT NULL,
       rows_quarantined INTEGER NOT NULL,
       latest_instant INTEGER,
       first_date TEXT,
       last_date TEXT,
       blank_columns TEXT NOT NULL,
       control_totals TEXT NOT NULL,
       measured TEXT NOT NULL,
       CHECK (rows_read = rows_accepted + rows_known + rows_quarantined)
     ) STRICT`,
    `CREATE TABLE event (
       report_id TEXT NOT NULL,
       revision INTEGER NOT NULL,
       occurred_at INTEGER NOT NULL,
       event_id TEXT NOT NULL,
       source TEXT NOT NULL,
       status TEXT NOT NULL,
       content TEXT NOT NULL,
       import_id INTEGER NOT NULL REFERENCES import_file (id),
       line INTEGER NOT NULL,
       PRIMARY KEY (report_id, revision, occurred_at, event_id, source)
     ) STRICT, WITHOUT ROWID`,
    `CREATE UNIQUE INDEX event_by_id ON event (event_id, source)`,
    `CREATE TABLE manual_po (
       po_number TEXT NOT NULL,
       version INTEGER NOT NULL,
       po_date TEXT NOT NULL,
       currency TEXT NOT NULL,
       content TEXT NOT NULL,
       line_rows TEXT NOT NULL,
       import_id INTEGER NOT NULL REFERENCES import_file (id),
       seen_import_id INTEGER NOT NULL REFERENCES import_file (id),
       PRIMARY KEY (po_number, version)
     ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE ledger_overlap (
       one_id INTEGER NOT NULL REFERENCES import_file (id),
       other_id INTEGER NOT NULL REFERENCES import_file (id),
       PRIMARY KEY (one_id, other_id)
     ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE quarantine (
       id INTEGER PRIMARY KEY,
       import_id INTEGER NOT NULL REFERENCES import_file (id),
       line INTEGER NOT NULL,
       row_count INTEGER NOT NULL,
       field TEXT NOT NULL,
       value TEXT NOT NULL,
       reason TEXT NOT NULL,
       document_id TEXT,
       event_id TEXT,
       revision INTEGER,
       occurred_at INTEGER
     ) STRICT`,
  ]) {
    await sql.raw(statement).execute(db);
  }
}
