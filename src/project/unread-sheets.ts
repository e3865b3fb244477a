import { existsSync, readdirSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { nearest } from '../domain/nearest.ts';
import { MAPPING_SHEETS, MASTER_SHEETS } from '../domain/reference-data.ts';
import type { Settings } from '../domain/settings.ts';
import { fold } from '../domain/text.ts';
import { type FoundSheet, type SheetNamed, sheetFolders } from './master-inputs.ts';
import { type Project, SHEET_ENDINGS, shownPath } from './project.ts';

/** A table in a folder of sheets that is read as none of them. */
export interface UnreadSheet {
  kind: 'master' | 'mapping';
  shown: string;
  /** How files of sheets end there, where this one ends otherwise; null where its name is that of no sheet. */
  endings: readonly string[] | null;
  /** The sheet that is lacking and may be meant. */
  meant: string | undefined;
}

const SHEETS = { master: MASTER_SHEETS, mapping: MAPPING_SHEETS } as const;
/** How tables end that are no sheets as they are, or that hold something else as often. */
const OTHER_ENDINGS = ['.xls', '.xlsm', '.xlsb', '.ods', '.numbers', '.tab', '.txt', '.json', '.jsonl'];
/** What editors, spreadsheets and systems leave behind, and notes to people. */
const NO_TABLE = /^[.~#]|^(readme|license|desktop\.ini|thumbs\.db)/i;

/**
 * The tables in the folders of sheets that are read as none, by folder and name; `found` are the sheets, and `read` the paths of other files that are read. A file
 * with the ending of a sheet is one whatever its name; one with the ending of another table where its name is, or is near, that of a sheet that no file is.
 */
export function unreadSheets(project: Project, inputs: Settings['inputs'], { found, read, sheetNamed }: { found: readonly FoundSheet[]; read: ReadonlySet<string>; sheetNamed: SheetNamed }): UnreadSheet[] {
  const taken = new Set([...read, ...found.map(({ path }) => path)]);
  const unread = new Map<string, UnreadSheet>();
  for (const { kind, folder, endings } of sheetFolders(inputs)) {
    const lacking = SHEETS[kind].filter((name) => !found.some((each) => each.kind === kind && each.sheet === name));
    const path = resolve(project.folder, folder);
    for (const entry of existsSync(path) ? readdirSync(path, { withFileTypes: true }) : []) {
      const file = resolve(path, entry.name);
      if (entry.isDirectory() || NO_TABLE.test(entry.name) || taken.has(file)) continue;
      const ending = extname(entry.name).toLowerCase();
      const base = basename(entry.name, extname(entry.name));
      const known = sheetNamed(kind, base);
      const meant = known === undefined ? meantSheet(base, lacking) : lacking.find((name) => name === known);
      const isSure = SHEET_ENDINGS.includes(ending);
      if (isSure || (meant !== undefined && OTHER_ENDINGS.includes(ending))) unread.set(file, { kind, shown: shownPath(project, file), endings: endings.includes(ending) ? null : endings, meant });
    }
  }
  return [...unread.keys()].sort().map((file) => unread.get(file) as UnreadSheet);
}

/** The sheet that a name is near to, or that it names among other words: `vendor`, `Vendors (1)`, `erp_vendors_2026`. */
function meantSheet(baseName: string, names: readonly string[]): string | undefined {
  const said = fold(baseName).replaceAll(/[\s-]+/g, '_');
  return nearest(said, names) ?? names.find((name) => said.includes(name));
}
