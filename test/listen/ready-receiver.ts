import { generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { basicVerifier, concurVerifier, hmacVerifier, rampVerifier } from '../../src/listen/verifiers.ts';
import { type ReceiverParts, receiver } from '../../src/listen/receiver.ts';
import { Inbox } from '../../src/store/inbox/inbox.ts';
import { makeFolder } from '../project-folder.ts';
import { KEY, hmac, signedHeaders } from './signed.ts';


export const CREDENTIALS = 'concur:a-password';
export const CONCUR = generateKeyPairSync('rsa', { modulusLength: 2_048 });

export const rsa = (body: string, digest = 'sha256'): string => sign(digest, Buffer.from(body), CONCUR.privateKey).toString('base64');

const JSON_HEADERS = { 'content-type': 'application/json' };

/** The headers with which each sender signs a body. */
export const SIGNED = {
  '/hooks/ramp': (body: string) => ({ ...JSON_HEADERS, 'x-ramp-signature': hmac(body) }),
  '/hooks/concur': (body: string) => ({ ...JSON_HEADERS, 'concur-signature': rsa(body) }),
  '/hooks/notice': (_body: string) => ({ 'content-type': 'text/xml', authorization: `Basic ${Buffer.from(CREDENTIALS).toString('base64')}` }),
  '/hooks/generic': signedHeaders,
} as const;
export type TriedPath = keyof typeof SIGNED;

/** A receiver with an endpoint of each kind and an inbox of its own, without a port. */
export async function readyReceiver(parts: Partial<ReceiverParts> = {}) {
  const path = join(makeFolder(), 'inbox.db');
  const inbox = await Inbox.open(path);
  const challenges: string[] = [];
  const troubles: unknown[] = [];
  const app = receiver({
    endpoints: [
      { path: '/hooks/ramp', source: 'ramp', verify: 'ramp', verifier: rampVerifier(KEY) },
      { path: '/hooks/concur', source: 'concur-reports', verify: 'concur', verifier: concurVerifier(CONCUR.publicKey, 'sha256') },
      { path: '/hooks/notice', source: 'concur-reports', verify: 'basic', verifier: basicVerifier(CREDENTIALS) },
      { path: '/hooks/generic', source: 'generic', verify: 'hmac', verifier: hmacVerifier(KEY, 'X-Signature', 'sha256') },
    ],
    maxBytes: 2_048, maxPerSecond: 1_000,
    store: (deliveries) => inbox.store(deliveries), assertWritable: () => inbox.assertWritable(), tryWriting: () => inbox.tryWriting(),
    standing: () => ({ waiting: inbox.lastSequence(), oldestWaitingAt: null, syncOn: true, lastReplayAt: null, lastReplayFailed: false, waitsForSheets: false }),
    onStored: () => {}, onChallenge: (_path, challenge) => challenges.push(challenge), onTrouble: (error) => troubles.push(error),
    now: () => Date.UTC(2026, 5, 2, 12), elapsed: () => performance.now(),
    ...parts,
  });
  onTestFinished(async () => {
    await app.close();
    inbox.close();
  });
  const post = async (path: string, body: string | Buffer, headers: Record<string, string | string[]>) => {
    const { statusCode, headers: answered, body: text } = await app.inject({ method: 'POST', url: path, payload: body, headers });
    return { statusCode, headers: answered, text };
  };
  const metrics = async (): Promise<string[]> => (await app.inject('/metrics')).body.split('\n').filter((line) => line.startsWith('po_shadow_deliveries_total'));
  return { app, inbox, path, challenges, troubles, post, metrics };
}
