import { describe, expect, it } from 'vitest';
import { ZonedClock, formatInstant } from '../../src/domain/calendar.ts';
import { type Pace, slackBefore, turnsOfSchedule, watchAfter, watchAfterDate } from '../../src/diagnosis/watch.ts';

type Schedule = Parameters<typeof turnsOfSchedule>[0];

const CALENDAR = { businessDays: ['mon', 'tue', 'wed', 'thu', 'fri'] as const, holidays: ['2026-06-08'] };
const COMPANY = { clock: new ZonedClock('America/New_York'), calendar: CALENDAR };
const NEVER: Schedule = { mode: 'unknown', at: [], zone: null, intervalMinutes: null };
const NIGHTLY: Schedule = { mode: 'scheduled', at: ['22:00'], zone: 'America/New_York', intervalMinutes: null };

const pace = (parts: Partial<Pace> = {}): Pace => ({ nearMinutes: 30, ledgerAsOf: Date.parse('2026-06-12T12:00:00Z'), mode: 'unknown', turnAfter: () => null, ...parts });
const scheduled = (mode: Schedule): Pace => pace({ mode: mode.mode, turnAfter: turnsOfSchedule(mode, CALENDAR) });
const times = (watch: ReturnType<typeof watchAfter>): Record<string, string> => Object.fromEntries(Object.entries(watch).flatMap(([name, at]) => (typeof at === 'number' ? [[name, formatInstant(at)]] : [])));

describe('when a request must have come', () => {
  const approvedAt = Date.parse('2026-06-03T14:00:00Z');

  it.each([
    ['event-based: within --near', pace({ mode: 'event_based' }), '2026-06-03T14:30:00Z', '2026-06-12T12:00:00Z', '2026-06-03T14:00:00Z'],
    ['not told: within a day', pace(), '2026-06-04T14:30:00Z', '2026-06-12T12:00:00Z', '2026-06-03T14:00:00Z'],
    ['nightly: until that turn is over', scheduled(NIGHTLY), '2026-06-04T02:50:00Z', '2026-06-04T02:50:00Z', '2026-06-04T02:20:00Z'],
    ['every four hours: until one of them must have come', scheduled({ ...NIGHTLY, at: [], intervalMinutes: 240 }), '2026-06-03T18:54:00Z', '2026-06-03T18:54:00Z', '2026-06-03T18:24:00Z'],
  ])('%s', (_, given, until, anybodyUntil, ledgerFrom) => {
    expect(times(watchAfter(approvedAt, given))).toEqual({ from: '2026-06-03T14:00:00Z', until, anybodyFrom: '2026-06-03T13:30:00Z', anybodyUntil, ledgerFrom });
  });

  it('a turn on a day off does not count: the job may rest until the next business day', () => {
    // Saturday; Monday is a holiday.
    expect(formatInstant(turnsOfSchedule(NIGHTLY, CALENDAR)(Date.parse('2026-06-06T14:00:00Z')) ?? 0)).toBe('2026-06-10T02:20:00Z');
    expect(turnsOfSchedule(NEVER, CALENDAR)(approvedAt)).toBeNull();
  });
});

describe('when a request must have come, where the approval is a date', () => {
  it.each([
    ['a Wednesday: that day and Thursday', '2026-06-03', '2026-06-03T04:00:00Z', '2026-06-05T04:00:00Z'],
    ['a Friday before a holiday: until Tuesday is over', '2026-06-05', '2026-06-05T04:00:00Z', '2026-06-10T04:00:00Z'],
  ])('%s', (_, date, from, end) => {
    const watch = watchAfterDate(Date.parse(date), pace(), COMPANY);
    expect([formatInstant(watch.from), formatInstant(watch.ledgerFrom), watch.until - watch.ledgerFrom]).toEqual([from, end, 30 * 60_000]);
    expect([formatInstant(watch.anybodyUntil), watch.anybodyFrom]).toEqual(['2026-06-12T12:00:00Z', Date.parse(date) - 14 * 3_600_000]);
  });

  it('with a schedule, whatever names nobody after its turn is not the request', () => {
    const watch = watchAfterDate(Date.parse('2026-06-03'), scheduled(NIGHTLY), COMPANY);
    expect(formatInstant(watch.anybodyUntil)).toBe('2026-06-05T04:30:00Z');
  });

  it('what was asked up to 14 hours before its midnight may be about it: its time zone is not known', () => {
    expect([slackBefore(false, 30), slackBefore(true, 30)]).toEqual([30 * 60_000, 14 * 3_600_000 + 30 * 60_000]);
  });
});
