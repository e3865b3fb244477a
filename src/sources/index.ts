import { CannotRun } from '../domain/trouble.ts';
import { concurFi } from './concur-fi.ts';
import { concurReports } from './concur-reports.ts';
import { concurSae } from './concur-sae.ts';
import { expensify } from './expensify.ts';
import { generic } from './generic.ts';
import { ramp } from './ramp.ts';
import type { Source } from './source.ts';

const SOURCES: readonly Source[] = [generic, expensify, concurFi, concurSae, concurReports, ramp];

/** The source of a name in the settings. Throws CannotRun for one that this version does not have yet. */
export function sourceNamed(name: string): Source {
  const source = SOURCES.find((each) => each.name === name);
  if (source === undefined) {
    throw new CannotRun(`source: ${name} is not available in this version`, { where: 'po-shadow.yaml', remedy: `Use one of ${SOURCES.map((each) => each.name).join(', ')}; any system's export can be brought into the generic format (docs/file-formats.md).` });
  }
  return source;
}
