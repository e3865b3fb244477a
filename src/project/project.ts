import { type Stats, existsSync, globSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CannotRun } from '../domain/trouble.ts';

export const SETTINGS_FILE = 'po-shadow.yaml';
export const DATABASE_FILE = 'po-shadow.db';
export const CHECKLIST_FILE = 'rollback.yaml';
export const INBOX_FILE = 'inbox.db';
export const RECEIVER_LOCK_FILE = 'inbox.lock';
export const ALERTS_FILE = 'alerts.db';
export const SENDING_LOCK_FILE = 'alerts.lock';

/** A project folder on disk. */
export interface Project {
  /** Absolute path. */
  folder: string;
  /** Whether inputs may lie outside the folder. */
  allowOutside: boolean;
}

/** A file of the user's, by its path and by the name that people know it by. */
export interface FoundFile {
  path: string;
  shown: string;
}

/** The folder given, or the nearest one upwards from `from` that has a po-shadow.yaml. Throws CannotRun. */
export function findProject(given: string | undefined, from: string, allowOutside: boolean): Project {
  if (given !== undefined) {
    const named = resolve(from, given);
    // Whoever names the settings means their folder.
    const folder = basename(named) === SETTINGS_FILE && statSync(named, { throwIfNoEntry: false })?.isFile() === true ? dirname(named) : named;
    if (!existsSync(folder)) throw new CannotRun('there is no such folder', { where: folder, remedy: `Name the project folder with --project, or make one with: po-shadow init ${given}` });
    if (!existsSync(join(folder, SETTINGS_FILE))) {
      throw new CannotRun(`there is no ${SETTINGS_FILE} in this folder`, { where: folder, remedy: `Name the project folder with --project, or make one with: po-shadow init ${given}` });
    }
    return ownFolder({ folder, allowOutside });
  }
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, SETTINGS_FILE))) return ownFolder({ folder, allowOutside });
    if (dirname(folder) === folder) {
      throw new CannotRun(`no ${SETTINGS_FILE} in this folder or above it`, { where: from, remedy: 'Name the project folder with --project, or make one with: po-shadow init' });
    }
  }
}

/** What the program writes in a project. */
const WRITTEN = [DATABASE_FILE, `${DATABASE_FILE}-journal`, INBOX_FILE, `${INBOX_FILE}-wal`, `${INBOX_FILE}-shm`, RECEIVER_LOCK_FILE, ALERTS_FILE, `${ALERTS_FILE}-wal`, `${ALERTS_FILE}-shm`, SENDING_LOCK_FILE, 'evidence', 'reports'];

/** Throws CannotRun where something that the program writes is a link to elsewhere: a project folder may come by mail. */
function ownFolder(project: Project): Project {
  for (const name of project.allowOutside ? [] : WRITTEN) {
    const path = join(project.folder, name);
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) continue;
    // A link to nothing would be made something.
    if (!existsSync(path)) throw new CannotRun('this is a link to nothing', { where: name, remedy: 'Remove it.' });
    assertInside(project, path, name);
  }
  return project;
}

/** The path as printed: relative to the project where it lies inside. */
export function shownPath(project: Project, path: string): string {
  const inside = relative(project.folder, path);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? path : inside.split(sep).join('/');
}

/** Throws CannotRun unless the path, all links followed, lies in the project folder or --allow-outside was given. */
export function assertInside(project: Project, path: string, shown: string): void {
  if (project.allowOutside) return;
  const root = realpathSync(project.folder);
  const real = realpathSync(path);
  if (real !== root && !real.startsWith(root + sep)) {
    throw new CannotRun('the file lies outside the project folder', { where: shown, remedy: 'Copy it into the project folder, or allow it with --allow-outside.' });
  }
}

/** More groups of alternatives than anybody writes by hand; each multiplies the work. */
const MOST_ALTERNATIVES = 3;

/** Throws CannotRun for a pattern that would search outside the project, or without end. */
function assertModest(project: Project, pattern: string, where: string): void {
  const steps = pattern.split(/[\\/]/);
  if (!project.allowOutside && (isAbsolute(pattern) || steps.includes('..'))) {
    throw new CannotRun(`"${pattern}" searches outside the project folder`, { where, remedy: 'Write it relative to the project folder, or allow it with --allow-outside.' });
  }
  if (pattern.split('{').length - 1 > MOST_ALTERNATIVES || /\{[^{}]*\.\.[^{}]*\}/.test(pattern)) {
    throw new CannotRun(`"${pattern}" names too many alternatives in braces`, { where, remedy: 'Name the files with * and ?, or list them.' });
  }
}

/** What watch puts before the name of a file that it moves to `done/`. */
const HASH = /^[0-9a-f]{64}-/;

/** The files that a name or pattern would name had watch not moved them into `done/` beside it. */
function putAwayFrom(project: Project, pattern: string): string[] {
  const fitting = globSync(join(dirname(pattern), 'done', `${'?'.repeat(64)}-${basename(pattern)}`), { cwd: project.folder });
  return fitting.filter((name) => HASH.test(basename(name))).map((name) => resolve(project.folder, name));
}

/** A pattern that no file fits: a mistake, or an export that is not there yet. */
export class NoFileFits extends CannotRun {}

/** Whether a name of `inputs` is a pattern: a file that is called so is meant itself. */
const isPattern = (project: Project, name: string): boolean => /[*?[\]{}]/.test(name) && !existsSync(resolve(project.folder, name));

/** For each of several entries of `inputs`, the paths that the others name without a wildcard: a file is read as the entry says that names it outright. */
export function takenByOthers(project: Project, entries: readonly (readonly string[])[]): ReadonlySet<string>[] {
  const outright = entries.map((names) => names.filter((name) => !isPattern(project, name)).flatMap((name) => [resolve(project.folder, name), ...putAwayFrom(project, name)]));
  return entries.map((_, place) => new Set(outright.filter((_names, other) => other !== place).flat()));
}

/**
 * The files that an entry of `inputs` names: paths or globs, relative to the project folder, sorted; what watch took of them too, where it put it. Patterns pass
 * over what is `taken` by other entries. Throws CannotRun for a name that finds nothing, a folder, or a file outside the project.
 */
export function findInputs(project: Project, patterns: readonly string[], what: string, taken: ReadonlySet<string> = new Set()): FoundFile[] {
  const where = `${SETTINGS_FILE}: ${what}`;
  const found = new Map<string, FoundFile>();
  for (const pattern of patterns) {
    const isGlob = isPattern(project, pattern);
    if (isGlob) assertModest(project, pattern, where);
    const putAway = putAwayFrom(project, pattern);
    const named = isGlob ? globSync(pattern, { cwd: project.folder }).map((name) => resolve(project.folder, name)) : [resolve(project.folder, pattern)];
    // A name that is no pattern promises a file, unless watch took it away.
    const paths = [...(isGlob || putAway.length === 0 ? named : named.filter((path) => existsSync(path))), ...putAway];
    if (paths.length === 0) throw new NoFileFits(`no file fits "${pattern}"`, { where, remedy: 'Put the export into the project folder, or correct the name.' });
    for (const path of paths.sort()) {
      if (isGlob && taken.has(path)) continue;
      const shown = shownPath(project, path);
      assertReadableFile(path, shown, where);
      assertInside(project, path, shown);
      found.set(path, { path, shown });
    }
  }
  return [...found.values()];
}

/** What stands at a path, or undefined where nothing does. Throws CannotRun for a path that leads nowhere at all. */
export function statusOf(path: string, shown: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') throw cause;
    const what = code === 'ELOOP' ? 'the links lead round in a circle' : code === 'ENAMETOOLONG' ? 'the name is too long' : 'this is not a name that a file can have';
    throw new CannotRun(what, { where: shown, remedy: 'Check the name.', cause });
  }
}

/** Throws CannotRun unless the path is a file. `namedBy` says who asked for it. */
export function assertReadableFile(path: string, shown: string, namedBy?: string): void {
  const status = statusOf(path, shown);
  const by = namedBy === undefined ? '' : ` (named in ${namedBy})`;
  if (status === undefined) throw new CannotRun(`there is no such file${by}`, { where: shown, remedy: 'Check the name.' });
  if (status.isDirectory()) throw new CannotRun(`this is a folder, not a file${by}`, { where: shown, remedy: 'Name the files in it, for example with a glob such as exports/*.csv.' });
  if (!status.isFile()) throw new CannotRun(`this is not a regular file${by}`, { where: shown, remedy: 'Copy its content into a file.' });
}

/** How the files of canonical sheets end, and how exports do besides. */
export const SHEET_ENDINGS: readonly string[] = ['.csv', '.tsv', '.xlsx'];
export const EXPORT_ENDINGS: readonly string[] = [...SHEET_ENDINGS, '.txt', '.json', '.jsonl'];

/** The sheets of a master or mapping folder: `vendors.csv`, `vendors.xlsx` and so on, by base name; others are passed over. */
export function findSheets(project: Project, folder: string, sheetNamed: (baseName: string) => string | undefined, what: string, endings = SHEET_ENDINGS): (FoundFile & { sheet: string })[] {
  const path = resolve(project.folder, folder);
  const shown = shownPath(project, path);
  const status = statusOf(path, shown);
  if (status === undefined) throw new CannotRun('there is no such folder', { where: shown, remedy: `Make it, or correct inputs.${what} in ${SETTINGS_FILE}.` });
  if (!status.isDirectory()) throw new CannotRun('this is a file, not a folder of sheets', { where: shown, remedy: `Name a folder in inputs.${what}.` });
  assertInside(project, path, shown);
  const sheets: (FoundFile & { sheet: string })[] = [];
  for (const name of readdirSync(path).sort()) {
    if (!endings.includes(extname(name).toLowerCase())) continue;
    const sheet = sheetNamed(basename(name).replace(/\.[^.]+$/, ''));
    if (sheet === undefined) continue;
    const file = join(path, name);
    const shownFile = shownPath(project, file);
    assertReadableFile(file, shownFile);
    assertInside(project, file, shownFile);
    const twice = sheets.find((other) => other.sheet === sheet);
    if (twice !== undefined) throw new CannotRun(`both this file and ${twice.shown} are the sheet ${sheet}`, { where: shownFile, remedy: 'Remove one of the two.' });
    sheets.push({ path: file, shown: shownFile, sheet });
  }
  return sheets;
}
