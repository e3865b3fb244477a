import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { type ClientRequest, type IncomingMessage, STATUS_CODES, request as plainRequest } from 'node:http';
import { type RequestOptions, request as secureRequest } from 'node:https';
import type { ProbeTarget } from '../domain/rollback.ts';
import { shorten, visible } from '../domain/text.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import { READ_BYTES, type ProbeOutcome, answerText, targetText } from './probe-outcome.ts';
import { redirectTarget } from './redirect-target.ts';
import { isRefusedAddress } from './refused-addresses.ts';

type AddressTarget = Extract<ProbeTarget, { url: string }>;

const MOST_REDIRECTS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];

/** Why a probe could not go on, in words for the record. */
class ProbeStopped extends Error {}

/** What a server answered, its body as far as it is read. */
interface Answer {
  status: number;
  contentType: string;
  location: string | undefined;
  body: Buffer;
  isCut: boolean;
}

/** Asks an address by GET or HEAD; it passes when the status is the one expected, in time. Never throws for what the server does. */
export async function probeAddress(target: AddressTarget, { timeoutSeconds }: { timeoutSeconds: number }): Promise<ProbeOutcome> {
  const what = targetText(target);
  // One limit for all of it, redirects included.
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  try {
    const answer = await follow(new URL(target.url), target, signal);
    const passed = answer.status === target.expectStatus;
    return { passed, what, answer: [statusText(answer, target.expectStatus), visible(shorten(answer.contentType, 100)), answerText(answer.body, answer.isCut)].filter((part) => part !== '').join('; ') };
  } catch (error) {
    if (signal.aborted) return { passed: false, what, answer: `no answer within ${timeoutSeconds} s` };
    if (error instanceof ProbeStopped) return { passed: false, what, answer: error.message };
    return { passed: false, what, answer: `no answer: ${visible(maskSecrets(shorten((error as Error).message || String((error as NodeJS.ErrnoException).code), 300)))}` };
  }
}

const statusText = ({ status }: Answer, expected: number): string => `${status} ${STATUS_CODES[status] ?? ''}`.trim() + (status === expected ? '' : `, and ${expected} is expected`);

async function follow(first: URL, { method, expectStatus }: AddressTarget, signal: AbortSignal): Promise<Answer> {
  let url = first;
  for (let redirects = 0; ; redirects++) {
    const answer = await ask(url, method, signal);
    if (answer.status === expectStatus || answer.location === undefined || !REDIRECTS.includes(answer.status)) return answer;
    if (redirects === MOST_REDIRECTS) throw new ProbeStopped(`more than ${MOST_REDIRECTS} redirects`);
    const to = redirectTarget(url, answer.location);
    if (typeof to === 'string') throw new ProbeStopped(`${answer.status}: redirects ${to}: ${visible(maskSecrets(shorten(answer.location, 200)))}`);
    url = to;
  }
}

function ask(url: URL, method: string, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (isRefusedAddress(url.hostname)) return reject(new ProbeStopped(`${visible(url.hostname)} is an address that probes do not ask`));
    const options: RequestOptions = {
      method, signal, lookup: lookupAllowed, agent: false,
      headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'po-shadow', connection: 'close' },
      // Whatever the environment says.
      rejectUnauthorized: true,
    };
    const sent: ClientRequest = url.protocol === 'https:' ? secureRequest(url, options, receive) : plainRequest(url, options, receive);
    let answered = false;
    function receive(message: IncomingMessage): void {
      answered = true;
      const chunks: Buffer[] = [];
      let read = 0;
      const done = (isCut: boolean): void => {
        sent.destroy();
        resolve({ status: message.statusCode ?? 0, contentType: message.headers['content-type'] ?? '', location: message.headers.location, body: Buffer.concat(chunks), isCut });
      };
      message.on('data', (chunk: Buffer) => {
        const part = chunk.subarray(0, READ_BYTES - read);
        chunks.push(part);
        read += part.length;
        if (part.length < chunk.length) done(true);
      });
      message.on('end', () => done(false));
      message.on('error', reject);
      message.on('close', () => reject(new Error('the connection was closed')));
    }
    sent.on('error', reject);
    sent.on('close', () => {
      if (!answered) reject(new Error('the connection was closed'));
    });
    sent.end();
  });
}

/** Resolves a name as Node does, and refuses what may not be asked: of the very address that is connected to, so that no second look-up can lead elsewhere. */
function lookupAllowed(hostname: string, options: LookupOptions, callback: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const refused = addresses.find(({ address }) => isRefusedAddress(address));
    if (refused !== undefined) return callback(new ProbeStopped(`${hostname} is ${refused.address}, an address that probes do not ask`) as NodeJS.ErrnoException, []);
    const [first] = addresses;
    if (options.all === true || first === undefined) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
}
