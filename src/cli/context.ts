import { type Instant, instantTrouble, parseInstant } from '../domain/calendar.ts';
import { CannotRun } from '../domain/trouble.ts';
import { type Ahead, type Workplace, openWorkplace } from '../pipeline/workplace.ts';
import { findProject } from '../project/project.ts';
import { ruledVersion } from './program-version.ts';
import { terminalProgress } from './terminal-progress.ts';

/** Options that every command takes. */
export interface CommonOptions {
  project?: string | undefined;
  allowOutside?: boolean | undefined;
  asOf?: string | undefined;
}

/** The instant of --as-of. Throws CannotRun. */
export function asOfOption(text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const trouble = instantTrouble(text);
  if (trouble !== undefined) throw new CannotRun(`--as-of ${text} is ${trouble}`, { remedy: 'Write it as 2026-06-15T08:00:00Z.' });
  return parseInstant(text) as Instant;
}

/** What the machine's clock shows, to the second. */
export const machineClock = (): Instant => Math.floor(Date.now() / 1_000) * 1_000;

/** Opens the project that the options name, works in it, and closes it whatever happens; `ahead` is done as soon as the settings are known. */
export async function inProject<T>(options: CommonOptions, work: (workplace: Workplace) => Promise<T>, ahead?: Ahead): Promise<T> {
  asOfOption(options.asOf);
  const project = findProject(options.project, process.cwd(), options.allowOutside ?? false);
  const workplace = await openWorkplace(project, { progress: await terminalProgress(), programVersion: ruledVersion() }, ahead);
  try {
    return await work(workplace);
  } finally {
    workplace.progress.done();
    workplace.database.close();
  }
}
