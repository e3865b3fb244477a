import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IdPlaces } from '../../src/domain/id-places.ts';
import { ReferenceFinder } from '../../src/domain/reference-text.ts';
import { markOf } from '../../src/domain/text-mark.ts';

/** Ids that differ in little: in case, in separators, in what they go on with. */
const id = fc.array(fc.constantFrom('EXP', 'exp', 'E', '9', '90', '41', '-', '-', '/', ' ', ',', 'ß', 'Ä', '９'), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
const ids = fc.uniqueArray(id, { maxLength: 8 });

describe('places of ids', () => {
  test('an id is found at its place, and nothing else is', () => {
    fc.assert(fc.property(ids, id, (known, other) => {
      const places = IdPlaces.of(known);
      const findable = (each: string): boolean => /[\p{L}\p{N}]/u.test(each);
      for (const each of [...known, other]) expect(places.get(each)).toBe(known.includes(each) && findable(each) ? known.indexOf(each) : undefined);
    }), { numRuns: 500 });
  });

  test('however many there are', () => {
    const many = Array.from({ length: 5_000 }, (_, place) => `R-${place}`);
    const places = IdPlaces.of(many);
    expect(many.every((each, place) => places.get(each) === place)).toBe(true);
    expect(places.get('R-5000')).toBeUndefined();
  });

  test('two ids that share a mark are told apart', () => {
    const [one, other] = ['EXP-47UB1284', 'EXP-4HF45943'];
    expect(markOf(one.replace('-', ''))).toBe(markOf(other.replace('-', '')));
    const places = IdPlaces.of([one, other]);
    expect([places.get(one), places.get(other), places.justOne(one)]).toEqual([0, 1, undefined]);
    expect(new ReferenceFinder([one, other]).find(`${other}, ${one}`)).toEqual([other, one]);
    const alone = new ReferenceFinder([one]);
    expect([alone.find(other), alone.find(`for ${other}`), IdPlaces.of([one]).get(other)]).toEqual([[], [], undefined]);
  });

  test('the short ways of telling what a text names say the same as reading it', () => {
    const text = fc.oneof(id, fc.tuple(ids, fc.constantFrom('', ' ', ', ', ' for ', '-')).map(([some, between]) => some.join(between)));
    fc.assert(fc.property(ids, text, fc.nat(), (known, drawn, which) => {
      const finder = new ReferenceFinder(known);
      for (const each of [drawn, known[which % Math.max(known.length, 1)] ?? '']) {
        // Behind a sign that is no ASCII, there is no short way.
        expect(finder.find(each)).toEqual(finder.find(`${each} –`));
      }
    }), { numRuns: 1_000 });
  });
});
