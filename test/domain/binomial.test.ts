import { describe, expect, it } from 'vitest';
import { cleanTrialsNeeded, upperBound } from '../../src/domain/binomial.ts';

describe('the exact upper bound on a rate', () => {
  // The numbers of samples of Wilks (1941), first order upward, which say how many trials show 95 % with 95 % confidence when 0, 1, 2 …
  // of them failed: 59, 93, 124, 153, 181, 208.
  it.each([[0, 59], [1, 93], [2, 124], [3, 153], [4, 181], [5, 208]])('with %i failures first falls to 5 %% at %i trials', (failures, trials) => {
    expect(upperBound(failures, trials)).toBeLessThanOrEqual(0.05);
    expect(upperBound(failures, trials - 1)).toBeGreaterThan(0.05);
  });

  // Clopper and Pearson's intervals of 90 % have these upper ends: 1 of 10, 5 of 10, 5 of 100 (tables of the binomial distribution).
  it.each([[1, 10, 0.3942], [5, 10, 0.7776], [5, 100, 0.1023], [0, 1, 0.95], [0, 10, 0.2589]])('of %i in %i is %d', (failures, trials, bound) => {
    expect(upperBound(failures, trials)).toBeCloseTo(bound, 4);
  });

  it('is the solution of the binomial equation that defines it', () => {
    const logChoose = (n: number, k: number): number => {
      let sum = 0;
      for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
      return sum;
    };
    for (const [failures, trials] of [[0, 3], [1, 7], [2, 59], [17, 300], [50, 1_000], [3, 20_000]] as const) {
      const rate = upperBound(failures, trials);
      let atMost = 0;
      for (let k = 0; k <= failures; k++) atMost += Math.exp(logChoose(trials, k) + k * Math.log(rate) + (trials - k) * Math.log1p(-rate));
      expect(atMost, `${failures} of ${trials}`).toBeCloseTo(0.05, 6);
    }
  });

  it('is 1 where nothing was tried, or nothing was right', () => {
    expect(upperBound(0, 0)).toBe(1);
    expect(upperBound(7, 7)).toBe(1);
  });

  it('rises with failures and falls with trials', () => {
    for (let failures = 0; failures < 20; failures++) expect(upperBound(failures + 1, 100)).toBeGreaterThan(upperBound(failures, 100));
    for (let trials = 30; trials < 60; trials++) expect(upperBound(3, trials + 1)).toBeLessThan(upperBound(3, trials));
  });

  it('says how many more clean trials a requirement takes', () => {
    expect(cleanTrialsNeeded(0, 0, 0.05)).toBe(59);
    expect(cleanTrialsNeeded(0, 40, 0.05)).toBe(19);
    expect(cleanTrialsNeeded(1, 59, 0.05)).toBe(34);
    expect(cleanTrialsNeeded(0, 59, 0.05)).toBe(0);
    expect(cleanTrialsNeeded(0, 59, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
