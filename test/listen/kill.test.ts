import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { makeFolder } from '../project-folder.ts';
import { signedHeaders } from './signed.ts';

// What was acknowledged must be there, once, whenever the receiver is killed. Its senders do what real ones do: what got no answer is sent again.

const CHILD = fileURLToPath(new URL('receiving-child.ts', import.meta.url));
/** RECEIVER_KILLS=300 kills it as often as that. */
const KILLS = Number(process.env.RECEIVER_KILLS ?? 40);
const SENDERS = 16;
const LONGEST_LIFE_MS = 40;
const MOST_MS_OF_A_KILL = 5_000;

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

async function start(inbox: string): Promise<{ address: string; kill: () => Promise<void> }> {
  const child = spawn(process.execPath, [CHILD, inbox], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    address: line.toString().trim(),
    async kill() {
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

describe('a receiver that is killed at any moment', () => {
  it(`loses no acknowledged delivery and doubles none (${KILLS} kills)`, async () => {
    const inbox = join(makeFolder(), 'inbox.db');
    const random = new Random(9_041);
    const acknowledged = new Set<string>();
    const unanswered: string[] = [];
    const answers = new Map<number, number>();
    let next = 0;
    let resent = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const { address, kill: end } = await start(inbox);
      let isAlive = true;
      let isAnswered = (): void => {};
      const answered = new Promise<void>((resolve) => (isAnswered = resolve));
      const sender = async (): Promise<void> => {
        while (isAlive) {
          const again = unanswered.pop();
          const eventId = again ?? `e${next++}`;
          if (again !== undefined) resent++;
          const body = JSON.stringify({ eventId, text: 'x'.repeat(500) });
          try {
            const { status } = await fetch(`${address}/hooks/generic`, { method: 'POST', body, headers: signedHeaders(body) });
            answers.set(status, (answers.get(status) ?? 0) + 1);
            if (status === 200) acknowledged.add(eventId);
            isAnswered();
          } catch {
            unanswered.push(eventId);
            return;
          }
        }
      };
      const sending = Array.from({ length: SENDERS }, sender);
      // On a busy machine a short life ends before it has answered anybody: every other one is counted from its first answer.
      if (kill % 2 === 0) await answered;
      await new Promise((resolve) => setTimeout(resolve, random.integer(0, LONGEST_LIFE_MS)));
      await end();
      isAlive = false;
      await Promise.all(sending);
    }
    const sqlite = new Sqlite(inbox, { readonly: true });
    const stored = sqlite.prepare('SELECT event_id FROM delivery ORDER BY sequence').pluck().all() as string[];
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    sqlite.close();
    const unique = new Set(stored);
    expect([...acknowledged].filter((eventId) => !unique.has(eventId))).toEqual([]);
    expect(stored.length).toBe(unique.size);
    expect([...answers.keys()]).toEqual([200]);
    // The kills met the receiver at work, or nothing was shown.
    expect(acknowledged.size).toBeGreaterThanOrEqual(KILLS / 2);
    expect(resent).toBeGreaterThan(KILLS / 2);
  }, KILLS * MOST_MS_OF_A_KILL);
});
