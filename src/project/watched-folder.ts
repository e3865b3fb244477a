import { existsSync, globSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Settings } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import { DATABASE_FILE, INBOX_FILE, type Project, SETTINGS_FILE } from './project.ts';
import { secretPlaces } from './secret-places.ts';

/** Where watch puts what it took, or could not take. */
const PUT_AWAY = ['done', 'refused'];
const OWN_FOLDERS = ['evidence', 'reports'];

/** Whether any input looks for exports in a folder, or where watch puts what it took from there: else `po-shadow run` and the gates don't know these files. */
export function isLookedInto(project: Project, { inputs }: Settings, folder: string): boolean {
  const looked = [folder, join(folder, 'done')];
  return [...inputs.approvals, ...inputs.ledger].flatMap(({ files }) => files).map((pattern) => dirname(pattern)).some((steps) => looked.includes(resolve(project.folder, steps)) || globSync(steps, { cwd: project.folder }).some((path) => looked.includes(resolve(project.folder, path))));
}

/** Throws CannotRun for a folder whose files are no deliveries: a project's own, or one into which watch has put files away. What watch takes, it moves. */
export function assertMayBeWatched(project: Project, settings: Settings, folder: string, shown: string): void {
  const { inputs, listen } = settings;
  const refuse = (what: string): never => {
    throw new CannotRun(`${what}; watch moves every file that it finds`, { where: shown, remedy: 'Make a folder for deliveries alone, such as drop/, and watch that.' });
  };
  const real = realpathSync(folder);
  for (const file of [SETTINGS_FILE, DATABASE_FILE, INBOX_FILE]) if (existsSync(join(real, file))) refuse(`this is a project folder: it holds ${file}`);
  if (PUT_AWAY.includes(basename(real))) refuse(`a folder named ${basename(real)} holds what was taken from the folder above it`);
  const own = (path: string): string => {
    const absolute = resolve(project.folder, path);
    return existsSync(absolute) ? realpathSync(absolute) : absolute;
  };
  const sheets = typeof inputs.master === 'string' ? [inputs.master] : [inputs.master].flat().map((entry) => ('folder' in entry ? entry.folder : dirname(entry.file)));
  const secrets = [...secretPlaces(settings).flatMap(({ file }) => file ?? []), ...(listen?.endpoints ?? []).flatMap(({ publicKey }) => publicKey ?? [])].map((path) => dirname(path));
  const logs = (inputs.erpLog ?? []).flatMap(({ files }) => files.map((path) => dirname(path)));
  // A folder of sheets or of evidence is the project's all the way down; one in which a secret or a log lies is so itself.
  for (const path of [...OWN_FOLDERS, ...sheets, inputs.mapping].map(own)) if (real === path || real.startsWith(path + sep)) refuse('this folder holds what is the project\'s own: evidence, reports, master data or mapping sheets');
  for (const path of secrets.map(own)) if (real === path) refuse('this folder holds secrets or keys of the project');
  for (const path of logs.map(own)) if (real === path) refuse('this folder holds logs of the ERP, which inputs.erpLog names');
}
