import { describe, expect, it } from 'vitest';
import { HOUR, NOW, alertOf, lookOf, openAlerts, settingsOf } from './alerts-of.ts';

const KEY = alertOf().key;
/** Sends what waits, so that a channel knows it. */
function sendAll(database: Awaited<ReturnType<typeof openAlerts>>, channel = 'finance'): number {
  let sent = 0;
  for (let claim = database.outbox.claim(channel, NOW, { digestAbove: 1 }); claim !== null && 'message' in claim; claim = database.outbox.claim(channel, NOW, { digestAbove: 1 })) {
    database.outbox.note(claim.message.number, { state: 'sent', answer: '200 ok', at: NOW, dueAt: NOW, mayRepeat: false });
    sent++;
  }
  return sent;
}

describe('a cause that is found', () => {
  it('is told once, however often it is found', async () => {
    const alerts = await openAlerts();
    expect(alerts.look(lookOf(alertOf()))).toEqual([`finance opened ${KEY}`]);
    sendAll(alerts);
    for (let day = 1; day <= 3; day++) expect(alerts.look(lookOf(alertOf()), settingsOf(), NOW + day * 24 * HOUR)).toEqual([]);
    expect(alerts.book.open()).toMatchObject([{ number: 1, openedAt: NOW }]);
  });

  it.each([
    ['twice as many purchases', { count: 6 }, true], ['not quite twice as many', { count: 5 }, false],
    ['twice the money', { money: { USD: '40.00' } }, true], ['a cent less than twice', { money: { USD: '39.99' } }, false],
    ['another currency', { money: { USD: '20.00', JPY: '1' } }, true], ['less of all', { count: 1, money: { USD: '0.01' } }, false],
  ])('is told again where it grew: %s', async (_what, parts, again) => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf()));
    sendAll(alerts);
    expect(alerts.look(lookOf(alertOf(parts)))).toEqual(again ? [`finance grew ${KEY}`] : []);
  });

  it('is told again where it became critical, and not where it became mild', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf({ severity: 'warning' })));
    sendAll(alerts);
    expect(alerts.look(lookOf(alertOf({ severity: 'critical' })))).toEqual([`finance grew ${KEY}`]);
    sendAll(alerts);
    expect(alerts.look(lookOf(alertOf({ severity: 'warning' })))).toEqual([]);
  });

  it('is held against what was told last, so that it grows from there', async () => {
    const alerts = await openAlerts();
    const told: string[] = [];
    for (const count of [3, 4, 5, 6, 7, 11, 12]) {
      told.push(...alerts.look(lookOf(alertOf({ count, money: {} }))).map((each) => `${count} ${each.split(' ')[1]}`));
      sendAll(alerts);
    }
    expect(told).toEqual(['3 opened', '6 grew', '12 grew']);
  });

  it.each([
    ['another purchase in the place of one that was mended', ['EXP-1', 'EXP-3'], true], ['fewer of those that were told', ['EXP-2'], false], ['the same ones', ['EXP-2', 'EXP-1'], false],
  ])('is told again where it names something new: %s', async (_what, members, again) => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf({ count: 2, members: ['EXP-1', 'EXP-2'] })));
    sendAll(alerts);
    expect(alerts.look(lookOf(alertOf({ count: 2, members })))).toEqual(again ? [`finance grew ${KEY}`] : []);
    sendAll(alerts);
    expect(alerts.look(lookOf(alertOf({ count: 2, members })))).toEqual([]);
  });

  it('says what is known now where it was not sent yet', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf()));
    expect(alerts.look(lookOf(alertOf({ count: 400 })))).toEqual([]);
    const claim = alerts.outbox.claim('finance', NOW, { digestAbove: 5 });
    expect(claim).toMatchObject({ message: { notices: [{ kind: 'opened', alert: { count: 400 } }] } });
  });

  it('is told again after the hours that the settings say, counted from the last time', async () => {
    const alerts = await openAlerts();
    const settings = settingsOf({ remindAfterHours: 24 });
    alerts.look(lookOf(alertOf()), settings);
    sendAll(alerts);
    expect(alerts.look(lookOf(alertOf()), settings, NOW + 23 * HOUR)).toEqual([]);
    expect(alerts.look(lookOf(alertOf()), settings, NOW + 24 * HOUR)).toEqual([`finance reminder ${KEY}`]);
    sendAll(alerts);
    expect(alerts.look(lookOf(alertOf()), settings, NOW + 47 * HOUR)).toEqual([]);
  });
});

describe('a cause that is gone', () => {
  it('is over once, and a new alert where it comes back', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf()));
    sendAll(alerts);
    expect(alerts.look(lookOf())).toEqual([`finance resolved ${KEY}`]);
    expect(alerts.look(lookOf())).toEqual([]);
    expect(alerts.look(lookOf(alertOf()))).toEqual([`finance opened ${KEY}`]);
    expect(alerts.book.open().map(({ number }) => number)).toEqual([2]);
  });

  it('is not over by a look of an earlier instant than the one that saw it last, nor changed by it', async () => {
    const alerts = await openAlerts();
    const at = (instant: number, ...found: ReturnType<typeof alertOf>[]) => alerts.look({ ...lookOf(...found), at: instant });
    at(NOW - 4 * HOUR, alertOf());
    at(NOW - 2 * HOUR, alertOf({ count: 4 }));
    sendAll(alerts);
    expect(at(NOW - 3 * HOUR)).toEqual([]);
    expect(at(NOW - 3 * HOUR, alertOf({ count: 400 }))).toEqual([]);
    expect(alerts.book.open()).toMatchObject([{ alert: { count: 4 } }]);
    expect(at(NOW - 2 * HOUR)).toEqual([`finance resolved ${KEY}`]);
  });

  it('stays open where nobody looked', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf()));
    expect(alerts.look({ covers: () => false, alerts: [] })).toEqual([]);
    expect(alerts.book.open()).toHaveLength(1);
  });
});

describe('a channel', () => {
  const channels = [
    { name: 'all', kind: 'slack', url: { env: 'A' } }, { name: 'critical', kind: 'teams', url: { env: 'B' }, minSeverity: 'critical' }, { name: 'capture', kind: 'slack', url: { env: 'C' }, causes: ['capture', 'replay'] },
  ];

  it('is told what it wants, and that it is over where it was told of it', async () => {
    const alerts = await openAlerts();
    const settings = settingsOf({ channels });
    const found = [alertOf({ key: 'a' }), alertOf({ key: 'b', severity: 'warning' }), alertOf({ key: 'c', severity: 'warning', cause: 'capture' })];
    expect(alerts.look(lookOf(...found), settings)).toEqual(['all opened a', 'critical opened a', 'all opened b', 'all opened c', 'capture opened c']);
    expect(alerts.look(lookOf(), settings)).toEqual(['all resolved a', 'critical resolved a', 'all resolved b', 'all resolved c', 'capture resolved c']);
  });

  it('is told once an alert becomes as severe as it wants', async () => {
    const alerts = await openAlerts();
    const settings = settingsOf({ channels: [channels[1]] });
    expect(alerts.look(lookOf(alertOf({ severity: 'warning' })), settings)).toEqual([]);
    expect(alerts.look(lookOf(alertOf()), settings)).toEqual([`critical opened ${KEY}`]);
  });

  it('that left the settings and came back is told of what was dropped meanwhile', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf()));
    alerts.outbox.keepOnly([], NOW);
    expect(alerts.look(lookOf(alertOf()))).toEqual([`finance opened ${KEY}`]);
  });

  it('that comes into the settings later is told of what is open', async () => {
    const alerts = await openAlerts();
    alerts.look(lookOf(alertOf()));
    expect(alerts.look(lookOf(alertOf()), settingsOf({ channels: [{ name: 'finance', kind: 'slack', url: { env: 'A' } }, channels[0]] }))).toEqual([`all opened ${KEY}`]);
  });
});
