import type { OutgoingMessage } from '../domain/alert.ts';
import type { Outcome } from './answer.ts';
import { growingPause } from './pauses.ts';

/** What the outbox says of a channel: a message that was noted as being sent, when the next one is due, or that there is none. */
export type Claim = { message: OutgoingMessage } | { dueAt: number } | null;

/** A channel that can be served. */
export interface ServedChannel {
  name: string;
  /** Sends a message once. */
  send(message: OutgoingMessage): Promise<Outcome>;
}

/** What the postman needs of the world. */
export interface PostmanPorts {
  /** Whether no other process sends; null where one does. */
  lock(): { release(): void } | null;
  claim(channel: string, now: number): Claim;
  /** Notes what became of a message; `dueAt` where it is to be tried again. Returns the state that it has now. */
  note(message: OutgoingMessage, outcome: Outcome, now: number, dueAt: number): void;
  /** The wall clock. */
  now(): number;
  /** Milliseconds that never go back. */
  elapsed(): number;
  pause(milliseconds: number): Promise<void>;
  random(): number;
}

/** What came of it. */
export interface Delivery {
  /** Each try, in words. */
  tries: { channel: string; message: number; outcome: Outcome }[];
  /** Another process held the outbox all the time. */
  isBusy: boolean;
}

/** Slack takes a message a second. */
const PACE_MS = 1_100;
const LOOK_AGAIN_MS = 50;

/**
 * Sends what the outbox holds, each channel in its order and all of them side by side. Waits for what is due soon, or for another process that sends, as long as `patienceMs`, and holds
 * the lock only while it sends.
 */
export async function deliver(channels: readonly ServedChannel[], ports: PostmanPorts, patienceMs: number): Promise<Delivery> {
  const began = ports.elapsed();
  const left = (): number => patienceMs - (ports.elapsed() - began);
  const delivery: Delivery = { tries: [], isBusy: false };
  for (;;) {
    const lock = ports.lock();
    let wait = LOOK_AGAIN_MS;
    delivery.isBusy = lock === null;
    if (lock !== null) {
      try {
        // All of them end before the lock is given back, also where one fails.
        const served = await Promise.allSettled(channels.map((channel) => serve(channel, ports, delivery, left)));
        wait = Math.min(...served.map((each) => {
          if (each.status === 'rejected') throw each.reason;
          return each.value;
        }));
      } finally {
        lock.release();
      }
    }
    if (wait > left()) return delivery;
    await ports.pause(wait);
  }
}

/** Sends what is due in a channel, as long as there is time left; returns how long the next message has to wait, Infinity where there is none. */
async function serve({ name, send }: ServedChannel, ports: PostmanPorts, { tries }: Delivery, left: () => number): Promise<number> {
  for (let isFirst = true; ; isFirst = false) {
    if (!isFirst && left() <= PACE_MS) return PACE_MS;
    const claim = ports.claim(name, ports.now());
    if (claim === null) return Number.POSITIVE_INFINITY;
    if ('dueAt' in claim) return Math.max(0, claim.dueAt - ports.now());
    if (!isFirst) await ports.pause(PACE_MS);
    const { message } = claim;
    const outcome = await send(message);
    const now = ports.now();
    const pause = outcome.state === 'again' ? (outcome.pauseMs ?? growingPause(message.tries, ports.random())) : 0;
    ports.note(message, outcome, now, now + pause);
    tries.push({ channel: name, message: message.number, outcome });
  }
}
