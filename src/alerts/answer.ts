import type { ChannelKind } from '../domain/alert-settings.ts';
import { askedPause } from './pauses.ts';

/** What a server answered, its body as far as it was read. */
export interface Answered {
  status: number;
  body: string;
  retryAfter: string | undefined;
  date: string | undefined;
}

/** Why there was no answer. */
export interface Unanswered {
  /** A code of the system, or words; never an address. */
  why: string;
  /** The message can't have left: there was no connection. */
  neverSent: boolean;
}

/** What becomes of a message after a try, in words fit for a terminal. */
export type Outcome =
  | { state: 'sent'; says: string }
  | { state: 'refused'; says: string }
  /** `pauseMs` is what the server asked for. `mayHaveArrived`: nobody can know that it did not. */
  | { state: 'again'; says: string; mayHaveArrived: boolean; pauseMs: number | null };

const TOO_MANY = 429;
const TIMED_OUT = 408;
const UNAVAILABLE = 503;

/** Tells from an answer whether the message is there, refused for good, or to be tried again. `now` is the wall clock; no word of `address`, which is a secret, is told. */
export function judgeAnswer(kind: ChannelKind, answer: Answered | Unanswered, now: number, address: string): Outcome {
  if (!('status' in answer)) return { state: 'again', says: answer.why, mayHaveArrived: !answer.neverSent, pauseMs: null };
  const { status, body } = answer;
  const says = saysOf(status, body, address);
  if (status >= 200 && status < 300) return isTaken(kind, status, body) ? { state: 'sent', says } : { state: 'refused', says: `${says}, which is no answer of ${SAID_BY[kind]}` };
  if (status === TOO_MANY || status === TIMED_OUT || status >= 500) {
    // Who is told to come later, or that nobody is there, knows that nothing was taken; of other failures of a server nobody can know.
    const mayHaveArrived = status !== TOO_MANY && status !== UNAVAILABLE;
    return { state: 'again', says, mayHaveArrived, pauseMs: askedPause(answer.retryAfter, answer.date, now) };
  }
  if (status >= 300 && status < 400) return { state: 'refused', says: `${says}: leads elsewhere, and redirects are not followed` };
  return { state: 'refused', says };
}

const ACCEPTED = 202;
/** A word so short gives nothing of a secret away. */
const LONGEST_PLAIN = 4;
const SAID_BY: Record<ChannelKind, string> = { slack: 'Slack', teams: 'a Teams workflow' };

/**
 * Slack says `ok`; a page that something in between answers with 200 is no such thing. A workflow of Teams says 202; with another success it says nothing, or what its author wrote as JSON, and
 * no error.
 */
function isTaken(kind: ChannelKind, status: number, body: string): boolean {
  if (kind === 'slack') return body.trim() === 'ok';
  return status === ACCEPTED || /^(ok|accepted|1|)$/i.test(body.trim()) || isPlainObject(body);
}

function isPlainObject(body: string): boolean {
  try {
    const said: unknown = JSON.parse(body);
    return typeof said === 'object' && said !== null && !Array.isArray(said) && !('error' in said);
  } catch {
    return false;
  }
}

/** The status, and the server's word for what is wrong where it is a plain one such as `no_service`; nothing else of a body, which may hold the address. */
function saysOf(status: number, body: string, address: string): string {
  const word = /^[A-Za-z][A-Za-z_]{1,59}$/.exec(body.trim())?.[0] ?? /"(?:code|error)"\s*:\s*"([A-Za-z][A-Za-z_]{1,59})"/.exec(body)?.[1];
  const isOfAddress = word !== undefined && word.length > LONGEST_PLAIN && address.toLowerCase().includes(word.toLowerCase());
  return word === undefined || isOfAddress ? String(status) : `${status} ${word}`;
}
