import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FakeChannel, WEBHOOK_SECRET, startFakeChannel } from '../alerts/fake-channel.ts';
import { type Outcome, type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const MORNING_AFTER = ['--as-of', '2026-06-03T14:00:00Z'];
const TAKEN = ['--as-of', '2026-06-03T13:00:00Z'];
const SLACK = { name: 'finance', kind: 'slack', url: { env: 'SLACK_URL' } };
const TEAMS = { name: 'controllers', kind: 'teams', url: { env: 'TEAMS_URL' } };
const KEY = 'parity/2026-06-02/different_money/USD';
const TITLE = 'Different money in USD, 2026-06-02';
const DIFFERS = { approvals: approvalsText(approvedReport()), ledger: ledgerText({ amount: '800.00' }) };

/** A project whose alerts go to a channel of our own. */
async function alerting(...channels: object[]): Promise<{ project: TestProject; channel: FakeChannel; titles(): (string | undefined)[]; command(...words: string[]): Promise<Outcome> }> {
  const channel = await startFakeChannel();
  const project = makeProject({ ...DIFFERS, settings: { alerts: { channels } } });
  const command = (...words: string[]): Promise<Outcome> => {
    Object.assign(process.env, { SLACK_URL: channel.url, TEAMS_URL: channel.url });
    return project.here(words);
  };
  return { project, channel, command, titles: () => channel.texts().map(([title]) => title) };
}

describe('po-shadow alert', () => {
  it('shows with --dry-run what it then tells, tells it once, and once that it is over', async () => {
    const { project, channel, command, titles } = await alerting(SLACK, TEAMS);
    await command('run', ...TAKEN);
    // Without an address, since nothing is sent.
    delete process.env.SLACK_URL;
    delete process.env.TEAMS_URL;
    const rehearsed = await project.here(['alert', '--dry-run', ...MORNING_AFTER]);
    expect(rehearsed.code, rehearsed.stderr).toBe(0);
    const printed = JSON.parse(rehearsed.stdout) as { channel: string; kind: string; payload: object }[];
    expect(printed.map(({ channel: name, kind }) => [name, kind])).toEqual([['finance', 'slack'], ['controllers', 'teams']]);
    expect([channel.messages.length, existsSync(join(project.dir, 'alerts.db'))]).toEqual([0, false]);

    const first = await command('alert', ...MORNING_AFTER);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toContain(`1 alert open:\n! A1 ${TITLE}: 1 purchase, $45.50 (${KEY}`);
    expect(first.stdout + first.stderr).not.toContain(WEBHOOK_SECRET);
    const texts = (messages: object[]): string[] => messages.map((message) => JSON.stringify(message)).sort();
    expect(texts(channel.messages)).toEqual(texts(printed.map(({ payload }) => payload)));
    for (const file of ['alerts.db', 'alerts.lock']) expect(statSync(join(project.dir, file)).mode & 0o777).toBe(0o600);

    project.write('ledger.csv', ledgerText({ entered_at: '2026-06-02T19:30:00Z' }));
    await command('run', '--as-of', '2026-06-03T13:30:00Z');
    const over = await command('alert', '--format', 'json', ...MORNING_AFTER);
    expect(JSON.parse(over.stdout)).toMatchObject({ alerts: [], notices: [{ channel: 'finance', kind: 'resolved', key: KEY }, { channel: 'controllers' }], channels: [{ channel: 'finance', messages: { sent: 2 }, lastAnswer: '200 ok' }, {}] });
    expect(titles()).toEqual([`Critical: ${TITLE}`, `Critical: ${TITLE}`, `Over: ${TITLE}`, `Over: ${TITLE}`]);
  });

  it('ends with 1 where a channel refuses for good, and sends it again when asked', async () => {
    const { channel, command, titles } = await alerting(SLACK);
    channel.answers.push((_, response) => response.writeHead(404).end('no_service'));
    const refused = await command('alert', '--test');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('alert message 1 for finance was refused: 404 no_service. Mend the channel, then: po-shadow alert --retry');
    const status = await command('alert', '--status');
    expect(status.code).toBe(1);
    expect(status.stdout).toMatch(/^No alert is open\.\nfinance: 1 REFUSED; last answer 404 no_service, 20/);
    expect(await command('alert', '--retry')).toMatchObject({ code: 0, stderr: '1 message put back\n' });
    expect(titles()).toEqual(Array.from({ length: 2 }, () => 'Test: alerts of po-shadow arrive here'));
  });

  it('ends with 2 where no channel is named, or two things are asked for', async () => {
    expect(await makeProject().here(['alert'])).toMatchObject({ code: 2, stderr: expect.stringContaining('the settings name no channel') });
    expect(await makeProject().here(['alert', '--test', '--status'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--status and --test ask for different things') });
  });
});

describe('what alerts by itself', () => {
  it('parity tells what it printed and keeps its exit code, also where the channel refuses', async () => {
    const { channel, command, titles } = await alerting(SLACK);
    await command('run', ...TAKEN);
    expect(await command('parity', '--no-alert', ...MORNING_AFTER)).toMatchObject({ code: 1, stderr: '' });
    expect(titles()).toEqual([]);
    channel.answers.push((_, response) => response.writeHead(410).end('channel_is_archived'));
    const failed = await command('parity', ...MORNING_AFTER);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('alert message 1 for finance was refused: 410 channel_is_archived');
    expect(titles()).toEqual([`Critical: ${TITLE}`]);
  });

  it('what is critical is sent without the outbox where that can\'t be written, and says that it may come again', async () => {
    const { project, channel, command } = await alerting(SLACK, { ...TEAMS, causes: ['gate'] });
    await command('run', ...TAKEN);
    project.write('alerts.db', 'this is no database, whatever it is called. '.repeat(50));
    const { code, stderr } = await command('parity', ...MORNING_AFTER);
    expect(code).toBe(1);
    expect(stderr).toContain('po-shadow: alerts could not be noted: the database of alerts can\'t be opened');
    expect(channel.texts()).toHaveLength(1);
    expect(channel.texts()[0]).toEqual(expect.arrayContaining(['Could not be noted on the disk of po-shadow, so it may come again.', `Critical: ${TITLE}`, `${KEY} · not noted`]));
  });

  it('alert itself does so too, and ends with 2', async () => {
    const { project, channel, command } = await alerting(SLACK);
    await command('run', ...TAKEN);
    project.write('alerts.db', 'this is no database, whatever it is called. '.repeat(50));
    const { code, stderr } = await command('alert', '--as-of', '2026-06-03T14:00:01Z');
    expect([code, stderr]).toEqual([2, expect.stringContaining('the database of alerts can\'t be opened')]);
    expect(channel.texts()[0]).toEqual(expect.arrayContaining(['Could not be noted on the disk of po-shadow, so it may come again.']));
    expect(JSON.stringify(channel.texts())).toContain(TITLE);
  });

  it('a run tells that it fails, also where its database is none, and the next that ends well that this is over', async () => {
    const { project, command, titles } = await alerting(SLACK);
    project.write('po-shadow.db', 'this is no database, whatever it is called. '.repeat(50));
    expect((await command('run')).code).toBe(2);
    expect(titles()).toEqual(['Critical: The replay fails']);
    rmSync(join(project.dir, 'po-shadow.db'));
    expect((await command('run')).code).toBe(0);
    expect(titles()).toEqual(['Critical: The replay fails', 'Over: The replay fails']);
  });
});
