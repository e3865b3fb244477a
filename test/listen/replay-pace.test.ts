import { describe, expect, it } from 'vitest';
import { ReplayPace } from '../../src/listen/replay-pace.ts';

const QUIET_MS = 30_000;

/** A pace after one replay that took so long and ended at 0. */
function paceAfter(tookMs: number, wentWell = true): ReplayPace {
  const pace = new ReplayPace(QUIET_MS);
  pace.note(-tookMs);
  pace.begin(-tookMs);
  pace.end(0, wentWell);
  return pace;
}

describe('the next replay', () => {
  it('is due when nothing arrived for a while', () => {
    const pace = paceAfter(0);
    expect(pace.dueAt()).toBeNull();
    pace.note(1_000);
    pace.note(5_000);
    expect(pace.dueAt()).toBe(35_000);
  });

  it('is not put off for ever by what goes on arriving', () => {
    const pace = paceAfter(0);
    for (let now = 1_000; now <= 400_000; now += 1_000) pace.note(now);
    expect(pace.dueAt()).toBe(301_000);
  });

  it.each([
    ['a short one', 2_000, 31_000],
    ['one that takes a minute', 60_000, 180_000],
    ['one that takes a quarter of an hour', 900_000, 2_700_000],
  ])('leaves three quarters of the time to the rest of the machine after %s', (_what, tookMs, dueAt) => {
    const pace = paceAfter(tookMs);
    pace.note(1_000);
    expect(pace.dueAt()).toBe(dueAt);
  });

  it('takes what arrived during the last one', () => {
    const pace = new ReplayPace(QUIET_MS);
    pace.note(0);
    pace.begin(30_000);
    pace.note(31_000);
    pace.end(32_000, true);
    expect(pace.dueAt()).toBe(61_000);
  });

  it('comes a minute after one that failed, though nothing arrives; and with what arrives, if that is sooner', () => {
    const pace = paceAfter(1_000, false);
    expect(pace.dueAt()).toBe(60_000);
    pace.note(2_000);
    expect(pace.dueAt()).toBe(32_000);
    pace.begin(32_000);
    pace.end(33_000, true);
    expect(pace.dueAt()).toBeNull();
  });
});
