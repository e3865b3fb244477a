import type { AuditEntry } from '../domain/audit.ts';
import { fold } from '../domain/text.ts';
import type { EarlierStanding, FirstTransactionStatuses } from '../store/first-transaction-status.ts';
import type { ListedRun } from '../store/run-list.ts';
import { configurationOfRun } from './configuration.ts';
import { stateMeanings } from './state-meanings.ts';
import type { Workplace } from './workplace.ts';

/** An earlier run: the newest import that it saw, and whether it was made with another configuration than this one. */
interface EarlierRun {
  importsSeen: number;
  differs: boolean;
}

/**
 * Transactions that agree in a run for the first time although everything was there before: in an earlier run the record held a final
 * snapshot of the report, by the settings of now, and every PO that a row of it is paired with now; yet the report stood as missing, or
 * not approved, or out of scope, and the PO for itself. Where the configuration has changed since, or the PO has, that is what made them
 * agree, and the first run that could have seen them agree did not. Where neither has, other documents told them apart, and nothing was wrong.
 */
export function notRightAtOnce({ settings }: Pick<Workplace, 'settings'>, firsts: FirstTransactionStatuses, runId: string, runs: readonly ListedRun[], entries: readonly AuditEntry[], configuration: string): string[] {
  const meaningOf = stateMeanings(settings);
  const isFinal = ({ source, status }: { source: string; status: string }): boolean => meaningOf(source).final.has(fold(status));
  const earlier = new Map(runs.map(({ id, importsSeen }): [string, EarlierRun] => [id, { importsSeen, differs: configurationOfRun(entries, id) !== configuration }]));
  const found = new Set<string>();
  for (const standing of firsts.stoodBefore(runId)) {
    if (!found.has(standing.transactionId) && couldHaveAgreed(firsts, standing, earlier.get(standing.runId) as EarlierRun, isFinal)) found.add(standing.transactionId);
  }
  return [...found];
}

function couldHaveAgreed(firsts: FirstTransactionStatuses, { transactionId, poNumbers, runId }: EarlierStanding, { importsSeen, differs }: EarlierRun, isFinal: (state: { source: string; status: string }) => boolean): boolean {
  const orders = poNumbers.map((name) => firsts.poImports(name));
  if (orders.some((order) => order === undefined || order.first > importsSeen)) return false;
  if (!differs && !orders.some((order) => order !== undefined && order.last > importsSeen)) return false;
  return firsts.statesKnown(transactionId, importsSeen).some(isFinal) && !firsts.wasWithdrawn(transactionId, runId);
}
