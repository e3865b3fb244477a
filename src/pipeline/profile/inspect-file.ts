import { basename, extname } from 'node:path';
import type { SourceInspection, TableInspection } from '../../domain/table-inspection.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { inspectTable } from '../../intake/profiled/inspect-table.ts';
import { readYaml } from '../../project/load-yaml.ts';
import type { FoundFile } from '../../project/project.ts';
import { sourceOfJson } from '../../sources/source-of-json.ts';
import { sheetNamed } from '../../reference/sheets.ts';
import { schemaOfTable, tableForms } from './table-forms.ts';

/** What somebody says of the file. */
export interface InspectionRequest {
  file: FoundFile;
  /** One of TABLE_NAMES. */
  table: string | undefined;
  /** A header profile to read it by. */
  profile: FoundFile | undefined;
}

/**
 * Tells what a file looks like and how it would be read. Nothing is imported, and no project is needed. A sheet that has the same columns as others
 * is told by its file's name. Throws CannotRun for a file that can't be read at all, and for a profile that is wrong.
 */
export async function inspectFile({ file, table, profile }: InspectionRequest): Promise<TableInspection> {
  if (profile !== undefined && table === undefined) throw new CannotRun('a profile does not say which table it is of', { where: profile.shown, remedy: 'Say it: --as ledger, --as vendors and so on.' });
  const name = basename(file.path);
  const hint = sheetNamed('master', name.slice(0, name.length - extname(name).length));
  // Of forms that fit equally the first is taken.
  const forms = tableForms().sort((left, right) => Number(right.table === hint) - Number(left.table === hint));
  const own = profile === undefined || table === undefined ? undefined : await readYaml(profile.path, { name: profile.shown, called: 'header profile', schema: schemaOfTable(table), described: 'docs/header-profiles.md describes every key.' });
  return inspectTable({ path: file.path, name, shown: file.shown }, forms, { table, profile: own });
}

/** What somebody may call approvals, whatever source they are of. */
const APPROVALS: readonly (string | undefined)[] = [undefined, 'approvals', 'expensify', 'ramp'];

/** Tells which source reads a JSON file without a profile; null for any other file, and where somebody says that it is no approvals. Throws CannotRun where a profile is named all the same. */
export function inspectSource({ file, table, profile }: InspectionRequest): SourceInspection | null {
  const found = APPROVALS.includes(table) ? sourceOfJson({ path: file.path, name: basename(file.path), shown: file.shown }) : null;
  if (found === null) return null;
  if (profile !== undefined) throw new CannotRun(`these are ${found.what}, which source: ${found.source} reads by their own fields; they take no header profile`, { where: file.shown, remedy: 'Leave the profile out.' });
  return { file: file.shown, source: found.source, form: found.what };
}
