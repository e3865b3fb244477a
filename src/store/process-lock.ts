import { chmodSync, closeSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

/** Held by one process as long as it lives or until it gives it back; the operating system takes it back however the process ends. No clock has a part in it. */
export class ProcessLock {
  readonly #sqlite: Sqlite.Database;

  private constructor(sqlite: Sqlite.Database) {
    this.#sqlite = sqlite;
  }

  /** Takes it at once; undefined where another process holds it. */
  static take(path: string): ProcessLock | undefined {
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    const sqlite = new Sqlite(path, { timeout: 0 });
    try {
      sqlite.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      sqlite.close();
      if ((error as { code?: string }).code === 'SQLITE_BUSY') return undefined;
      throw error;
    }
    return new ProcessLock(sqlite);
  }

  release(): void {
    this.#sqlite.close();
  }
}
