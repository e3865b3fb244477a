import { startAhead } from '../../pipeline/large-work.ts';
import { inProject } from '../context.ts';
import type { RunOptions } from '../full-run.ts';

/** `po-shadow run`: the whole parallel run. What it is done with is loaded once the settings have told whether a thread is to be started, which then loads beside. */
export async function run(options: RunOptions): Promise<number> {
  return inProject(options, async (workplace) => (await import('../full-run.ts')).runAndShow(workplace, options), startAhead);
}
