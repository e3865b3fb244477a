import { currencyDecimals } from '../../domain/currency.ts';
import { parseMinor } from '../../domain/money.ts';
import type { Settings } from '../../domain/settings.ts';

/** A percentage, exact: `numerator` hundredths of `denominator`. */
export interface Rate {
  /** As the settings write it. */
  text: string;
  numerator: bigint;
  denominator: bigint;
}

/** A fee that is known: a rate, a fixed amount by currency in minor units, or both. */
export interface Fee {
  text: string;
  rate: Rate | null;
  amountMinor: ReadonlyMap<string, number>;
}

/** What amounts may differ by, besides slips of the hand. */
export interface AmountRules {
  taxRates: readonly Rate[];
  tipRates: readonly Rate[];
  fees: readonly Fee[];
}

export const NO_RATES: AmountRules = { taxRates: [], tipRates: [], fees: [] };

function rateOf(text: string): Rate {
  const [whole = '0', fraction = ''] = text.split('.');
  return { text, numerator: BigInt(whole + fraction), denominator: 10n ** BigInt(fraction.length) };
}

/** The rates and fees of the settings. */
export function amountRules({ matching }: Pick<Settings, 'matching'>): AmountRules {
  return {
    taxRates: matching.taxRates.map(rateOf),
    tipRates: matching.tipRates.map(rateOf),
    fees: matching.fees.map(({ percent, amount }) => {
      const amounts = Object.entries(amount ?? {});
      const fixed = amounts.map(([currency, decimal]) => `${decimal} ${currency}`).join(' or ');
      return {
        text: [percent === undefined ? '' : `${percent} %`, fixed].filter((part) => part !== '').join(' + '),
        rate: percent === undefined ? null : rateOf(percent),
        amountMinor: new Map(amounts.map(([currency, decimal]) => [currency, parseMinor(decimal, currencyDecimals(currency) as number) as number])),
      };
    }),
  };
}

/** An amount with a percentage of it added, in minor units, halves away from zero. */
export function withRate(amountMinor: number, { numerator, denominator }: Rate): number {
  return divided(BigInt(amountMinor) * (100n * denominator + numerator), 100n * denominator);
}

/** The amount to which a percentage of it was added to give this one. */
export function withoutRate(amountMinor: number, { numerator, denominator }: Rate): number {
  return divided(BigInt(amountMinor) * 100n * denominator, 100n * denominator + numerator);
}

function divided(value: bigint, by: bigint): number {
  const negative = value < 0n;
  const size = negative ? -value : value;
  const quotient = (2n * size + by) / (2n * by);
  return Number(negative ? -quotient : quotient);
}
