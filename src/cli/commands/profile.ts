import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { SourceInspection } from '../../domain/table-inspection.ts';
import { visible, visibleJson } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { inspectFile, inspectSource } from '../../pipeline/profile/inspect-file.ts';
import { type FoundFile, assertReadableFile } from '../../project/project.ts';
import { inspectionText, sourceText } from '../../report/inspection-text.ts';
import { profileYaml } from '../../report/profile-yaml.ts';
import { tell, writeOut } from '../output.ts';

export interface ProfileOptions {
  file: string;
  as?: string;
  profile?: string;
  write?: string;
  force: boolean;
  format: string;
  width?: number | undefined;
}

/** `po-shadow profile FILE`: what a file looks like and how it would be read; with --write, a header profile to edit. */
export async function run(options: ProfileOptions): Promise<number> {
  const request = { file: named(options.file), table: options.as, profile: options.profile === undefined ? undefined : named(options.profile) };
  const source = inspectSource(request);
  if (source !== null) return tellSource(source, options);
  const inspection = await inspectFile(request);
  if (options.write !== undefined) {
    if (inspection.table.startsWith('mapping/')) throw new CannotRun('a mapping sheet is read by its own columns and takes no header profile', { where: options.file, remedy: 'Put it into the folder mapping/ of the project, or say with --as what else it is.' });
    writeProfile(options.write, profileYaml(inspection), options.force);
  }
  if (options.format === 'json') writeOut(`${visibleJson(inspection, 2)}\n`);
  else writeOut(inspectionText(inspection, options.write ?? options.profile ?? null, options.width));
  return 0;
}

/** Tells which source reads the file. Throws CannotRun where a profile of it is to be written. */
function tellSource(source: SourceInspection, { write, format, width }: ProfileOptions): number {
  if (write !== undefined) throw new CannotRun(`these are ${source.form}, which source: ${source.source} reads by their own fields; there is no header profile to write`, { where: source.file, remedy: `Say source: ${source.source} beside the input, and no profile.` });
  writeOut(format === 'json' ? `${visibleJson(source, 2)}\n` : sourceText(source, width));
  return 0;
}

function named(name: string): FoundFile {
  const path = resolve(name);
  assertReadableFile(path, name);
  return { path, shown: name };
}

/** Writes a profile; throws CannotRun rather than replace a file unasked, and never writes through a link. */
function writeProfile(name: string, text: string, force: boolean): void {
  const path = resolve(name);
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status !== undefined && !status.isFile()) throw new CannotRun('this is no regular file, and is not written to', { where: name, remedy: 'Name another file.' });
  if (status !== undefined && !force) throw new CannotRun('there is such a file already, and it may have been edited', { where: name, remedy: 'Name another file, or replace it with --force.' });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: force ? 'w' : 'wx' });
  tell(`${visible(name)} was written: a start, to be checked line by line.`);
}
