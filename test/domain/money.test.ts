import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_MINOR, formatMinor, minorOf } from '../../src/domain/money.ts';

test('what was formatted is read as what it was: single amounts, and sums that are larger than any of them', () => {
  const minor = fc.oneof(fc.bigInt(-200n, 200n), fc.bigInt(-BigInt(MAX_MINOR), BigInt(MAX_MINOR)), fc.bigInt(-(10n ** 24n), 10n ** 24n));
  fc.assert(fc.property(minor, fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'), (each, currency) => {
    expect(minorOf(formatMinor(each, currency), currency)).toBe(each);
  }), { numRuns: 1_000 });
});

test('a decimal with fewer decimals than its currency is that many units', () => {
  expect([minorOf('5', 'USD'), minorOf('-5.5', 'USD'), minorOf('-0.00', 'USD'), minorOf('7', 'JPY')]).toEqual([500n, -550n, 0n, 7n]);
});
