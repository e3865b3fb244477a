import { type BusinessDate, dayNumber } from '../../domain/calendar.ts';
import { currencyDecimals, currencySymbol } from '../../domain/currency.ts';
import { humanAmount } from '../../domain/money.ts';
import { shownText, storedText } from './cell-text.ts';

export interface Formula {
  formula: string;
  result: string | number;
}

/** What a cell holds: a text is a string and never a formula, an amount or a date is a number with its format. */
export interface Content {
  value: string | number | null | Formula;
  format: string;
  align: 'left' | 'right';
  /** The same as a reader of the file gets it back. */
  read: string;
  /** Characters that an amount takes: in a narrower column it can't be seen. */
  characters?: number;
}

/** Format of texts: what somebody types over it, or types again, stays a text as well. */
const TEXT = '@';
/** Digits that a spreadsheet keeps. */
const KEPT_DIGITS = 15;
/** Days between 1899-12-30, from which serial numbers count, and 1970-01-01. */
const EPOCH_DAYS = 25_569;

export const BLANK: Content = { value: null, format: TEXT, align: 'left', read: '' };

export function text(value: string | null, align: Content['align'] = 'left'): Content {
  if (value === null || value === '') return BLANK;
  const shown = shownText(value);
  return { value: storedText(shown), format: TEXT, align, read: shown };
}

/** Format of amounts in a currency: its sign and its decimals, negative ones with a minus. */
export function amountFormat(currency: string): string {
  let format = FORMATS.get(currency);
  if (format === undefined) FORMATS.set(currency, (format = makeAmountFormat(currency)));
  return format;
}
const FORMATS = new Map<string, string>();

function makeAmountFormat(currency: string): string {
  const decimals = currencyDecimals(currency) ?? 2;
  const number = `"${currencySymbol(currency).replaceAll('"', '')}"#,##0${decimals === 0 ? '' : `.${'0'.repeat(decimals)}`}`;
  return `${number};-${number}`;
}

/** Whether a spreadsheet, which keeps 15 digits, can hold a plain decimal as a number. */
export const isKept = (decimal: string): boolean => decimal.replace(/[-.]/g, '').replace(/^0+/, '').length <= KEPT_DIGITS;

/** A plain decimal without zeros that say nothing. */
const shortest = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

/** A plain decimal of a currency as a number; one of more digits than a spreadsheet keeps stays a text, exact. */
export function amount(decimal: string | null, currency: string): Content {
  if (decimal === null) return BLANK;
  const { length: characters } = humanAmount(decimal, currency);
  if (!isKept(decimal)) return { ...text(decimal, 'right'), characters };
  return { value: Number(decimal), format: amountFormat(currency), align: 'right', read: shortest(decimal), characters };
}

export function date(value: BusinessDate | null): Content {
  return value === null ? { ...BLANK, format: DATE_FORMAT } : { value: dayNumber(value) + EPOCH_DAYS, format: DATE_FORMAT, align: 'left', read: value };
}
export const DATE_FORMAT = 'yyyy-mm-dd';

export const count = (value: number | null): Content => (value === null ? BLANK : { value, format: '#,##0', align: 'right', read: String(value) });

/** A percentage with one decimal, written as people say it. */
export const percent = (value: number | null): Content => (value === null ? BLANK : { value, format: '0.0" %"', align: 'right', read: String(value) });

/** A live formula and what it comes to at the time of writing. */
export function formula(expression: string, result: Content): Content {
  if (result.value === null || typeof result.value === 'object') throw new Error('a formula needs a plain result');
  return { ...result, value: { formula: expression, result: result.value } };
}
