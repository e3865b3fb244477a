import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotRun } from '../../domain/trouble.ts';
import { hashFile } from '../../store/evidence.ts';
import type { ImportRequest, ImportedFile } from '../import-inputs.ts';
import type { Workplace } from '../workplace.ts';
import type { DroppedExport } from './dropped-exports.ts';
import { type HashedFile, hashOfAll, putAway } from './put-away.ts';
import { withInbox } from './with-inbox.ts';

/** What became of what was dropped. */
export type Taken =
  | { outcome: 'imported'; imported: ImportedFile[] }
  /** It went to the manual export log, because the sync is off. */
  | { outcome: 'logged' }
  | { outcome: 'refused'; why: string }
  /** It is gone, or it changed while it was read; it is looked at again. */
  | { outcome: 'left' };

/** How files of a folder are imported; in its own transaction each. */
export type Import = (requests: readonly ImportRequest[]) => Promise<ImportedFile[]>;

/** What stands as the endpoint of a file that was dropped while the sync was off. */
export const DROPPED = 'dropped/';
/** A larger file is no export of a day; it waits until the sync is on. */
const LARGEST_LOGGED = 64 * 1024 * 1024;

/**
 * Takes a whole export of a watched folder: imports it, all of it or nothing, and moves its files to `done/` under their hash. One that can't be
 * read at all goes to `refused/` with a text that says why. A process that is killed in between leaves the files where they were; they are known the next time.
 */
export async function takeDropped(workplace: Workplace, folder: string, { files, request }: DroppedExport, importAll: Import, now: number): Promise<Taken> {
  try {
    const hashed = files.map((file) => ({ ...file, sha256: hashFile(file.path).sha256 }));
    const done = (taken: Taken): Taken => (putAway(folder, 'done', hashed) ? taken : { outcome: 'left' });
    if (request === undefined) return refuse(folder, hashed, 'its name fits none of inputs in po-shadow.yaml');
    try {
      const [first] = hashed;
      if (request.kind === 'approvals' && first !== undefined && (await logWhileOff(workplace, first, request.input.source, now))) return done({ outcome: 'logged' });
      return done({ outcome: 'imported', imported: await importAll([request]) });
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      return refuse(folder, hashed, `${error.message}${error.remedy === undefined ? '' : `\nWhat to do: ${error.remedy}`}`);
    }
  } catch (error) {
    // Somebody took it away.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && files.some(({ path }) => !existsSync(path))) return { outcome: 'left' };
    throw error;
  }
}

/** Stores the file for the manual export log where the sync is off. */
function logWhileOff(workplace: Workplace, { path, name, size, sha256 }: HashedFile, source: string, now: number): Promise<boolean> {
  return withInbox(workplace, false, async (inbox) => {
    if (inbox.switches.state() === 'on') return false;
    if (size > LARGEST_LOGGED) throw new CannotRun('the sync is off, and a file of this size is not taken into the manual export log', { remedy: 'Export fewer days, or drop it again when the sync is on.' });
    return inbox.storeWhileOff({ endpoint: `${DROPPED}${name}`, source, eventId: sha256, receivedAt: now, body: readFileSync(path), sha256 }) !== undefined;
  });
}

function refuse(folder: string, files: readonly HashedFile[], why: string): Taken {
  if (!putAway(folder, 'refused', files)) return { outcome: 'left' };
  const names = files.map(({ name }) => name);
  const beside = join(folder, 'refused', `${hashOfAll(files)}-${names[0]}.txt`);
  rmSync(beside, { force: true });
  writeFileSync(beside, `${names.join(', ')}: ${why}\n`, { mode: 0o600, flag: 'wx' });
  return { outcome: 'refused', why };
}

/** `<sha256>-` before the name of what was put away. */
const HASH_BEFORE = 65;

/** Why exports were refused that still lie in a watched folder; what somebody took away, its reason left behind, counts no more. */
export function refusedIn(folder: string): string[] {
  const refused = join(folder, 'refused');
  if (!existsSync(refused)) return [];
  const all = readdirSync(refused).sort();
  const names = new Set(all.map((each) => each.slice(HASH_BEFORE)));
  return all.filter((each) => each.endsWith('.txt') && names.has(each.slice(HASH_BEFORE, -'.txt'.length))).map((each) => readFileSync(join(refused, each), 'utf8').trim());
}
