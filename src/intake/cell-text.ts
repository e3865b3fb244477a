import { DAY_MS } from '../domain/calendar.ts';
import { decimalOf } from './plain-decimal.ts';

/** What a worksheet cell says: its text, or why it can't be told. */
export interface CellText {
  text: string;
  problem: string | null;
}

/** Digits that a spreadsheet computes with; what stands behind them is noise of binary fractions. */
export const KEPT_DIGITS = 15;
/** Noise is what rounding takes away: it leaves so few digits, and is far smaller than the smallest unit of any currency. */
const ROUND_DIGITS = 12;
const LARGEST_NOISE = 1e-6;

/** Longest number as stored; a double never needs as many characters. */
const LONGEST_NUMBER = 400;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

const text = (value: string): CellText => ({ text: value, problem: null });
const problem = (value: string, reason: string): CellText => ({ text: value, problem: reason });

/**
 * A number's text as a plain decimal: its own digits, no exponent. Where a formula left noise behind
 * (1245.4999999999998), the 15 digits that a spreadsheet shows are taken, provided that they are a round number; else the number
 * stays as it is.
 */
export function numberText(stored: string): CellText {
  const parts = stored.length > LONGEST_NUMBER ? null : NUMBER.exec(stored.trim());
  const whole = parts?.[2] ?? '';
  const fraction = parts?.[3] ?? '';
  if (parts === null || whole + fraction === '') return problem(stored, 'the cell holds no number that can be read');
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits.replace(/0+$/, '').length > KEPT_DIGITS) {
    const rounded = Number(stored).toPrecision(KEPT_DIGITS);
    if (significant(rounded).length <= ROUND_DIGITS && Math.abs(Number(stored) - Number(rounded)) < LARGEST_NOISE) return numberText(rounded);
  }
  return text(decimalOf(parts[1] === '-', whole + fraction, whole.length + Number(parts[4] ?? 0)));
}

/** The digits of a decimal without the zeros around them. */
export const significant = (decimal: string): string => decimal.replace(/[eE].*$/, '').replace(/[^0-9]/g, '').replace(/^0+/, '').replace(/0+$/, '');

/** Serial numbers of 1900-01-01 and, one day after 1900-02-28, of a day that never was. */
const EPOCH_1900 = Date.UTC(1899, 11, 31);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const NO_SUCH_DAY = 60;
const LAST_SERIAL = 2_958_466;

/**
 * A date's serial number as `YYYY-MM-DD`, with `THH:MM:SS` where it has a time of day (and then without offset: a worksheet has
 * none). A spreadsheet keeps times to about a millisecond, so a second within two of them is meant whole.
 */
export function dateText(stored: string, epoch1904: boolean): CellText {
  const serial = Number(stored);
  if (stored.trim() === '' || !Number.isFinite(serial) || serial < 0 || serial >= LAST_SERIAL) return problem(stored, 'the cell holds no date that can be read');
  if (!epoch1904 && Math.floor(serial) === NO_SUCH_DAY) return problem(stored, 'the cell holds 1900-02-29, which never was');
  const days = epoch1904 ? serial : serial > NO_SUCH_DAY ? serial - 1 : serial;
  let at = (epoch1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(days * DAY_MS);
  const second = Math.round(at / 1000) * 1000;
  if (Math.abs(second - at) <= 2) at = second;
  return isoDateText(new Date(at).toISOString().slice(0, -1));
}

/** A date in ISO 8601 with the parts that say nothing left out. */
export function isoDateText(stored: string): CellText {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(stored);
  if (parts === null) return problem(stored, 'the cell holds no date that can be read');
  const [, date = '', time, fraction = '', offset = ''] = parts;
  const part = /^\.?0*$/.test(fraction) ? '' : fraction;
  if (time === undefined || (time === '00:00:00' && part === '' && offset === '')) return text(date);
  return text(`${date}T${time}${part}${offset}`);
}
