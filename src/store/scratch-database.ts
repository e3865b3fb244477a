import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from './database.ts';

/** An empty database of the present schema, for work whose result nobody keeps. */
export interface ScratchDatabase {
  database: Database;
  /** Closes it and gives its room back. */
  close(): void;
}

/** Opens one in the folder of temporary files, readable by its owner alone. A killed process leaves nothing of it behind where the system lets an open file lose its name. */
export async function openScratchDatabase(): Promise<ScratchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'po-shadow-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const database = await Database.open(join(folder, 'scratch.db'));
    // Nothing here outlives the process, so nothing waits for the disk; and a journal in memory needs no name beside the file.
    database.sqlite.pragma('synchronous = OFF');
    database.sqlite.pragma('journal_mode = MEMORY');
    // It stands beside all that an audit holds, and what is appended to it is read once.
    database.sqlite.pragma('cache_size = -4096');
    try {
      remove();
    } catch {
      // A system that holds on to the names of open files; close() removes them.
    }
    return {
      database,
      close() {
        database.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
