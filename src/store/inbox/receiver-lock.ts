import { chmodSync, closeSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { CannotRun } from '../../domain/trouble.ts';

/** Held by the one receiver of a project as long as its process lives; the operating system gives it back, however that ends. */
export class ReceiverLock {
  readonly #sqlite: Sqlite.Database;

  private constructor(sqlite: Sqlite.Database) {
    this.#sqlite = sqlite;
  }

  /** Throws CannotRun where another receiver holds it. */
  static take(path: string): ReceiverLock {
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    const sqlite = new Sqlite(path, { timeout: 0 });
    try {
      sqlite.exec('BEGIN EXCLUSIVE');
    } catch (cause) {
      sqlite.close();
      if ((cause as { code?: string }).code !== 'SQLITE_BUSY') throw cause;
      throw new CannotRun('another po-shadow listens for this project', { where: path, remedy: 'End it first; one receiver takes all endpoints.', cause });
    }
    return new ReceiverLock(sqlite);
  }

  release(): void {
    this.#sqlite.close();
  }
}
