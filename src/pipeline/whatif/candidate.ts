import { readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { nearest } from '../../domain/nearest.ts';
import { MAPPING_SHEETS, MASTER_SHEETS } from '../../domain/reference-data.ts';
import type { Settings } from '../../domain/settings.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { Tried } from '../../domain/whatif.ts';
import { loadOtherSettings, loadSettings } from '../../project/load-settings.ts';
import { readingOfSheet } from '../../project/master-inputs.ts';
import { EXPORT_ENDINGS, type FoundFile, type Project, SHEET_ENDINGS, findSheets, statusOf } from '../../project/project.ts';
import { sheetNamed } from '../../reference/sheets.ts';
import type { ImportRequest } from '../import-inputs.ts';

/** A file or folder that the user named, by its absolute path and as it was named; outside the project where whoever typed it means that. */
export interface NamedPath extends FoundFile {
  isOutside: boolean;
}

/** What is to be tried; what is left out stays as it is in force. */
export interface WhatIfRequest {
  mapping: NamedPath | undefined;
  master: NamedPath | undefined;
  settings: NamedPath | undefined;
}

/** What is to be tried, read as far as it must be to know that it can be. */
export interface Candidate {
  tried: Tried;
  /** Undefined where those of the run stay. */
  settings: Settings | undefined;
  sheets: Extract<ImportRequest, { sheet: string }>[];
  /** Files that are no sheets, and are passed over. */
  passedOver: string[];
}

/** Finds the sheets and reads the settings that are to be tried. Throws CannotRun for what is not there or is none. */
export async function readCandidate(project: Project, request: WhatIfRequest): Promise<Candidate> {
  const { mapping, master, settings } = request;
  if (mapping === undefined && master === undefined && settings === undefined) {
    throw new CannotRun('nothing is named that could be tried', { remedy: 'Name a folder with --mapping or --master, or a file with --settings.' });
  }
  const other = settings === undefined ? undefined : await loadOtherSettings(project, settings);
  const { inputs } = other ?? (await loadSettings(project));
  const sheets: Candidate['sheets'] = [];
  const passedOver: string[] = [];
  for (const [kind, folder] of [['master', master], ['mapping', mapping]] as const) {
    if (folder === undefined) continue;
    passedOver.push(...otherFiles(kind, folder));
    const found = findSheets({ ...project, allowOutside: project.allowOutside || folder.isOutside }, folder.path, (name) => sheetNamed(kind, name), kind, kind === 'master' && typeof inputs.master !== 'string' ? EXPORT_ENDINGS : SHEET_ENDINGS);
    if (found.length === 0) throw new CannotRun(`there is no sheet of ${kind} in this folder`, { where: folder.shown, remedy: `Sheets are ${namesOf(kind).join(', ')}, as .csv or .xlsx.` });
    for (const { sheet, ...file } of found) sheets.push({ kind, file, sheet, reading: kind === 'master' ? readingOfSheet(inputs.master, sheet) : undefined });
  }
  return {
    tried: { mapping: mapping?.shown ?? null, master: master?.shown ?? null, settings: settings?.shown ?? null },
    settings: other, sheets, passedOver,
  };
}

const namesOf = (kind: 'master' | 'mapping'): readonly string[] => (kind === 'master' ? MASTER_SHEETS : MAPPING_SHEETS);

/** Files of a folder that are no sheets. Throws CannotRun for one whose name is nearly that of a sheet, which would be tried without a word otherwise. */
function otherFiles(kind: 'master' | 'mapping', { path, shown }: NamedPath): string[] {
  const status = statusOf(path, shown);
  if (status === undefined) throw new CannotRun('there is no such folder', { where: shown, remedy: 'Check the name.' });
  if (!status.isDirectory()) throw new CannotRun('this is a file, not a folder of sheets', { where: shown, remedy: `Name the folder that holds it: --${kind} DIR.` });
  const others: string[] = [];
  for (const name of readdirSync(path).sort()) {
    const base = basename(name, extname(name));
    if (!SHEET_ENDINGS.includes(extname(name).toLowerCase()) || sheetNamed(kind, base) !== undefined) continue;
    const close = nearest(base, namesOf(kind));
    if (close !== undefined) throw new CannotRun(`this is no sheet of ${kind}`, { where: `${shown}/${name}`, remedy: `Did you mean ${close}${extname(name)}? Rename it, or take it out of the folder.` });
    others.push(`${shown}/${name}`);
  }
  return others;
}
