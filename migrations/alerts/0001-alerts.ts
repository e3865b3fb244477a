import { type Kysely, sql } from 'kysely';

/** What is wrong, what channels are told of it, and the messages that tell it. Instants are milliseconds UTC. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE alert (
       number INTEGER PRIMARY KEY,
       key TEXT NOT NULL,
       since TEXT,
       content TEXT NOT NULL,
       opened_at INTEGER NOT NULL,
       resolved_at INTEGER
     ) STRICT`,
    `CREATE UNIQUE INDEX alert_open ON alert (key) WHERE resolved_at IS NULL`,
    `CREATE TABLE message (
       number INTEGER PRIMARY KEY,
       channel TEXT NOT NULL,
       state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'given_up', 'dropped')),
       tries INTEGER NOT NULL CHECK (tries >= 0),
       may_repeat INTEGER NOT NULL CHECK (may_repeat IN (0, 1)),
       due_at INTEGER NOT NULL,
       last_at INTEGER,
       answer TEXT
     ) STRICT`,
    `CREATE INDEX message_unfinished ON message (channel, number) WHERE state IN ('waiting', 'sending')`,
    `CREATE TABLE notice (
       number INTEGER PRIMARY KEY,
       alert_number INTEGER REFERENCES alert (number),
       channel TEXT NOT NULL,
       kind TEXT NOT NULL CHECK (kind IN ('opened', 'grew', 'reminder', 'resolved', 'test')),
       content TEXT NOT NULL,
       at INTEGER NOT NULL,
       message_number INTEGER REFERENCES message (number)
     ) STRICT`,
    `CREATE INDEX notice_of_alert ON notice (alert_number, channel, number)`,
    `CREATE INDEX notice_waiting ON notice (channel, number) WHERE message_number IS NULL`,
    `CREATE TABLE gate_standing (
       gate TEXT PRIMARY KEY,
       passed INTEGER NOT NULL CHECK (passed IN (0, 1))
     ) STRICT, WITHOUT ROWID`,
  ]) {
    await sql.raw(statement).execute(db);
  }
}
