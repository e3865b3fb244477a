import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotRun } from '../../domain/trouble.ts';
import { type DroppedFile, MARKER, fitsAny } from '../../project/dropped-files.ts';
import { shownPath } from '../../project/project.ts';
import { hashFile } from '../../store/evidence.ts';
import type { ImportRequest, ImportedFile } from '../import-inputs.ts';
import type { Workplace } from '../workplace.ts';
import { withInbox } from './collect.ts';

/** What became of a dropped file. */
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
 * Takes a whole file of a watched folder: imports it as the first of `inputs` that its name fits, all of it or nothing, and moves it to `done/` under its hash. One that can't be
 * read at all goes to `refused/` with a text that says why. A process that is killed in between leaves the file where it was; it is known the next time.
 */
export async function takeDropped(workplace: Workplace, folder: string, file: DroppedFile, importAll: Import, now: number): Promise<Taken> {
  const request = requestFor(workplace, folder, file);
  try {
    const { sha256 } = hashFile(file.path);
    if (request === undefined) return refuse(folder, file, sha256, 'its name fits none of inputs in po-shadow.yaml (an export in several files is imported with po-shadow run)');
    try {
      const logged = request.kind === 'approvals' && (await logWhileOff(workplace, file, request.input.source, sha256, now));
      if (logged) return move(folder, 'done', file, sha256) ? { outcome: 'logged' } : { outcome: 'left' };
      const imported = await importAll([request]);
      return move(folder, 'done', file, sha256) ? { outcome: 'imported', imported } : { outcome: 'left' };
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      return refuse(folder, file, sha256, `${error.message}${error.remedy === undefined ? '' : `\nWhat to do: ${error.remedy}`}`);
    }
  } catch (error) {
    // Somebody took it away.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !existsSync(file.path)) return { outcome: 'left' };
    throw error;
  }
}

function requestFor({ project, settings }: Workplace, folder: string, file: DroppedFile): ImportRequest | undefined {
  const found = { path: file.path, shown: shownPath(project, file.path) };
  for (const { files, controls: _controls, ...input } of settings.inputs.approvals) if (fitsAny(folder, file.name, files)) return { kind: 'approvals', file: found, input };
  for (const entry of settings.inputs.ledger) {
    const { files, lines, assignments: _assignments, controls: _controls, ...input } = entry;
    if (lines === undefined && fitsAny(folder, file.name, files)) return { kind: 'ledger', file: found, input };
  }
  return undefined;
}

/** Stores the file for the manual export log where the sync is off. */
function logWhileOff(workplace: Workplace, { path, name, size }: DroppedFile, source: string, sha256: string, now: number): Promise<boolean> {
  return withInbox(workplace, false, async (inbox) => {
    if (inbox.switches.state() === 'on') return false;
    if (size > LARGEST_LOGGED) throw new CannotRun('the sync is off, and a file of this size is not taken into the manual export log', { remedy: 'Export fewer days, or drop it again when the sync is on.' });
    return inbox.storeWhileOff({ endpoint: `${DROPPED}${name}`, source, eventId: sha256, receivedAt: now, body: readFileSync(path), sha256 }) !== undefined;
  });
}

/** Moves a file that is still what was read; false where it is another one by now, which is taken in its turn. */
function move(folder: string, to: 'done' | 'refused', { name, path }: DroppedFile, sha256: string): boolean {
  if (hashFile(path).sha256 !== sha256) return false;
  mkdirSync(join(folder, to), { recursive: true, mode: 0o700 });
  renameSync(path, join(folder, to, `${sha256}-${name}`));
  rmSync(`${path}${MARKER}`, { force: true });
  return true;
}

function refuse(folder: string, file: DroppedFile, sha256: string, why: string): Taken {
  if (!move(folder, 'refused', file, sha256)) return { outcome: 'left' };
  const beside = join(folder, 'refused', `${sha256}-${file.name}.txt`);
  rmSync(beside, { force: true });
  writeFileSync(beside, `${file.name}: ${why}\n`, { mode: 0o600, flag: 'wx' });
  return { outcome: 'refused', why };
}
