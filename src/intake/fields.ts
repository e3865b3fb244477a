import { INSTANT_PROBLEMS, type Instant, type ZonedClock, isBusinessDate, parseInstant } from '../domain/calendar.ts';
import { currencyDecimals } from '../domain/currency.ts';
import { AMOUNT_PROBLEMS, addsExactly, parseMinor } from '../domain/money.ts';
import { Unreadable } from './row-problem.ts';

/** A value that should be a text and is none, with what is wrong with it: nothing there, or a number, a flag, a list or an object. */
function noText(field: string, value: unknown, missing: string): Unreadable {
  return new Unreadable(field, value ?? '', value === undefined || value === null ? missing : 'must be a text in double quotes');
}

/** Reads a plain decimal in quotes as minor units; throws Unreadable. */
export function readAmount(field: string, text: unknown, decimals: number): number {
  if (typeof text !== 'string') throw new Unreadable(field, text ?? '', text === undefined || text === null ? 'the amount is missing' : 'an amount must be a decimal in quotes, such as "12.50"');
  const minor = parseMinor(text, decimals);
  if (typeof minor !== 'number') throw new Unreadable(field, text, AMOUNT_PROBLEMS[minor]);
  return minor;
}

/** Reads an amount that may be absent; '' and null are absent. */
export function readOptionalAmount(field: string, text: unknown, decimals: number): number | null {
  return text === undefined || text === null || text === '' ? null : readAmount(field, text, decimals);
}

/** The number of decimals of an ISO 4217 currency; throws Unreadable for anything else. */
export function readCurrency(field: string, code: unknown): number {
  const decimals = typeof code === 'string' ? currencyDecimals(code) : undefined;
  if (decimals === undefined) throw new Unreadable(field, code ?? '', 'not a currency of ISO 4217 (three capital letters)');
  return decimals;
}

/** The same for a row of a table for which the input may say a currency; a blank one is told with that remedy. */
export function readRowCurrency(field: string, code: string): number {
  if (code === '') throw new Unreadable(field, '', 'blank, and nothing says which currency it stands for; where all such rows are in one, give it as currency beside the input');
  return readCurrency(field, code);
}

/** Reads an instant; throws Unreadable. */
export function readInstant(field: string, text: unknown, clock: ZonedClock | undefined): Instant {
  if (typeof text !== 'string') throw noText(field, text, 'the instant is missing');
  const instant = parseInstant(text, clock);
  if (typeof instant !== 'number') throw new Unreadable(field, text, INSTANT_PROBLEMS[instant]);
  return instant;
}

/** Reads a date; throws Unreadable. */
export function readDate(field: string, text: unknown): string {
  if (typeof text !== 'string') throw noText(field, text, 'the date is missing');
  if (!isBusinessDate(text)) throw new Unreadable(field, text, 'not an existing date written YYYY-MM-DD');
  return text;
}

/** Longest id, name of a state or of a role: what is longer is damage, and would fill every table it is shown in. */
const LONGEST_TEXT = 1_000;

/** Reads a short text that must be there; throws Unreadable. */
export function readText(field: string, text: unknown): string {
  if (typeof text !== 'string') throw noText(field, text, 'the text is missing');
  if (text.trim() === '') throw new Unreadable(field, text, 'the text is missing');
  if (text.length > LONGEST_TEXT) throw new Unreadable(field, text, `longer than ${LONGEST_TEXT} characters`);
  return text.trim();
}

/** A number as spreadsheet programs write one of more than 11 digits. */
const EXPONENT = /^\d(?:[.,]\d+)?[eE]\+\d+$/;
export const LOST_DIGITS = 'a spreadsheet program has made an exponent of the id, and its digits are lost; export it again and do not save it from a spreadsheet program';

/** Whether an id has become an exponent: others of the same digits would be taken for the same. */
export const isExponent = (id: string): boolean => EXPONENT.test(id);

/** Reads a text that names a document; throws Unreadable where it is missing, or has become an exponent. */
export function readDocumentId(field: string, text: unknown): string {
  const id = readText(field, text);
  if (isExponent(id)) throw new Unreadable(field, id, LOST_DIGITS);
  return id;
}

/** Reads a text that may be absent; one of nothing but blanks is. Throws Unreadable for a number, a list or an object. */
export function readOptionalText(field: string, text: unknown): string {
  if (text === undefined || text === null) return '';
  if (typeof text !== 'string') throw noText(field, text, '');
  return text.trim() === '' ? '' : text;
}

/** Reads yes/no as spreadsheets and exports write it; throws Unreadable. */
export function readFlag(field: string, value: unknown): boolean | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    switch (value.trim().toLowerCase()) {
      case 'true': case 'yes': case 'y': case '1': return true;
      case 'false': case 'no': case 'n': case '0': return false;
    }
  }
  throw new Unreadable(field, value, 'neither true nor false');
}

/** Reads a whole number from 0 up; throws Unreadable. */
export function readWhole(field: string, value: unknown): number {
  // JSON has a minus zero.
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value + 0;
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  throw new Unreadable(field, value ?? '', 'not a whole number');
}

/** Throws Unreadable where amounts of one document could not be added exactly. */
export function assertExactSum(field: string, minors: Iterable<number>): void {
  if (!addsExactly(minors)) throw new Unreadable(field, '', 'the amounts add up to more than 2^53 - 1 minor units');
}
