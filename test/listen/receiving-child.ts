import { hmacVerifier } from '../../src/listen/verifiers.ts';
import { receiver } from '../../src/listen/receiver.ts';
import { Inbox } from '../../src/store/inbox/inbox.ts';
import { KEY } from './signed.ts';

// A receiver without the rest of the program, so that it starts in a moment: it is killed hundreds of times.

const inbox = await Inbox.open(process.argv[2] as string);
const app = receiver({
  endpoints: [{ path: '/hooks/generic', source: 'generic', verify: 'hmac', verifier: hmacVerifier(KEY, 'X-Signature', 'sha256') }],
  maxBytes: 4_096, maxPerSecond: 100_000,
  store: (deliveries) => inbox.store(deliveries), assertWritable: () => inbox.assertWritable(), tryWriting: () => inbox.tryWriting(),
  standing: () => ({ waiting: 0, oldestWaitingAt: null, syncOn: true, lastReplayAt: null, lastReplayFailed: false, waitsForSheets: false }),
  onStored() {}, onChallenge() {}, onTrouble() {},
  now: () => Date.now(), elapsed: () => performance.now(),
});
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`);
