import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Database } from './database.ts';

/** A database of the present schema, for work whose result nobody keeps. */
export interface ScratchDatabase {
  database: Database;
  /** Closes it and gives its room back. */
  close(): void;
}

/** Opens an empty one in the folder of temporary files, readable by its owner alone. A killed process leaves nothing of it behind where the system lets an open file lose its name. */
export function openScratchDatabase(): Promise<ScratchDatabase> {
  return openScratch(() => {});
}

/** Opens a copy of the database at a path likewise. The original is only read; a copy of one of an older version is brought to the present schema. */
export function openScratchCopy(path: string): Promise<ScratchDatabase> {
  return openScratch(async (copy) => {
    // What a killed process left half done has to be rolled back before anything can be read.
    const sqlite = new Sqlite(path, { readonly: !existsSync(`${path}-journal`), fileMustExist: true, timeout: 10_000 });
    try {
      await sqlite.backup(copy);
    } finally {
      sqlite.close();
    }
  });
}

async function openScratch(fill: (path: string) => Promise<void> | void): Promise<ScratchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'po-shadow-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'scratch.db');
    await fill(path);
    const database = await Database.open(path);
    // Nothing here outlives the process, so nothing waits for the disk; and a journal in memory needs no name beside the file.
    database.sqlite.pragma('synchronous = OFF');
    database.sqlite.pragma('journal_mode = MEMORY');
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
