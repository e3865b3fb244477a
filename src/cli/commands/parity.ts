import { lookAtParity } from '../../alerts/causes/parity.ts';
import { visible, visibleJson } from '../../domain/text.ts';
import { withoutSettled } from '../../pipeline/alerting/without-settled.ts';
import { completeAt, parity } from '../../pipeline/watching/parity.ts';
import { parityCsv, parityMarkdown, parityText } from '../../report/parity-text.ts';
import { alertOf } from '../alerting/alert-desk.ts';
import { asOfOption, type CommonOptions, inProject, machineClock } from '../context.ts';
import { dateOption } from '../date-option.ts';
import { paintFor, tableWidth, tell, writeOut } from '../output.ts';

export interface ParityCommandOptions extends CommonOptions {
  date?: string;
  since?: string;
  format: string;
  width?: number;
  alert: boolean;
}

/** `po-shadow parity`: whether approvals and ledger of a date agree in counts and money; exit 1 where they don't, or nobody can know. */
export async function run(options: ParityCommandOptions): Promise<number> {
  const asked = { date: dateOption('date', options.date), since: dateOption('since', options.since), asOf: asOfOption(options.asOf), now: machineClock() };
  return inProject(options, async (workplace) => {
    const found = await parity(workplace, asked);
    for (const reason of found.unknown) tell(visible(`Not known: ${reason}.`));
    if (options.format === 'json') writeOut(`${visibleJson(found, 2)}\n`);
    else if (options.format === 'csv') writeOut(parityCsv(found));
    else if (options.format === 'md') writeOut(parityMarkdown(found));
    else writeOut(parityText(found, { paint: paintFor(process.stdout), width: tableWidth(options.width) }));
    if (options.alert) await alertOf(workplace, [lookAtParity(await withoutSettled(workplace, found), completeAt(workplace, Date.parse(found.asOf)))]);
    return found.answer === 'agree' ? 0 : 1;
  });
}
