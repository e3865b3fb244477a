import type { LedgerPart } from '../domain/ledger-part.ts';
import type { LedgerInput } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import { type FoundFile, type Project, findInputs, takenByOthers } from '../project/project.ts';

/** The files of one export of a ledger: one that holds all of it, or one of headers with those of their lines and account assignments. */
export interface LedgerExport {
  file: FoundFile;
  lines?: FoundFile | undefined;
  assignments?: FoundFile | undefined;
}

/** What an input of a ledger says beside the names of its files. */
export type LedgerReading = Omit<LedgerInput, 'files' | 'lines' | 'assignments'>;

/**
 * The exports of entries of `inputs.ledger`, each asked for by its place: a CannotRun is that of the entry. It is thrown for a name that finds nothing, and where headers and
 * lines are not as many.
 */
export function ledgerExports(project: Project, entries: readonly Pick<LedgerInput, 'files' | 'lines' | 'assignments'>[]): ((place: number) => LedgerExport[]) {
  const taken = (['files', 'lines', 'assignments'] as const).map((role) => takenByOthers(project, entries.map((entry) => entry[role] ?? [])));
  return (place) => {
    const name = `inputs.ledger[${place}]`;
    const { files, lines, assignments } = entries[place] as (typeof entries)[number];
    const found = (patterns: readonly string[], key: string, role: number): FoundFile[] => findInputs(project, patterns, `${name}${key}`, taken[role]?.[place]);
    return pairedFiles(found(files, '', 0), lines && found(lines, '.lines', 1), assignments && found(assignments, '.assignments', 2), `po-shadow.yaml: ${name}`);
  };
}

/** Puts the files of each export together: the first header file with the first file of lines, and so on. `where` is who named them. Throws CannotRun. */
export function pairedFiles(headers: readonly FoundFile[], lines: readonly FoundFile[] | undefined, assignments: readonly FoundFile[] | undefined, where: string | undefined): LedgerExport[] {
  if (assignments !== undefined && lines === undefined) throw new CannotRun('account assignments need the lines that they belong to', { where, remedy: 'Name the file of the lines too.' });
  for (const [what, files] of [['lines', lines], ['assignments', assignments]] as const) {
    if (files === undefined || files.length === headers.length) continue;
    throw new CannotRun(`${headers.length} header ${headers.length === 1 ? 'file' : 'files'} and ${files.length} of ${what}: each export has one of each`, { where, remedy: 'Name as many of each, in the same order; put the pages of one answer into one file.' });
  }
  const exports = headers.map((file, place) => ({ file, lines: lines?.[place], assignments: assignments?.[place] }));
  for (const each of exports) {
    const [first, ...others] = exportFiles(each).map(({ file }) => file);
    const twice = others.find((file, place) => [first, ...others.slice(0, place)].some((before) => before?.path === file.path));
    if (twice !== undefined) throw new CannotRun('this file is named as two files of one export', { where: twice.shown, remedy: 'Name the headers and the lines; a file that holds both is named under files alone.' });
  }
  return exports;
}

/** The files of an export in the order in which they are imported; one that is an export of its own is no part. */
export function exportFiles({ file, lines, assignments }: LedgerExport): { part: LedgerPart | null; file: FoundFile }[] {
  if (lines === undefined) return [{ part: null, file }];
  return [{ part: 'headers', file }, { part: 'lines', file: lines }, ...(assignments === undefined ? [] : [{ part: 'assignments' as const, file: assignments }])];
}
