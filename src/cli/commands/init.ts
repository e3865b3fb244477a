import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CannotRun } from '../../domain/trouble.ts';
import { SETTINGS_FILE } from '../../project/project.ts';
import { starterFiles } from '../../project/starter.ts';
import { tell, writeOut } from '../output.ts';

/** `po-shadow init [dir]`: a commented project folder; nothing that exists is overwritten. */
export async function run({ dir }: { dir: string }): Promise<number> {
  const folder = resolve(dir);
  if (existsSync(join(folder, SETTINGS_FILE))) throw new CannotRun(`there is a ${SETTINGS_FILE} already`, { where: folder, remedy: 'Name another folder; nothing was written.' });
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) throw new CannotRun('this is a file, not a folder', { where: folder, remedy: 'Name another folder; nothing was written.' });
  for (const [name, text] of starterFiles()) {
    const path = join(folder, name);
    if (existsSync(path)) {
      tell(`${name} is there already and stays as it is.`);
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
    writeOut(`${join(dir, name)}\n`);
  }
  tell(
    `What to do next, in ${folder}:\n` +
      '  1. Put the approvals export (approvals.jsonl) and the ledger export (ledger.csv) here; docs/file-formats.md describes both.\n' +
      "  2. Fill master/ from the ERP and mapping/ from the integration's own sheets.\n" +
      `  3. Set company, timeZone and window in ${SETTINGS_FILE}, then: npx po-shadow run --project ${dir}\n` +
      `  4. For the decision: people (two at least), controls beside each input, and cutover in ${SETTINGS_FILE}; rollback.yaml; then: npx po-shadow gate --project ${dir}`,
  );
  return 0;
}
