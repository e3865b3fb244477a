import type { Instant } from '../domain/calendar.ts';
import type { Sha256 } from '../erp/key-within.ts';
import { Unreadable } from '../intake/row-problem.ts';
import { type ReadAnswer, readAnswer } from './answer.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, ...path: readonly string[]): unknown => path.reduce<unknown>((inner, key) => (isFields(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), value);

/** The executions of a run report of Newman's json reporter; undefined for anything else. */
export function newmanExecutions(document: unknown): readonly unknown[] | undefined {
  const executions = at(document, 'run', 'executions');
  return Array.isArray(executions) ? executions : undefined;
}

/** When the run ended, ISO 8601; undefined where it does not say. */
export function newmanInstant(document: unknown): string | undefined {
  const completed = at(document, 'run', 'timings', 'completed');
  return typeof completed === 'number' && Number.isSafeInteger(completed) && Math.abs(completed) < 8.64e15 ? new Date(completed).toISOString() : undefined;
}

/** Where the copy of a run report has the hash of a body that was sent, if it does not hold that body to the letter. */
const ORIGINAL_HASH = 'originalSha256';

/** How a copy is made: `mask` takes the secrets out of a text, `isCall` tells the body of an exported call, which is kept to the letter. */
export interface RunCopying {
  sha256: Sha256;
  mask(text: string): string;
  isCall(body: string): boolean;
}

/**
 * The copy of a run report that is kept as evidence and read, as JSON; undefined for anything else. It holds what is read of a report and no more: headers, addresses,
 * variables and cookies hold secrets under any name. Texts in it are masked; a body that was sent keeps the hash of the original.
 */
export function copyOfRun(document: unknown, { sha256, mask, isCall }: RunCopying): string | undefined {
  const maskedOf = (value: unknown): unknown => (typeof value === 'string' ? mask(value) : typeof value === 'number' ? value : undefined);
  const bodySent = (raw: unknown): object | undefined => {
    if (typeof raw !== 'string') return undefined;
    const masked = isCall(raw) ? raw : mask(raw);
    return { mode: 'raw', raw: masked, ...(masked === raw ? {} : { [ORIGINAL_HASH]: sha256(raw) }) };
  };
  const executions = newmanExecutions(document)?.map((execution) => {
    const response = at(execution, 'response');
    const requestError = at(execution, 'requestError');
    return {
      item: { name: maskedOf(at(execution, 'item', 'name')) },
      request: { method: maskedOf(at(execution, 'request', 'method')), body: bodySent(at(execution, 'request', 'body', 'raw')) },
      response: response === undefined ? undefined : { code: maskedOf(at(response, 'code')), body: mask(bodyOf(response)) },
      requestError: requestError === undefined ? undefined : { message: maskedOf(at(requestError, 'message')), code: maskedOf(at(requestError, 'code')) },
    };
  });
  return executions === undefined ? undefined : `${JSON.stringify({ run: { timings: { completed: at(document, 'run', 'timings', 'completed') }, executions } }, null, 1)}\n`;
}

/** One execution as an answer: what was sent is taken from its request. Throws Unreadable. */
export function readExecution(execution: unknown, instant: string | undefined, { sha256, takenIn }: { sha256: Sha256; takenIn: Instant | null }): ReadAnswer {
  const file = at(execution, 'item', 'name');
  const status = at(execution, 'response', 'code');
  if (status === undefined) throw new Unreadable('response', at(execution, 'requestError', 'message') ?? at(execution, 'requestError', 'code') ?? '', 'the call got no answer');
  const raw = at(execution, 'request', 'body', 'raw');
  const hash = at(execution, 'request', 'body', ORIGINAL_HASH);
  const sent = typeof raw === 'string' && raw !== '' ? { text: raw, sha256: typeof hash === 'string' ? hash : sha256(raw) } : null;
  return readAnswer({ file, status, answer: bodyOf(at(execution, 'response')), at: instant }, takenIn, sent);
}

/** The body of a response: Newman writes its bytes, reporters that are made of it write a text. */
function bodyOf(response: unknown): string {
  const text = at(response, 'body');
  if (typeof text === 'string') return text;
  const stream = at(response, 'stream');
  const bytes = Array.isArray(stream) ? stream : at(stream, 'data');
  if (!Array.isArray(bytes)) return '';
  return Buffer.from(bytes.map((byte) => (typeof byte === 'number' ? byte : 0))).toString('utf8');
}
