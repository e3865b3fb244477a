import { currencyDecimals } from '../../domain/currency.ts';
import type { DateStyle, DecimalStyle, HeaderProfile, WantedColumn } from '../../domain/header-profile.ts';
import { fold } from '../../domain/text.ts';
import { LOST_DIGITS, isExponent } from '../fields.ts';
import { excerpt } from '../row-problem.ts';
import { plainAmount } from './amount-text.ts';
import { plainDate } from './date-text.ts';

/** A cell in the canonical form, or why it has none; then `text` is what was written. */
export interface CanonicalCell {
  text: string;
  reason: string | null;
}

/** How the dates and the amounts of each column are written. */
export interface Styles {
  dates: ReadonlyMap<string, DateStyle>;
  amounts: ReadonlyMap<string, DecimalStyle>;
}

const fine = (text: string): CanonicalCell => ({ text, reason: null });
const ID_ZEROS = /^0+(?=\d)/;
const NUMBER_AND_NAME = /^(\d+)\s+(\S.*)$/;

/** `isNumber`: the file holds a number there, as a plain decimal, whatever the style of texts is. */
type Reader = (written: string, isNumber: boolean) => CanonicalCell;

/** How the cells of a column become canonical texts. A blank one takes the profile's default, or stays blank. */
export function canonicalCell(column: WantedColumn, profile: HeaderProfile, styles: Styles): Reader {
  const words = new Map(Object.entries(profile.values[column.name] ?? {}).map(([theirs, ours]) => [fold(theirs), ours]));
  const fallback = profile.defaults[column.name] ?? '';
  const read = readerOf(column, profile, styles);
  return (written, isNumber) => {
    const ours = words.get(fold(written));
    if (ours !== undefined) return fine(ours);
    return written === '' ? fine(fallback) : read(written, isNumber);
  };
}

const dropsZeros = (column: string, { leadingZeros }: HeaderProfile): boolean => (Array.isArray(leadingZeros) ? leadingZeros.includes(column) : leadingZeros === 'drop');

function readerOf(column: WantedColumn, profile: HeaderProfile, { dates, amounts }: Styles): Reader {
  switch (column.kind) {
    case 'amount': return amountReader(amounts.get(column.name) ?? '1,234.56', profile.negate.includes(column.name));
    case 'quantity': return quantityReader(amounts.get(column.name) ?? '1,234.56');
    case 'date': return (written) => dateOnly(written, dates.get(column.name) ?? 'YYYY-MM-DD');
    case 'moment': return (written) => momentText(written, dates.get(column.name) ?? 'YYYY-MM-DD');
    case 'flag': return flagText;
    case 'instant': return (written) => instantText(written, dates.get(column.name) ?? 'YYYY-MM-DD');
    case 'currency': return currencyText;
    case 'id': return numbered((written) => (isExponent(written) ? { text: written, reason: LOST_DIGITS } : fine(dropsZeros(column.name, profile) && /^\d+$/.test(written) ? written.replace(ID_ZEROS, '') : written)), column, profile, 0);
    default: return numbered(fine, column, profile, 1);
  }
}

/** A code of ISO 4217. A name or an internal id is a word of the export's own, which a profile explains; another three letters are refused as they stand by whoever reads them. */
function currencyText(written: string): CanonicalCell {
  if (currencyDecimals(written.toUpperCase()) !== undefined) return fine(written.toUpperCase());
  if (/^[A-Za-z]{3}$/.test(written)) return fine(written);
  return { text: written, reason: `not a currency of ISO 4217; a header profile says which one it is: values: { currency: { ${JSON.stringify(excerpt(written))}: … } }` };
}

/** Reads a part of cells that hold a number and a name behind it, where the profile says that they may: `10101 Pier Paper`. */
function numbered(read: Reader, { name }: WantedColumn, { numberAndName }: HeaderProfile, part: 0 | 1): Reader {
  if (!numberAndName.includes(name)) return read;
  // A number alone has no name behind it.
  return (written, isNumber) => read(NUMBER_AND_NAME.exec(written)?.[part + 1] ?? (part === 1 && /^\d+$/.test(written) ? '' : written), isNumber);
}

function amountReader(style: DecimalStyle, negated: boolean): Reader {
  return (written, isNumber) => {
    const plain = plainAmount(written, isNumber ? '1,234.56' : style);
    if (plain === null) return { text: written, reason: `not an amount written like ${style}` };
    if (!negated || plain === '0') return fine(plain);
    return fine(plain.startsWith('-') ? plain.slice(1) : `-${plain}`);
  };
}

/** More digits than any quantity has; reckoning with them would take its time. */
const LONGEST_QUANTITY = 60;

function quantityReader(style: DecimalStyle): Reader {
  return (written, isNumber) => {
    const plain = plainAmount(written, isNumber ? '1,234.56' : style);
    if (plain === null) return { text: written, reason: `not a number written like ${style}` };
    return plain.length > LONGEST_QUANTITY ? { text: written, reason: `a number of more than ${LONGEST_QUANTITY} digits` } : fine(plain);
  };
}

function dateOnly(written: string, style: DateStyle): CanonicalCell {
  const read = plainDate(written, style);
  if (read === null) return { text: written, reason: `not an existing date written ${style}` };
  // Noon is how Dynamics 365 F&O writes a date without a time, in UTC or without saying so; in either case it is the same day nearly everywhere.
  return read.time === '' || /^T12:00(?::00(?:\.0+)?)?Z?$/.test(read.time) ? fine(read.date) : { text: written, reason: 'a date with a time of day: which day it is depends on the time zone; export the date alone' };
}

/** A date, with the time of day behind it where there is one. */
function momentText(written: string, style: DateStyle): CanonicalCell {
  const read = plainDate(written, style);
  return read === null ? { text: written, reason: `not an existing date written ${style}` } : fine(read.date + read.time);
}

const YES = new Set(['true', 'yes', 'y', 't', 'x', '1']);
const NO = new Set(['false', 'no', 'n', 'f', '0']);

/** Yes or no as systems write it: `true`, `T`, `Yes`, SAP's `X`. */
export function flagText(written: string): CanonicalCell {
  const word = fold(written);
  if (YES.has(word)) return fine('true');
  return NO.has(word) ? fine('false') : { text: written, reason: 'neither yes nor no; values in a header profile say what else it may be' };
}

/** An instant as ISO 8601, without offset where it has none; a date alone says no instant, and counts as blank. */
function instantText(written: string, style: DateStyle): CanonicalCell {
  const read = plainDate(written, style);
  if (read === null) return { text: written, reason: `not an existing date written ${style}` };
  return fine(read.time === '' ? '' : read.date + read.time);
}
