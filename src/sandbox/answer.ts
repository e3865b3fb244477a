import { INSTANT_PROBLEMS, type Instant, formatInstant, parseInstant } from '../domain/calendar.ts';
import type { AnswerOutcome, ErpSaying, SandboxAnswer } from '../domain/sandbox.ts';
import { shorten } from '../domain/text.ts';
import { refusalIn, showsError } from '../erp/refusal.ts';
import { JsonProblem, parseJsonLine } from '../intake/json-text.ts';
import { Unreadable, excerpt } from '../intake/row-problem.ts';

/** An answer without its place: `at` is null where the file does not say. */
export type ReadAnswer = Omit<SandboxAnswer, 'entry' | 'line' | 'at'> & { at: number | null };

/** The fields of one answer as a file has them; undefined for one that is not there. */
export type AnswerFields = Readonly<Partial<Record<'sha256' | 'file' | 'status' | 'answer' | 'at' | 'sandbox', unknown>>>;

/** The largest body that was sent that is kept for comparison, in characters. */
const LONGEST_SENT = 1_000_000;
const LONGEST_SANDBOX = 200;

/** Statuses that say that the ERP did it. */
const DONE = [200, 201, 204];
/** 4xx that are about who asks, or how often, and not about the body. */
const ABOUT_THE_CALL = [401, 403, 408, 429];

/**
 * Reads one answer of a file that is taken in at the instant `takenIn`; null where any instant will do. `sent` is the body that was sent, where
 * the file carries it. Throws Unreadable.
 */
export function readAnswer(fields: AnswerFields, takenIn: Instant | null, sent: { text: string; sha256: string } | null = null): ReadAnswer {
  const sha256 = (sent?.sha256 ?? textField(fields, 'sha256')).toLowerCase();
  if (sha256 !== '' && !/^[0-9a-f]{64}$/.test(sha256)) throw new Unreadable('sha256', fields.sha256, 'is no SHA-256, which has 64 hexadecimal digits');
  const name = nameOf(textField(fields, 'file'));
  if (sha256 === '' && name === '') throw new Unreadable('sha256', '', 'neither sha256 nor file says which body it answers');
  if (sent !== null && sent.text.length > LONGEST_SENT) throw new Unreadable('request', `${sent.text.length} characters`, `a body of more than ${LONGEST_SENT.toLocaleString('en-US')} characters was sent, and none was exported`);
  const status = statusOf(fields.status);
  const { text, data } = answerOf(fields.answer);
  const errors = refusalIn(data);
  const byStatus = outcomeOf(status, errors);
  const outcome = byStatus === 'accepted' && (isText(data) ? SOME_ERROR.test(text) : showsError(data)) ? 'not_judged' : byStatus;
  const says: ErpSaying[] = errors.length > 0 ? errors : outcome === 'accepted' || text === '' ? [] : [{ code: '', text: excerpt(text) }];
  return { sha256, name, sent: sent?.text ?? null, status, outcome, says, at: instantOf(textField(fields, 'at'), takenIn), sandbox: shorten(textField(fields, 'sandbox'), LONGEST_SANDBOX) };
}

const isText = (data: unknown): boolean => data === null || typeof data === 'string';

/** An error in a text that is no JSON: one that was cut, or XML; or a page for people, which no API answers with; or what a secret was taken out of, and perhaps more. */
const SOME_ERROR = /["']errors?\\?["']|o:errorDetails|<(?:\w+:)?(?:error|fault)\b|<(?:!doctype\s+html|html|head|body)\b|\*{3}/i;

function outcomeOf(status: number, errors: readonly ErpSaying[]): AnswerOutcome {
  if (ABOUT_THE_CALL.includes(status)) return 'not_judged';
  if (errors.length > 0) return 'refused';
  if (DONE.includes(status)) return 'accepted';
  return status >= 400 && status < 500 ? 'refused' : 'not_judged';
}

function textField(fields: AnswerFields, field: keyof AnswerFields): string {
  const value = fields[field] ?? '';
  if (typeof value !== 'string') throw new Unreadable(field, value, 'is no text');
  return value.trim();
}

/** The name of a call, from that of its file: without folder and ending. */
const nameOf = (file: string): string => (file.split(/[\\/]/).at(-1) ?? '').replace(/\.json$/i, '');

function statusOf(value: unknown): number {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  if (!/^[1-5]\d\d$/.test(text)) throw new Unreadable('status', value ?? '', 'is no HTTP status such as 201');
  return Number(text);
}

const ONE_SECOND_MS = 1_000;

/** An answer from the future would stand above every later one. An entry's instant has no fraction of a second, so that of the answer counts for nothing. */
function instantOf(text: string, takenIn: Instant | null): Instant | null {
  if (text === '') return null;
  const instant = parseInstant(text);
  if (typeof instant !== 'number') throw new Unreadable('at', text, INSTANT_PROBLEMS[instant]);
  if (takenIn !== null && Math.floor(instant / ONE_SECOND_MS) * ONE_SECOND_MS > takenIn) throw new Unreadable('at', text, `lies after ${formatInstant(takenIn)}, when it was imported: nothing can have been answered then`);
  return instant;
}

/** An answer as text, and as data where it is JSON: a text may hold either. */
function answerOf(value: unknown): { text: string; data: unknown } {
  if (value === undefined || value === null) return { text: '', data: null };
  if (typeof value !== 'string') return { text: JSON.stringify(value), data: value };
  try {
    return { text: value, data: parseJsonLine(value) };
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return { text: value, data: null };
  }
}
