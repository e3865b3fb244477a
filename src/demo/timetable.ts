import { DAY_MS, MINUTE_MS, type BusinessDate, type Instant, ZonedClock, dateOfDay, dayNumber, isBusinessDay } from '../domain/calendar.ts';
import type { Retailer } from './retailer.ts';

/** Four business days are at least the five days for which a comparison wants approvals from before the window. */
const BUSINESS_DAYS_BEFORE = 4;
export const DAYS_AFTER = 7;

/** The business days of a fortnight and around it. */
export class Timetable {
  readonly clock: ZonedClock;
  readonly before: readonly BusinessDate[];
  readonly during: readonly BusinessDate[];
  readonly after: readonly BusinessDate[];
  readonly #all: readonly BusinessDate[];
  readonly #places: ReadonlyMap<BusinessDate, number>;

  constructor(window: { from: BusinessDate; to: BusinessDate }, { timeZone, calendar }: Pick<Retailer, 'timeZone' | 'calendar'>, daysAfter = DAYS_AFTER) {
    this.clock = new ZonedClock(timeZone);
    const [first, last] = [dayNumber(window.from), dayNumber(window.to)];
    const businessDays = (from: number, to: number): BusinessDate[] =>
      Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => dateOfDay(from + index)).filter((date) => isBusinessDay(date, calendar) && this.#hasOfficeHours(date));
    this.during = businessDays(first, last);
    this.before = businessDays(first - 14, first - 1).slice(-BUSINESS_DAYS_BEFORE);
    this.after = businessDays(last + 1, last + daysAfter);
    this.#all = businessDays(first - 28, last + daysAfter);
    this.#places = new Map(this.#all.map((date, place) => [date, place]));
    if (this.during.length === 0) throw new Error('the window holds no business day');
  }

  /** Whether the clocks show the hours in which anything happens; a zone that changes its side of the date line leaves a day out. */
  #hasOfficeHours(date: BusinessDate): boolean {
    return [8, 23].every((hour) => this.clock.instantOf(dayNumber(date) * DAY_MS + hour * 60 * MINUTE_MS) !== undefined);
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
