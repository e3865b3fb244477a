import jstat from 'jstat';

/** How sure the bound is, one-sided. */
export const CONFIDENCE = 0.95;

/**
 * The exact upper bound (Clopper and Pearson, 1934) on the true rate, given `failures` in `trials`: the quantile of the beta
 * distribution with parameters failures + 1 and trials − failures, which without a failure is 1 − 0.05^(1/n). 1 for no trial at all.
 */
export function upperBound(failures: number, trials: number): number {
  if (!Number.isInteger(failures) || !Number.isInteger(trials) || failures < 0 || failures > trials) throw new Error(`no count of trials: ${failures} of ${trials}`);
  if (failures === trials) return 1;
  if (failures === 0) return 1 - (1 - CONFIDENCE) ** (1 / trials);
  return jstat.beta.inv(CONFIDENCE, failures + 1, trials - failures);
}

/** The exact lower bound, likewise: what of the trials did not fail has the upper one. */
export const lowerBound = (failures: number, trials: number): number => (failures === 0 ? 0 : 1 - upperBound(trials - failures, trials));

/** Beyond this nobody waits for more clean transactions. */
const MOST_TRIALS = 10_000_000;

/** How many more trials without a failure bring the bound down to `rate`; Infinity where no number that anybody waits for does. */
export function cleanTrialsNeeded(failures: number, trials: number, rate: number): number {
  const holds = (more: number): boolean => upperBound(failures, trials + more) <= rate;
  if (holds(0)) return 0;
  if (rate <= 0 || !holds(MOST_TRIALS)) return Number.POSITIVE_INFINITY;
  let low = 0;
  let high = MOST_TRIALS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
