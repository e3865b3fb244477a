import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { ALERTS_MIGRATIONS } from '../../../migrations/alerts/index.ts';
import { migrateSide, openSideDatabase } from '../side-database.ts';
import { AlertBook } from './alert-book.ts';
import { Outbox } from './outbox.ts';

/** alerts.db: what is wrong, and what channels are told of it. */
export class AlertsDatabase {
  readonly #sqlite: Sqlite.Database;
  readonly book: AlertBook;
  readonly outbox: Outbox;

  private constructor(sqlite: Sqlite.Database) {
    this.#sqlite = sqlite;
    this.book = new AlertBook(sqlite);
    this.outbox = new Outbox(sqlite);
  }

  /** Opens it and makes it where there is none. Throws CannotRun. */
  static async open(path: string): Promise<AlertsDatabase> {
    return new AlertsDatabase(await openSideDatabase(path, ALERTS_MIGRATIONS, 'the database of alerts'));
  }

  /** The same where there is one. */
  static async openExisting(path: string): Promise<AlertsDatabase | undefined> {
    return existsSync(path) ? AlertsDatabase.open(path) : undefined;
  }

  /** The same where there is one, else an empty one in memory, which nothing is left of. */
  static async openOrNone(path: string): Promise<AlertsDatabase> {
    const existing = await AlertsDatabase.openExisting(path);
    if (existing !== undefined) return existing;
    const sqlite = new Sqlite(':memory:');
    await migrateSide(sqlite, ALERTS_MIGRATIONS, path);
    return new AlertsDatabase(sqlite);
  }

  /** Does all of it or, when it throws or the process dies, nothing; on the disk when this returns. */
  inTransaction<T>(work: () => T): T {
    return this.#sqlite.transaction(work).immediate();
  }

  /** Does all of it, and nothing of it is left when this returns. */
  tryOut<T>(work: () => T): T {
    this.#sqlite.exec('BEGIN IMMEDIATE');
    try {
      return work();
    } finally {
      this.#sqlite.exec('ROLLBACK');
    }
  }

  close(): void {
    this.#sqlite.close();
  }
}
