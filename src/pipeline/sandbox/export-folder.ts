import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CannotRun } from '../../domain/trouble.ts';
import { type Project, assertInside, statusOf } from '../../project/project.ts';

/** Shows that a folder is an export's, from before its first file on, so that one that was cut short can be made again. */
const MARK = '.po-shadow-sandbox';
const OWN_FILES = ['manifest.json', 'README.md', 'postman_collection.json', 'requests.http'];
const OWN_BODY = /^[A-Za-z0-9-]+-[0-9a-f]{12}\.json$/;

/**
 * Sees that an export may go into a folder: in the project (or --allow-outside), through no link to outside, and empty, or with `force` an
 * earlier export, whose files are then removed. Throws CannotRun.
 */
export function prepareFolder(project: Project, path: string, { shown, force }: { shown: string; force: boolean }): void {
  const status = statusOf(path, shown);
  if (status !== undefined && !status.isDirectory()) throw new CannotRun('this is a file, not a folder', { where: shown, remedy: 'Name a folder, or one that is to be made.' });
  // What is not there yet lies where its nearest folder does.
  let there = path;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  assertFolderInside(project, there, path, shown);
  if (status === undefined) return;
  const entries = readdirSync(path);
  if (entries.length === 0) return;
  if (!entries.includes(MARK)) throw new CannotRun('the folder is not empty', { where: shown, remedy: force ? 'No export wrote it, so nothing in it is removed: name another.' : 'Name an empty folder, or one that is to be made.' });
  if (!force) throw new CannotRun('the folder holds an export', { where: shown, remedy: 'Name an empty folder, or let it be written anew with --force.' });
  removeExport(path);
}

function assertFolderInside(project: Project, there: string, path: string, shown: string): void {
  const inside = relative(project.folder, path);
  if (!project.allowOutside && inside === '') throw new CannotRun('this is the project folder itself', { where: shown, remedy: 'Name a folder in it.' });
  try {
    assertInside(project, there, shown);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    throw new CannotRun('the folder lies outside the project folder', { where: shown, remedy: 'Name one in the project folder, or allow it with --allow-outside.' });
  }
}

/** Removes what an export wrote, and nothing else; a link is removed as a link. */
function removeExport(path: string): void {
  const bodies = join(path, 'bodies');
  if (lstatSync(bodies, { throwIfNoEntry: false })?.isDirectory() === true) {
    for (const name of readdirSync(bodies)) if (OWN_BODY.test(name)) rmSync(join(bodies, name));
  } else rmSync(bodies, { force: true });
  for (const name of OWN_FILES) rmSync(join(path, name), { force: true });
}

/** Writes the files of an export in their order, readable by their owner alone; nothing that is there is written over. */
export function writeFolder(path: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(join(path, 'bodies'), { recursive: true, mode: 0o700 });
  writeFileSync(join(path, MARK), '', { mode: 0o600 });
  for (const [name, text] of files) writeFileSync(join(path, name), text, { flag: 'wx', mode: 0o600 });
}
