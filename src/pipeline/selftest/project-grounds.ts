import { FINDING_CODES, type FindingCode } from '../../domain/finding.ts';
import type { Settings } from '../../domain/settings.ts';
import { erpProfile } from '../../erp/erp-profile.ts';
import { loadSettings } from '../../project/load-settings.ts';
import { type FoundSheet, findReferenceSheets } from '../../project/master-inputs.ts';
import type { Project } from '../../project/project.ts';
import { type SheetFile, readReferenceData, sheetNamed } from '../../reference/sheets.ts';
import type { Grounds } from '../../selftest/grounds.ts';
import { sourceNamed } from '../../sources/index.ts';
import { hashFile } from '../../store/evidence.ts';
import { sha256 } from '../sha256.ts';

/** A sheet as it lies in the project folder. */
export interface FolderSheet extends FoundSheet {
  sha256: string;
}

/** What a self-test rests on, and where it was read. */
export interface ProjectGrounds {
  grounds: Grounds;
  sheets: FolderSheet[];
  /** Rows of each sheet that can't be read, and take no part. */
  unreadable: Map<string, number>;
}

/** Source and format in which the invented data is written. */
export const WRITTEN_AS = 'generic';

/** Reads settings and sheets of a project folder, and nothing else of it. Throws CannotRun. */
export async function readGrounds(project: Project): Promise<ProjectGrounds> {
  const settings = await loadSettings(project);
  const sheets = sheetsOf(project, settings);
  const unreadable = new Map<string, number>();
  const files: SheetFile[] = sheets.map(({ kind, sheet, path, shown, reading }) => ({ kind, sheet, reading, file: { path, name: shown, shown } }));
  const { master, mapping } = await readReferenceData(files, ({ file }, { rows }) => unreadable.set(file.shown, (unreadable.get(file.shown) ?? 0) + rows));
  const grounds = { settings, master, mapping, finalStates: settings.finalStates ?? sourceNamed(WRITTEN_AS).finalStates, objectedLater: objectedLater(settings) };
  return { grounds, sheets, unreadable };
}

/** The codes that are warnings, because the ERP objects only after the PO was created. */
function objectedLater(settings: Settings): Set<FindingCode> {
  const profile = erpProfile(settings, sha256);
  const facts = { field: '', value: '', at: '' };
  return new Set(FINDING_CODES.filter((code) => profile.objectionTo(code, facts, { date: '', currency: '', entity: '' })?.severity === 'warning'));
}

/** The sheets of a project folder with their hashes. Throws CannotRun for a folder that is not there. */
export function sheetsOf(project: Project, settings: Settings): FolderSheet[] {
  return findReferenceSheets(project, settings.inputs, sheetNamed).map((file) => ({ ...file, sha256: hashFile(file.path).sha256 }));
}
