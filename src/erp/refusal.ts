import type { ErpSaying } from '../domain/sandbox.ts';
import { shorten } from '../domain/text.ts';
import { netsuiteDetails, odataError, textOf } from './error-parts.ts';

/** More than this of one answer tells nobody anything. */
const MOST_SAYINGS = 20;
const LONGEST_CODE = 200;
const LONGEST_TEXT = 2_000;

/** How many objects may lie around one another: `d`, a list of answers, the answer of a batch. Lists count for none. */
const DEEPEST = 3;

/**
 * What an ERP objects to in the body of an answer, the most precise first; [] where it holds no error of a known form: NetSuite's
 * `o:errorDetails`, OData's `error` with SAP's `innererror.errordetails` or `details`, Business Central's `error.code` and `error.message`, F&O's
 * `error.innererror.message`, each at most three objects deep, and the same in a list of `errors`. The answer is somebody else's, so anything may stand anywhere.
 */
export function refusalIn(answer: unknown): ErpSaying[] {
  const sayings = [...objectsIn(answer, DEEPEST)].flatMap((object) => [...netsuiteDetails(named(object, 'o:errordetails')).map(saying), ...errorsIn(named(object, 'error')), ...errorsIn(named(object, 'errors'))]);
  const told = new Set<string>();
  return sayings.filter(({ code, text }) => {
    const key = JSON.stringify([code, text]);
    const isNew = (code !== '' || text !== '') && !told.has(key);
    told.add(key);
    return isNew;
  }).slice(0, MOST_SAYINGS);
}

/**
 * Whether the body of an answer shows an error, readable or not: `error`, `errors` or `o:errorDetails` that is not empty, or a `status` of 400 or
 * more, at most three objects deep. Whatever its HTTP status says, such an answer is no acceptance.
 */
export function showsError(answer: unknown): boolean {
  return [...objectsIn(answer, DEEPEST)].some((object) => ['error', 'errors', 'o:errordetails'].some((name) => !isEmpty(named(object, name))) || /^[45]\d\d$/.test(textOf(named(object, 'status'))));
}

type Fields = Readonly<Record<string, unknown>>;

/** An object, and those in it, lists passed through. */
function* objectsIn(value: unknown, deepest: number): Generator<Fields> {
  if (typeof value !== 'object' || value === null || deepest === 0) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) yield* objectsIn(item, deepest);
    return;
  }
  yield value as Fields;
  for (const inner of Object.values(value)) yield* objectsIn(inner, deepest - 1);
}

/** A field by its name in small letters, however the answer writes it; of two that differ in case the first that says something. */
function named(object: Fields, name: string): unknown {
  const own = Object.keys(object).filter((key) => key.toLowerCase() === name).map((key) => object[key]);
  return own.find((value) => !isEmpty(value));
}

/** What stands where there is no error. */
const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '' || value === false || value === 0 || (Array.isArray(value) && value.length === 0);

/** One error or a list of them. */
function* errorsIn(value: unknown): Generator<ErpSaying> {
  if (!Array.isArray(value)) return yield* sayingsOf(value);
  for (const error of value as readonly unknown[]) yield* sayingsOf(error);
}

function* sayingsOf(error: unknown): Generator<ErpSaying> {
  if (isEmpty(error)) return;
  if (typeof error === 'string') return yield saying({ code: '', text: error });
  const { own, inner, details } = odataError(error);
  yield* details.map(saying);
  if (inner !== '') yield saying({ code: own.code, text: inner });
  else yield own.code === '' && own.text === '' ? { code: '', text: 'an error without code and text' } : saying(own);
}

const saying = ({ code, text }: { code: string; text: string }): ErpSaying => ({ code: shorten(code, LONGEST_CODE), text: shorten(text, LONGEST_TEXT) });
