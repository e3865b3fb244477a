import { CannotRun } from '../../../domain/trouble.ts';
import { inProject } from '../../context.ts';
import { exportCalls } from './export.ts';
import { importSandboxAnswers } from './import.ts';
import type { SandboxOptions } from './sandbox-options.ts';
import { showStatus } from './status.ts';

const ACTIONS = { export: exportCalls, import: importSandboxAnswers, status: showStatus };

/** Options that belong to some actions only, and how they are written. */
const ONLY: Record<string, { actions: readonly SandboxOptions['action'][]; given(options: SandboxOptions): boolean }> = {
  'a path': { actions: ['export', 'import'], given: ({ path }) => path !== undefined },
  '--by': { actions: ['import'], given: ({ by }) => by !== undefined },
  '--force': { actions: ['export'], given: ({ force }) => force },
};

/** `po-shadow sandbox`: calls for a sandbox ERP, and its answers. Nothing is sent. */
export async function run(options: SandboxOptions): Promise<number> {
  for (const [name, { actions, given }] of Object.entries(ONLY)) {
    if (given(options) && !actions.includes(options.action)) throw new CannotRun(`${name} does not belong to sandbox ${options.action}`, { remedy: `Leave it out; it belongs to sandbox ${actions.join(' and ')}.` });
  }
  return inProject(options, (workplace) => ACTIONS[options.action](workplace, options));
}
