import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AMOUNT_BASES, isPlausibleTax, onBasis } from '../../src/domain/amount-basis.ts';

describe('an amount on another basis', () => {
  test.each([
    ['gross less tax is net', 109_000, 9_000, 'gross', 'net', 100_000],
    ['net and tax is gross', 100_000, 9_000, 'net', 'gross', 109_000],
    ['of a refund, whose tax is one too', -109_000, -9_000, 'gross', 'net', -100_000],
    ['without any tax in it', 5_000, 0, 'gross', 'net', 5_000],
    ['can\'t be told without its tax', 5_000, null, 'gross', 'net', null],
    ['needs no tax on its own basis', 5_000, null, 'net', 'net', 5_000],
    ['is none where it would no longer be exact', Number.MAX_SAFE_INTEGER, 1, 'net', 'gross', null],
  ] as const)('%s', (_, amount, tax, from, to, expected) => {
    expect(onBasis(amount, tax, from, to)).toBe(expected);
  });

  test('and back is what it was, to the minor unit', () => {
    const minor = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
    const basis = fc.constantFrom(...AMOUNT_BASES);
    fc.assert(fc.property(minor, minor, basis, basis, (amount, tax, from, to) => {
      expect(onBasis(onBasis(amount, tax, from, to) as number, tax, to, from)).toBe(amount);
    }));
  });
});

test.each([
  ['a part of it', 109_000, 9_000, 'gross', true],
  ['all of it', 9_000, 9_000, 'gross', true],
  ['more than all of it', 9_000, 9_001, 'gross', false],
  ['more than the net amount that it comes to', 9_000, 9_001, 'net', true],
  ['a refund\'s, negative like it', -109_000, -9_000, 'gross', true],
  ['of the other sign', 109_000, -9_000, 'gross', false],
  ['of the other sign, beside a net refund', -100_000, 9_000, 'net', false],
  ['nothing, of a refund', -100_000, 0, 'gross', true],
  ['not given', 100_000, null, 'gross', true],
] as const)('a tax may be that of an amount or not: %s', (_, amount, tax, basis, plausible) => {
  expect(isPlausibleTax(amount, tax, basis)).toBe(plausible);
});
