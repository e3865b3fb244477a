import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { makeFolder } from '../project-folder.ts';

/** Whether LibreOffice is on this machine; said once where it is not. */
export const hasOffice = spawnSync('soffice', ['--version'], { encoding: 'utf8' }).status === 0;
if (!hasOffice) console.log('skipped: what LibreOffice makes of the workbook, because soffice is not on this machine (Debian: libreoffice-calc-nogui)');

/** The file as LibreOffice writes it after it opened, recalculated and saved it; `format` as `--convert-to` takes it. */
export function converted(path: string, name: string, format: string): string {
  const folder = makeFolder();
  const { status, stderr } = spawnSync('soffice', [`-env:UserInstallation=file://${makeFolder()}`, '--headless', '--convert-to', format, '--outdir', folder, path], { encoding: 'utf8', timeout: 120_000 });
  if (status !== 0) throw new Error(`soffice: ${stderr}`);
  return join(folder, name);
}
