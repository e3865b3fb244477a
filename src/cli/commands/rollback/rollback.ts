import { CannotRun } from '../../../domain/trouble.ts';
import { inProject } from '../../context.ts';
import { attestItem } from './attest.ts';
import { runDrill } from './drill.ts';
import { listChecklist } from './list.ts';
import type { RollbackOptions } from './rollback-options.ts';
import { verifyChecklist } from './verify.ts';

const ACTIONS = { list: listChecklist, verify: verifyChecklist, attest: attestItem, drill: runDrill };

/** Options that belong to one action, and how they are written. */
const ONLY: Record<string, { action: RollbackOptions['action']; given(options: RollbackOptions): boolean }> = {
  'an item': { action: 'attest', given: ({ item }) => item !== undefined },
  '--file': { action: 'attest', given: ({ file }) => file !== undefined },
  '--note': { action: 'attest', given: ({ note }) => note !== undefined },
  '--allow-commands': { action: 'verify', given: ({ allowCommands }) => allowCommands },
};

/** `po-shadow rollback`: the rollback checklist. */
export async function run(options: RollbackOptions): Promise<number> {
  for (const [name, { action, given }] of Object.entries(ONLY)) {
    if (given(options) && options.action !== action) throw new CannotRun(`${name} does not belong to rollback ${options.action}`, { remedy: `Leave it out; it belongs to rollback ${action}.` });
  }
  return inProject(options, (workplace) => ACTIONS[options.action](workplace, options));
}
