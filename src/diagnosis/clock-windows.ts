import { MINUTE_MS, type Instant, type ZonedClock, dateOfDay } from '../domain/calendar.ts';

const DAY_MINUTES = 1_440;
/** How much of what is asked must fit. */
export const MOST_PERCENT = 90;
/** How wide the stretch of the clock is in which what comes at a fixed time may come. */
export const WINDOW_MINUTES = 20;
const MOST_WINDOWS = 4;
const LEAST_DATES = 3;
const LEAST_SLOTS = 5;
/** What part of an interval moments may spread over. */
export const INTERVAL_PART = 10;
/** In minutes, the longest first: what comes every hour comes every half hour too. */
const INTERVALS = [240, 120, 60, 30, 15, 10, 5] as const;

/** A stretch of the clock in which moments lie: the first and last of them in minutes since midnight, and how many dates it was. */
export interface ClockWindow {
  first: number;
  last: number;
  moments: number;
  dates: number;
}

/** Minutes since local midnight, and the local date. */
interface LocalMoment {
  minute: number;
  day: number;
}

function localOf(instant: Instant, clock: ZonedClock): LocalMoment {
  const minutes = (instant + clock.offsetAt(instant)) / MINUTE_MS;
  const day = Math.floor(minutes / DAY_MINUTES);
  return { minute: minutes - day * DAY_MINUTES, day };
}

export const enough = (count: number, all: number): boolean => count * 100 >= all * MOST_PERCENT;

/**
 * The one to four clock times at which nearly all moments lie, each on several dates; undefined where they do not. A window may
 * run over midnight: then `last` is beyond 1440.
 */
export function clockTimes(instants: readonly Instant[], clock: ZonedClock): ClockWindow[] | undefined {
  let left = instants.map((instant) => localOf(instant, clock));
  const windows: ClockWindow[] = [];
  while (windows.length < MOST_WINDOWS) {
    const best = fullest(left, DAY_MINUTES, WINDOW_MINUTES);
    if (best === undefined) return undefined;
    const dates = new Set(best.inside.map(({ day, minute }) => (minute < best.first ? day - 1 : day))).size;
    if (dates < LEAST_DATES) return undefined;
    windows.push({ first: best.first, last: best.last, moments: best.inside.length, dates });
    left = left.filter((moment) => !best.inside.includes(moment));
    if (enough(instants.length - left.length, instants.length)) return windows.sort((one, other) => one.first - other.first);
  }
  return undefined;
}

/** The longest interval in a tenth of which nearly all moments lie, over several turns of it, and where in it they begin; undefined where there is none. */
export function intervalOf(instants: readonly Instant[], clock: ZonedClock): { minutes: number; first: number; moments: number } | undefined {
  const moments = instants.map((instant) => localOf(instant, clock));
  for (const minutes of INTERVALS) {
    const phases = moments.map(({ minute, day }) => ({ minute: minute % minutes, day: day * DAY_MINUTES + Math.floor(minute / minutes) }));
    const best = fullest(phases, minutes, minutes / INTERVAL_PART);
    if (best !== undefined && enough(best.inside.length, instants.length) && new Set(best.inside.map(({ day }) => day)).size >= LEAST_SLOTS) return { minutes, first: best.first, moments: best.inside.length };
  }
  return undefined;
}

/** The window of a width that holds most moments on a circle, the earliest of several; undefined where there are no moments. */
function fullest(moments: readonly LocalMoment[], circle: number, width: number): { first: number; last: number; inside: LocalMoment[] } | undefined {
  const sorted = [...moments].sort((left, right) => left.minute - right.minute);
  let best: { first: number; last: number; inside: LocalMoment[] } | undefined;
  for (let from = 0; from < sorted.length; from++) {
    const first = (sorted[from] as LocalMoment).minute;
    const inside: LocalMoment[] = [];
    let last = first;
    for (let step = 0; step < sorted.length; step++) {
      const moment = sorted[(from + step) % sorted.length] as LocalMoment;
      const minute = from + step < sorted.length ? moment.minute : moment.minute + circle;
      if (minute - first > width) break;
      inside.push(moment);
      last = minute;
    }
    if (best === undefined || inside.length > best.inside.length) best = { first, last, inside };
  }
  return best;
}

/** `02:00`. */
export function clockText(minute: number): string {
  const whole = Math.floor(minute) % DAY_MINUTES;
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}

/** The first instant after `now` at one of some local minutes of the day. */
export function nextAt(minutes: readonly number[], now: Instant, clock: ZonedClock): Instant | null {
  const today = localOf(now, clock).day;
  // A clock change may leave a time of one day out.
  for (let day = today; day <= today + 2; day++) {
    const midnight = Date.parse(dateOfDay(day));
    const instants = minutes.flatMap((minute) => clock.instantOf(midnight + Math.floor(minute) * MINUTE_MS) ?? []).filter((instant) => instant > now);
    if (instants.length > 0) return Math.min(...instants);
  }
  return null;
}

/** The minutes of the day at which an interval comes round. */
export const turnsOf = (interval: number, first: number): number[] => Array.from({ length: DAY_MINUTES / interval }, (_, turn) => turn * interval + first);

/** Which of two sets of clock times is the plainer: fewer, then tighter. */
export function plainer(left: readonly ClockWindow[] | undefined, right: readonly ClockWindow[] | undefined): boolean {
  if (left === undefined || right === undefined) return left !== undefined;
  const spread = (windows: readonly ClockWindow[]): number => windows.reduce((sum, { first, last }) => sum + last - first, 0);
  return left.length !== right.length ? left.length < right.length : spread(left) <= spread(right);
}
