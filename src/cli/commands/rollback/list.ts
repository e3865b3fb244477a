import { formatInstant } from '../../../domain/calendar.ts';
import { changeTexts } from '../../../domain/checklist-change.ts';
import { visible, visibleJson } from '../../../domain/text.ts';
import { type JudgedChecklist, judgeRollback } from '../../../pipeline/judge-rollback.ts';
import type { Workplace } from '../../../pipeline/workplace.ts';
import { rollbackSummary, rollbackTable } from '../../../report/rollback-table.ts';
import { targetText } from '../../../rollback/probe-outcome.ts';
import { asOfOption } from '../../context.ts';
import { paintFor, tableWidth, tell, writeOut } from '../../output.ts';
import type { RollbackOptions } from './rollback-options.ts';

/** `po-shadow rollback list`: how each item stands, and what the probes would ask. */
export async function listChecklist(workplace: Workplace, options: RollbackOptions): Promise<number> {
  const judged = await judgeRollback(workplace, asOfOption(options.asOf));
  printChecklist(judged, options);
  if (options.format !== 'json') for (const item of judged.items) if (item.kind === 'probe') tell(`${item.id} asks: ${visible(targetText(item.target))}`);
  return 0;
}

/** Prints the judged checklist as a table, or as JSON with what else there is to say. */
export function printChecklist({ items, facts, verified, changes, asOf }: JudgedChecklist, options: RollbackOptions, more: Record<string, unknown> = {}): void {
  if (options.format === 'json') {
    const asked = new Map(items.map((item) => [item.id, item.kind === 'probe' ? targetText(item.target) : null]));
    writeOut(`${visibleJson({ verified, asOf: asOf === null ? null : formatInstant(asOf), items: facts.map((fact) => ({ ...fact, asks: asked.get(fact.id) ?? null })), changes, ...more }, 2)}\n`);
    return;
  }
  if (facts.length > 0) writeOut(`${rollbackTable(facts, { width: tableWidth(options.width), paint: paintFor(process.stdout) })}\n`);
  writeOut(`${rollbackSummary(facts, asOf)}\n`);
  for (const change of changeTexts(changes)) writeOut(`  ${visible(change)}\n`);
}
