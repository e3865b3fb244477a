/** A calendar date `YYYY-MM-DD`, in the company's time zone; never passes through a time zone itself. */
export type BusinessDate = string;
/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
/** A day of 24 hours; a day of a time zone may have another length. */
export const DAY_MS = 24 * HOUR_MS;

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether a date exists, from 1900 on. */
export function isCalendarDate(year: number, month: number, day: number): boolean {
  return year >= 1900 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Whether the text is an existing date written `YYYY-MM-DD`, from 1900 on. */
export function isBusinessDate(text: string): boolean {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false;
  return isCalendarDate(twoDigits(text, 0) * 100 + twoDigits(text, 2), twoDigits(text, 5), twoDigits(text, 8));
}

/** Two digits as a number; NaN for anything else. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|z|[+-]\d{2}:?\d{2})?$/;

export type InstantProblem = 'not_an_instant' | 'no_such_instant' | 'no_offset';

/** What an InstantProblem means, for a quarantine entry. */
export const INSTANT_PROBLEMS: Record<InstantProblem, string> = {
  not_an_instant: 'not an ISO 8601 instant such as 2026-06-02T15:10:00Z',
  no_such_instant: 'a date or time that does not exist',
  no_offset: 'an instant without an offset (Z or +hh:mm); say how to read it with timeZone beside the input',
};

/**
 * Reads an ISO 8601 instant. One without offset is read in `zone` where the input's settings name one, else it is a problem.
 * Digits beyond milliseconds are cut.
 */
export function parseInstant(text: string, zone?: ZonedClock): Instant | InstantProblem {
  return parseUtcSecond(text) ?? parseAnyInstant(text, zone);
}

/** Why a text is no instant that says its offset itself, to stand behind "is"; undefined where it is one. */
export function instantTrouble(text: string): string | undefined {
  const instant = parseInstant(text);
  if (typeof instant === 'number') return undefined;
  return instant === 'no_such_instant' ? INSTANT_PROBLEMS[instant] : 'not an ISO 8601 instant with an offset';
}

/** The form that nearly all exports use, `2026-06-02T15:10:00Z`, without a regular expression; undefined for any other. */
function parseUtcSecond(text: string): Instant | undefined {
  if (text.length !== 20 || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':' || text[19] !== 'Z') return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (!isCalendarDate(year, month, day) || !(hour <= 23) || !(minute <= 59) || !(second <= 59)) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function parseAnyInstant(text: string, zone: ZonedClock | undefined): Instant | InstantProblem {
  const parts = INSTANT.exec(text);
  if (parts === null) return 'not_an_instant';
  const year = Number(parts[1]);
  const month = Number(parts[2]);
  const day = Number(parts[3]);
  const hour = Number(parts[4]);
  const minute = Number(parts[5]);
  const second = Number(parts[6] ?? 0);
  if (!isCalendarDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return 'no_such_instant';
  const millisecond = Number((parts[7] ?? '0').padEnd(3, '0').slice(0, 3));
  const local = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const offset = parts[8];
  if (offset === undefined) return zone === undefined ? 'no_offset' : (zone.instantOf(local) ?? 'no_such_instant');
  if (offset === 'Z' || offset === 'z') return local;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(-2));
  if (hours > 14 || minutes > 59) return 'no_such_instant';
  return local - (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** `2026-06-02T15:10:00Z`; milliseconds only where there are some. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

/** Days since 1970-01-01 of an existing date. */
export function dayNumber(date: BusinessDate): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS;
}

/** The date of a day number. */
export function dateOfDay(day: number): BusinessDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day of the week of a date. */
export function weekday(date: BusinessDate): Weekday {
  return WEEKDAYS[new Date(dayNumber(date) * DAY_MS).getUTCDay()] as Weekday;
}

/** Whether a date is one of those from the first to the last; what has no date belongs to all of them. */
export function isWithin({ from, to }: { from: BusinessDate; to: BusinessDate }, date: BusinessDate | null): boolean {
  return date === null || (date >= from && date <= to);
}

/** Which days count as business days. */
export interface BusinessCalendar {
  businessDays: readonly Weekday[];
  holidays: readonly BusinessDate[];
}

export function isBusinessDay(date: BusinessDate, calendar: BusinessCalendar): boolean {
  return calendar.businessDays.includes(weekday(date)) && !calendar.holidays.includes(date);
}

/** The date `count` business days after `date`; `date` itself for 0. Gives up after ten years of holidays. */
export function addBusinessDays(date: BusinessDate, count: number, calendar: BusinessCalendar): BusinessDate {
  let day = dayNumber(date);
  for (let left = count, tried = 0; left > 0 && tried < 3660; tried++) {
    day++;
    if (isBusinessDay(dateOfDay(day), calendar)) left--;
  }
  return dateOfDay(day);
}

const QUARTER_HOUR_MS = 900_000;

/**
 * A time zone's clock. `Intl` is asked once per quarter of an hour that occurs, since offsets change only on those, and never
 * once per row.
 */
export class ZonedClock {
  readonly zone: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();
  readonly #dates = new Map<number, BusinessDate>();

  /** Throws a RangeError for a zone that the IANA database does not have. */
  constructor(zone: string) {
    this.zone = zone;
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  /** Milliseconds that local time is ahead of UTC at an instant. */
  offsetAt(instant: Instant): number {
    const slot = Math.floor(instant / QUARTER_HOUR_MS);
    const known = this.#offsets.get(slot);
    if (known !== undefined) return known;
    const part: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(slot * QUARTER_HOUR_MS)) part[type] = Number(value);
    const local = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
    const offset = local - slot * QUARTER_HOUR_MS;
    this.#offsets.set(slot, offset);
    return offset;
  }

  /** The business date on which an instant falls. */
  dateOf(instant: Instant): BusinessDate {
    return this.#dateOfDay(Math.floor((instant + this.offsetAt(instant)) / DAY_MS));
  }

  #dateOfDay(day: number): BusinessDate {
    let date = this.#dates.get(day);
    if (date === undefined) this.#dates.set(day, (date = dateOfDay(day)));
    return date;
  }

  /** The business date of a moment; one that is a date without a time (midnight UTC) passes through no time zone. */
  dateOfMoment({ at, dateOnly }: { at: Instant; dateOnly: boolean }): BusinessDate {
    return dateOnly ? this.#dateOfDay(Math.floor(at / DAY_MS)) : this.dateOf(at);
  }

  /** The time of day that this clock shows at an instant, `08:05`. */
  timeOf(instant: Instant): string {
    return new Date(instant + this.offsetAt(instant)).toISOString().slice(11, 16);
  }

  /**
   * The instant of a local time given as if it were UTC; in the hour that a clock change repeats, the earlier one; undefined in
   * the hour that one leaves out, since no clock showed it.
   */
  instantOf(localAsUtc: number): Instant | undefined {
    for (const nearby of [localAsUtc - DAY_MS, localAsUtc + DAY_MS]) {
      const instant = localAsUtc - this.offsetAt(nearby);
      if (instant + this.offsetAt(instant) === localAsUtc) return instant;
    }
    return undefined;
  }
}

/** Whether the IANA database has a time zone of this name. */
export function isTimeZone(zone: string): boolean {
  try {
    new ZonedClock(zone);
    return true;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
}
