import { DAY_MS, HOUR_MS } from '../domain/calendar.ts';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = HOUR_MS;
/** What a server may ask for at most. */
const LONGEST_ASKED_MS = DAY_MS;
const SHORTEST_ASKED_MS = 1_000;

/** How long to wait after so many tries: doubled each time, less a random part of up to half, so that processes that failed together do not come back together. `random` is from 0 to 1. */
export function growingPause(tries: number, random: number): number {
  const whole = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(tries - 1, 20));
  return Math.round(whole * (1 - random / 2));
}

const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * What `Retry-After` asks for, in milliseconds: seconds, or an HTTP date, which is held against the server's own `Date` where there is one, so that no clock of ours has a part in it.
 * Null where it asks for nothing that can be understood.
 */
export function askedPause(retryAfter: string | undefined, serverDate: string | undefined, now: number): number | null {
  const text = retryAfter?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return within(Number(text) * 1_000);
  if (!HTTP_DATE.test(text)) return null;
  const from = serverDate !== undefined && HTTP_DATE.test(serverDate.trim()) ? Date.parse(serverDate) : now;
  const pause = Date.parse(text) - from;
  return Number.isNaN(pause) ? null : within(pause);
}

const within = (milliseconds: number): number => Math.min(LONGEST_ASKED_MS, Math.max(SHORTEST_ASKED_MS, Math.ceil(milliseconds)));
