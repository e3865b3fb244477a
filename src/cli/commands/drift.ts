import { visibleJson } from '../../domain/text.ts';
import { drift } from '../../pipeline/watching/drift.ts';
import { driftCsv, driftMarkdown, driftText } from '../../report/drift-text.ts';
import { asOfOption, type CommonOptions, inProject, machineClock } from '../context.ts';
import { dateOption } from '../date-option.ts';
import { paintFor, tableWidth, writeOut } from '../output.ts';

export interface DriftOptions extends CommonOptions {
  since?: string;
  format: string;
  width?: number;
}

/** `po-shadow drift`: what is new in the workflow since an earlier run; exit 1 where somebody has to act. */
export async function run(options: DriftOptions): Promise<number> {
  const since = dateOption('since', options.since);
  return inProject(options, async (workplace) => {
    const found = await drift(workplace, { since, now: asOfOption(options.asOf) ?? machineClock() });
    if (options.format === 'json') writeOut(`${visibleJson(found, 2)}\n`);
    else if (options.format === 'csv') writeOut(driftCsv(found));
    else if (options.format === 'md') writeOut(driftMarkdown(found));
    else writeOut(driftText(found, { paint: paintFor(process.stdout), width: tableWidth(options.width) }));
    return found.needsAction ? 1 : 0;
  });
}
