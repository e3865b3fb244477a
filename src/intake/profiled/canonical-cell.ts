import { currencyDecimals } from '../../domain/currency.ts';
import type { DateStyle, DecimalStyle, HeaderProfile, WantedColumn } from '../../domain/header-profile.ts';
import { fold } from '../../domain/text.ts';
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
const EXPONENT = /^\d(?:[.,]\d+)?[eE]\+\d+$/;
const ID_ZEROS = /^0+(?=\d)/;

type Reader = (written: string) => CanonicalCell;

/** How the cells of a column become canonical texts. A blank one takes the profile's default, or stays blank. */
export function canonicalCell(column: WantedColumn, profile: HeaderProfile, styles: Styles): Reader {
  const words = new Map(Object.entries(profile.values[column.name] ?? {}).map(([theirs, ours]) => [fold(theirs), ours]));
  const fallback = profile.defaults[column.name] ?? '';
  const read = readerOf(column, profile, styles);
  return (written) => {
    const ours = words.get(fold(written));
    if (ours !== undefined) return fine(ours);
    return written === '' ? fine(fallback) : read(written);
  };
}

function readerOf(column: WantedColumn, profile: HeaderProfile, { dates, amounts }: Styles): Reader {
  switch (column.kind) {
    case 'amount': return amountReader(amounts.get(column.name) ?? '1,234.56', profile.negate.includes(column.name));
    case 'date': return (written) => dateOnly(written, dates.get(column.name) ?? 'YYYY-MM-DD');
    case 'instant': return (written) => instantText(written, dates.get(column.name) ?? 'YYYY-MM-DD');
    case 'currency': return (written) => fine(currencyDecimals(written.toUpperCase()) === undefined ? written : written.toUpperCase());
    case 'id': return (written) => (EXPONENT.test(written) ? { text: written, reason: 'an id that a spreadsheet turned into a number: its digits are lost; export the column as text' } : fine(profile.leadingZeros === 'drop' && /^\d+$/.test(written) ? written.replace(ID_ZEROS, '') : written));
    default: return fine;
  }
}

function amountReader(style: DecimalStyle, negated: boolean): Reader {
  return (written) => {
    const plain = plainAmount(written, style);
    if (plain === null) return { text: written, reason: `not an amount written like ${style}` };
    if (!negated || plain === '0') return fine(plain);
    return fine(plain.startsWith('-') ? plain.slice(1) : `-${plain}`);
  };
}

function dateOnly(written: string, style: DateStyle): CanonicalCell {
  const read = plainDate(written, style);
  if (read === null) return { text: written, reason: `not an existing date written ${style}` };
  // Noon UTC is how Dynamics 365 F&O writes a date without a time.
  return read.time === '' || read.time === 'T12:00:00Z' ? fine(read.date) : { text: written, reason: 'a date with a time of day: which day it is depends on the time zone; export the date alone' };
}

/** An instant as ISO 8601, without offset where it has none; a date alone says no instant, and counts as blank. */
function instantText(written: string, style: DateStyle): CanonicalCell {
  const read = plainDate(written, style);
  if (read === null) return { text: written, reason: `not an existing date written ${style}` };
  return fine(read.time === '' ? '' : read.date + read.time);
}
