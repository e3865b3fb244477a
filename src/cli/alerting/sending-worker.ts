import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { isWanted } from '../../alerts/apply-look.ts';
import { judgeAnswer } from '../../alerts/answer.ts';
import { payloadOf } from '../../alerts/payload.ts';
import { post } from '../../alerts/post.ts';
import { type Delivery, type PostmanPorts, type ServedChannel, deliver } from '../../alerts/postman.ts';
import { webhookAddress } from '../../alerts/webhook-address.ts';
import type { Alert, Notice } from '../../domain/alert.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { ALERTS_FILE, SENDING_LOCK_FILE } from '../../project/project.ts';
import { readSecret } from '../../project/secrets.ts';
import { AlertsDatabase } from '../../store/alerts/alerts-database.ts';
import { ProcessLock } from '../../store/process-lock.ts';
import type { SendingResult, SendingTask } from './sending-task.ts';

// The one thread of the program that talks to Slack and Teams. It loads neither the record nor what replays it.

const ANSWER_WITHIN_MS = 10_000;
const { project, alerts, company, patienceMs, unnoted } = workerData as SendingTask;

try {
  answer(await send());
} catch (error) {
  answer({ trouble: error instanceof Error ? error.message : String(error) });
}

function answer(result: SendingResult): void {
  parentPort?.postMessage(result);
}

async function send(): Promise<SendingResult> {
  const { served, unserved } = channels();
  if (unnoted !== undefined) return { delivery: { tries: (await Promise.all(served.map((channel) => sendUnnoted(channel, unnoted)))).flat(), isBusy: false }, unserved };
  const database = await AlertsDatabase.open(join(project.folder, ALERTS_FILE));
  try {
    return { delivery: await deliver(served, portsOf(database), patienceMs), unserved };
  } finally {
    database.close();
  }
}

/** Sends what no outbox could take, as one message without a number; once, since nothing can be noted of it. */
async function sendUnnoted({ name, send: sendOnce }: ServedChannel, all: readonly Alert[]): Promise<Delivery['tries']> {
  const channel = alerts.channels.find((each) => each.name === name);
  const notices = all.filter((alert) => channel !== undefined && isWanted(channel, alert)).map((alert): Notice => ({ kind: 'opened', alertNumber: 0, alert, openedAt: Date.now() }));
  return notices.length === 0 ? [] : [{ channel: name, message: 0, outcome: await sendOnce({ number: 0, notices, mayRepeat: false, tries: 1 }) }];
}

function channels(): { served: ServedChannel[]; unserved: { channel: string; why: string }[] } {
  const served: ServedChannel[] = [];
  const unserved: { channel: string; why: string }[] = [];
  for (const [index, { name, kind, url: place }] of alerts.channels.entries()) {
    const key = `alerts.channels[${index}].url`;
    try {
      const url = webhookAddress(readSecret(project, place, process.env, key), key);
      served.push({ name, send: async (message) => judgeAnswer(kind, await post(url, JSON.stringify(payloadOf(kind, message, company)), { timeoutMs: ANSWER_WITHIN_MS }), Date.now(), url.href) });
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      unserved.push({ channel: name, why: error.where === undefined ? error.message : `${error.where}: ${error.message}` });
    }
  }
  return { served, unserved };
}

function portsOf({ outbox }: AlertsDatabase): PostmanPorts {
  return {
    lock: () => ProcessLock.take(join(project.folder, SENDING_LOCK_FILE)) ?? null,
    claim: (channel, now) => outbox.claim(channel, now, alerts),
    note: (message, outcome, at, dueAt) => outbox.note(message.number, {
      state: outcome.state !== 'again' ? outcome.state : message.tries >= alerts.maxTries ? 'given_up' : 'waiting', answer: outcome.says, at, dueAt, mayRepeat: outcome.state === 'again' && outcome.mayHaveArrived,
    }),
    now: () => Date.now(), elapsed: () => performance.now(), pause, random: Math.random,
  };
}
