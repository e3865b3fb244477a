import { plural } from './plural.ts';

/** What a call does to a PO of the ERP. */
export const CALL_ACTIONS = ['create', 'update', 'cancel'] as const;
export type CallAction = (typeof CALL_ACTIONS)[number];

/** A call of an ERP's API, as it is exported for a sandbox. */
export interface SandboxCall {
  /** SHA-256 of method, path and body: what tells it from every other, of whatever export. */
  id: string;
  /** SHA-256 of its text: the body, or `METHOD path` where it has none. Two calls may have the same body. */
  sha256: string;
  /** Names it and its file; ends in the first digits of the id, so that the name alone tells which call is meant. */
  name: string;
  transactionId: string;
  poNumber: string;
  idempotencyKey: string;
  action: CallAction;
  /** Which part of the PO: `order`, `header`, `line 2`. */
  part: string;
  method: string;
  /** From the API's base address on; in double braces what the sandbox gives. */
  path: string;
  /** The exact body, or null where the call has none. */
  body: string | null;
  headers: Readonly<Record<string, string>>;
  /** Variables that the answer gives to later calls: the variable, and where it stands in the answer. */
  gives: readonly { variable: string; at: readonly string[] }[];
  /** What of it no public source states; '' where all is sourced. */
  unsourced: string;
}

/** Digits of its id with which a call's name ends. */
export const NAME_DIGITS = 12;

/** What an answer comes to. */
export type AnswerOutcome = 'accepted' | 'refused' | 'not_judged';

/** One thing that an ERP says in an answer; '' where it does not say. */
export interface ErpSaying {
  code: string;
  text: string;
}

/** One answer as it was read: what it claims to answer, and what it says. */
export interface SandboxAnswer {
  /** Number of its entry in the audit trail, and the line of the file. */
  entry: number;
  line: number;
  /** Hash of the body that was sent, as stated or computed; '' where nothing says it. */
  sha256: string;
  /** Name of the call that was meant, without folder and ending; '' where nothing says it. */
  name: string;
  /** The body that was sent, where the file carries it. */
  sent: string | null;
  status: number;
  outcome: AnswerOutcome;
  says: readonly ErpSaying[];
  /** Milliseconds; where the file does not say, when it was imported. */
  at: number;
  sandbox: string;
}

/**
 * Why an answer counts for nothing: what was sent is no body of an export, or that of several calls; its name is none of an export; or it
 * has a name alone, and another answer to that call, as old or older, proves by its hash what was sent.
 */
export type UnknownReason = 'no_such_body' | 'several_calls' | 'no_such_name' | 'name_after_hash';

export interface UnknownAnswer {
  answer: SandboxAnswer;
  why: UnknownReason;
}

/** In words: which answer it is, and why it counts for nothing. */
export function unknownText({ answer: { sha256, name }, why }: UnknownAnswer): string {
  const hash = `${sha256.slice(0, NAME_DIGITS)}…`;
  switch (why) {
    case 'no_such_body':
      return `the hash ${hash} is no body of an export${name === '' ? '' : ` (${name})`}: it was edited before it was sent, or never exported`;
    case 'several_calls':
      return `the hash ${hash} is the body of several calls: name the file as well`;
    case 'no_such_name':
      return `${name} names no call of an export`;
    case 'name_after_hash':
      return `${name} is known by the file's name alone, and an answer to it that proves by its hash what was sent is there already: give the hash as well`;
  }
}

/** A row of an answers file that can't be read. */
export interface UnreadAnswer {
  entry: number;
  line: number;
  field: string;
  value: string;
  reason: string;
}

/** How a call stands: its newest answer, and what ties the two. */
export interface CallStanding {
  call: Pick<SandboxCall, 'id' | 'sha256' | 'name' | 'transactionId' | 'poNumber' | 'action' | 'part' | 'method' | 'path'>;
  outcome: AnswerOutcome | 'unanswered';
  /** `hash` of what was sent, or the `name` alone; null without an answer. */
  tiedBy: 'hash' | 'name' | null;
  answer: SandboxAnswer | null;
  /** Of a refused one: the finding of the dry run that said so beforehand; '' where none did. */
  predicted: string;
}

/** What became of one pattern of the newest run. */
export type PatternState = 'accepted' | 'refused' | 'not_judged' | 'unanswered';

export interface PatternStanding {
  pattern: string;
  state: PatternState;
  transactionId: string;
  poNumber: string;
  /** The calls of the PO that stands for it. */
  calls: readonly CallStanding[];
}

/** How the sandbox stands towards the newest run of a profile that has an API. */
export interface SandboxStanding {
  erp: string;
  patterns: readonly PatternStanding[];
  /** Calls that the newest run would still make, to the letter, and that were refused, whatever pattern they are of. */
  refused: readonly CallStanding[];
  /** What the fortnight showed and no call can try, in words. */
  notTried: readonly string[];
  /** Answers that count for nothing, and why. */
  unknown: readonly UnknownAnswer[];
  unread: readonly UnreadAnswer[];
  /** Whether any export was made. */
  exported: boolean;
}

/** How many calls of the patterns are accepted by answers that name the file alone; each once. */
export const acceptedByName = (patterns: readonly PatternStanding[]): number =>
  new Set(patterns.flatMap(({ calls }) => calls).filter(({ outcome, tiedBy }) => outcome === 'accepted' && tiedBy === 'name').map(({ call }) => call.id)).size;

/** In words: `3 accepted calls known by the file's name alone`. */
export const byNameText = (calls: number): string => `${plural(calls, 'accepted call')} known by the file's name alone`;

/** A code and a text as people read them, `CODE "text"`. */
export const sayingText = ({ code, text }: ErpSaying): string => [code, text === '' ? '' : `"${text}"`].filter((part) => part !== '').join(' ');
