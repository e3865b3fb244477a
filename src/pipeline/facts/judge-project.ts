import type { AuditReport } from '../../domain/audit-report.ts';
import type { Instant } from '../../domain/calendar.ts';
import type { Verdict } from '../../domain/gate.ts';
import type { VarianceRow } from '../../domain/variance.ts';
import { judgeGates, verdictOf } from '../../gates/verdict.ts';
import type { Workplace } from '../workplace.ts';
import { type Gathered, gatherFacts } from './gather-facts.ts';

export interface Judging {
  asOf: Instant | undefined;
  /** The head that the audit trail must hold. */
  expect?: string | undefined;
  /** GO is refused for a record that ends before this instant; null where --as-of says that another is meant. */
  staleAfter: Instant | null;
}

/** Gathers the facts of an audited project and judges every gate; `onRow` sees every row on its way. */
export async function judgeAudited(workplace: Workplace, audit: AuditReport, judging: Judging, onRow?: (row: VarianceRow) => void): Promise<Gathered & { verdict: Verdict }> {
  const gathered = await gatherFacts(workplace, audit, { asOf: judging.asOf, ...(onRow === undefined ? {} : { onRow }) });
  const verdict = verdictOf(gathered.facts, judgeGates(gathered.facts, gathered.waivers));
  return { ...gathered, verdict: refusedWhereStale(verdict, gathered.facts.asOf, judging.staleAfter) };
}

/** A GO for a day that is over is no GO: whoever means it says so with --as-of. */
function refusedWhereStale(verdict: Verdict, asOf: Instant | null, staleAfter: Instant | null): Verdict {
  if (verdict.verdict === 'NO-GO' || staleAfter === null || (asOf !== null && asOf >= staleAfter)) return verdict;
  return {
    ...verdict, verdict: 'NO-GO', words: 'NO-GO: every gate passes, for a record that ends more than a day ago',
    actions: [{ action: 'Import what came in since, or name the instant that is meant', command: `po-shadow gate --as-of ${verdict.asOf ?? '…'}`, rows: 0, clears: {} }],
  };
}
