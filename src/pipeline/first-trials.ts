import type { AuditEntry } from '../domain/audit.ts';
import { fold } from '../domain/text.ts';
import type { EarlierStanding, FirstTransactionStatuses } from '../store/first-transaction-status.ts';
import { configurationOfRun } from './configuration.ts';
import { stateMeanings } from './state-meanings.ts';
import type { Workplace } from './workplace.ts';

/** What is asked of earlier runs. */
interface Earlier {
  /** The newest import that each saw. */
  importsSeen: ReadonlyMap<string, number>;
  /** Whether a run was made with another configuration than this one. */
  differs(runId: string): boolean;
}

/**
 * Transactions that agree in a run for the first time although everything was there before: in an earlier run the record held a final
 * snapshot of the report, by the settings of now, and every PO that a row of it is paired with now; yet the report stood as missing, or
 * not approved, or out of scope, and the PO for itself. Where the configuration has changed since, or the PO has, that is what made them
 * agree, and the first run that could have seen them agree did not. Where neither has, other documents told them apart, and nothing was wrong.
 */
export function notRightAtOnce({ settings }: Pick<Workplace, 'settings'>, firsts: FirstTransactionStatuses, runId: string, entries: readonly AuditEntry[], configuration: string): string[] {
  const meaningOf = stateMeanings(settings);
  const isFinal = ({ source, status }: { source: string; status: string }): boolean => meaningOf(source).final.has(fold(status));
  const earlier: Earlier = { importsSeen: firsts.importsSeen(), differs: remembered((run) => configurationOfRun(entries, run) !== configuration) };
  const found = new Set<string>();
  for (const standing of firsts.stoodBefore(runId)) {
    if (!found.has(standing.transactionId) && couldHaveAgreed(firsts, standing, earlier, isFinal)) found.add(standing.transactionId);
  }
  return [...found];
}

function couldHaveAgreed(firsts: FirstTransactionStatuses, { transactionId, poNumbers, runId }: EarlierStanding, { importsSeen, differs }: Earlier, isFinal: (state: { source: string; status: string }) => boolean): boolean {
  const seen = importsSeen.get(runId) ?? 0;
  const orders = poNumbers.map((number) => firsts.poImports(number));
  if (orders.some((order) => order === undefined || order.first > seen)) return false;
  if (!differs(runId) && !orders.some((order) => order !== undefined && order.last > seen)) return false;
  return firsts.statesKnown(transactionId, seen).some(isFinal) && !firsts.wasWithdrawn(transactionId, runId);
}

/** A question whose answers are kept. */
function remembered(ask: (run: string) => boolean): (run: string) => boolean {
  const answers = new Map<string, boolean>();
  return (run) => {
    const known = answers.get(run);
    if (known !== undefined) return known;
    const answer = ask(run);
    answers.set(run, answer);
    return answer;
  };
}
