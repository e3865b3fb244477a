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

/** Days between the first and the last period that lie in none, one control a gap. */
export function gaps(periods: readonly PlacedPeriod[]): ControlTotal[] {
  const byStart = [...periods].sort((left, right) => (left.start < right.start ? -1 : 1));
  const found: ControlTotal[] = [];
  for (const [index, next] of byStart.entries()) {
    const before = byStart[index - 1];
    if (before === undefined || dayNumber(next.start) === dayNumber(before.end) + 1) continue;
    found.push({ what: `days between the periods ${before.name} and ${next.name}`, stated: 'none', found: `${dateOfDay(dayNumber(before.end) + 1)} to ${dateOfDay(dayNumber(next.start) - 1)}`, agrees: false });
  }
  return found;
}
