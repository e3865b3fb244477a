import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { MAPPING_SHEETS, MASTER_SHEETS, OPTIONAL_SHEETS } from '../domain/reference-data.ts';
import { findReferenceSheets } from '../project/master-inputs.ts';
import { type UnreadSheet, unreadSheets } from '../project/unread-sheets.ts';
import { sheetNamed } from '../reference/sheets.ts';
import { hashFile } from '../store/evidence.ts';
import { RecordReader } from '../store/record-reader.ts';
import { type ImportRequest, filesOf } from './import-inputs.ts';
import type { Workplace } from './workplace.ts';

/** Sheets in the project's folders whose bytes are not those in force. */
export async function changedSheets({ project, settings, database }: Workplace): Promise<string[]> {
  const inForce = new Map((await new RecordReader(database).sheets()).map((sheet) => [`${sheet.kind}/${sheet.sheet}`, sheet.sha256]));
  const changed: string[] = [];
  for (const file of findReferenceSheets(project, settings.inputs, sheetNamed, { lenient: true })) {
    if (inForce.get(`${file.kind}/${file.sheet}`) !== hashFile(file.path).sha256) changed.push(file.shown);
  }
  return changed;
}

/** Sheets that a replay needs and that no import has filled: all that would go through them will be rejected. */
export async function missingSheets({ database }: Workplace): Promise<string[]> {
  const filled = new Set((await new RecordReader(database).sheets()).filter((sheet) => sheet.rowsAccepted > 0).map((sheet) => `${sheet.kind}/${sheet.sheet}`));
  const needed = ([['master', MASTER_SHEETS], ['mapping', MAPPING_SHEETS]] as const).flatMap(([kind, names]) => names.filter((name) => !OPTIONAL_SHEETS[kind].includes(name)).map((name) => `${kind}/${name}`));
  return needed.filter((sheet) => !filled.has(sheet));
}

/** The tables in the project's folders of sheets that nothing reads; `requests` is what is imported from the settings, and `logs` what is read besides. */
export function unreadTables({ project, settings }: Workplace, requests: readonly ImportRequest[], logs: readonly { file: { path: string } }[]): UnreadSheet[] {
  const found = findReferenceSheets(project, settings.inputs, sheetNamed, { lenient: true });
  const read = new Set([...requests.flatMap((request) => filesOf(request)), ...logs].map(({ file }) => file.path));
  return unreadSheets(project, settings.inputs, { found, read, sheetNamed });
}

/** Sheets in force that were imported from the project's folders and are no longer there. */
export async function removedSheets({ project, database }: Workplace): Promise<string[]> {
  const sheets = await new RecordReader(database).sheets();
  return sheets.map((sheet) => sheet.shown).filter((shown) => !isAbsolute(shown) && !existsSync(resolve(project.folder, shown)));
}
