import { currencyDecimals, currencySymbol } from './currency.ts';

/** Largest size of one amount, in minor units; beyond it integers stop being exact. */
export const MAX_MINOR = Number.MAX_SAFE_INTEGER;

/** Whether amounts of one document can be added exactly, in any order and any part of them: without their signs they come to no more than MAX_MINOR. */
export function addsExactly(minors: Iterable<number>): boolean {
  let size = 0;
  for (const minor of minors) size += Math.abs(minor);
  return size <= MAX_MINOR;
}

export type AmountProblem = 'blank' | 'not_a_decimal' | 'too_many_decimals' | 'too_large';

/** What an AmountProblem means, for a quarantine entry. */
export const AMOUNT_PROBLEMS: Record<AmountProblem, string> = {
  blank: 'the amount is blank',
  not_a_decimal: 'not a plain decimal amount (digits, at most one point, no thousands separator, no exponent)',
  too_many_decimals: 'more decimals than the currency has',
  too_large: 'larger than 2^53 - 1 minor units',
};

/**
 * Reads a plain decimal ("1245.50", "-3") as minor units of a currency with `decimals` decimals.
 * Returns the integer, or the reason why it is none. Never rounds and never goes through a float.
 */
export function parseMinor(text: string, decimals: number): number | AmountProblem {
  const length = text.length;
  if (length === 0) return 'blank';
  let at = 0;
  let negative = false;
  if (text.charCodeAt(0) === 45) {
    negative = true;
    at = 1;
  }
  let value = 0;
  let wholeDigits = 0;
  let fraction = -1;
  for (; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      if (fraction >= 0) {
        fraction++;
        if (fraction > decimals) return /^-?\d+\.\d+$/.test(text) ? 'too_many_decimals' : 'not_a_decimal';
      } else wholeDigits++;
      value = value * 10 + (code - 48);
      if (value > MAX_MINOR) return /^-?\d+(\.\d+)?$/.test(text) ? 'too_large' : 'not_a_decimal';
    } else if (code === 46 && fraction < 0 && wholeDigits > 0) fraction = 0;
    else return 'not_a_decimal';
  }
  if (wholeDigits === 0 || fraction === 0) return 'not_a_decimal';
  for (let place = Math.max(fraction, 0); place < decimals; place++) {
    value *= 10;
    if (value > MAX_MINOR) return 'too_large';
  }
  return negative && value !== 0 ? -value : value;
}

/** What follows the point of an amount with two decimals, by its cents. */
const CENTS = Array.from({ length: 100 }, (_, cents) => `.${String(cents).padStart(2, '0')}`);

/** Minor units as a plain decimal with the currency's own number of decimals; an unknown currency is a bug. */
export function formatMinor(minor: number | bigint, currency: string): string {
  const decimals = currencyDecimals(currency);
  if (decimals === undefined) throw new Error(`no ISO 4217 currency: ${currency}`);
  if (typeof minor === 'number' && decimals === 2 && minor >= 0) {
    const cents = minor % 100;
    return `${(minor - cents) / 100}${CENTS[cents]}`;
  }
  const negative = minor < 0;
  const digits = (negative ? -minor : minor).toString().padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  const plain = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return negative ? `-${plain}` : plain;
}

/** A plain decimal as people read it: `$1,245.50`, `-€3.00`, `CHF 12.00`. */
export function humanAmount(decimal: string, currency: string): string {
  const negative = decimal.startsWith('-');
  const [whole = '0', fraction] = (negative ? decimal.slice(1) : decimal).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${negative ? '-' : ''}${currencySymbol(currency)}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Amounts by currency in one line, as people read them: `$1,245.50 · €30.00`; `nothing` where there is none. */
export function amountsLine(amounts: Readonly<Record<string, string>>): string {
  const parts = Object.entries(amounts).map(([currency, decimal]) => humanAmount(decimal, currency));
  return parts.length === 0 ? 'nothing' : parts.join(' · ');
}

/** |a| of an exact integer. */
export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** The exact integer of a plain decimal that the program itself formatted, in minor units. */
export function minorOf(decimal: string, currency: string): bigint {
  const decimals = currencyDecimals(currency) ?? 2;
  const minor = parseMinor(decimal, decimals);
  if (typeof minor === 'number') return BigInt(minor);
  // Sums may be larger than one amount.
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}
