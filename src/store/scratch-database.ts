import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { CannotRun } from '../domain/trouble.ts';
import { Database } from './database.ts';

const ELSEWHERE = 'Make room there, or name another folder in the environment: TMPDIR.';

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

/**
 * Opens a copy of the database at a path likewise. The original is only read; a copy of one of an older version is brought to the present
 * schema. While it is copied it has a name: a signal removes it, and only a process that is killed outright in that time leaves it behind.
 */
export function openScratchCopy(path: string): Promise<ScratchDatabase> {
  return openScratch(async (copy) => {
    // What a killed process left half done has to be rolled back before anything can be read.
    const sqlite = new Sqlite(path, { readonly: !existsSync(`${path}-journal`), fileMustExist: true, timeout: 10_000 });
    try {
      await sqlite.backup(copy);
    } catch (cause) {
      if (!/^SQLITE_(FULL|IOERR)/.test((cause as { code?: string }).code ?? '')) throw cause;
      throw new CannotRun('there is no room for a copy of the database among the temporary files', { where: tmpdir(), remedy: ELSEWHERE, cause });
    } finally {
      sqlite.close();
    }
  });
}

async function openScratch(fill: (path: string) => Promise<void> | void): Promise<ScratchDatabase> {
  let folder: string | undefined;
  const remove = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  return endedCleanly(remove, async () => {
    folder = makeFolder();
    const path = join(folder, 'scratch.db');
    try {
      await fill(path);
      const database = await Database.open(path);
      // Nothing here outlives the process, so nothing waits for the disk; and a journal in memory needs no name beside the file.
      database.sqlite.pragma('synchronous = OFF');
      database.sqlite.pragma('journal_mode = MEMORY');
      // It may stand beside all that an audit holds, and what is appended to it is read once.
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
  });
}

function makeFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'po-shadow-'));
  } catch (cause) {
    throw new CannotRun('the folder of temporary files can\'t be used', { where: tmpdir(), remedy: ELSEWHERE, cause });
  }
}

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does some work, and where a signal ends the process meanwhile, removes first what the work would leave behind. */
async function endedCleanly<T>(remove: () => void, work: () => Promise<T>): Promise<T> {
  const forget = (): void => {
    for (const signal of ENDING) process.off(signal, ended);
  };
  const ended = (signal: NodeJS.Signals): void => {
    remove();
    forget();
    process.kill(process.pid, signal);
  };
  for (const signal of ENDING) process.on(signal, ended);
  try {
    return await work();
  } finally {
    // A signal that came during the last step is delivered now, and would be lost otherwise.
    await setImmediate();
    forget();
  }
}
