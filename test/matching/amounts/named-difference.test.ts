import { describe, expect, test } from 'vitest';
import { namedDifference } from '../../../src/matching/amounts/named-difference.ts';
import { amountRules, withRate, withoutRate } from '../../../src/matching/amounts/rates.ts';
import { settingsSchema } from '../../../src/domain/settings.ts';

const rules = amountRules(settingsSchema.parse({
  window: { from: '2026-06-01', to: '2026-06-14' }, inputs: {},
  matching: { taxRates: ['8.875', '19'], fees: [{ percent: '2.9', amount: { USD: '0.30' } }, { amount: { USD: '25.00', JPY: '500' } }] },
}));
const find = (wouldBeMinor: number, manualMinor: number, more: { parts?: number[]; taxMinor?: number; currency?: string } = {}): ReturnType<typeof namedDifference> =>
  namedDifference({ currency: more.currency ?? 'USD', wouldBeMinor, manualMinor, parts: more.parts ?? [wouldBeMinor], taxMinor: more.taxMinor ?? null }, rules);

describe('an amount that is off by something that has a name', () => {
  test.each([
    ['the sign', 10_000, -10_000, 'sign_reversed', '100.00 USD with the other sign'],
    ['the decimal point one place on', 12_345, 123_450, 'decimal_shifted', '123.45 USD × 10 = 1234.50 USD'],
    ['the decimal point two places back', 123_400, 1_234, 'decimal_shifted', '1234.00 USD ÷ 100 = 12.34 USD'],
    ['tax at a known rate added', 10_000, 10_888, 'tax_included', '100.00 USD + 8.875 % tax = 108.88 USD'],
    ['tax at a known rate left out', 11_900, 10_000, 'tax_excluded', '100.00 USD + 19 % tax = 119.00 USD'],
    ['a fee of a percentage and an amount', 10_000, 10_320, 'fee_included', '100.00 USD + a fee of 2.9 % + 0.30 USD = 103.20 USD'],
    ['a fixed fee left out', 12_500, 10_000, 'fee_excluded', '100.00 USD + a fee of 25.00 USD or 500 JPY = 125.00 USD'],
    ['a tip', 4_321, 5_099, 'tip_included', '43.21 USD + 18 % tip = 50.99 USD'],
    ['two digits swapped', 124_550, 125_450, 'digits_swapped', '1245.50 USD and 1254.50 USD: two digits swapped in the total'],
    ['one digit wrong', 124_550, 174_550, 'digit_wrong', '1245.50 USD and 1745.50 USD: one digit wrong in the total'],
    ['a digit left out', 123_456, 12_356, 'digit_missing', '1234.56 USD and 123.56 USD: a digit too few or too many in the total'],
  ])('%s', (_, wouldBe, manual, cause, how) => {
    expect(find(wouldBe, manual)).toEqual({ cause, how });
  });

  test('the tax that the lines say is in it', () => {
    expect(find(10_700, 10_000, { taxMinor: 700 })).toEqual({ cause: 'tax_excluded', how: '107.00 USD − 7.00 USD tax of its lines = 100.00 USD' });
    expect(find(10_000, 10_700, { taxMinor: 700 })?.cause).toBe('tax_included');
  });

  test('a line that was left out', () => {
    expect(find(10_000, 6_600, { parts: [3_400, 6_600] })).toEqual({ cause: 'line_missing', how: '100.00 USD − 34.00 USD = 66.00 USD' });
  });

  test('each line rounded instead of the sum', () => {
    expect(find(10_003, 10_001, { parts: [2_501, 2_501, 2_501, 2_500] })).toEqual({ cause: 'rounding', how: '2 minor units on 4 lines' });
  });

  test('tax on each line may round otherwise than on the sum', () => {
    expect(find(10_000, 10_890, { parts: [2_500, 2_500, 2_500, 2_500] })?.cause).toBe('tax_included');
    expect(find(10_000, 10_892, { parts: [2_500, 2_500, 2_500, 2_500] })?.cause).not.toBe('tax_included');
  });

  test('a currency without decimals has them neither in the fee nor in the arithmetic', () => {
    expect(find(10_000, 10_500, { currency: 'JPY' })).toEqual({ cause: 'fee_included', how: '10000 JPY + a fee of 25.00 USD or 500 JPY = 10500 JPY' });
  });

  test.each([
    ['equal amounts', 10_000, 10_000],
    ['any other amount', 10_000, 12_345],
    ['two digits wrong', 10_000, 12_200],
    ['nothing at all', 10_000, 3],
  ])('but %s have none', (_, wouldBe, manual) => {
    expect(find(wouldBe, manual)).toBeNull();
  });
});

describe('rates', () => {
  test.each([
    ['halves go away from zero', 50, '1', 51],
    ['also below zero', -50, '1', -51],
    ['a fraction of a percent', 10_000, '8.875', 10_888],
    ['the largest amount stays exact', 9_007_199_254_740_000, '0.5', 9_052_235_251_013_700],
  ])('%s', (_, amount, percent, expected) => {
    const [rate] = amountRules(settingsSchema.parse({ window: { from: '2026-06-01', to: '2026-06-14' }, inputs: {}, matching: { taxRates: [percent] } })).taxRates;
    expect(withRate(amount, rate as NonNullable<typeof rate>)).toBe(expected);
  });

  test('taking a rate out undoes putting it in, but for rounding', () => {
    for (const rate of rules.taxRates) for (let minor = 1; minor < 20_000; minor += 37) expect(Math.abs(withoutRate(withRate(minor, rate), rate) - minor)).toBeLessThanOrEqual(1);
  });
});
