import type Sqlite from 'better-sqlite3';
import { type Kysely, type Migration, Migrator } from 'kysely';
import { CannotRun } from '../domain/trouble.ts';

/** A database as its migrations see it. */
interface Migrated<Tables> {
  sqlite: Sqlite.Database;
  query: Kysely<Tables>;
  transaction(work: () => Promise<void>): Promise<void>;
}

/** Brings a database to the newest of its migrations. Throws CannotRun for one that a newer version made. */
export async function migrate<Tables>(database: Migrated<Tables>, migrations: Record<string, Migration>, shown: string): Promise<void> {
  if (isCurrent(database.sqlite, migrations, shown)) return;
  // Kysely runs SQLite's migrations without a transaction; in this one they are done together or, in a killed process, not at all.
  await database.transaction(async () => {
    if (isCurrent(database.sqlite, migrations, shown)) return;
    const migrator = new Migrator({ db: database.query, provider: { getMigrations: async () => migrations }, disableTransactions: true });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
  });
}

function isCurrent(sqlite: Sqlite.Database, migrations: Record<string, Migration>, shown: string): boolean {
  if (sqlite.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'kysely_migration'").get() === undefined) return false;
  const done = sqlite.prepare('SELECT name FROM kysely_migration').all() as { name: string }[];
  const unknown = done.find(({ name }) => migrations[name] === undefined);
  if (unknown !== undefined) throw new CannotRun(`the database was made by a newer version of po-shadow (${unknown.name})`, { where: shown, remedy: 'Use that version.' });
  return done.length === Object.keys(migrations).length;
}
