import type { ChecklistItem } from '../../../domain/rollback.ts';
import { visible } from '../../../domain/text.ts';
import { configurationOf } from '../../../pipeline/configuration.ts';
import { keepRequiredChecklist } from '../../../pipeline/keep-checklist.ts';
import { judgeRollback } from '../../../pipeline/judge-rollback.ts';
import type { Workplace } from '../../../pipeline/workplace.ts';
import { loadRollback } from '../../../project/load-rollback.ts';
import { bindingOf, targetHash } from '../../../rollback/bindings.ts';
import { probeAddress } from '../../../rollback/probe-address.ts';
import { probeCommand } from '../../../rollback/probe-command.ts';
import { type ProbeOutcome, commandText, targetText } from '../../../rollback/probe-outcome.ts';
import { AuditTrail } from '../../../store/audit-trail.ts';
import { acting } from '../../acting.ts';
import { tell } from '../../output.ts';
import { drillAndRecord } from './drill.ts';
import { printChecklist } from './list.ts';
import type { RollbackOptions } from './rollback-options.ts';

type Probe = Extract<ChecklistItem, { kind: 'probe' }>;

/** `po-shadow rollback verify --by WHO`: runs all probes and the drill, records them, and lists what is verified; 1 where an item is not. */
export async function verifyChecklist(workplace: Workplace, options: RollbackOptions): Promise<number> {
  const { database, project, settings } = workplace;
  const items = await loadRollback(project);
  const person = acting(options, settings, null);
  const configuration = await configurationOf(workplace);
  const notRun: string[] = [];
  for (const item of items) {
    if (item.kind !== 'probe') continue;
    const outcome = await probe(item, project.folder, options.allowCommands);
    if (outcome === undefined) {
      notRun.push(item.id);
      continue;
    }
    tell(`${item.id}: ${outcome.passed ? 'passed' : 'FAILED'}: ${visible(outcome.answer.slice(0, 200))}`);
    await database.transaction(() => new AuditTrail(database).append(person.entry({ kind: 'probe', item: item.id, bound: bindingOf(item, configuration), checklist: keepRequiredChecklist(workplace), ...outcome })));
  }
  if (items.some(({ kind }) => kind === 'drill')) {
    const { result } = await drillAndRecord(workplace, items, person);
    tell(`drill: ${result.passed ? 'passed' : 'FAILED'}: ${visible(String(result.measured.result))}`);
  }
  const judged = await judgeRollback(workplace, person.at);
  printChecklist(judged, options, { notRun });
  return judged.verified ? 0 : 1;
}

/** Says what is asked, then asks it; undefined for a command that nobody allowed. */
async function probe({ id, target, timeoutSeconds }: Probe, folder: string, allowCommands: boolean): Promise<ProbeOutcome | undefined> {
  if ('url' in target) {
    tell(`${id}: asks ${visible(targetText(target))}`);
    return probeAddress(target, { timeoutSeconds });
  }
  // Shown whole, secrets included: what somebody allows must be seen.
  tell(`${id}: ${allowCommands ? 'runs' : 'would run'} ${visible(commandText(target.command))} (SHA-256 ${targetHash(target)})`);
  if (!allowCommands) {
    tell(`${id}: not run. Read the command; where you trust it and what it starts, repeat with --allow-commands.`);
    return undefined;
  }
  return probeCommand(target.command, { folder, environment: process.env, timeoutSeconds });
}
