import { type Kysely, sql } from 'kysely';

/** What replays produced: runs, would-be POs, variance rows, what scope left out, and each row's first status. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE run (
       id TEXT PRIMARY KEY,
       number INTEGER NOT NULL UNIQUE,
       as_of INTEGER,
       digest TEXT NOT NULL,
       fingerprint TEXT NOT NULL,
       program_version TEXT NOT NULL,
       settings TEXT NOT NULL,
       inputs TEXT NOT NULL,
       summary TEXT NOT NULL
     ) STRICT`,
    `CREATE TABLE would_be_po (
       run_id TEXT NOT NULL REFERENCES run (id),
       report_id TEXT NOT NULL,
       po_number TEXT NOT NULL,
       vendor_id TEXT NOT NULL,
       currency TEXT NOT NULL,
       amount_minor INTEGER NOT NULL,
       po_date TEXT NOT NULL,
       period TEXT NOT NULL,
       idempotency_key TEXT NOT NULL,
       request_body TEXT NOT NULL,
       PRIMARY KEY (run_id, report_id, po_number)
     ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE variance_row (
       run_id TEXT NOT NULL REFERENCES run (id),
       place INTEGER NOT NULL,
       row_id TEXT NOT NULL,
       transaction_id TEXT,
       row_date TEXT,
       status TEXT NOT NULL,
       currency TEXT NOT NULL,
       detail TEXT NOT NULL,
       PRIMARY KEY (run_id, place)
     ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE left_out (
       run_id TEXT NOT NULL REFERENCES run (id),
       place INTEGER NOT NULL,
       what TEXT NOT NULL CHECK (what IN ('expense_lines', 'manual_po')),
       document_id TEXT NOT NULL,
       currency TEXT NOT NULL,
       amount_minor INTEGER NOT NULL,
       why TEXT NOT NULL,
       PRIMARY KEY (run_id, place)
     ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE first_status (
       row_id TEXT PRIMARY KEY,
       status TEXT NOT NULL,
       run_id TEXT NOT NULL REFERENCES run (id)
     ) STRICT, WITHOUT ROWID`,
    ...['run', 'would_be_po', 'variance_row', 'left_out', 'first_status'].flatMap((table) => [
      `CREATE TRIGGER ${table}_is_never_changed BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
      `CREATE TRIGGER ${table}_is_never_deleted BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
    ]),
  ]) {
    await sql.raw(statement).execute(db);
  }
}
