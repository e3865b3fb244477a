import { type Kysely, sql } from 'kysely';

/** What was delivered, which way it went, and what was handed on. Instants are milliseconds UTC. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE delivery (
       sequence INTEGER PRIMARY KEY,
       endpoint TEXT NOT NULL,
       source TEXT NOT NULL,
       event_id TEXT NOT NULL,
       received_at INTEGER NOT NULL,
       body BLOB NOT NULL,
       sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
       route TEXT NOT NULL CHECK (route IN ('record', 'manual_export')),
       UNIQUE (endpoint, event_id, sha256)
     ) STRICT`,
    `CREATE INDEX delivery_by_route ON delivery (route, endpoint, source, sequence)`,
    `CREATE TABLE sync_switch (
       number INTEGER PRIMARY KEY,
       state TEXT NOT NULL CHECK (state IN ('on', 'off')),
       at INTEGER NOT NULL,
       clock TEXT NOT NULL CHECK (clock IN ('machine', 'given')),
       person TEXT NOT NULL,
       os_user TEXT,
       os_host TEXT,
       reason TEXT NOT NULL,
       after_sequence INTEGER NOT NULL
     ) STRICT`,
    `CREATE TABLE manual_export (
       sequence INTEGER PRIMARY KEY REFERENCES delivery (sequence),
       entries INTEGER NOT NULL,
       csv TEXT NOT NULL
     ) STRICT`,
    `CREATE TABLE page (
       number INTEGER PRIMARY KEY,
       endpoint TEXT NOT NULL,
       source TEXT NOT NULL,
       first_sequence INTEGER NOT NULL,
       last_sequence INTEGER NOT NULL,
       sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
       CHECK (first_sequence <= last_sequence)
     ) STRICT`,
    ...['delivery', 'sync_switch', 'manual_export', 'page'].flatMap((table) => [
      `CREATE TRIGGER ${table}_is_never_changed BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
      `CREATE TRIGGER ${table}_is_never_deleted BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
    ]),
  ]) {
    await sql.raw(statement).execute(db);
  }
}
