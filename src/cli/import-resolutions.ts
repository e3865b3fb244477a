import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { entryName } from '../domain/audit.ts';
import { visible, visibleJson } from '../domain/text.ts';
import { CannotRun } from '../domain/trouble.ts';
import { readDecisionWorkbook } from '../intake/decision-workbook/read-decision-workbook.ts';
import { DecidedRun } from '../pipeline/decided-run.ts';
import { applyWorkbook, planWorkbook } from '../pipeline/decisions/import-workbook.ts';
import { assertReadableFile } from '../project/project.ts';
import { acting, actingInstant, type ActingOptions } from './acting.ts';
import { inProject } from './context.ts';
import { commandFor, tell, writeOut } from './output.ts';

export interface ImportResolutionsOptions extends ActingOptions {
  files: string[];
  yes: boolean;
  format: string;
}

/** `po-shadow import resolutions FILE.xlsx`: what people filled into the workbook; shows it first, and writes it with --yes. */
export async function importResolutions(options: ImportResolutionsOptions): Promise<number> {
  const [name, ...more] = options.files;
  if (name === undefined || more.length > 0) throw new CannotRun('one workbook is imported at a time', { remedy: 'Import the next one afterwards: it may decide about the same rows.' });
  return inProject(options, async (workplace) => {
    const { project, settings } = workplace;
    const typed = resolve(name);
    const path = existsSync(typed) ? typed : resolve(project.folder, name);
    assertReadableFile(path, name);
    const importer = acting(options, settings, null);
    const decided = await DecidedRun.required(workplace, actingInstant(options).at);
    const plan = await planWorkbook(workplace, decided, await readDecisionWorkbook(path, name));
    const isWritten = options.yes && plan.planned.length > 0;
    const entries = isWritten ? await applyWorkbook(workplace, importer, plan, { path, shown: name }, decided.head.length) : [];
    if (options.format === 'json') {
      writeOut(`${visibleJson({ written: isWritten, decisions: plan.planned.map(({ where, person, what }, index) => ({ where, by: person.id, what, entry: entries[index] === undefined ? null : entryName(entries[index].sequence) })), refused: plan.refused, untouched: plan.untouched }, 2)}\n`);
      return plan.refused.length > 0 ? 1 : 0;
    }
    for (const [index, { where, person, what }] of plan.planned.entries()) writeOut(`${visible(`${entries[index] === undefined ? 'would take' : entryName(entries[index].sequence)}  ${where}: ${what}, by ${person.id}`)}\n`);
    for (const { where, why } of plan.refused) writeOut(`${visible(`REFUSED  ${where}: ${why}`)}\n`);
    tell(`${plan.planned.length} ${isWritten ? 'taken over' : 'to take over'}, ${plan.refused.length} refused, ${plan.untouched} not filled in.`);
    if (!isWritten && plan.planned.length > 0) tell(visible(`Nothing was written. To do it: ${commandFor(project.folder, `import resolutions ${name} --by ${importer.person.id} --yes`)}`));
    return plan.refused.length > 0 ? 1 : 0;
  });
}
