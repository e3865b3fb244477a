import { visibleJson } from '../../domain/text.ts';
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { isTimeZone } from '../../domain/calendar.ts';
import { MAPPING_SHEETS, MASTER_SHEETS } from '../../domain/reference-data.ts';
import { nearest } from '../../domain/nearest.ts';
import { LEDGER_FORMATS, SOURCE_NAMES } from '../../domain/settings.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { type ImportedLog, importErpLogs } from '../../pipeline/import-erp-logs.ts';
import type { ImportRequest, ImportedFile } from '../../pipeline/import-inputs.ts';
import { pairedFiles } from '../../pipeline/ledger-files.ts';
import { importFiles } from '../../pipeline/work-beside.ts';
import type { Workplace } from '../../pipeline/workplace.ts';
import { readingOfSheet } from '../../project/master-inputs.ts';
import { type FoundFile, type Project, assertInside, assertReadableFile, shownPath } from '../../project/project.ts';
import { sheetNamed } from '../../reference/sheets.ts';
import type { ActingOptions } from '../acting.ts';
import { asOfOption, inProject } from '../context.ts';
import { importText } from '../import-text.ts';
import { tell, writeOut } from '../output.ts';
import { importResolutions } from '../import-resolutions.ts';

export interface ImportOptions extends ActingOptions {
  kind: 'approvals' | 'ledger' | 'master' | 'mapping' | 'erp-log' | 'resolutions';
  files: string[];
  as?: string;
  /** ledger: the files of the lines and of the account assignments of headers in files of their own. */
  lines?: string[];
  assignments?: string[];
  timeZone?: string;
  strict: boolean;
  yes: boolean;
  format: string;
}

/** `po-shadow import KIND FILE…`: files that the user names, wherever they lie. */
export async function run(options: ImportOptions): Promise<number> {
  const { kind } = options;
  if (kind === 'resolutions' || kind === 'erp-log') for (const option of ['lines', 'assignments'] as const) if (options[option] !== undefined) throw new CannotRun(`--${option} says nothing about ${kind}`, { remedy: 'Leave it out.' });
  if (options.timeZone !== undefined && kind !== 'erp-log') throw new CannotRun(`--time-zone says nothing about ${kind}`, { remedy: 'Leave it out: timeZone beside the input says how its times are read.' });
  if (options.timeZone !== undefined && !isTimeZone(options.timeZone)) throw new CannotRun(`--time-zone ${options.timeZone} is no time zone`, { remedy: 'Name one of the IANA database, such as America/New_York or UTC.' });
  if (kind === 'resolutions') return importResolutions(options);
  return inProject(options, async (workplace) => {
    const imported = kind === 'erp-log' ? await importLogs(workplace, options) : await importExports(workplace, { ...options, kind });
    if (options.format === 'json') writeOut(`${visibleJson({ files: imported }, 2)}\n`);
    else for (const line of importText(imported)) tell(line);
    return 0;
  });
}

async function importExports(workplace: Workplace, options: ImportOptions & { kind: ImportRequest['kind'] }): Promise<ImportedFile[]> {
  return importFiles(workplace, requestsOf(workplace, options), { asOf: asOfOption(options.asOf), strict: options.strict });
}

async function importLogs(workplace: Workplace, { files, as, strict, timeZone: given }: ImportOptions): Promise<ImportedLog[]> {
  if (as !== undefined) throw new CannotRun('--as says nothing about an ERP log', { remedy: 'Leave it out: the form of a log is told by what it holds.' });
  const timeZone = given ?? workplace.settings.inputs.erpLog?.[0]?.timeZone;
  return importErpLogs(workplace, files.map((name) => ({ file: fileNamed(workplace.project, name), timeZone })), { strict });
}

function fileNamed(project: Project, name: string): FoundFile {
  // A name as typed counts from where the user stands; one that is not there may count from the project.
  const typed = resolve(name);
  const path = existsSync(typed) ? typed : resolve(project.folder, name);
  const file = { path, shown: shownPath(project, path) };
  assertReadableFile(file.path, file.shown);
  // Whoever types a path outside means it; a link inside that leads out may come from elsewhere.
  if (file.shown !== path) assertInside(project, path, file.shown);
  return file;
}

function requestsOf(workplace: Workplace, options: ImportOptions & { kind: ImportRequest['kind'] }): ImportRequest[] {
  const { kind, files, lines, assignments } = options;
  if (kind !== 'ledger') {
    if (lines !== undefined || assignments !== undefined) throw new CannotRun(`--${lines === undefined ? 'assignments' : 'lines'} says nothing about ${kind}`, { remedy: 'Leave it out: only a ledger stands in files of headers and lines.' });
    return files.map((name) => requestOf(workplace, { ...options, kind }, name));
  }
  const named = (names: readonly string[]): FoundFile[] => names.map((name) => fileNamed(workplace.project, name));
  const { settings } = workplace;
  const format = choose(options.as ?? settings.inputs.ledger[0]?.format ?? 'generic', LEDGER_FORMATS);
  const { files: _files, lines: _lines, assignments: _assignments, ...input } = settings.inputs.ledger.find((each) => each.format === format) ?? { files: [], format };
  return pairedFiles(named(files), lines && named(lines), assignments && named(assignments), undefined).map((each) => ({ kind, ...each, input: { ...input, format } }));
}

function requestOf({ project, settings }: Workplace, options: ImportOptions & { kind: Exclude<ImportRequest['kind'], 'ledger'> }, name: string): ImportRequest {
  const file = fileNamed(project, name);
  switch (options.kind) {
    case 'approvals': {
      const source = choose(options.as ?? settings.inputs.approvals[0]?.source ?? 'generic', SOURCE_NAMES);
      const { files: _files, ...input } = settings.inputs.approvals.find((each) => each.source === source) ?? { files: [], source };
      return { kind: 'approvals', file, input: { ...input, source } };
    }
    default: {
      const called = options.as ?? basename(name).replace(/\.[^.]+$/, '');
      const sheet = sheetNamed(options.kind, called);
      if (sheet === undefined) throw noSheet(options.kind, called, file);
      return { kind: options.kind, file, sheet, reading: options.kind === 'master' ? readingOfSheet(settings.inputs.master, sheet) : undefined };
    }
  }
}

function noSheet(kind: 'master' | 'mapping', called: string, { shown }: FoundFile): CannotRun {
  const names = kind === 'master' ? MASTER_SHEETS : MAPPING_SHEETS;
  const close = nearest(called, names);
  return new CannotRun(`no sheet of ${kind} is called ${called}`, { where: shown, remedy: `${close === undefined ? '' : `Did you mean ${close}? `}Name it with --as: ${names.join(', ')}.` });
}

function choose<Name extends string>(given: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === given);
  if (found === undefined) throw new CannotRun(`--as ${given} is not known`, { remedy: `Use one of ${names.join(', ')}.` });
  return found;
}
