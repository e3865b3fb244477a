import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReferenceFinder, documentNumbersIn } from '../../src/domain/reference-text.ts';

const RUNS = { numRuns: 500 };

const prefix = fc.constantFrom('EXP', 'R', 'Trip', 'ÄX');
const id = fc.tuple(prefix, fc.constantFrom('-', '/', ' ', '_'), fc.integer({ min: 100, max: 99_999 })).map(([name, separator, number]) => `${name}${separator}${number}`);
const letterOrDigit = fc.constantFrom(...'aZ09éßж٣');
const sign = fc.constantFrom(' ', '-', '/', '.', ',', '(', '#', '–', '\n', '');

test('an id is never found inside a longer one', () => {
  fc.assert(fc.property(id, letterOrDigit, fc.boolean(), (one, more, before) => {
    expect(new ReferenceFinder([one]).find(before ? `${more}${one}` : `${one}${more}`)).toEqual([]);
  }), RUNS);
});

test('an id that begins or ends another known one is not found in its place', () => {
  fc.assert(fc.property(id, fc.integer({ min: 0, max: 999 }), (one, digits) => {
    const longer = `${one}${digits}`;
    const finder = new ReferenceFinder([one, longer]);
    expect([finder.find(longer), finder.find(one)]).toEqual([[longer], [one]]);
  }), RUNS);
});

test('an id is found in any case, with or without its separator, and between any signs', () => {
  fc.assert(fc.property(id, sign, sign, fc.constantFrom('', ' ', '-', '–', ' # '), fc.boolean(), (one, left, right, separator, upper) => {
    const respelled = one.replace(/[^\p{L}\p{N}]/u, separator);
    const text = `see ${left}${upper ? respelled.toUpperCase() : respelled.toLowerCase()}${right} please`;
    // Without a sign between them, the words around it adjoin it only if they touch it: they never do here.
    expect(new ReferenceFinder([one]).find(text)).toEqual([one]);
  }), RUNS);
});

test('all ids of a list are found, in its order', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 100, max: 99_999 }), { minLength: 1, maxLength: 5 }), fc.constantFrom(', ', '; ', ' + ', ' & ', '|'), (numbers, between) => {
    const ids = numbers.map((number) => `EXP-${number}`);
    expect(new ReferenceFinder(ids).find(ids.join(between))).toEqual(ids);
  }), RUNS);
});

test('what is found is known', () => {
  fc.assert(fc.property(fc.uniqueArray(id, { maxLength: 8 }), fc.string(), (ids, text) => {
    for (const found of new ReferenceFinder(ids).find(`${ids[0] ?? ''} ${text}`)) expect(ids).toContain(found);
  }), RUNS);
});

/** Document numbers as their definition says, every text looked at with both expressions. */
function numbersBySlowWay(texts: readonly string[]): string[] {
  const numbers = texts.filter(({ length }) => length >= 4).flatMap((text) => text.normalize('NFKC').match(/\d{4,}/g) ?? []);
  return [...new Set(numbers.filter((number) => !/^(?:19|20)\d\d$/.test(number)))];
}

test('document numbers are found in whatever way a text writes its digits', () => {
  const part = fc.constantFrom('1', '20', '199', '2026', '45531', '1999', '４５', '⑳', '½', ' ', '-', 'PO', 'é', 'x');
  const texts = fc.array(fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')), { maxLength: 4 });
  fc.assert(fc.property(texts, (all) => {
    expect(documentNumbersIn(...all)).toEqual(numbersBySlowWay(all));
  }), RUNS);
});
