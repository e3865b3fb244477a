import type { Parity, ParityEntry } from '../../domain/parity.ts';
import { type VarianceRow, isOpen } from '../../domain/variance.ts';
import { listRuns } from '../../store/run-list.ts';
import { DecidedRun } from '../decided-run.ts';
import type { Workplace } from '../workplace.ts';

/**
 * Parity without the differences that people resolved, as the newest run has them: they know of those, and no alert of one would ever be over. A row that is open, or was never in a run, is no such
 * difference; nor is any while something was imported that the run did not see.
 */
export async function withoutSettled<T extends Pick<Parity, 'entries'>>(workplace: Workplace, parity: T): Promise<T> {
  const decided = await DecidedRun.newest(workplace, undefined);
  if (decided === undefined || !decided.hasDecisions || (await isBehind(workplace, decided))) return parity;
  const states = new Map<string, boolean>();
  for (const row of decided.rows()) {
    if (row.resolution === null && !isOpen(row)) continue;
    for (const name of namesOf(row)) states.set(name, (states.get(name) ?? true) && !isOpen(row));
  }
  return { ...parity, entries: parity.entries.filter((entry) => {
    const names = namesOfEntry(entry);
    return names.length === 0 || names.some((name) => states.get(name) !== true);
  }) };
}

/** Whether something was imported that the newest run did not see: what was decided may then be about something else. */
async function isBehind({ database }: Workplace, { run, imports }: DecidedRun): Promise<boolean> {
  const seen = (await listRuns(database)).find(({ id }) => id === run.id)?.importsSeen ?? 0;
  return imports.some(({ id, sheet }) => sheet === null && id > seen);
}

/** A row goes by its transaction; one without goes by its POs. */
const namesOf = ({ transactionId, manual: { poNumbers } }: VarianceRow): string[] => (transactionId === null ? poNumbers.map((number) => `PO ${number}`) : [`transaction ${transactionId}`]);
const namesOfEntry = ({ transactionId, purchaseOrders }: ParityEntry): string[] => (transactionId === null ? purchaseOrders.map(({ number }) => `PO ${number}`) : [`transaction ${transactionId}`]);
