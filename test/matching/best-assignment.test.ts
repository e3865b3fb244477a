import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOBODY, type PossiblePair, bestAssignment } from '../../src/matching/best-assignment.ts';

/** Every way to pair, by trying all: the most points there are. */
function mostPoints(leftCount: number, pairs: readonly PossiblePair[], allowed: (pair: PossiblePair) => boolean = () => true): number {
  const used = new Set<number>();
  const from = (left: number): number => {
    if (left === leftCount) return 0;
    let most = from(left + 1);
    for (const pair of pairs) {
      if (pair.left !== left || used.has(pair.right) || !allowed(pair)) continue;
      used.add(pair.right);
      most = Math.max(most, pair.points + from(left + 1));
      used.delete(pair.right);
    }
    return most;
  };
  return from(0);
}

const pairsOf = (leftCount: number, rightCount: number): fc.Arbitrary<PossiblePair[]> =>
  fc.uniqueArray(fc.record({ left: fc.nat({ max: leftCount - 1 }), right: fc.nat({ max: rightCount - 1 }), points: fc.integer({ min: 1, max: 9 }) }), { selector: ({ left, right }) => `${left} ${right}`, maxLength: 14 });
const sides = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([left, right]) => fc.record({ left: fc.constant(left), right: fc.constant(right), pairs: pairsOf(left, right) }));
const pointsOf = (pairs: readonly PossiblePair[], rightOf: Int32Array): number =>
  pairs.reduce((sum, { left, right, points }) => sum + (rightOf[left] === right ? points : 0), 0);
const nothingAlike = { isSame: () => false, isTwin: () => false };

describe('the best way to pair two sides', () => {
  test('has the most points of all ways, and pairs nobody twice', () => {
    fc.assert(fc.property(sides, ({ left, right, pairs }) => {
      const { rightOf, leftOf } = bestAssignment(left, right, pairs);
      expect(pointsOf(pairs, rightOf)).toBe(mostPoints(left, pairs));
      for (const [place, other] of rightOf.entries()) if (other !== NOBODY) expect(leftOf[other]).toBe(place);
      expect([...leftOf].filter((place) => place !== NOBODY).length).toBe([...rightOf].filter((place) => place !== NOBODY).length);
    }), { numRuns: 3_000 });
  });

  test('leads the best way without one of its pairs by what the margin shows', () => {
    fc.assert(fc.property(sides, fc.integer({ min: 1, max: 12 }), ({ left, right, pairs }, margin) => {
      const best = bestAssignment(left, right, pairs);
      const most = mostPoints(left, pairs);
      for (const [place, other] of best.rightOf.entries()) {
        if (other === NOBODY) continue;
        const without = mostPoints(left, pairs, (pair) => pair.left !== place || pair.right !== other);
        expect(best.lead(place, margin, nothingAlike)).toBe(Math.min(margin, most - without));
      }
    }), { numRuns: 3_000 });
  });

  test('does not depend on the order in which the pairs are told', () => {
    fc.assert(fc.property(sides.chain((each) => fc.tuple(fc.constant(each), fc.shuffledSubarray(each.pairs, { minLength: each.pairs.length }))), ([{ left, right, pairs }, shuffled]) => {
      expect([...bestAssignment(left, right, shuffled).rightOf]).toEqual([...bestAssignment(left, right, pairs).rightOf]);
    }), { numRuns: 1_000 });
  });

  test('gives up a good pair for two that are better together', () => {
    const { rightOf } = bestAssignment(2, 2, [{ left: 0, right: 0, points: 10 }, { left: 0, right: 1, points: 8 }, { left: 1, right: 0, points: 8 }]);
    expect([...rightOf]).toEqual([1, 0]);
  });

  test('pairs hundreds with hundreds in a moment', () => {
    const pairs: PossiblePair[] = [];
    for (let left = 0; left < 200; left++) for (let right = 0; right < 200; right++) pairs.push({ left, right, points: 1 + ((left * 7919 + right * 104_729) % 20) });
    const start = performance.now();
    const best = bestAssignment(200, 200, pairs);
    for (let left = 0; left < 200; left++) best.lead(left, 2, nothingAlike);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(pointsOf(pairs, best.rightOf)).toBe(4_000);
  });
});
