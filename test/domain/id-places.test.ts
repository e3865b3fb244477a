import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IdPlaces } from '../../src/domain/id-places.ts';
import { ReferenceFinder } from '../../src/domain/reference-text.ts';

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
