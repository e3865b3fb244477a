import { describe, expect, test } from 'vitest';
import { settingsSchema, toleranceMinor } from '../../src/domain/settings.ts';

const tolerance = (absolute: string | Record<string, string>, percent: string, currency: string, wouldBeMinor: number): number =>
  toleranceMinor(settingsSchema.parse({ window: { from: '2026-06-01', to: '2026-06-14' }, inputs: {}, tolerance: { absolute, percent } }), currency, wouldBeMinor);

describe('how far a manual amount may be off, in minor units', () => {
  test.each([
    ['nothing by default', '0.00', '0', 'USD', 100_000, 0],
    ['an absolute amount in units of the currency', '0.05', '0', 'USD', 100_000, 5],
    ['in a currency of three decimals', '0.05', '0', 'KWD', 100_000, 50],
    ['in yen, what is finer is cut', '0.95', '0', 'JPY', 100_000, 0],
    ['in yen, what is whole counts', '12.95', '0', 'JPY', 100_000, 12],
    ['by currency', { USD: '0.05', KWD: '0.010' }, '0', 'KWD', 100_000, 10],
    ['none for a currency that the map leaves out', { USD: '0.05' }, '0', 'EUR', 100_000, 0],
    ['none there, whatever the percentage: both must hold', { USD: '0.05' }, '1', 'EUR', 100_000, 0],
    ['a percentage of the would-be PO, where the absolute is not used', '0.00', '1', 'USD', 100_050, 1_000],
    ['a percentage with decimals, cut', '0', '0.5', 'USD', 199, 0],
    ['the smaller of both', '5.00', '1', 'USD', 10_000, 100],
    ['the smaller of both, the other way', '0.05', '1', 'USD', 10_000, 5],
    ['of the size of a credit', '0', '1', 'USD', -10_000, 100],
    ['exactly, for the largest amounts', '0', '100', 'USD', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ])('%s', (_, absolute, percent, currency, amount, expected) => {
    expect(tolerance(absolute, percent, currency, amount)).toBe(expected);
  });
});
