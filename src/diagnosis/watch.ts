import { DAY_MS, MINUTE_MS, type BusinessCalendar, type Instant, ZonedClock, addBusinessDays, dateOfDay, dayNumber, isBusinessDay } from '../domain/calendar.ts';
import type { TriggerMode, TriggerModeName } from '../domain/diagnosis.ts';
import { INTERVAL_PART, WINDOW_MINUTES, nextAt } from './clock-windows.ts';

/** No clock is further from UTC: so far from midnight UTC a date may have begun or ended where it was written. */
const FURTHEST_ZONE_MS = 14 * 60 * MINUTE_MS;
/** After so many turns on days off in a row the schedule counts as none. */
const MOST_TURNS = 64;

/** The time in which the request for an approval stands in the log, if it came. */
export interface Watch {
  /** From when to when a log must reach. */
  from: Instant;
  until: Instant;
  /** What the end is, in words. */
  untilWords: string;
  /** From when to when an entry that names nobody may be the request. */
  anybodyFrom: Instant;
  anybodyUntil: Instant;
  /** As of when the ledger must have been exported at least, and what that is in words. */
  ledgerFrom: Instant;
  ledgerWords: string;
}

/** What tells how long a request may take. */
export interface Pace {
  nearMinutes: number;
  /** The as-of of the newest export of the ledger. */
  ledgerAsOf: Instant;
  mode: TriggerModeName;
  /** When the schedule comes round next after an instant; null where none was told. */
  turnAfter: (instant: Instant) => Instant | null;
}

/**
 * What is watched after an approval: where the trigger was told as event-based as long as entries count as near, where a schedule was told until its next
 * turn, and else for a day, since a job of the night may come that late. What names nobody may be the request until the ledger was exported, or the turn is over.
 */
export function watchAfter(approvedAt: Instant, { nearMinutes, ledgerAsOf, mode, turnAfter }: Pace): Watch {
  const near = nearMinutes * MINUTE_MS;
  const turn = turnAfter(approvedAt);
  const until = (turn ?? (mode === 'event_based' ? approvedAt : approvedAt + DAY_MS)) + near;
  const untilWords = `${nearMinutes} minutes after ${turn !== null ? 'the next turn of the schedule' : mode === 'event_based' ? 'it' : 'the same time of the next day'}`;
  return {
    from: approvedAt, until, untilWords,
    anybodyFrom: approvedAt - near, anybodyUntil: turn === null ? Math.max(until, ledgerAsOf) : until,
    ledgerFrom: turn ?? approvedAt, ledgerWords: turn === null ? 'the approval' : 'the next turn of the schedule',
  };
}

/**
 * What is watched after an approval that is a date without a time: that day and the next business day, in the company's time zone. The time zone of the date
 * is not known, so what names nobody may be the request from 14 hours before it on.
 */
export function watchAfterDate(dateAt: Instant, { nearMinutes, ledgerAsOf, turnAfter }: Pace, { clock, calendar }: { clock: ZonedClock; calendar: BusinessCalendar }): Watch {
  const date = dateOfDay(Math.floor(dateAt / DAY_MS));
  const end = startOf(dateOfDay(dayNumber(addBusinessDays(date, 1, calendar)) + 1), clock);
  const until = end + nearMinutes * MINUTE_MS;
  const turn = turnAfter(startOf(dateOfDay(dayNumber(date) + 1), clock));
  return {
    from: startOf(date, clock), until, untilWords: `${nearMinutes} minutes after the end of the next business day`,
    anybodyFrom: dateAt - FURTHEST_ZONE_MS, anybodyUntil: turn === null ? Math.max(until, ledgerAsOf) : Math.max(until, turn + nearMinutes * MINUTE_MS),
    ledgerFrom: end, ledgerWords: 'the end of the business day after the approval',
  };
}

/** When a date begins; an hour later where a clock change leaves its midnight out. */
function startOf(date: string, clock: ZonedClock): Instant {
  const midnight = Date.parse(date);
  return clock.instantOf(midnight) ?? clock.instantOf(midnight + 60 * MINUTE_MS) ?? midnight;
}

/** How long before an approval an entry may be about it: as long as it counts as near, and where the approval is a date, 14 hours more. */
export const slackBefore = (dateOnly: boolean, nearMinutes: number): number => nearMinutes * MINUTE_MS + (dateOnly ? FURTHEST_ZONE_MS : 0);

/**
 * When a schedule comes round after an instant, what it takes included; always null where none was told. A turn on a day off does not
 * count, since the job may rest then.
 */
export function turnsOfSchedule({ mode, at, zone, intervalMinutes }: Pick<TriggerMode, 'mode' | 'at' | 'zone' | 'intervalMinutes'>, calendar: BusinessCalendar): (instant: Instant) => Instant | null {
  if (mode !== 'scheduled' || zone === null) return () => null;
  if (intervalMinutes !== null) return (instant) => instant + (intervalMinutes + intervalMinutes / INTERVAL_PART) * MINUTE_MS;
  const clock = new ZonedClock(zone);
  const minutes = at.map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));
  return (instant) => {
    let turn = nextAt(minutes, instant, clock);
    for (let turns = 0; turn !== null && turns < MOST_TURNS; turns++) {
      if (isBusinessDay(clock.dateOf(turn), calendar)) return turn + WINDOW_MINUTES * MINUTE_MS;
      turn = nextAt(minutes, turn, clock);
    }
    return null;
  };
}
