import { type BusinessDate, dateOfDay, dayNumber } from '../domain/calendar.ts';
import type { ControlTotal } from '../intake/sink.ts';

/** A period with the line that it stands on. */
export interface PlacedPeriod {
  name: string;
  start: BusinessDate;
  end: BusinessDate;
  line: number;
}

/** Periods that share a day with another one, each with the first that it shares it with. Of a day in two periods nobody knows which is meant. */
export function overlaps<Period extends PlacedPeriod>(periods: readonly Period[]): Map<Period, Period> {
  const byStart = [...periods].sort((left, right) => (left.start < right.start ? -1 : left.start > right.start ? 1 : left.line - right.line));
  const found = new Map<Period, Period>();
  let reaching: Period | undefined;
  for (const period of byStart) {
    if (reaching !== undefined && period.start <= reaching.end) {
      if (!found.has(period)) found.set(period, reaching);
      if (!found.has(reaching)) found.set(reaching, period);
    }
    if (reaching === undefined || period.end > reaching.end) reaching = period;
  }
  return found;
}

/** Days between the first and the last period that lie in none, one control a gap; periods may share days. */
export function gaps(periods: readonly PlacedPeriod[]): ControlTotal[] {
  const byStart = [...periods].sort((left, right) => (left.start < right.start ? -1 : left.start > right.start ? 1 : left.line - right.line));
  const found: ControlTotal[] = [];
  // The one that reaches furthest: a month that lies in a quarter begins no gap.
  let before: PlacedPeriod | undefined;
  for (const next of byStart) {
    if (before !== undefined && dayNumber(next.start) > dayNumber(before.end) + 1) {
      found.push({ what: `days between the periods ${before.name} and ${next.name}`, stated: 'none', found: `${dateOfDay(dayNumber(before.end) + 1)} to ${dateOfDay(dayNumber(next.start) - 1)}`, agrees: false });
    }
    if (before === undefined || next.end > before.end) before = next;
  }
  return found;
}
