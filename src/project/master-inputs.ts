import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { MasterInput, MasterSheetInput, Settings } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { SheetReading } from '../intake/profiled/with-input.ts';
import { profileOf } from './load-settings.ts';
import { EXPORT_ENDINGS, type FoundFile, type Project, SHEET_ENDINGS, findInputs, findSheets } from './project.ts';

/** A sheet of master data or mapping as it lies in the project, and how it is read. */
export interface FoundSheet extends FoundFile {
  kind: 'master' | 'mapping';
  sheet: string;
  /** Undefined for a canonical sheet. */
  reading: SheetReading | undefined;
}

/** Which sheet a file's base name is. */
export type SheetNamed = (kind: 'master' | 'mapping', baseName: string) => string | undefined;

/** The sheets that the settings name, master data first; with `lenient`, a folder or file that is not there has none. Throws CannotRun. */
export function findReferenceSheets(project: Project, { master, mapping }: Settings['inputs'], sheetNamed: SheetNamed, { lenient = false } = {}): FoundSheet[] {
  const found: FoundSheet[] = [];
  for (const entry of typeof master === 'string' ? [{ folder: master }] : [master].flat()) {
    if (lenient && !existsSync(resolve(project.folder, 'folder' in entry ? entry.folder : entry.file))) continue;
    const sheets = 'folder' in entry
      ? findSheets(project, entry.folder, (name) => sheetNamed('master', name), 'master', endingsIn(entry)).map((file) => ({ ...file, kind: 'master' as const, reading: folderReading(entry) }))
      : [{ ...oneFile(project, entry), kind: 'master' as const, sheet: entry.sheet, reading: sheetReading(entry) }];
    for (const sheet of sheets) {
      const twice = found.find((other) => other.sheet === sheet.sheet);
      if (twice !== undefined) throw new CannotRun(`both this file and ${twice.shown} are the sheet ${sheet.sheet}`, { where: sheet.shown, remedy: 'Name one of the two in inputs.master.' });
      found.push(sheet);
    }
  }
  if (lenient && !existsSync(resolve(project.folder, mapping))) return found;
  for (const file of findSheets(project, mapping, (name) => sheetNamed('mapping', name), 'mapping')) found.push({ ...file, kind: 'mapping', reading: undefined });
  return found;
}

/** The folders of sheets that the settings name, as they are written there, and how the files of sheets in them end. */
export function sheetFolders({ master, mapping }: Settings['inputs']): { kind: 'master' | 'mapping'; folder: string; endings: readonly string[] }[] {
  const entries = typeof master === 'string' ? [{ folder: master }] : [master].flat().filter((entry) => 'folder' in entry);
  return [...entries.map((entry) => ({ kind: 'master' as const, folder: entry.folder, endings: endingsIn(entry) })), { kind: 'mapping', folder: mapping, endings: SHEET_ENDINGS }];
}

const endingsIn = (entry: { format?: SheetReading['format'] }): readonly string[] => (folderReading(entry) === undefined ? SHEET_ENDINGS : EXPORT_ENDINGS);

function oneFile(project: Project, { sheet, file }: MasterSheetInput): FoundFile {
  const what = `inputs.master, sheet ${sheet}`;
  const [found, ...more] = findInputs(project, [file], what);
  if (found === undefined || more.length > 0) throw new CannotRun(`"${file}" finds ${more.length + 1} files, and a sheet is read from one`, { where: `po-shadow.yaml: ${what}`, remedy: 'Name the newest one.' });
  return found;
}

/** How a sheet is read that comes from elsewhere than the settings say: as they say it of the sheet of that name, or of the whole folder. */
export function readingOfSheet(master: MasterInput, sheet: string): SheetReading | undefined {
  const entries = typeof master === 'string' ? [] : [master].flat();
  const own = entries.find((entry) => 'sheet' in entry && entry.sheet === sheet);
  if (own !== undefined && 'sheet' in own) return sheetReading(own);
  const folder = entries.find((entry) => 'folder' in entry);
  return folder !== undefined && 'folder' in folder ? folderReading(folder) : undefined;
}

const folderReading = ({ format }: { format?: SheetReading['format'] }): SheetReading | undefined => (format === undefined || format === 'generic' ? undefined : { format });

/** What is left out is left out of the reading too: the audit compares it as it was written. */
function sheetReading({ format, profile, only, encoding, delimiter, dates, decimals }: MasterSheetInput): SheetReading {
  const reading = { format, profile: profileOf({ profile }), only, encoding, delimiter, dates, decimals };
  return Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined));
}
