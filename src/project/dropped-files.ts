import { existsSync, globSync, lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A file that somebody put into a watched folder, as it is now. */
export interface DroppedFile {
  name: string;
  path: string;
  size: number;
  /** Milliseconds with their fractions. */
  modifiedAt: number;
  /** Whether a file of its name with `.done` stands beside it: whoever wrote it says that it is whole. */
  isMarked: boolean;
}

export const MARKER = '.done';
/** Names under which senders write what is not whole yet, and what is no file to take. */
const PASSED_OVER = /^\.|\.(?:part|partial|filepart|tmp|temp|crdownload|swp|done)$|~$/i;

/** Files of a project, which are no deliveries wherever they lie. */
const OF_A_PROJECT = /^(?:po-shadow\.(?:yaml|db)|(?:inbox|alerts)\.(?:db|lock)|rollback\.yaml)(?:$|[.-])/;

/** The regular files of a folder that may be taken, by name; links, folders, markers and files of a project are passed over. */
export function droppedFiles(folder: string): DroppedFile[] {
  const files: DroppedFile[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (PASSED_OVER.test(name) || OF_A_PROJECT.test(name)) continue;
    const path = join(folder, name);
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status?.isFile() !== true) continue;
    files.push({ name, path, size: status.size, modifiedAt: status.mtimeMs, isMarked: existsSync(`${path}${MARKER}`) });
  }
  return files;
}

/** Whether a file of a folder is one that any of the patterns names; only the last step of a pattern counts. */
export function fitsAny(folder: string, name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const last = basename(pattern);
    return last === name || (/[*?[{]/.test(last) && globSync(last, { cwd: folder }).includes(name));
  });
}
