import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { type HeaderProfile, ledgerProfileSchema } from '../domain/header-profile.ts';
import { type LedgerInput, type Settings, settingsSchema } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import { loadYaml, readYaml } from './load-yaml.ts';
import { type FoundFile, type Project, SETTINGS_FILE } from './project.ts';

const FILE = { called: 'settings', schema: settingsSchema, described: 'docs/settings.md describes every key.' };

/** Reads and checks settings from a file that is not the project's own. Throws CannotRun likewise. */
export async function loadOtherSettings(project: Project, { path, shown }: FoundFile): Promise<Settings> {
  if (!existsSync(path)) throw new CannotRun('there is no such file', { where: shown, remedy: 'Check the name.' });
  return withProfiles(project, await readYaml(path, { name: shown, ...FILE }));
}

/** Reads and checks po-shadow.yaml. Throws CannotRun with the line, the key, what is wrong and what to do. */
export async function loadSettings(project: Project): Promise<Settings> {
  const settings = await loadYaml(project, { name: SETTINGS_FILE, ...FILE });
  if (settings === undefined) throw new CannotRun(`there is no ${SETTINGS_FILE}`, { where: project.folder, remedy: 'Make one with: po-shadow init' });
  return withProfiles(project, settings);
}

/** Puts each header profile in the place of the file that holds it, so that settings say all that they stand for. Throws CannotRun. */
async function withProfiles(project: Project, settings: Settings): Promise<Settings> {
  const ledger: LedgerInput[] = [];
  for (const [index, input] of settings.inputs.ledger.entries()) {
    if (typeof input.profile !== 'string') ledger.push(input);
    else ledger.push({ ...input, profile: await loadProfile(project, input.profile, `inputs.ledger[${index}].profile`) });
  }
  return { ...settings, inputs: { ...settings.inputs, ledger } };
}

async function loadProfile(project: Project, name: string, key: string): Promise<HeaderProfile> {
  const path = resolve(project.folder, name);
  if (relative(project.folder, path).startsWith('..') || isAbsolute(name)) throw new CannotRun(`${key}: ${name} lies outside the project folder`, { where: SETTINGS_FILE, remedy: 'Keep header profiles in the project folder.' });
  const profile = await loadYaml(project, { name, called: 'header profile', schema: ledgerProfileSchema, described: 'docs/header-profiles.md describes every key.' });
  if (profile === undefined) throw new CannotRun(`${key}: there is no file ${name}`, { where: SETTINGS_FILE, remedy: 'Check the name.' });
  return profile;
}

/** The header profile of an input of loaded settings. */
export function profileOf({ profile }: Pick<LedgerInput, 'profile'>): HeaderProfile | undefined {
  if (typeof profile === 'string') throw new Error(`the header profile ${profile} was not loaded`);
  return profile;
}
