import { lowerBound, upperBound } from '../../domain/binomial.ts';
import type { DriftedRate, FindingRate } from '../../domain/drift.ts';
import type { FindingCode } from '../../domain/finding.ts';

const boundsOf = ({ failures, trials }: FindingRate): [lower: number, upper: number] => [lowerBound(failures, trials), upperBound(failures, trials)];

/**
 * Whether a finding became more frequent, or less: only where the whole of what the new reports allow for its true rate lies above, or below, the whole of what its
 * history allows. Below `minReports` on either side nothing is claimed.
 */
export function judgeRate(code: FindingCode, now: FindingRate, history: FindingRate, minReports: number): DriftedRate {
  if (now.trials < minReports || history.trials < minReports) return { code, now, history, bounds: null, verdict: 'too_few' };
  const bounds = { now: boundsOf(now), history: boundsOf(history) };
  const verdict = bounds.now[0] > bounds.history[1] ? 'rose' : bounds.now[1] < bounds.history[0] ? 'fell' : 'as_before';
  return { code, now, history, bounds, verdict };
}
