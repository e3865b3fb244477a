import { describe, expect, it } from 'vitest';
import { ZonedClock, dateOfDay, dayNumber, formatInstant, isBusinessDay } from '../../src/domain/calendar.ts';
import { LEAST_SAMPLES, type TriggerEvidence, type TriggerSample, triggerMode } from '../../src/diagnosis/trigger-mode.ts';
import { Draw } from '../draw.ts';

const NEW_YORK = new ZonedClock('America/New_York');
const CALENDAR = { businessDays: ['mon', 'tue', 'wed', 'thu', 'fri'] as const, holidays: [] };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Draws whole numbers between two, both included. */
function drawing(seed: number): (from: number, to: number) => number {
  const draw = new Draw(seed);
  return (from, to) => from + draw.below(to - from + 1);
}

const tell = (parts: Partial<TriggerEvidence>): ReturnType<typeof triggerMode> => triggerMode({ log: [], ledger: [], dateOnly: 0, before: 0, clock: NEW_YORK, calendar: CALENDAR, now: Date.parse('2026-06-15T12:00:00Z'), ...parts });

/** The instant of a clock time in New York. */
const local = (date: string, minute: number): number => NEW_YORK.instantOf(Date.parse(date) + minute * MINUTE) ?? Number.NaN;

/** Approvals at odd times of the working days from a date on. */
function approvals(count: number, from = '2026-06-01', seed = 7): number[] {
  const draw = drawing(seed);
  const found: number[] = [];
  for (let day = dayNumber(from); found.length < count; day++) {
    const date = dateOfDay(day);
    if (!isBusinessDay(date, CALENDAR)) continue;
    for (let each = 0; each < 3 && found.length < count; each++) found.push(local(date, draw(8 * 60, 18 * 60)) + draw(0, 59) * 1000);
  }
  return found;
}

const pairs = (approved: readonly number[], asked: (approvedAt: number, index: number) => number, byPerson = false): TriggerSample[] => approved.map((approvedAt, index) => ({ approvedAt, askedAt: asked(approvedAt, index), byPerson }));

/** The next of some moments of the day, in New York or UTC, with what a job takes. */
function nextSlot(after: number, minutes: readonly number[], zone: ZonedClock): number {
  for (let day = dayNumber(zone.dateOf(after)); ; day++) {
    for (const minute of minutes) {
      const instant = zone.instantOf(day * 24 * HOUR + minute * MINUTE);
      if (instant !== undefined && instant > after) return instant;
    }
  }
}

describe('how the trigger works', () => {
  it('event-based: nearly all calls within seconds of the approval, scattered as the approvals are', () => {
    const draw = drawing(1);
    const log = pairs(approvals(20), (at) => at + draw(1, 90) * 1000);
    expect(tell({ log })).toMatchObject({ mode: 'event_based', samples: 20, from: 'log', next: null });
    expect(tell({ log }).why[0]).toBe('20 of 20 entries of the log came within 5 minutes of the approval, at no fixed times');
  });

  it('is still told where one in ten was retried hours later, and no longer where three were', () => {
    const retried = (from: number) => pairs(approvals(20), (at, index) => at + (index % 10 < from ? 3 * HOUR + index * 17 * MINUTE : 20_000));
    expect(tell({ log: retried(1) }).mode).toBe('event_based');
    expect(tell({ log: retried(3) }).mode).toBe('unknown');
  });

  it.each([
    ['at 02:00, a few minutes of work behind it', [120], 8, ['02:00'], '2026-06-16T06:00:00Z'],
    ['at noon and at 18:30', [720, 1110], 5, ['12:00', '18:30'], '2026-06-15T16:00:00Z'],
    ['at midnight, so that jitter runs over the date', [1439], 6, ['23:59'], '2026-06-16T03:59:00Z'],
  ])('scheduled %s: the clock times, and the next of them', (_, minutes, jitter, at, next) => {
    const draw = drawing(2);
    const log = pairs(approvals(24), (approvedAt, index) => nextSlot(approvedAt, minutes, NEW_YORK) + (index % 8 === 0 ? 0 : draw(0, jitter * 60) * 1000));
    const told = tell({ log });
    expect(told).toMatchObject({ mode: 'scheduled', at, zone: 'America/New_York', intervalMinutes: null });
    expect(formatInstant(told.next ?? 0)).toBe(next);
  });

  it('over a clock change: a job by local time keeps its hour, one by UTC keeps its own, and each is told as what it is', () => {
    const approved = approvals(30, '2026-03-02');
    expect(Math.max(...approved)).toBeGreaterThan(Date.parse('2026-03-12T00:00:00Z'));
    const byLocal = tell({ log: pairs(approved, (at) => nextSlot(at, [210], NEW_YORK) + 30_000) });
    expect(byLocal).toMatchObject({ mode: 'scheduled', at: ['03:30'], zone: 'America/New_York' });
    const byUtc = tell({ log: pairs(approved, (at) => nextSlot(at, [450], new ZonedClock('UTC')) + 30_000) });
    expect(byUtc).toMatchObject({ mode: 'scheduled', at: ['07:30'], zone: 'UTC' });
  });

  it('the next time is one that the clock shows: one that a clock change leaves out falls to the day after', () => {
    const log = pairs(approvals(24, '2026-02-23'), (at) => nextSlot(at, [150], NEW_YORK));
    const told = tell({ log, now: Date.parse('2026-03-08T06:00:00Z') });
    expect([told.at, formatInstant(told.next ?? 0)]).toEqual([['02:30'], '2026-03-09T06:30:00Z']);
  });

  it.each([[15, '2026-06-15T12:02:00Z'], [60, '2026-06-15T12:02:00Z'], [120, '2026-06-15T12:02:00Z']])('scheduled every %d minutes: the interval, and the next turn', (interval, next) => {
    const draw = drawing(3);
    const log = pairs(approvals(30), (at, index) => Math.ceil((at - 2 * MINUTE) / (interval * MINUTE)) * interval * MINUTE + 2 * MINUTE + (index % 6 === 0 ? 0 : draw(0, 40) * 1000));
    const told = tell({ log });
    expect(told).toMatchObject({ mode: 'scheduled', at: [], intervalMinutes: interval });
    expect(formatInstant(told.next ?? 0)).toBe(next);
  });

  it('approvals that come at a fixed time themselves make no schedule of what follows at once', () => {
    const approved = approvals(24).map((at) => local(NEW_YORK.dateOf(at), 540) + (at % 300) * 1000);
    expect(tell({ log: pairs(approved, (at) => at + 3000) }).mode).toBe('event_based');
  });

  it('one afternoon of entering is no schedule', () => {
    const ledger = pairs(approvals(12), (_, index) => local('2026-06-19', 900) + index * MINUTE);
    expect(tell({ ledger }).mode).toBe('manual');
  });

  it('manual: entered by people whom the settings name, whatever the time; or at odd times of business days', () => {
    const atNight = pairs(approvals(12), (at) => nextSlot(at, [120], NEW_YORK), true);
    expect(tell({ ledger: atNight })).toMatchObject({ mode: 'manual', from: 'ledger' });
    const odd = approvals(16, '2026-06-02', 9).sort((left, right) => left - right);
    const byDay = pairs(approvals(16, '2026-06-01'), (_, index) => odd[index] as number);
    expect(tell({ ledger: byDay.map((pair) => ({ ...pair, askedAt: Math.max(pair.askedAt, pair.approvedAt + 20 * MINUTE) })) }).mode).toBe('manual');
  });

  it('the same odd times in a log say nothing of people', () => {
    const log = pairs(approvals(16), (at, index) => at + (20 + index * 13) * MINUTE);
    expect(tell({ log })).toMatchObject({ mode: 'unknown', samples: 16 });
  });

  it('with fewer pairs than are needed nothing is told, and the counts say so; a log with enough goes before the ledger', () => {
    const few = pairs(approvals(LEAST_SAMPLES - 1), (at) => at + 1000);
    expect(tell({ log: few, before: 2, dateOnly: 1 })).toMatchObject({
      mode: 'unknown', samples: 0, from: null, why: ['7 pairs from the log and 0 from the ledger; at least 8 from one of them are needed', '1 approval left out: dates without a time', '2 pairs left out: asked before the approval'],
    });
    const ledger = pairs(approvals(10), (at) => nextSlot(at, [120], NEW_YORK), true);
    expect(tell({ log: few, ledger }).mode).toBe('manual');
    expect(tell({ log: pairs(approvals(LEAST_SAMPLES), (at) => at + 1000), ledger }).mode).toBe('event_based');
  });
});
