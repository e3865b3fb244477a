import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/alerts/answer.ts';
import { type PostmanPorts, deliver } from '../../src/alerts/postman.ts';
import { NOW, alertOf, lookOf, openAlerts, settingsOf } from './alerts-of.ts';

type Alerts = Awaited<ReturnType<typeof openAlerts>>;
const SENT: Outcome = { state: 'sent', says: '200 ok' };
const AGAIN: Outcome = { state: 'again', says: '429', mayHaveArrived: false, pauseMs: 5_000 };

/** A world whose time passes only while somebody waits. */
function world({ outbox }: Alerts, { busyFor = 0 } = {}): PostmanPorts & { clock: { wall: number; passed: number } } {
  const clock = { wall: NOW, passed: 0 };
  return {
    clock, lock: () => (clock.passed < busyFor ? null : { release() {} }), claim: (channel, now) => outbox.claim(channel, now, { digestAbove: 5 }),
    note: ({ number }, outcome, at, dueAt) => outbox.note(number, { state: outcome.state === 'again' ? 'waiting' : outcome.state, answer: outcome.says, at, dueAt, mayRepeat: outcome.state === 'again' && outcome.mayHaveArrived }),
    now: () => clock.wall, elapsed: () => clock.passed, random: () => 0,
    async pause(milliseconds) {
      clock.wall += milliseconds;
      clock.passed += milliseconds;
    },
  };
}

/** A channel that answers in turn, and what it was sent and when. */
function channel(name: string, outcomes: Outcome[], clock: { passed: number }) {
  const sent: string[] = [];
  return { name, sent, send: async ({ number, tries, mayRepeat, notices }: { number: number; tries: number; mayRepeat: boolean; notices: readonly { alert: { key: string } }[] }) => {
    sent.push(`${clock.passed} #${number} try ${tries}${mayRepeat ? ' perhaps again' : ''}: ${notices.map(({ alert }) => alert.key).join()}`);
    return outcomes.shift() ?? SENT;
  } };
}

describe('the postman', () => {
  it('sends in order, about one message a second, and comes back when he was asked to', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf({ key: 'a' }), alertOf({ key: 'b' })));
    const ports = world(alerts);
    const finance = channel('finance', [AGAIN], ports.clock);
    const { tries } = await deliver([finance], ports, 20_000);
    expect(finance.sent).toEqual(['0 #1 try 1: a', '5000 #1 try 2: a', '6100 #2 try 1: b']);
    expect(tries.map(({ outcome: { state } }) => state)).toEqual(['again', 'sent', 'sent']);
  });

  it('leaves to the next one what he has no time for', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf()));
    const first = world(alerts);
    await deliver([channel('finance', [AGAIN], first.clock)], first, 3_000);
    expect(alerts.outbox.standings(['finance'])).toMatchObject([{ messages: { waiting: 1 }, nextTryAt: NOW + 5_000 }]);
    const next = world(alerts);
    next.clock.wall = NOW + 5_000;
    const finance = channel('finance', [], next.clock);
    await deliver([finance], next, 3_000);
    expect(finance.sent).toEqual(['0 #1 try 2: parity/2026-06-10/different_money/USD']);
  });

  it('begins no other message when his time is over, however slowly a channel answers', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(...['a', 'b', 'c', 'd', 'e'].map((key) => alertOf({ key }))));
    const ports = world(alerts);
    const finance = channel('finance', [], ports.clock);
    const slow = { ...finance, send: (message: Parameters<typeof finance.send>[0]) => ports.pause(8_000).then(() => finance.send(message)) };
    await deliver([slow], ports, 20_000);
    expect(finance.sent).toHaveLength(3);
    expect(ports.clock.passed).toBeLessThan(28_000);
  });

  it('serves other channels while one of them fails', async () => {
    const alerts = await openAlerts();
    const settings = settingsOf({ channels: ['slow', 'quick'].map((name) => ({ name, kind: 'slack', url: { env: 'X' } })) });
    alerts.look(lookOf(alertOf()), settings);
    const ports = world(alerts);
    const [slow, quick] = [channel('slow', Array.from({ length: 50 }, () => AGAIN), ports.clock), channel('quick', [], ports.clock)];
    await deliver([slow, quick], ports, 11_000);
    expect([slow.sent.length, quick.sent.length]).toEqual([3, 1]);
  });

  it('waits for another process that sends, and says so where that takes too long', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf()));
    const patient = world(alerts, { busyFor: 400 });
    const finance = channel('finance', [], patient.clock);
    expect(await deliver([finance], world(alerts, { busyFor: 60_000 }), 1_000)).toEqual({ tries: [], isBusy: true });
    expect(await deliver([finance], patient, 1_000)).toMatchObject({ isBusy: false, tries: [{ outcome: { state: 'sent' } }] });
  });

  it('grows the pause where nothing is asked for, and marks what may have arrived', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf({ key: 'a' })));
    const ports = world(alerts);
    const lost: Outcome = { state: 'again', says: 'ECONNRESET', mayHaveArrived: true, pauseMs: null };
    const finance = channel('finance', [{ ...AGAIN, pauseMs: null }, lost, { ...AGAIN, pauseMs: null }], ports.clock);
    await deliver([finance], ports, 60_000);
    expect(finance.sent).toEqual(['0 #1 try 1: a', '2000 #1 try 2: a', '6000 #1 try 3 perhaps again: a', '14000 #1 try 4 perhaps again: a']);
    expect(alerts.outbox.standings([])).toMatchObject([{ messages: { sent: 1 }, perhapsTwice: 1 }]);
  });
});
