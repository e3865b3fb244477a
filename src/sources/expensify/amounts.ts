import { currencyDecimals } from '../../domain/currency.ts';
import { AMOUNT_PROBLEMS, MAX_MINOR } from '../../domain/money.ts';
import { Unreadable } from '../../intake/row-problem.ts';

const WHOLE = /^-?(?:\d{1,30}|\d{1,3}(?:,\d{3}){1,9})$/;

/** Expensify writes every amount in hundredths, whatever decimals the currency has. */
const HUNDREDTHS_DECIMALS = 2;

/**
 * Minor units of an amount that Expensify writes in hundredths: 10000 is 100 yen, 1250 is 12.500 dinars. Digits may be grouped by
 * commas, as templates do that print a number without `?c`. Throws Unreadable, also for hundredths that the currency does not have.
 */
export function readHundredths(field: string, text: string, currency: string): number {
  if (text === '') throw new Unreadable(field, '', AMOUNT_PROBLEMS.blank);
  if (!WHOLE.test(text)) throw new Unreadable(field, text, 'not a whole number of hundredths, which is how Expensify writes amounts; the template must not divide them');
  const hundredths = BigInt(text.replaceAll(',', ''));
  const decimals = currencyDecimals(currency) ?? HUNDREDTHS_DECIMALS;
  const minor = decimals >= HUNDREDTHS_DECIMALS ? hundredths * 10n ** BigInt(decimals - HUNDREDTHS_DECIMALS) : hundredths / 10n ** BigInt(HUNDREDTHS_DECIMALS - decimals);
  if (decimals < HUNDREDTHS_DECIMALS && minor * 10n ** BigInt(HUNDREDTHS_DECIMALS - decimals) !== hundredths) {
    throw new Unreadable(field, text, `hundredths that ${currency} does not have: an amount in ${currency} ends in 00`);
  }
  if (minor > BigInt(MAX_MINOR) || -minor > BigInt(MAX_MINOR)) throw new Unreadable(field, text, AMOUNT_PROBLEMS.too_large);
  return Number(minor);
}
