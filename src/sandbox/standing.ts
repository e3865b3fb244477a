import { type CallStanding, NAME_DIGITS, type SandboxAnswer, type SandboxCall, type UnknownAnswer, type UnknownReason } from '../domain/sandbox.ts';
import { isFilledIn, waitsForNumber } from './calls.ts';

/** The newest answer to a call, and what ties the two. */
export interface TiedAnswer {
  answer: SandboxAnswer;
  tiedBy: 'hash' | 'name';
}

/** Answers by the id of the call that they answer. */
export interface AnswerBook {
  newest: ReadonlyMap<string, TiedAnswer>;
  /** Those that count for nothing, and why. */
  unknown: readonly UnknownAnswer[];
}

/**
 * Ties answers to calls. Of several answers the newest counts: by its instant, then by the order in which they came. One that is tied by
 * a name alone shows what was meant, and does not take the place of one that is tied by the hash of what was sent, unless it is a refusal: a doubt counts.
 */
export function tieAnswers(calls: readonly SandboxCall[], answers: readonly SandboxAnswer[]): AnswerBook {
  const known = new Map(calls.map((call) => [call.id, call]));
  const byBody = Map.groupBy(known.values(), ({ sha256 }) => sha256);
  const byDigits = new Map([...known.values()].map((call) => [call.id.slice(0, NAME_DIGITS), call]));
  const newest = new Map<string, TiedAnswer>();
  const unknown: UnknownAnswer[] = [];
  const inOrder = [...answers].sort((left, right) => left.at - right.at || left.entry - right.entry || left.line - right.line);
  for (const answer of inOrder) {
    const tied = callOf(answer, byBody, byDigits);
    if (typeof tied === 'string') unknown.push({ answer, why: tied });
    else if (tied.tiedBy === 'name' && newest.get(tied.call.id)?.tiedBy === 'hash' && answer.outcome !== 'refused') unknown.push({ answer, why: 'name_after_hash' });
    else newest.set(tied.call.id, { answer, tiedBy: tied.tiedBy });
  }
  return { newest, unknown };
}

function callOf({ sha256, name, sent }: SandboxAnswer, byBody: ReadonlyMap<string, readonly SandboxCall[]>, byDigits: ReadonlyMap<string, SandboxCall>): { call: SandboxCall; tiedBy: 'hash' | 'name' } | UnknownReason {
  const named = byDigits.get(name.slice(-NAME_DIGITS));
  if (sha256 === '') {
    // A call without a body has nothing that could have been edited.
    return named === undefined ? 'no_such_name' : { call: named, tiedBy: named.body === null ? 'hash' : 'name' };
  }
  if (named !== undefined && (named.sha256 === sha256 || isFilledInto(named, sent))) return { call: named, tiedBy: 'hash' };
  const [only, ...others] = byBody.get(sha256) ?? [];
  if (only === undefined) return 'no_such_body';
  return others.length > 0 ? 'several_calls' : { call: only, tiedBy: 'hash' };
}

/** Whether what was sent is a call's body with the number of its PO filled in, and nothing else. */
const isFilledInto = ({ body }: SandboxCall, sent: string | null): boolean => body !== null && sent !== null && waitsForNumber(body) && isFilledIn(body, sent);

/** How a call stands. `predicted` says which finding of the dry run said the same beforehand. */
export function standingOf(call: SandboxCall, { newest }: AnswerBook, predicted: (call: SandboxCall, answer: SandboxAnswer) => string): CallStanding {
  const { id, sha256, name, transactionId, poNumber, action, part, method, path } = call;
  const tied = newest.get(id);
  const about = { call: { id, sha256, name, transactionId, poNumber, action, part, method, path } };
  if (tied === undefined) return { ...about, outcome: 'unanswered', tiedBy: null, answer: null, predicted: '' };
  const { answer, tiedBy } = tied;
  return { ...about, outcome: answer.outcome, tiedBy, answer, predicted: answer.outcome === 'refused' ? predicted(call, answer) : '' };
}
