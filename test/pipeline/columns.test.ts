import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodeColumn, NumberColumn, TextColumn, endBefore } from '../../src/pipeline/columns.ts';
import { CodesBuilder, valueAt } from '../../src/pipeline/page-columns.ts';

interface Column<Value> {
  readonly length: number;
  push(value: Value): void;
  at(place: number): Value;
}

const CASES: [string, () => Column<unknown>, fc.Arbitrary<unknown>][] = [
  ['codes of few values', () => new NumberColumn(), fc.nat(255)],
  ['places, some of which are missing', () => new NumberColumn(), fc.oneof(fc.nat(70_000), fc.constant(-1))],
  ['amounts, mostly small', () => new NumberColumn(), fc.oneof({ weight: 9, arbitrary: fc.nat(300) }, fc.maxSafeInteger())],
  ['what is a number at all', () => new NumberColumn(), fc.oneof(fc.nat(9), fc.constantFrom(-0, Number.NaN, 0.5, -(2 ** 31), 2 ** 31, 2 ** 32 - 1))],
  ['texts', () => new TextColumn(), fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary-ascii' }))],
  // A cell of an export may be cut in the middle of a character.
  ['texts with half characters', () => new TextColumn(), fc.array(fc.constantFrom('PO-1', 'é', '🎉', '\ud83c', '\udf89', '\0'), { maxLength: 4 }).map((parts) => parts.join(''))],
  ['codes', () => new CodeColumn<string | null>(), fc.constantFrom('', 'USD', 'EUR', '¥', null)],
];

describe('a column', () => {
  it.each(CASES)('of %s gives what it took, however long it grows', (_, column, values) => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 50 }), fc.integer({ min: 1, max: 400 }), (some, times) => {
        const own = column() as Column<unknown>;
        const all = Array.from({ length: times }, () => some).flat();
        for (const value of all) own.push(value);
        expect(own.length).toBe(all.length);
        expect(all.map((__, place) => own.at(place))).toEqual(all);
      }),
      { numRuns: 40 },
    );
  });

  it.each([['few values', 9], ['more values than two bytes tell apart', 70_000]])('takes whole pages of %s, and gives what entry by entry would', (_, most) => {
    const pages = [0, 1, 2].map((page) => Array.from({ length: most }, (__, place) => `V-${(place * 7 + page) % most}`));
    const [whole, each] = [new CodeColumn(), new CodeColumn()];
    for (const page of pages) {
      const builder = new CodesBuilder();
      for (const value of page) builder.push(value);
      const taken = builder.take();
      expect(page.every((value, place) => valueAt(taken, place) === value)).toBe(true);
      whole.pushPage(taken);
      for (const value of page) each.push(value);
    }
    expect(whole.length).toBe(each.length);
    expect(pages.flat().every((value, place) => whole.at(place) === value && each.at(place) === value)).toBe(true);
  });

  it('of numbers gives those from a place up to another', () => {
    const numbers = new NumberColumn();
    for (const number of [7, 11, 13]) numbers.push(number);
    expect([numbers.between(0, 2), numbers.between(1, 1), numbers.between(2, 3)]).toEqual([[7, 11], [], [13]]);
  });

  it('of ends says where what belongs to a place begins', () => {
    const ends = new NumberColumn();
    for (const end of [2, 2, 7]) ends.push(end);
    expect([0, 1, 2, 3].map((place) => endBefore(ends, place))).toEqual([0, 2, 2, 7]);
  });
});
