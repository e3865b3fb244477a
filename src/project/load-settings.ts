import { existsSync } from 'node:fs';
import { type Settings, settingsSchema } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import { loadYaml, readYaml } from './load-yaml.ts';
import { type FoundFile, type Project, SETTINGS_FILE } from './project.ts';

const FILE = { called: 'settings', schema: settingsSchema, described: 'docs/settings.md describes every key.' };

/** Reads and checks settings from a file that is not the project's own. Throws CannotRun likewise. */
export async function loadOtherSettings({ path, shown }: FoundFile): Promise<Settings> {
  if (!existsSync(path)) throw new CannotRun('there is no such file', { where: shown, remedy: 'Check the name.' });
  return readYaml(path, { name: shown, ...FILE });
}

/** Reads and checks po-shadow.yaml. Throws CannotRun with the line, the key, what is wrong and what to do. */
export async function loadSettings(project: Project): Promise<Settings> {
  const settings = await loadYaml(project, { name: SETTINGS_FILE, ...FILE });
  if (settings === undefined) throw new CannotRun(`there is no ${SETTINGS_FILE}`, { where: project.folder, remedy: 'Make one with: po-shadow init' });
  return settings;
}
