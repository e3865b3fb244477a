import { type BusinessCalendar, type BusinessDate, addBusinessDays, dateOfDay, dayNumber, isBusinessDay } from '../domain/calendar.ts';
import { type FiscalPeriod, periodOf } from '../domain/reference-data.ts';
import { DAYS_AFTER, Timetable } from '../demo/timetable.ts';
import type { Grounds } from './grounds.ts';

/** The business days of a window, by what an approval on them comes to. */
export interface Days {
  /** In an open fiscal period. */
  open: readonly BusinessDate[];
  /** Of these, those on which a PO is overdue when the test is judged, and those on which it may still come. */
  due: readonly BusinessDate[];
  awaiting: readonly BusinessDate[];
  closed: readonly BusinessDate[];
  /** In no fiscal period. */
  undated: readonly BusinessDate[];
  /** Shortly before the window and after it. */
  outside: readonly BusinessDate[];
}
export type DayKind = keyof Days;

/** The days of a project, and how many calendar days after its window anything happens. */
export interface Calendar {
  days: Days;
  calendar: BusinessCalendar;
  daysAfter: number;
  /** The day for which the test is judged: the last one on which anything happens. */
  judgedOn: BusinessDate;
}

/**
 * The days of a project; undefined where its window has no business day. Days without activity are none. Where clerks have some days of grace, nothing happens later than these after the window, so that
 * its last approvals may still wait for their PO.
 */
export function calendarOf({ settings, master }: Pick<Grounds, 'settings' | 'master'>): Calendar | undefined {
  const { window, timeZone } = settings;
  const { businessDays, holidays, noActivity } = settings.calendar;
  const calendar = { businessDays, holidays: [...holidays, ...noActivity] };
  const grace = settings.matching.manualEntryGraceDays;
  const dates = Array.from({ length: dayNumber(window.to) - dayNumber(window.from) + 1 }, (_, index) => dateOfDay(dayNumber(window.from) + index));
  const lastDuring = dates.findLast((date) => isBusinessDay(date, calendar));
  if (lastDuring === undefined) return undefined;
  const graceEnds = dayNumber(addBusinessDays(lastDuring, grace, settings.calendar)) - dayNumber(window.to);
  const daysAfter = grace === 0 ? DAYS_AFTER : Math.min(DAYS_AFTER, Math.max(0, graceEnds));
  const { during, before, after, lastDay: judgedOn } = new Timetable(window, { timeZone, calendar }, daysAfter);
  const statusOf = (date: BusinessDate): FiscalPeriod['status'] | undefined => periodOf(date, master.periods)?.status;
  const open = during.filter((date) => statusOf(date) === 'open');
  const isDue = (date: BusinessDate): boolean => grace === 0 || addBusinessDays(date, grace, settings.calendar) < judgedOn;
  const days: Days = {
    open, due: open.filter(isDue), awaiting: open.filter((date) => !isDue(date)),
    closed: during.filter((date) => statusOf(date) === 'closed'), undated: during.filter((date) => statusOf(date) === undefined), outside: [...before, ...after],
  };
  return { days, calendar, daysAfter, judgedOn };
}
