import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { INBOX_MIGRATIONS } from '../../../migrations/inbox/index.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { migrate } from '../migrate.ts';

/** How long a delivery may wait for another process; its sender waits too. */
const BUSY_MS = 1_000;
/** The mode of files that their owner alone reads. */
const OWNER_ONLY = 0o600;

/**
 * Opens inbox.db, makes it (readable by its owner alone) where there is none, and brings it to the present schema. Its journal is a WAL,
 * so that who reads never holds up a delivery, and every commit is on the disk when it returns. Throws CannotRun.
 */
export async function openInboxDatabase(path: string): Promise<Sqlite.Database> {
  if (!existsSync(path)) closeSync(openSync(path, 'a', OWNER_ONLY));
  chmodSync(path, OWNER_ONLY);
  let sqlite: Sqlite.Database;
  try {
    sqlite = new Sqlite(path, { timeout: BUSY_MS });
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('recursive_triggers = ON');
    sqlite.pragma('trusted_schema = OFF');
  } catch (cause) {
    if ((cause as { code?: string }).code === 'SQLITE_BUSY') throw cause;
    throw new CannotRun(`the inbox can't be opened: ${(cause as Error).message}`, { where: path, remedy: 'If it is no inbox of po-shadow, move it away.', cause });
  }
  const query = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
  await migrate({ sqlite, query, transaction: (work) => inTransaction(sqlite, work) }, INBOX_MIGRATIONS, path);
  return sqlite;
}

async function inTransaction(sqlite: Sqlite.Database, work: () => Promise<void>): Promise<void> {
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    await work();
    sqlite.exec('COMMIT');
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
    throw error;
  }
}
