import type { AmountCause, NamedDifference } from '../../domain/amount-cause.ts';
import { formatMinor } from '../../domain/money.ts';
import { type AmountRules, type Rate, withRate, withoutRate } from './rates.ts';
import { typingMistake } from './typing-mistake.ts';

/** What is known of the amounts that are compared, in minor units of one currency. */
export interface ComparedAmounts {
  currency: string;
  wouldBeMinor: number;
  manualMinor: number;
  /** What the would-be PO is made of. */
  parts: readonly number[];
  /** The tax that its lines say is in it; null where they do not say. */
  taxMinor: number | null;
}

type Difference = (amounts: ComparedAmounts, rules: AmountRules) => NamedDifference | null;

const named = (cause: AmountCause, how: string): NamedDifference => ({ cause, how });
const money = ({ currency }: ComparedAmounts, minor: number): string => `${formatMinor(minor, currency)} ${currency}`;
/** Line by line, each may be rounded by half a minor unit; and a single sum up or down. */
const slackOf = ({ parts }: ComparedAmounts): number => Math.max(1, Math.floor(parts.length / 2));
const isAbout = (amounts: ComparedAmounts, expectedMinor: number): boolean => Math.abs(amounts.manualMinor - expectedMinor) <= slackOf(amounts);

const signReversed: Difference = (amounts) =>
  amounts.manualMinor === -amounts.wouldBeMinor ? named('sign_reversed', `${money(amounts, amounts.wouldBeMinor)} with the other sign`) : null;

const decimalShifted: Difference = (amounts) => {
  const { wouldBeMinor, manualMinor } = amounts;
  for (const factor of [10, 100]) {
    if (manualMinor === wouldBeMinor * factor) return named('decimal_shifted', `${money(amounts, wouldBeMinor)} × ${factor} = ${money(amounts, manualMinor)}`);
    if (manualMinor * factor === wouldBeMinor) return named('decimal_shifted', `${money(amounts, wouldBeMinor)} ÷ ${factor} = ${money(amounts, manualMinor)}`);
  }
  return null;
};

const taxOfLines: Difference = (amounts) => {
  const { wouldBeMinor, manualMinor, taxMinor } = amounts;
  if (taxMinor === null || taxMinor === 0) return null;
  if (manualMinor === wouldBeMinor - taxMinor) return named('tax_excluded', `${money(amounts, wouldBeMinor)} − ${money(amounts, taxMinor)} tax of its lines = ${money(amounts, manualMinor)}`);
  return manualMinor === wouldBeMinor + taxMinor ? named('tax_included', `${money(amounts, wouldBeMinor)} + ${money(amounts, taxMinor)} tax of its lines = ${money(amounts, manualMinor)}`) : null;
};

/** An amount with or without one of some rates. */
function byRate(amounts: ComparedAmounts, rates: readonly Rate[], what: 'tax' | 'tip'): NamedDifference | null {
  for (const rate of rates) {
    const { wouldBeMinor, manualMinor } = amounts;
    if (isAbout(amounts, withRate(wouldBeMinor, rate))) return named(`${what}_included`, `${money(amounts, wouldBeMinor)} + ${rate.text} % ${what} = ${money(amounts, manualMinor)}`);
    if (isAbout(amounts, withoutRate(wouldBeMinor, rate))) return named(`${what}_excluded`, `${money(amounts, manualMinor)} + ${rate.text} % ${what} = ${money(amounts, wouldBeMinor)}`);
  }
  return null;
}

const taxAtRate: Difference = (amounts, { taxRates }) => byRate(amounts, taxRates, 'tax');
const tip: Difference = (amounts, { tipRates }) => byRate(amounts, tipRates, 'tip');

const fee: Difference = (amounts, { fees }) => {
  const { currency, wouldBeMinor, manualMinor } = amounts;
  for (const { text, rate, amountMinor } of fees) {
    const fixed = amountMinor.get(currency);
    if (rate === null && fixed === undefined) continue;
    const added = (minor: number): number => (rate === null ? minor : withRate(minor, rate)) + (fixed ?? 0);
    if (isAbout(amounts, added(wouldBeMinor))) return named('fee_included', `${money(amounts, wouldBeMinor)} + a fee of ${text} = ${money(amounts, manualMinor)}`);
    if (Math.abs(added(manualMinor) - wouldBeMinor) <= slackOf(amounts)) return named('fee_excluded', `${money(amounts, manualMinor)} + a fee of ${text} = ${money(amounts, wouldBeMinor)}`);
  }
  return null;
};

const lineMissing: Difference = (amounts) => {
  const { wouldBeMinor, manualMinor, parts } = amounts;
  const missing = wouldBeMinor - manualMinor;
  return parts.length > 1 && manualMinor !== 0 && parts.includes(missing) ? named('line_missing', `${money(amounts, wouldBeMinor)} − ${money(amounts, missing)} = ${money(amounts, manualMinor)}`) : null;
};

const rounding: Difference = (amounts) => {
  const apart = Math.abs(amounts.manualMinor - amounts.wouldBeMinor);
  return amounts.parts.length > 1 && apart <= Math.floor(amounts.parts.length / 2) ? named('rounding', `${apart} minor unit${apart === 1 ? '' : 's'} on ${amounts.parts.length} lines`) : null;
};

const slipOfTheHand: Difference = (amounts) => {
  const mistake = typingMistake(amounts.wouldBeMinor, amounts.manualMinor);
  return mistake === null ? null : named(mistake.cause, `${money(amounts, amounts.wouldBeMinor)} and ${money(amounts, amounts.manualMinor)}: ${mistake.says} in the total`);
};

/** The most particular first: what few amounts fit by chance. */
const DIFFERENCES: readonly Difference[] = [signReversed, decimalShifted, taxOfLines, taxAtRate, fee, lineMissing, rounding, slipOfTheHand, tip];

/** What two amounts that differ may differ by; null where nothing is known that fits. */
export function namedDifference(amounts: ComparedAmounts, rules: AmountRules): NamedDifference | null {
  if (amounts.wouldBeMinor === amounts.manualMinor) return null;
  for (const difference of DIFFERENCES) {
    const found = difference(amounts, rules);
    if (found !== null) return found;
  }
  return null;
}
