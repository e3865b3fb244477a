import { visibleJson } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { diagnose } from '../../pipeline/diagnose.ts';
import { diagnosisDocument, diagnosisText, transactionText } from '../../report/diagnosis-text.ts';
import { asOfOption, type CommonOptions, inProject } from '../context.ts';
import { dateOption } from '../date-option.ts';
import { commandFor, paintFor, tableWidth, tell, writeOut } from '../output.ts';

export interface DiagnoseOptions extends CommonOptions {
  transaction?: string;
  since?: string;
  days?: number;
  near: number;
  format: string;
  width?: number;
}

/** `po-shadow diagnose [TXN]`: where the handoff of approved reports without a PO broke; exit 1 where one did. */
export async function run(options: DiagnoseOptions): Promise<number> {
  const { transaction, days } = options;
  const since = dateOption('since', options.since);
  if (since !== undefined && days !== undefined) throw new CannotRun('--since and --days say the same', { remedy: 'Give one of the two.' });
  if (transaction !== undefined && (since !== undefined || days !== undefined)) throw new CannotRun('one transaction is diagnosed whenever it was approved', { remedy: 'Leave --since and --days out.' });
  return inProject(options, async (workplace) => {
    const { diagnosis, stale } = await diagnose(workplace, { transaction, since, days, nearMinutes: options.near, asOf: asOfOption(options.asOf) });
    if (stale) tell('Settings, sheets or imports changed since this run; po-shadow run brings it up to date.');
    const look = { paint: paintFor(process.stdout), width: tableWidth(options.width), command: (words: string) => commandFor(workplace.project.folder, words) };
    if (options.format === 'json') writeOut(`${visibleJson(diagnosisDocument(diagnosis), 2)}\n`);
    else writeOut(transaction === undefined ? diagnosisText(diagnosis, look) : transactionText(diagnosis, look));
    return diagnosis.transactions.some(({ brokeAt }) => brokeAt !== null) ? 1 : 0;
  });
}
