import { entryName, type AuditEntry } from '../../../domain/audit.ts';
import type { ChecklistItem } from '../../../domain/rollback.ts';
import { visible, visibleJson } from '../../../domain/text.ts';
import { configurationOf } from '../../../pipeline/configuration.ts';
import { keepRequiredChecklist } from '../../../pipeline/keep-checklist.ts';
import { type DrillResult, EXPORT_LOG_FILE, drill } from '../../../pipeline/drill.ts';
import type { Workplace } from '../../../pipeline/workplace.ts';
import { loadRollback } from '../../../project/load-rollback.ts';
import { CHECKLIST_FILE } from '../../../project/project.ts';
import { bindingOf } from '../../../rollback/bindings.ts';
import { AuditTrail } from '../../../store/audit-trail.ts';
import { type Acting, acting } from '../../acting.ts';
import { tell, writeOut } from '../../output.ts';
import type { RollbackOptions } from './rollback-options.ts';

/** `po-shadow rollback drill --by WHO`: restores a checkpoint, switches the stream off at every stop, and records it. */
export async function runDrill(workplace: Workplace, options: RollbackOptions): Promise<number> {
  const items = await loadRollback(workplace.project);
  const person = acting(options, workplace.settings, null);
  const { result, entries } = await drillAndRecord(workplace, items, person);
  const names = entries.map(({ sequence }) => entryName(sequence));
  if (options.format === 'json') writeOut(`${visibleJson({ passed: result.passed, entries: names, measured: result.measured, problems: result.problems, log: EXPORT_LOG_FILE }, 2)}\n`);
  else {
    writeOut(`The drill ${result.passed ? 'passed' : 'FAILED'}: ${visible(String(result.measured.result))}.\n`);
    for (const problem of result.passed ? [] : result.problems) writeOut(`  ${visible(problem)}\n`);
    if (Number(result.measured.unreadable) > 0) tell(`${result.measured.unreadable} documents of the approvals are in quarantine and took no part.`);
    tell(entries.length === 0 ? `${CHECKLIST_FILE} has no item of kind drill, so nothing was recorded.` : `Recorded as ${names.join(', ')}. The log of a stop in the middle: ${EXPORT_LOG_FILE}.`);
  }
  return result.passed ? 0 : 1;
}

/** Runs the drill and records it for each item of kind drill. */
export async function drillAndRecord(workplace: Workplace, items: readonly ChecklistItem[], person: Acting): Promise<{ result: DrillResult; entries: AuditEntry[] }> {
  const { database } = workplace;
  // What is recorded holds for the configuration that was drilled, whatever another process imports meanwhile.
  const configuration = await configurationOf(workplace);
  const result = await drill(workplace, { now: () => performance.now() });
  const entries = await database.transaction(() => {
    const trail = new AuditTrail(database);
    const drills = items.filter(({ kind }) => kind === 'drill');
    if (drills.length === 0) return [];
    const checklist = keepRequiredChecklist(workplace);
    return drills.map((item) => trail.append(person.entry({ kind: 'drill', item: item.id, bound: bindingOf(item, configuration), checklist, passed: result.passed, measured: result.measured })));
  });
  return { result, entries };
}
