import type { Instant } from '../domain/calendar.ts';
import type { Verdict } from '../domain/gate.ts';

/** The instants that count as now. */
export interface Present {
  from: Instant;
  until: Instant;
}

/** The verdict, but no GO for a day that is over or has not come: whoever means that says so with --as-of, and then `present` is null. `asOf` is the instant of the verdict. */
export function forPresent(verdict: Verdict, asOf: Instant | null, present: Present | null): Verdict {
  if (verdict.verdict === 'NO-GO' || present === null || (asOf !== null && asOf >= present.from && asOf <= present.until)) return verdict;
  const isAhead = asOf !== null && asOf > present.until;
  return {
    ...verdict, verdict: 'NO-GO', words: `NO-GO: every gate passes, for a record that ends more than a day ${isAhead ? 'ahead of the clock' : 'ago'}`,
    actions: [{ action: `${isAhead ? 'Correct the instant that lies ahead in the export or decision that has it' : 'Import what came in since'}, or name the instant that is meant`, command: `po-shadow gate --as-of ${verdict.asOf ?? '…'}`, rows: 0, clears: {} }],
  };
}
