import { isBusinessDate } from '../../domain/calendar.ts';
import type { DateStyle } from '../../domain/header-profile.ts';

/** A date and the time of day behind it, as written: `2026-06-02` and `T14:03:00+02:00`, '' where there is none. */
export interface DateAndTime {
  date: string;
  time: string;
}

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](.+))?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const NUMBERS = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T,]+(.+))?$/;
const ODATA = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*([AaPp])?\.?[Mm]?\.?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/** What one written date proves of its column: which styles it may be; none where it is no date. */
export function stylesOf(written: string): DateStyle[] {
  if (ISO.test(written) || ODATA.test(written)) return ['YYYY-MM-DD'];
  if (COMPACT.test(written)) return ['YYYYMMDD'];
  const parts = NUMBERS.exec(written);
  if (parts === null) return [];
  const [, first, separator, second] = parts;
  if (separator === '.') return ['D.M.YYYY'];
  const styles: DateStyle[] = [];
  if (Number(first) <= 12) styles.push('M/D/YYYY');
  if (Number(second) <= 12) styles.push('D/M/YYYY');
  return styles;
}

/** A date as `YYYY-MM-DD`, with the time of day behind it where there is one. Null where it is none in that style. */
export function plainDate(written: string, style: DateStyle): DateAndTime | null {
  const odata = ODATA.exec(written);
  if (odata !== null) return dated(new Date(Number(odata[1])));
  const iso = ISO.exec(written);
  if (iso !== null) return checked(iso[1] as string, iso[2] as string, iso[3] as string, iso[4]);
  const compact = style === 'YYYYMMDD' ? COMPACT.exec(written) : null;
  if (compact !== null) return checked(compact[1] as string, compact[2] as string, compact[3] as string, undefined);
  const parts = NUMBERS.exec(written);
  if (parts === null || style === 'YYYY-MM-DD' || style === 'YYYYMMDD') return null;
  const [, first = '', separator, second = '', year = '', time] = parts;
  if ((separator === '.') !== (style === 'D.M.YYYY')) return null;
  const [day, month] = style === 'M/D/YYYY' ? [second, first] : [first, second];
  return checked(year.length === 2 ? `20${year}` : year, month, day, time);
}

function dated(at: Date): DateAndTime | null {
  if (Number.isNaN(at.getTime())) return null;
  const [date = '', time = ''] = at.toISOString().split('T');
  return { date, time: time === '00:00:00.000Z' ? '' : `T${time}` };
}

function checked(year: string, month: string, day: string, time: string | undefined): DateAndTime | null {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!isBusinessDate(date)) return null;
  if (time === undefined) return { date, time: '' };
  const parts = TIME.exec(time.trim());
  if (parts === null) return null;
  const [, hours = '', minutes = '', seconds = '00', fraction = '', half, offset = ''] = parts;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const rest = /^\.?0*$/.test(fraction) ? '' : fraction;
  const zone = offset === '' || offset === 'Z' || offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  const midnight = hour === 0 && Number(minutes) === 0 && Number(seconds) === 0 && rest === '';
  // Midnight without offset, or UTC, is how a date without a time is written where the field has one.
  if (midnight && (zone === '' || zone === 'Z' || zone === '+00:00')) return { date, time: '' };
  return { date, time: `T${String(hour).padStart(2, '0')}:${minutes}:${seconds}${rest}${zone}` };
}
