import { join, resolve } from 'node:path';
import { plural } from '../../../domain/plural.ts';
import { visible, visibleJson } from '../../../domain/text.ts';
import { CannotRun } from '../../../domain/trouble.ts';
import { standingRun } from '../../../pipeline/replay-record.ts';
import { prepareFolder, writeFolder } from '../../../pipeline/sandbox/export-folder.ts';
import { makeExport, recordExport } from '../../../pipeline/sandbox/export-sandbox.ts';
import type { Workplace } from '../../../pipeline/workplace.ts';
import { shownPath } from '../../../project/project.ts';
import { commandFor, tell, writeOut } from '../../output.ts';
import type { SandboxOptions } from './sandbox-options.ts';

/** `po-shadow sandbox export DIR`: writes the calls of the newest run's patterns. Exit 1 where there is nothing to write. */
export async function exportCalls(workplace: Workplace, options: SandboxOptions): Promise<number> {
  const { project } = workplace;
  if (options.path === undefined || options.path === '') throw new CannotRun('the folder to write is not named', { remedy: 'Name an empty one in the project folder: po-shadow sandbox export DIR.' });
  const path = resolve(options.path);
  const made = await makeExport(workplace);
  if ('reason' in made) {
    tell(`Nothing was exported: ${visible(made.reason)}.`);
    return 1;
  }
  prepareFolder(project, path, { shown: options.path, force: options.force });
  await recordExport(workplace, made);
  writeFolder(path, made.files);
  const { manifest, run } = made;
  const shown = shownPath(project, path);
  if (options.format === 'json') writeOut(`${visibleJson({ folder: shown, ...manifest }, 2)}\n`);
  else {
    writeOut(`${plural(manifest.calls.length, 'call')} for ${plural(manifest.patterns.length, 'pattern')} of ${run.id}, as ${manifest.erp} would be sent them: ${visible(join(shown, 'README.md'))}\n`);
    for (const { pattern, poNumber, calls } of manifest.patterns) writeOut(`  ${visible(pattern)}: ${visible(poNumber)}, ${plural(calls.length, 'call')}\n`);
    for (const what of manifest.notTried) writeOut(`  not tried: ${visible(what)}\n`);
  }
  if ((await standingRun(workplace, run.asOf ?? undefined)) === undefined) tell(`Settings, sheets or imports changed since ${run.id}; what was exported is what that run would send. po-shadow run makes one that is up to date.`);
  tell(`Nothing was sent. Send the calls to a sandbox, and read the answers back: ${commandFor(project.folder, 'sandbox import FILE --by …')}`);
  return 0;
}
