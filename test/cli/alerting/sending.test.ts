import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { troublesOf } from '../../../src/cli/alerting/alert-desk.ts';
import { startSending } from '../../../src/cli/alerting/start-sending.ts';
import { type AlertSettings, alertsSchema } from '../../../src/domain/alert-settings.ts';
import { alertOf, lookOf, openAlerts } from '../../alerts/alerts-of.ts';
import { WEBHOOK_SECRET, startFakeChannel } from '../../alerts/fake-channel.ts';
import { makeFolder } from '../../project-folder.ts';

const SLACK = { name: 'finance', kind: 'slack', url: { env: 'TEST_SLACK_URL' } };
const TEAMS = { name: 'controllers', kind: 'teams', url: { env: 'TEST_TEAMS_URL' } };

/** A folder with one alert to be told on each channel; `send` sends what waits, as a command does. */
async function waiting(settings: object = { channels: [SLACK] }) {
  const folder = makeFolder();
  const channel = await startFakeChannel();
  process.env.TEST_SLACK_URL = channel.url;
  process.env.TEST_TEAMS_URL = channel.url;
  const alerts: AlertSettings = alertsSchema.parse(settings);
  const database = await openAlerts(join(folder, 'alerts.db'));
  database.look(lookOf(alertOf()), alerts);
  return { folder, channel, alerts, database, titles: () => channel.texts().map(([title]) => title), send: (patienceMs = 5_000) => startSending({ project: { folder, allowOutside: false }, alerts, company: 'Example Retail', patienceMs }) };
}
const TITLE = 'Critical: Different money in USD, 2026-06-10';

describe('sending what waits', () => {
  it('reaches Slack and Teams, side by side, and leaves no address in any file', async () => {
    const { folder, channel, send, titles } = await waiting({ channels: [SLACK, TEAMS] });
    expect(troublesOf(await send())).toEqual([]);
    expect(titles()).toEqual([TITLE, TITLE]);
    expect(channel.messages.map((message) => Object.keys(message).sort().join())).toEqual(expect.arrayContaining(['blocks,mrkdwn,text', 'attachments,type']));
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes(WEBHOOK_SECRET), name).toBe(false);
  });

  it.each([[404, 'no_service'], [400, 'invalid_blocks'], [410, 'channel_is_archived']])('is over where Slack answers %i %s, which is told', async (status, body) => {
    const { channel, database, send } = await waiting();
    channel.answers.push((_, response) => response.writeHead(status).end(body));
    expect(troublesOf(await send())).toEqual([`alert message 1 for finance was refused: ${status} ${body}. Mend the channel, then: po-shadow alert --retry`]);
    await send();
    expect(channel.messages).toHaveLength(1);
    expect(database.outbox.standings(['finance'])).toMatchObject([{ messages: { refused: 1 }, lastAnswer: `${status} ${body}` }]);
  });

  it('waits as long as Slack asks, and marks what may have arrived', async () => {
    const { channel, send, titles } = await waiting();
    channel.answers.push((_, response) => response.setHeader('retry-after', '1').writeHead(429).end('rate_limited'), (request) => request.socket.destroy());
    expect(troublesOf(await send(20_000))).toEqual([]);
    expect(titles()).toEqual([TITLE, TITLE, 'May have reached you already as message 1: no answer came to an earlier try.']);
  });

  it('gives up after as many tries as the settings say', async () => {
    const { channel, database, send } = await waiting({ channels: [SLACK], maxTries: 1 });
    channel.answers.push((_, response) => response.writeHead(503).end());
    await send();
    expect(database.outbox.standings(['finance'])).toMatchObject([{ messages: { given_up: 1, waiting: 0 } }]);
  });

  it('serves the other channels where one has no address, or one that is none, and shows it nowhere', async () => {
    const { send, titles } = await waiting({ channels: [{ ...SLACK, url: { env: 'NOBODY_SET_THIS' } }, TEAMS, { ...SLACK, name: 'plain', url: { env: 'TEST_PLAIN_URL' } }] });
    process.env.TEST_PLAIN_URL = `http://hooks.slack.com/services/${WEBHOOK_SECRET}`;
    expect(troublesOf(await send())).toEqual([
      'alerts for finance wait, since it has no address: po-shadow.yaml: alerts.channels[0].url: the environment has no NOBODY_SET_THIS',
      'alerts for plain wait, since it has no address: po-shadow.yaml: alerts.channels[2].url: the address does not begin with https://',
    ]);
    expect(titles()).toEqual([TITLE]);
  });

  it('sends each message once where several processes send at the same time', async () => {
    const { channel, database, alerts, send } = await waiting({ channels: [SLACK, TEAMS], digestAbove: 100 });
    database.look(lookOf(...Array.from({ length: 3 }, (_, index) => alertOf({ key: `k${index}` }))), alerts);
    await Promise.all([send(20_000), send(20_000), send(20_000)]);
    const marks = channel.texts().map((texts) => texts.at(-1));
    expect(marks).toHaveLength(10);
    expect(new Set(marks).size).toBe(10);
  });
});
