import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RULES_VERSION } from '../domain/rules-version.ts';

/** The version in package.json, which stands beside src/ and beside dist/. */
export function programVersion(): string {
  for (const place of ['../../package.json', '../../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(fileURLToPath(new URL(place, import.meta.url)), 'utf8')) as { name?: string; version?: string };
      if (name === 'po-shadow' && version !== undefined) return version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error('package.json of po-shadow not found');
}

/** The version that runs are recorded with, `0.1.0+rules.5`: between two releases the rules may change, and a run of before must not be taken for one of now. */
export const ruledVersion = (): string => `${programVersion()}+rules.${RULES_VERSION}`;
