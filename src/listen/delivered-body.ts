import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Verification } from '../domain/listen-settings.ts';
import { JsonProblem, type JsonValue, parseExactJson } from '../intake/json-text.ts';
import { readNotice } from '../intake/concur-notice.ts';
import { Unreadable } from '../intake/row-problem.ts';

/** What a body is, so far as the receiver must know. */
export interface DeliveredBody {
  /** The sender's id, of what was signed: a header is not. The body's hash where it has none. */
  eventId: string;
  sha256: string;
  /** Whether it is JSON, or a notice in XML. What is not is kept all the same: its sender will not send it better. */
  isReadable: boolean;
}

const LONGEST_ID = 200;
const LARGEST_CHALLENGE_BODY = 2_048;
const CHALLENGE = /^[\w.~+/=-]{1,512}$/;

/** Looks at a body without judging what it says. */
export function lookAt(body: Buffer, source: string, verify: Verification): DeliveredBody {
  const sha256 = createHash('sha256').update(body).digest('hex');
  const unknown = { eventId: sha256, sha256, isReadable: false };
  if (!isUtf8(body)) return unknown;
  const text = body.toString('utf8');
  if (verify === 'basic') return { ...unknown, isReadable: isNotice(text) };
  try {
    const parsed = parseExactJson(text);
    return { eventId: idIn(parsed, source) ?? sha256, sha256, isReadable: parsed instanceof Map };
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return unknown;
  }
}

function isNotice(text: string): boolean {
  try {
    readNotice(text);
    return true;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return false;
  }
}

/** The id of an event; an object that is delivered itself has an id of its own, which is none of a delivery. */
function idIn(parsed: JsonValue, source: string): string | undefined {
  if (!(parsed instanceof Map)) return undefined;
  const isEvent = source === 'generic' || parsed.has('type') || parsed.has('eventType');
  const id = isEvent ? parsed.get(source === 'generic' ? 'eventId' : 'id') : undefined;
  return typeof id === 'string' && id.trim() !== '' && id.length <= LONGEST_ID ? id.trim() : undefined;
}

/** What Ramp asks to be given back before it sends anything; null for any other body. A challenge stands alone: what says anything else is a delivery. */
export function challengeIn(body: Buffer): string | null {
  if (body.length > LARGEST_CHALLENGE_BODY) return null;
  try {
    const parsed = parseExactJson(body.toString('utf8'));
    const challenge = parsed instanceof Map && !parsed.has('id') ? parsed.get('challenge') : undefined;
    return typeof challenge === 'string' && CHALLENGE.test(challenge) ? challenge : null;
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return null;
  }
}
