import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { entryName } from '../../../domain/audit.ts';
import { visible, visibleJson } from '../../../domain/text.ts';
import { CannotRun } from '../../../domain/trouble.ts';
import { configurationOf } from '../../../pipeline/configuration.ts';
import { keepRequiredChecklist } from '../../../pipeline/keep-checklist.ts';
import type { Workplace } from '../../../pipeline/workplace.ts';
import { loadRollback } from '../../../project/load-rollback.ts';
import { assertReadableFile } from '../../../project/project.ts';
import { bindingOf } from '../../../rollback/bindings.ts';
import { AuditTrail } from '../../../store/audit-trail.ts';
import { acting } from '../../acting.ts';
import { writeOut } from '../../output.ts';
import { itemToAttest } from './checklist-item.ts';
import type { RollbackOptions } from './rollback-options.ts';

/** `po-shadow rollback attest ITEM --file F --by WHO`: keeps the file as evidence and records who confirmed. */
export async function attestItem(workplace: Workplace, options: RollbackOptions): Promise<number> {
  const { project, settings, database, evidence } = workplace;
  const item = itemToAttest(await loadRollback(project), options.item);
  const person = acting(options, settings, null);
  if (options.file === undefined || options.file === '') throw new CannotRun('the file that shows it is not named', { remedy: 'Name it with --file: minutes, a screenshot, a signed sheet.' });
  // Whoever types a name means it, wherever the file lies.
  const path = resolve(options.file);
  assertReadableFile(path, options.file);
  if (statSync(path).size === 0) throw new CannotRun('the file is empty, and shows nothing', { where: options.file, remedy: 'Name the file that shows it.' });
  const bound = bindingOf(item, await configurationOf(workplace));
  const entry = await database.transaction(() => {
    const { sha256, bytes } = evidence.keep(path);
    return new AuditTrail(database).append(person.entry({ kind: 'attest', item: item.id, bound, checklist: keepRequiredChecklist(workplace), file: { name: basename(path), sha256, bytes }, note: options.note?.trim() ?? '' }));
  });
  const { file } = entry.act as Extract<typeof entry.act, { kind: 'attest' }>;
  if (options.format === 'json') writeOut(`${visibleJson({ entry: entryName(entry.sequence), item: item.id, by: person.person.id, file }, 2)}\n`);
  else writeOut(`${entryName(entry.sequence)}  ${item.id} attested by ${visible(person.person.id)} with ${visible(file.name)} (${file.bytes.toLocaleString('en-US')} bytes, SHA-256 ${file.sha256})\n`);
  return 0;
}
