import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { Inbox } from '../../src/store/inbox/inbox.ts';
import { childrenOf } from '../bench/processes.ts';
import { approvedReport, makeProject } from '../project-folder.ts';
import { HOOK_SECRET, LISTEN, type Receiving, startReceiver } from './receiving.ts';

// What is killed here is found by what Linux tells of processes.
const CAN_LOOK = existsSync('/proc/self/task');
if (!CAN_LOOK) console.log('skipped: replays in a process of their own, because this system does not tell which processes there are');

const NICE_FIELD = 16;
const started: Receiving[] = [];
const locks: Sqlite.Database[] = [];
afterEach(async () => {
  for (const lock of locks.splice(0)) lock.close();
  for (const each of started.splice(0)) await each.end('SIGKILL');
});

const delivery = (eventId: string): string => JSON.stringify(approvedReport({ eventId, id: `EXP-${eventId}` }));

async function until<T>(found: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    const value = await found();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come about in 30 seconds');
}

/** A receiver whose replay is on its way and waits for the record, which somebody else holds. */
async function replaying() {
  // The address of the channel is a secret too; nothing is sent to it, since nothing listens there.
  const alerts = { channels: [{ name: 'finance', kind: 'slack', url: { env: 'SLACK_URL' } }] };
  const project = makeProject({ settings: { listen: { ...LISTEN, replayAfterSeconds: 0.05 }, alerts } });
  await project.run(['run']);
  const receiving = await startReceiver(project.dir, { HOOK_SECRET, SLACK_URL: 'http://127.0.0.1:9/secret' });
  started.push(receiving);
  const lock = new Sqlite(join(project.dir, 'po-shadow.db'));
  locks.push(lock);
  lock.exec('BEGIN IMMEDIATE');
  expect(await receiving.post(delivery('a'))).toBe(200);
  const pid = await until(() => childrenOf(receiving.child.pid as number)[0]);
  // Its pages lie beside the inbox once it has begun.
  await until(() => (isRunning(pid) && niceOf(pid) > 0 ? true : undefined));
  return { project, receiving, lock, pid };
}

const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}/task`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
const niceOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[NICE_FIELD]);
const health = async ({ address }: Receiving): Promise<{ status: string; replay: string }> => (await (await fetch(`${address}/healthz`)).json()) as { status: string; replay: string };
const printed = (receiving: Receiving, text: RegExp): Promise<boolean> => until(() => (text.test(receiving.printed()) ? true : undefined));

describe.skipIf(!CAN_LOOK)('a replay beside the receiver', () => {
  it('gives way to it on the cores, and knows none of its secrets', async () => {
    const { pid } = await replaying();
    expect(niceOf(pid)).toBe(10);
    expect(niceOf(process.pid)).toBeLessThan(10);
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toContain('PATH=');
    for (const secret of ['HOOK_SECRET', 'SLACK_URL']) expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain(secret);
  });

  it('that is killed, for lack of memory say, is told as failed, and done again with what arrives', async () => {
    const { receiving, lock, pid } = await replaying();
    process.kill(pid, 'SIGKILL');
    await printed(receiving, /could not be replayed, and is tried again: the process that does it ended early, by SIGKILL/);
    expect(await health(receiving)).toMatchObject({ status: 'ok', replay: 'the last one failed' });
    expect(await (await fetch(`${receiving.address}/metrics`)).text()).toContain('po_shadow_last_replay_failed 1\n');
    lock.exec('ROLLBACK');
    expect(await receiving.post(delivery('b'))).toBe(200);
    await printed(receiving, /run-0002-\w+: 2 open variances/);
    expect(await health(receiving)).toMatchObject({ replay: 'ok' });
  });

  it('ends by itself when the receiver is killed, and holds the record no longer', async () => {
    const { project, receiving, lock, pid } = await replaying();
    await receiving.end('SIGKILL');
    lock.exec('ROLLBACK');
    await until(() => (isRunning(pid) ? undefined : true));
    lock.exec('BEGIN EXCLUSIVE; ROLLBACK');
    const { code, stderr } = await project.run(['run']);
    expect(code, stderr).toBe(0);
    const inbox = await Inbox.open(join(project.dir, 'inbox.db'));
    expect(inbox.pages.all().map((page) => inbox.pages.sizeOf(page))).toEqual([1]);
    inbox.close();
    expect((await project.run(['audit'])).code).toBe(0);
  });

  it('is broken off where it takes longer than a receiver that was told to end can wait', async () => {
    const { receiving, pid } = await replaying();
    expect(await receiving.end('SIGTERM')).toBe(0);
    expect(isRunning(pid)).toBe(false);
    expect(receiving.printed()).not.toContain('is tried again');
  });
});
