import { currencyDecimals } from '../domain/currency.ts';
import { AMOUNT_PROBLEMS } from '../domain/money.ts';
import { Unreadable } from '../intake/row-problem.ts';
import { plainDecimal } from '../intake/plain-decimal.ts';

/** Signs that only some currencies have; a $ is used by many. */
const SIGNS: Readonly<Record<string, readonly string[]>> = { '€': ['EUR'], '£': ['GBP'], '¥': ['JPY', 'CNY'], '₹': ['INR'], '₩': ['KRW'], '₫': ['VND'] };
const MARK = /^(?:([A-Za-z]{1,3})\.?\s?)?(\p{Sc})?$/u;
const GROUPED = /^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/;
const PARTS = /^(\()?\s*(-)?\s*([^\d(),.-]{0,6})\s*(-)?\s*([\d.,]+)\s*([^\d(),.-]{0,6})\s*(\))?$/u;

/**
 * A formatted amount as a plain decimal: `$1,245.50`, `(€3.00)`, `-USD 12`. A point stands before the decimals and commas group the
 * digits. Throws Unreadable, also for the sign or code of another currency.
 */
export function plainAmount(field: string, text: string, currency: string): string {
  if (text === '') throw new Unreadable(field, '', AMOUNT_PROBLEMS.blank);
  const parts = PARTS.exec(text);
  const [, open, minus, before = '', innerMinus, digits = '', after = '', close] = parts ?? [];
  const negatives = [open, minus, innerMinus].filter((each) => each !== undefined).length;
  if (parts === null || (open === undefined) !== (close === undefined) || negatives > 1 || !GROUPED.test(digits)) {
    throw new Unreadable(field, text, 'not an amount such as $1,245.50 or (12.00): a point before the decimals, commas between thousands');
  }
  for (const mark of [before.trim(), after.trim()]) assertMark(field, text, mark, currency);
  return `${negatives === 1 ? '-' : ''}${plainDecimal(digits.replaceAll(',', ''))}`;
}

function assertMark(field: string, text: string, mark: string, currency: string): void {
  const [whole, letters = '', sign = ''] = MARK.exec(mark) ?? [];
  if (whole === undefined) throw new Unreadable(field, text, 'not the sign of a currency beside the amount');
  const others = SIGNS[sign];
  const isOther = (others !== undefined && !others.includes(currency)) || (letters.length === 3 && currencyDecimals(letters.toUpperCase()) !== undefined && letters.toUpperCase() !== currency);
  if (isOther) throw new Unreadable(field, text, `mixed currencies: the amount is not in ${currency}`);
}
