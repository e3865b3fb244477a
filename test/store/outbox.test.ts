import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AlertsDatabase } from '../../src/store/alerts/alerts-database.ts';
import { HOUR, NOW, alertOf, lookOf, openAlerts, settingsOf } from '../alerts/alerts-of.ts';
import { makeFolder } from '../project-folder.ts';

type Alerts = Awaited<ReturnType<typeof openAlerts>>;
const FIVE = { digestAbove: 5 };
const claimed = ({ outbox }: Alerts, now = NOW, limits = FIVE) => {
  const claim = outbox.claim('finance', now, limits);
  if (claim === null || !('message' in claim)) throw new Error('there is no message to send');
  return claim.message;
};
const keys = (count: number) => Array.from({ length: count }, (_, index) => alertOf({ key: `k${index}` }));

describe('the outbox', () => {
  it('is readable by its owner alone, and safe on the disk when a call returns', async () => {
    const path = join(makeFolder(), 'alerts.db');
    await openAlerts(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('makes a message of each notice, and one of all where there are more than are told one by one', async () => {
    const few = await openAlerts();
    few.look(lookOf(...keys(5)));
    expect(claimed(few).notices).toHaveLength(1);
    const many = await openAlerts();
    many.look(lookOf(...keys(6)));
    expect(claimed(many).notices).toHaveLength(6);
    expect(many.outbox.standings(['finance'])).toMatchObject([{ notices: 0, messages: { sending: 1, waiting: 0 } }]);
  });

  it('marks a message whose process died before an answer was noted, and goes on to mark it', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf()));
    expect(claimed(alerts)).toMatchObject({ number: 1, tries: 1, mayRepeat: false });
    expect(claimed(alerts)).toMatchObject({ number: 1, tries: 2, mayRepeat: true });
    alerts.outbox.note(1, { state: 'waiting', answer: '429', at: NOW, dueAt: NOW, mayRepeat: false });
    expect(claimed(alerts)).toMatchObject({ number: 1, tries: 3, mayRepeat: true });
  });

  it('never sends again what was answered, nor what was refused, until somebody asks for it', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(...keys(2)));
    alerts.outbox.note(claimed(alerts).number, { state: 'sent', answer: '200 ok', at: NOW, dueAt: NOW, mayRepeat: false });
    alerts.outbox.note(claimed(alerts).number, { state: 'refused', answer: '404 no_service', at: NOW, dueAt: NOW, mayRepeat: false });
    expect(alerts.outbox.claim('finance', NOW + 1_000 * HOUR, FIVE)).toBeNull();
    expect(alerts.outbox.standings(['finance'])).toMatchObject([{ messages: { sent: 1, refused: 1 }, lastAnswer: '404 no_service' }]);
    expect(alerts.outbox.retry(NOW)).toEqual({ putBack: 1, over: 0 });
    expect(claimed(alerts)).toMatchObject({ number: 2, tries: 1, mayRepeat: false });
  });

  it('puts nothing back that tells of what is over by now', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(...keys(2)));
    for (const answer of ['404', '410']) alerts.outbox.note(claimed(alerts).number, { state: 'refused', answer, at: NOW, dueAt: NOW, mayRepeat: false });
    alerts.book.resolve(alerts.book.open()[0]?.number ?? 0, NOW);
    expect(alerts.outbox.retry(NOW)).toEqual({ putBack: 1, over: 1 });
    expect(claimed(alerts).number).toBe(2);
    expect(alerts.outbox.standings(['finance'])).toMatchObject([{ messages: { dropped: 1, sending: 1 } }]);
  });

  it('keeps the order of a channel: what waits holds up what is behind it', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(...keys(2)));
    alerts.outbox.note(claimed(alerts).number, { state: 'waiting', answer: '429', at: NOW, dueAt: NOW + HOUR, mayRepeat: false });
    expect(alerts.outbox.claim('finance', NOW + HOUR - 1, FIVE)).toEqual({ dueAt: NOW + HOUR });
    expect(claimed(alerts, NOW + HOUR).number).toBe(1);
  });

  it('does not wait for an instant that a wrong clock noted: one that was put back sends at once', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf()));
    const aYearAhead = NOW + 8_760 * HOUR;
    alerts.outbox.note(claimed(alerts, aYearAhead).number, { state: 'waiting', answer: '503', at: aYearAhead, dueAt: aYearAhead + HOUR, mayRepeat: false });
    expect(claimed(alerts, NOW).tries).toBe(2);
  });

  it('drops what is left for a channel that the settings no longer name', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(...keys(2)));
    alerts.outbox.keepOnly(['others'], NOW);
    expect(alerts.outbox.claim('finance', NOW, FIVE)).toBeNull();
    expect(alerts.outbox.standings([])).toMatchObject([{ channel: 'finance', notices: 0, messages: { dropped: 1 } }]);
  });

  it('has something due where a notice or a message waits, and not while the next try is far off', async () => {
    const alerts = await openAlerts();
    expect(alerts.outbox.hasDue(NOW)).toBe(false);
    alerts.look(lookOf(alertOf()));
    expect(alerts.outbox.hasDue(NOW)).toBe(true);
    alerts.outbox.note(claimed(alerts).number, { state: 'waiting', answer: '503', at: NOW, dueAt: NOW + HOUR, mayRepeat: false });
    expect([NOW + HOUR - 1, NOW + HOUR, NOW - 1].map((until) => alerts.outbox.hasDue(until))).toEqual([false, true, true]);
    claimed(alerts, NOW + HOUR);
    expect(alerts.outbox.hasDue(NOW)).toBe(true);
    alerts.outbox.note(1, { state: 'sent', answer: '200 ok', at: NOW, dueAt: NOW, mayRepeat: false });
    expect(alerts.outbox.hasDue(NOW + 1_000 * HOUR)).toBe(false);
  });

  it('is told of a cause once where two processes find it at the same time', async () => {
    const path = join(makeFolder(), 'alerts.db');
    const [one, other] = [await openAlerts(path), await openAlerts(path)];
    expect([one.look(lookOf(alertOf())), other.look(lookOf(alertOf()))]).toEqual([[`finance opened ${alertOf().key}`], []]);
    expect(other.outbox.claim('finance', NOW, FIVE)).toMatchObject({ message: { number: 1, mayRepeat: false } });
  });

  it('is tried out without a trace', async () => {
    const dir = makeFolder();
    const none = await AlertsDatabase.openOrNone(join(dir, 'alerts.db'));
    none.close();
    expect(existsSync(join(dir, 'alerts.db'))).toBe(false);
    const alerts = await openAlerts(join(dir, 'alerts.db'));
    alerts.look(lookOf(alertOf()));
    const tried = await AlertsDatabase.openOrNone(join(dir, 'alerts.db'));
    expect(tried.tryOut(() => tried.outbox.claim('finance', NOW, settingsOf()))).toMatchObject({ message: { number: 1 } });
    expect(() => tried.tryOut(() => {
      throw new Error('half way');
    })).toThrow('half way');
    tried.close();
    expect(alerts.outbox.standings(['finance'])).toMatchObject([{ notices: 1, messages: { sending: 0 } }]);
  });
});
