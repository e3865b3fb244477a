import { type Instant, INSTANT_PROBLEMS, type ZonedClock } from '../domain/calendar.ts';
import { type ErpLogEntry, type LogError, type LogReference, REFERENCE_KINDS, type ReferenceKind } from '../domain/erp-log.ts';
import { Unreadable } from '../intake/row-problem.ts';
import type { ErrorBody } from './error-body.ts';
import { parseLogInstant } from './log-instant.ts';
import type { FieldName } from './names.ts';
import { outcomeOf } from './outcome.ts';

/** The fields of an entry as texts, '' where the log has none, and what its answer says. */
export interface RawEntry {
  fields: Record<FieldName, string>;
  references: LogReference[];
  answer: ErrorBody | undefined;
  /** The answer where it is a text and no error body. */
  answerText: string;
  /** What the answer shows of an error that is no error body, [] where that can't be read; undefined where it shows none. */
  shown: LogError[] | undefined;
}

const LONGEST_TEXT = 4_000;
const longest = (text: string): string => (text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT).toWellFormed()}…`);

/** The entry that some raw fields are. `clock` reads times without offset. Throws Unreadable. */
export function entryOf({ fields, references, answer, answerText, shown }: RawEntry, clock: ZonedClock | undefined): ErpLogEntry {
  const status = statusOf(fields.status === '' || answer === undefined ? fields.status || (answer?.status ?? '') : fields.status);
  const own = fields.code === '' ? [] : [{ code: fields.code, message: fields.message, target: '' }];
  const errors = answer?.errors ?? (own.length > 0 ? own : (shown ?? []));
  const at = instantOf(fields.time, clock) ?? answer?.at ?? null;
  const all = referencesOf(references, answer?.correlationId ?? '');
  const message = fields.message || answerText;
  if (status === null && errors.length === 0 && message === '') throw new Unreadable('', Object.values(fields).filter((text) => text !== '').join(' '), 'neither a status, nor a code, nor a message');
  if (at === null && all.length === 0) throw new Unreadable('time', '', 'neither a time nor a reference: nothing says what the entry belongs to');
  return {
    at, outcome: outcomeOf({ method: fields.method.toUpperCase(), status, errors, hasBody: answer !== undefined, showsError: shown !== undefined }), status, system: answer?.system ?? '', errors: errors.map((error) => ({ ...error, message: longest(error.message) })),
    message: errors.some((error) => error.message === message) ? '' : longest(message), method: fields.method.toUpperCase(), path: longest(withoutQuery(fields.path)), references: all,
  };
}

function instantOf(text: string, clock: ZonedClock | undefined): Instant | null {
  if (text === '') return null;
  const instant = parseLogInstant(text, clock);
  if (typeof instant !== 'number') throw new Unreadable('time', text, INSTANT_PROBLEMS[instant]);
  return instant;
}

function statusOf(text: string): number | null {
  if (text === '') return null;
  // "400 Bad Request", as some logs write it.
  const number = /^(\d{3})(?:\s.*)?$/.exec(text)?.[1];
  if (number === undefined || number < '100' || number > '599') throw new Unreadable('status', text, 'not an HTTP status from 100 to 599');
  return Number(number);
}

/** Each reference once, in the order of their kinds. */
function referencesOf(given: readonly LogReference[], correlationId: string): LogReference[] {
  const all = correlationId === '' ? given : [...given, { kind: 'correlation' as const, value: correlationId }];
  const kinds = Object.keys(REFERENCE_KINDS) as ReferenceKind[];
  return kinds.flatMap((kind) => [...new Set(all.filter((each) => each.kind === kind).map(({ value }) => value))].map((value) => ({ kind, value: longest(value) })));
}

/** The path alone: host and query say nothing of what was sent, and may hold what nobody should see. */
const withoutQuery = (path: string): string => path.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
