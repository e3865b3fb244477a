import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addsUp, searchSubset } from '../../src/matching/subsets.ts';

describe('whether any amounts add up to another', () => {
  it('is the same whichever way it is told', () => {
    const amount = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constantFrom(31, 32, 33, 64, 96), fc.integer({ min: 1, max: 10 ** 10 }));
    fc.assert(
      fc.property(fc.array(amount, { minLength: 2, maxLength: 12 }), fc.integer({ min: 1, max: 2 ** 12 }), fc.integer({ min: -1, max: 1 }), (amounts, chosen, off) => {
        // The sum of some of them, or one beside it.
        const target = amounts.reduce((sum, each, bit) => ((chosen >> bit) % 2 === 1 ? sum + each : sum), 0) + off;
        const parts = amounts.filter((each) => each < target);
        if (parts.length === 0) return;
        const { only, several } = searchSubset(parts, target);
        expect(addsUp(parts, target)).toBe(only !== null || several);
      }),
      { numRuns: 2_000 },
    );
  });

  it('no amount counts twice', () => {
    expect(addsUp([100, 300], 200)).toBe(false);
    expect(addsUp([100, 100, 300], 200)).toBe(true);
  });
});
