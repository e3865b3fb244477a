import { DAY_MS, type Instant, ZonedClock } from '../../domain/calendar.ts';
import { readDate, readInstant } from '../../intake/fields.ts';
import type { Part } from '../json/part.ts';

/** An instant, or a date alone (midnight UTC of it). */
export interface Moment {
  at: Instant;
  dateOnly: boolean;
}

/** Ramp documents UTC where a time has no offset. */
const UTC = new ZonedClock('UTC');
const DATE_LENGTH = 'YYYY-MM-DD'.length;
/** Fields that mean a day and are written as its midnight UTC. */
const DATES = new Set(['accounting_date', 'settlement_date', 'issued_at', 'posting_date', 'transaction_date']);

/** The first of some moments that an object has; null where it has none. Throws Unreadable. */
export function readMoment(whole: Part, ...keys: string[]): Moment | null {
  const key = keys.find((each) => whole.text(each) !== '');
  if (key === undefined) return null;
  const text = whole.text(key);
  if (text.length === DATE_LENGTH) return { at: Date.parse(`${readDate(whole.at(key), text)}T00:00:00Z`), dateOnly: true };
  const at = readInstant(whole.at(key), text, UTC);
  return { at, dateOnly: DATES.has(key) && at % DAY_MS === 0 };
}

/** The date, as it is written, of the first of some moments that an object has. Throws Unreadable where it has none. */
export function readDay(whole: Part, ...keys: string[]): string {
  const key = keys.find((each) => whole.text(each) !== '') ?? (keys[0] as string);
  return readDate(whole.at(key), whole.text(key).slice(0, DATE_LENGTH));
}
