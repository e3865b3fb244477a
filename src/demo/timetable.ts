import { type BusinessDate, type Instant, ZonedClock, dateOfDay, dayNumber, isBusinessDay } from '../domain/calendar.ts';
import type { Retailer } from './retailer.ts';

/** Four business days are at least the five days for which a comparison wants approvals from before the window. */
const BUSINESS_DAYS_BEFORE = 4;
const DAYS_AFTER = 7;
export const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The business days of a fortnight and around it. */
export class Timetable {
  readonly clock: ZonedClock;
  readonly before: readonly BusinessDate[];
  readonly during: readonly BusinessDate[];
  readonly after: readonly BusinessDate[];
  readonly #all: readonly BusinessDate[];
  readonly #places: ReadonlyMap<BusinessDate, number>;

  constructor(window: { from: BusinessDate; to: BusinessDate }, { timeZone, calendar }: Pick<Retailer, 'timeZone' | 'calendar'>) {
    this.clock = new ZonedClock(timeZone);
    const [first, last] = [dayNumber(window.from), dayNumber(window.to)];
    const businessDays = (from: number, to: number): BusinessDate[] =>
      Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => dateOfDay(from + index)).filter((date) => isBusinessDay(date, calendar));
    this.during = businessDays(first, last);
    this.before = businessDays(first - 14, first - 1).slice(-BUSINESS_DAYS_BEFORE);
    this.after = businessDays(last + 1, last + DAYS_AFTER);
    this.#all = businessDays(first - 28, last + DAYS_AFTER);
    this.#places = new Map(this.#all.map((date, place) => [date, place]));
    if (this.during.length === 0) throw new Error('the window holds no business day');
  }

  /** The day after which nothing happens any more. */
  get lastDay(): BusinessDate {
    return this.#all.at(-1) as BusinessDate;
  }

  /** So many business days later, or earlier where negative; never beyond the last day. */
  step(date: BusinessDate, count: number): BusinessDate {
    const place = this.#places.get(date);
    if (place === undefined) throw new Error(`${date} is no business day of this fortnight`);
    return this.#all[Math.min(place + count, this.#all.length - 1)] as BusinessDate;
  }

  /** The instant of a local time of day. */
  at(date: BusinessDate, minuteOfDay: number, second = 0): Instant {
    const instant = this.clock.instantOf(dayNumber(date) * DAY_MS + minuteOfDay * MINUTE_MS + second * 1000);
    if (instant === undefined) throw new Error(`no clock shows minute ${minuteOfDay} of ${date}`);
    return instant;
  }
}
