import type { AuditReport } from '../../domain/audit-report.ts';
import type { Instant } from '../../domain/calendar.ts';
import type { Verdict } from '../../domain/gate.ts';
import type { VarianceRow } from '../../domain/variance.ts';
import { type Present, forPresent } from '../../gates/present.ts';
import { judgeGates, verdictOf } from '../../gates/verdict.ts';
import type { Workplace } from '../workplace.ts';
import { type Gathered, gatherFacts } from './gather-facts.ts';

export interface Judging {
  asOf: Instant | undefined;
  /** The head that the audit trail must hold. */
  expect?: string | undefined;
  /** GO is refused for a record that ends outside of it; null where --as-of says which instant is meant. */
  present: Present | null;
}

/** Gathers the facts of an audited project and judges every gate; `onRow` sees every row on its way. */
export async function judgeAudited(workplace: Workplace, audit: AuditReport, judging: Judging, onRow?: (row: VarianceRow) => void): Promise<Gathered & { verdict: Verdict }> {
  const gathered = await gatherFacts(workplace, audit, { asOf: judging.asOf, ...(onRow === undefined ? {} : { onRow }) });
  const verdict = verdictOf(gathered.facts, judgeGates(gathered.facts, gathered.waivers));
  return { ...gathered, verdict: forPresent(verdict, gathered.facts.asOf, judging.present) };
}
