import type { Settings } from '../domain/settings.ts';

const PERCENT = /^\d{1,3}(\.\d{1,6})?$/;

/** The percentages of `matching.taxRates`; [] in settings without that key, which the matching of this version does not have yet. */
export function taxRatesOf({ matching }: Settings): string[] {
  const given: unknown = 'taxRates' in matching ? matching.taxRates : [];
  return Array.isArray(given) ? given.map(String).filter((rate) => PERCENT.test(rate) && /[1-9]/.test(rate)) : [];
}

/** An amount with tax at so many percent, rounded half up to the minor unit. */
export function withTax(amountMinor: number, rate: string): number {
  const [whole = '0', fraction = ''] = rate.split('.');
  const scale = 10n ** BigInt(fraction.length);
  return amountMinor + Number((2n * BigInt(amountMinor) * BigInt(whole + fraction) + 100n * scale) / (200n * scale));
}
