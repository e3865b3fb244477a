import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addUpTo, exactQuotient } from '../../src/domain/exact-decimals.ts';

describe('a product and a quotient of decimals', () => {
  it.each([
    ['12.50 for each of 3 pieces', ['12.5', '3'], ['1'], 2, 3750n],
    ['12.50 per 100, of 8 pieces', ['12.5', '8'], ['100'], 2, 100n],
    ['12.50 per 100, of 3 pieces: 0.375', ['12.5', '3'], ['100'], 2, null],
    ['the same in dinars of three decimals', ['12.5', '3'], ['100'], 3, 375n],
    ['0.333 of 3.000 pieces', ['0.333', '3'], ['1'], 2, null],
    ['a price finer than the cent of a quantity that makes up for it', ['0.0125', '200'], ['1'], 2, 250n],
    ['1 for each 3 pieces, of 1', ['1', '1'], ['3'], 2, null],
    ['a credit', ['-12.5', '3'], ['1'], 2, -3750n],
    ['half a yen', ['0.5', '1'], ['1'], 0, null],
    ['a per that has decimals', ['1', '1'], ['0.5'], 2, 200n],
  ])('%s', (_, factors, divisors, decimals, minor) => {
    expect(exactQuotient(factors, divisors, decimals)).toBe(minor);
  });

  it('comes out even exactly where the integers divide, whatever the decimals', () => {
    const decimal = fc.tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 4 })).map(([value, places]) => ({ value, places, text: written(value, places) }));
    fc.assert(fc.property(decimal, decimal, decimal.filter(({ value }) => value !== 0), fc.constantFrom(0, 2, 3), (price, quantity, per, decimals) => {
      const dividend = BigInt(price.value) * BigInt(quantity.value) * 10n ** BigInt(per.places + decimals);
      const divisor = BigInt(per.value) * 10n ** BigInt(price.places + quantity.places);
      const minor = exactQuotient([price.text, quantity.text], [per.text], decimals);
      return minor === null ? dividend % divisor !== 0n : minor * divisor === dividend;
    }));
  });
});

describe('a sum of decimals', () => {
  it.each([
    [['33.33', '33.33', '33.34'], '100', true],
    [['33.33', '33.33', '33.33'], '100', false],
    [['0.1', '0.2'], '0.3', true],
    [['-0.5', '1'], '0.50', true],
    [[], '0', true],
  ])('%j is %s: %s', (parts, whole, is) => {
    expect(addUpTo(parts, whole)).toBe(is);
  });
});

function written(value: number, places: number): string {
  const digits = String(Math.abs(value)).padStart(places + 1, '0');
  const cut = digits.length - places;
  return `${value < 0 ? '-' : ''}${digits.slice(0, cut)}${places === 0 ? '' : `.${digits.slice(cut)}`}`;
}
