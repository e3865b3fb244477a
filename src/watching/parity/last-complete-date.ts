import { type BusinessDate, type Instant, type ZonedClock, dateOfDay, dayNumber } from '../../domain/calendar.ts';

/** The last date whose ledger is whole by then: the one before that of the instant, and until the time of day `before` the one before that. Times are those of the company's clocks. */
export function lastCompleteDate(at: Instant, before: string, clock: ZonedClock): BusinessDate {
  const days = clock.timeOf(at) < before ? 2 : 1;
  return dateOfDay(dayNumber(clock.dateOf(at)) - days);
}
