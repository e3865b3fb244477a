import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { alertsSchema } from '../../../src/domain/alert-settings.ts';
import { type FakeChannel, startFakeChannel, textsOf } from '../../alerts/fake-channel.ts';
import { makeFolder } from '../../project-folder.ts';
import { QUICK_START } from '../generated-project.ts';

const SENDER = fileURLToPath(new URL('killed-sender.ts', import.meta.url));
const ALERTS = alertsSchema.parse({ channels: Array.from({ length: 4 }, (_, index) => ({ name: `channel-${index}`, kind: index % 2 === 0 ? 'slack' : 'teams', url: { env: 'SENDER_URL' } })), digestAbove: 1 });
/** How many processes are killed; more with ALERT_KILLS=400, say, where there is time. */
const KILLS = Number(process.env.ALERT_KILLS ?? 100);
const TOGETHER = 4;
const ROUNDS = Math.ceil(KILLS / TOGETHER);
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** When a process is killed: once something happened, and so many milliseconds later. */
interface Moment {
  /** It started; it noted what it has to tell; the channel had so many more requests, of whichever process. */
  once: 'started' | 'noted' | number;
  milliseconds: number;
}

/** Runs a process that tells `key`; kills it at a moment, or lets it end. Returns whether it was killed before it ended. */
async function runSender(folder: string, channel: FakeChannel, key: string, moment?: Moment): Promise<boolean> {
  const child = spawn(process.execPath, [SENDER, folder, JSON.stringify(ALERTS), key], { env: { ...process.env, ...QUICK_START, SENDER_URL: channel.url }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let hasEnded = false;
  child.on('exit', () => (hasEnded = true));
  if (moment !== undefined) {
    const before = channel.messages.length;
    if (moment.once === 'noted') await Promise.race([once(child.stdout, 'data'), ended]);
    else if (typeof moment.once === 'number') while (!hasEnded && channel.messages.length - before < moment.once) await pause(2);
    await pause(moment.milliseconds);
    child.kill('SIGKILL');
  }
  const [code] = (await ended) as [number | null];
  if (moment === undefined) expect(code).toBe(0);
  return code === null;
}

interface Arrival {
  message: number;
  isMarked: boolean;
}

function arrivalOf(message: Record<string, unknown>): Arrival {
  const texts = textsOf(message);
  return { message: Number(/message (\d+)$/.exec(texts.at(-1) ?? '')?.[1]), isMarked: (texts[0] ?? '').startsWith('May have reached you already') };
}

interface Kept {
  notices: { key: string; channel: string; message: number | null }[];
  unsent: number;
  perhapsTwice: Set<number>;
}

function kept(folder: string): Kept {
  const sqlite = new Sqlite(join(folder, 'alerts.db'), { readonly: true });
  try {
    return {
      notices: sqlite.prepare("SELECT content ->> 'key' AS key, channel, message_number AS message FROM notice").all() as Kept['notices'],
      unsent: sqlite.prepare("SELECT count(*) FROM message WHERE state <> 'sent'").pluck().get() as number,
      perhapsTwice: new Set(sqlite.prepare('SELECT number FROM message WHERE may_repeat = 1').pluck().all() as number[]),
    };
  } finally {
    sqlite.close();
  }
}

describe('alerts of processes that are killed', () => {
  it(`are neither lost nor repeated, killed at ${ROUNDS * TOGETHER} random moments, ${TOGETHER} at a time: what comes twice says so`, async () => {
    const folder = makeFolder();
    const channel = await startFakeChannel();
    const random = (most: number): number => Math.random() * most;
    channel.answerAfter = () => (Math.random() < 0.3 ? random(150) : random(10));
    const keys: string[] = [];
    let killed = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const ends = await Promise.all(Array.from({ length: TOGETHER }, (_, index) => {
        keys.push(`${round}-${index}`);
        const kind = Math.random();
        return runSender(folder, channel, `${round}-${index}`, kind < 0.15 ? { once: 'started', milliseconds: random(300) } : kind < 0.3 ? { once: 'noted', milliseconds: random(200) } : { once: 1 + Math.floor(random(6)), milliseconds: random(40) });
      }));
      killed += ends.filter((each) => each).length;
    }
    channel.answerAfter = () => 0;
    await runSender(folder, channel, '');
    await runSender(folder, channel, '');

    const { notices, unsent, perhapsTwice } = kept(folder);
    expect(unsent).toBe(0);
    // All channels of a process are told, or none: it was killed before it noted anything.
    const told = Map.groupBy(notices, ({ key }) => key);
    for (const [key, all] of told) expect(all.map((each) => each.channel).sort(), key).toEqual(ALERTS.channels.map(({ name }) => name));
    expect(keys.filter((key) => told.has(key)).length).toBeGreaterThan(keys.length / 2);

    const arrivals = Map.groupBy(channel.messages.map(arrivalOf), ({ message }) => message);
    const messages = new Set(notices.map(({ message }) => message as number));
    expect([...arrivals.keys()].filter((message) => !messages.has(message))).toEqual([]);
    expect([...messages].filter((message) => !arrivals.has(message))).toEqual([]);
    const unmarkedTwins = [...arrivals.values()].filter((all) => all.slice(1).some(({ isMarked }) => !isMarked));
    expect(unmarkedTwins).toEqual([]);
    const twins = [...arrivals].filter(([, all]) => all.length > 1);
    for (const [message] of twins) expect(perhapsTwice.has(message)).toBe(true);
    // Moments at which something can go wrong were met.
    expect(killed).toBeGreaterThan(keys.length / 2);
    expect(perhapsTwice.size).toBeGreaterThan(0);
    console.log(`${killed} killed, ${messages.size} messages of ${notices.length} notices, ${perhapsTwice.size} sent again with a mark, ${twins.length} of them arrived twice`);
  }, 300_000);

  it('are sent once, without a mark, where the process was killed before the call', async () => {
    const folder = makeFolder();
    const channel = await startFakeChannel();
    const nobody = { ...channel, url: 'http://127.0.0.1:1/x' };
    await runSender(folder, nobody as FakeChannel, 'a', { once: 'noted', milliseconds: 1_500 });
    expect(channel.messages).toEqual([]);
    await pause(4_500);
    await runSender(folder, channel, '');
    expect(channel.messages.map(arrivalOf)).toMatchObject(ALERTS.channels.map(() => ({ isMarked: false })));
  });

  it('are not sent again where the process was killed after the answer was noted', async () => {
    const folder = makeFolder();
    const channel = await startFakeChannel();
    await runSender(folder, channel, 'a');
    await runSender(folder, channel, '', { once: 'noted', milliseconds: 0 });
    await runSender(folder, channel, '');
    expect(channel.messages).toHaveLength(ALERTS.channels.length);
  });

  it('are sent again with a mark where the process was killed while it waited for the answer', async () => {
    const folder = makeFolder();
    const channel = await startFakeChannel();
    channel.answerAfter = () => 60_000;
    const killed = runSender(folder, channel, 'a', { once: ALERTS.channels.length, milliseconds: 50 });
    expect(await killed).toBe(true);
    expect(channel.messages).toHaveLength(ALERTS.channels.length);
    channel.answerAfter = () => 0;
    await runSender(folder, channel, '');
    const arrivals = channel.messages.map(arrivalOf);
    expect(arrivals.map(({ isMarked }) => isMarked)).toEqual([...ALERTS.channels.map(() => false), ...ALERTS.channels.map(() => true)]);
  });
});
