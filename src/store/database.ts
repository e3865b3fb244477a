import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { type Compilable, Kysely, SqliteDialect } from 'kysely';
import { MIGRATIONS } from '../../migrations/index.ts';
import { CannotRun } from '../domain/trouble.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './schema.ts';

/** A statement that better-sqlite3 prepared; the hot paths call it directly. */
export type Prepared = Sqlite.Statement<unknown[]>;

/** The project's database: Kysely builds the queries, better-sqlite3 runs them. */
export class Database {
  readonly sqlite: Sqlite.Database;
  readonly query: Kysely<Tables>;
  #inTransaction = false;

  private constructor(sqlite: Sqlite.Database) {
    this.sqlite = sqlite;
    this.query = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
  }

  /**
   * Opens the database, makes it (readable by its owner alone) where there is none, and brings it to the present schema. What a
   * killed process left half done is rolled back here. Throws CannotRun for a file that is no database or one of a newer version.
   */
  static async open(path: string, options: { readonly?: boolean } = {}): Promise<Database> {
    const shown = path;
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    let database: Database;
    try {
      const sqlite = new Sqlite(path, { timeout: 10_000 });
      database = new Database(sqlite);
      // Large pages: an event or a request body fits into one, where small pages would spill each into pages of its own.
      sqlite.pragma('page_size = 16384');
      sqlite.pragma('synchronous = FULL');
      sqlite.pragma('foreign_keys = ON');
      // INSERT OR REPLACE deletes without a trigger unless this is on; what is append-only stays so.
      sqlite.pragma('recursive_triggers = ON');
      sqlite.pragma('trusted_schema = OFF');
      // A load appends and a replay reads in order: a small cache serves both, and its pages stay in the processor's own.
      sqlite.pragma('cache_size = -16384');
      sqlite.pragma('temp_store = MEMORY');
      chmodSync(path, 0o600);
    } catch (cause) {
      // Another po-shadow at work is told as such, and not as a damaged file.
      if ((cause as { code?: string }).code === 'SQLITE_BUSY') throw cause;
      throw new CannotRun(`the database can't be opened: ${(cause as Error).message}`, {
        where: shown,
        remedy: 'If it is not a po-shadow database, move it away; a new one is built from the inputs.',
        cause,
      });
    }
    if (options.readonly !== true) await migrate(database, MIGRATIONS, shown);
    return database;
  }

  /** Prepares a Kysely query once; parameters are given at each call in the order in which they stand in the query. */
  prepare(query: Compilable): Prepared {
    return this.sqlite.prepare(query.compile().sql);
  }

  /** Runs `work` in one transaction: all of it is stored, or, when it throws or the process dies, nothing. */
  async transaction<T>(work: () => Promise<T> | T): Promise<T> {
    if (this.sqlite.inTransaction) throw new Error('a transaction is already open');
    this.sqlite.exec('BEGIN IMMEDIATE');
    this.#inTransaction = true;
    try {
      const result = await work();
      this.sqlite.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.sqlite.inTransaction) this.sqlite.exec('ROLLBACK');
      throw error;
    } finally {
      this.#inTransaction = false;
    }
  }

  /**
   * Runs `work` while nobody changes the database, so that all of it sees one state, also through other connections of this process. Whoever would commit meanwhile waits, and after a
   * while is told that the database is in use.
   */
  async unchanging<T>(work: () => Promise<T>): Promise<T> {
    if (this.sqlite.inTransaction) throw new Error('a transaction is already open');
    this.sqlite.exec('BEGIN');
    try {
      // The lock is taken with the first page that is read.
      this.sqlite.pragma('schema_version');
      return await work();
    } finally {
      if (this.sqlite.inTransaction) this.sqlite.exec('COMMIT');
    }
  }

  /** Throws unless a transaction is open; every writer calls it, so that no write can stand alone. */
  assertInTransaction(): void {
    // SQLite ends a transaction by itself where the disk is full, say.
    if (!this.#inTransaction || !this.sqlite.inTransaction) throw new Error('a write outside a transaction');
  }

  close(): void {
    this.sqlite.close();
  }
}
