import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import type { HeaderProfile } from '../domain/header-profile.ts';
import { type ApprovalsInput, type LedgerInput, type MasterInput, type Settings, settingsSchema } from '../domain/settings.ts';
import { MASTER_PROFILE_SCHEMAS, SOURCE_PROFILE_SCHEMAS, ledgerProfileSchema } from '../domain/table-columns.ts';
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
  const { inputs } = settings;
  const ledger: LedgerInput[] = [];
  for (const [index, input] of inputs.ledger.entries()) ledger.push({ ...input, ...(await profileIn(project, input, ledgerProfileSchema, `inputs.ledger[${index}].profile`)) });
  const approvals: ApprovalsInput[] = [];
  for (const [index, input] of inputs.approvals.entries()) {
    const key = `inputs.approvals[${index}].profile`;
    const schema = Object.entries(SOURCE_PROFILE_SCHEMAS).find(([source]) => source === input.source)?.[1];
    if (input.profile !== undefined && schema === undefined) throw new CannotRun(`${key}: the exports of ${input.source} have columns of their own and take no header profile`, { where: SETTINGS_FILE, remedy: 'Remove it.' });
    approvals.push(schema === undefined ? input : { ...input, ...(await profileIn(project, input, schema, key)) });
  }
  return { ...settings, inputs: { ...inputs, ledger, approvals, master: await masterWithProfiles(project, inputs.master) } };
}

async function masterWithProfiles(project: Project, master: MasterInput): Promise<MasterInput> {
  if (!Array.isArray(master)) return master;
  const entries: typeof master = [];
  for (const [index, entry] of master.entries()) entries.push('sheet' in entry ? { ...entry, ...(await profileIn(project, entry, MASTER_PROFILE_SCHEMAS[entry.sheet], `inputs.master[${index}].profile`)) } : entry);
  return entries;
}

type ProfileSchema = typeof ledgerProfileSchema;

/** The profile of an input, from its file or checked where it stands in the settings; nothing where there is none. */
async function profileIn(project: Project, { profile }: { profile?: string | HeaderProfile | undefined }, schema: ProfileSchema, key: string): Promise<{ profile?: HeaderProfile }> {
  if (profile === undefined) return {};
  if (typeof profile === 'string') return { profile: await loadProfile(project, profile, schema, key) };
  const [issue] = schema.safeParse(profile).error?.issues ?? [];
  if (issue !== undefined) throw new CannotRun(`${key}: ${issue.message}`, { where: SETTINGS_FILE, remedy: 'Correct the value; docs/header-profiles.md describes every key.' });
  return { profile };
}

async function loadProfile(project: Project, name: string, schema: ProfileSchema, key: string): Promise<HeaderProfile> {
  const inside = relative(project.folder, resolve(project.folder, name));
  if (inside.startsWith('..') || isAbsolute(inside)) throw new CannotRun(`${key}: ${name} lies outside the project folder`, { where: SETTINGS_FILE, remedy: 'Keep header profiles in the project folder.' });
  const profile = await loadYaml(project, { name: inside, called: 'header profile', schema, described: 'docs/header-profiles.md describes every key.' });
  if (profile === undefined) throw new CannotRun(`${key}: there is no file ${name}`, { where: SETTINGS_FILE, remedy: 'Check the name.' });
  return profile;
}

/** The header profile of an input of loaded settings. */
export function profileOf({ profile }: Pick<LedgerInput, 'profile'>): HeaderProfile | undefined {
  if (typeof profile === 'string') throw new Error(`the header profile ${profile} was not loaded`);
  return profile;
}
