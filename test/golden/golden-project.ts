import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from '../project-folder.ts';

/** Where the golden folders lie. */
export const GOLDEN = fileURLToPath(new URL('.', import.meta.url));
const CONCUR_INPUTS = fileURLToPath(new URL('../data/concur-fi', import.meta.url));

export const GOLDEN_NAMES: readonly string[] = readdirSync(GOLDEN, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'base').map((entry) => entry.name);

/** A golden folder as a project of its own, the shared sheets included. */
export function goldenProject(name: string): string {
  const dir = join(makeFolder(), name);
  cpSync(name === 'concur-fi' ? CONCUR_INPUTS : join(GOLDEN, 'base'), dir, { recursive: true });
  cpSync(join(GOLDEN, name), dir, { recursive: true });
  return dir;
}
