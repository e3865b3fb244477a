import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { Kysely, type Migration, SqliteDialect } from 'kysely';
import { CannotRun } from '../domain/trouble.ts';
import { migrate } from './migrate.ts';

/** How long a write may wait for another process; who delivers something waits too. */
const BUSY_MS = 1_000;
/** The mode of files that their owner alone reads. */
const OWNER_ONLY = 0o600;

/**
 * Opens a database that stands beside the record, makes it (readable by its owner alone) where there is none, and brings it to the present schema. Its journal is a WAL,
 * so that who reads never holds up who writes, and every commit is on the disk when it returns. `what` names it in messages. Throws CannotRun.
 */
export async function openSideDatabase(path: string, migrations: Record<string, Migration>, what: string): Promise<Sqlite.Database> {
  if (!existsSync(path)) closeSync(openSync(path, 'a', OWNER_ONLY));
  chmodSync(path, OWNER_ONLY);
  let sqlite: Sqlite.Database;
  try {
    sqlite = new Sqlite(path, { timeout: BUSY_MS });
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('recursive_triggers = ON');
    sqlite.pragma('trusted_schema = OFF');
  } catch (cause) {
    if ((cause as { code?: string }).code === 'SQLITE_BUSY') throw cause;
    throw new CannotRun(`${what} can't be opened: ${(cause as Error).message}`, { where: path, remedy: `If it is not ${what} of po-shadow, move it away.`, cause });
  }
  await migrateSide(sqlite, migrations, path);
  return sqlite;
}

/** Brings a database beside the record to the present schema. */
export async function migrateSide(sqlite: Sqlite.Database, migrations: Record<string, Migration>, shown: string): Promise<void> {
  const query = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
  await migrate({ sqlite, query, transaction: (work) => inTransaction(sqlite, work) }, migrations, shown);
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
