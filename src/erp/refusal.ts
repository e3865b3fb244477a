import type { ErpSaying } from '../domain/sandbox.ts';
import { shorten } from '../domain/text.ts';
import { netsuiteDetails, odataError, textOf } from './error-parts.ts';

/** More than this of one answer tells nobody anything. */
const MOST_SAYINGS = 20;
const LONGEST_CODE = 200;
const LONGEST_TEXT = 2_000;

/** How many objects may lie around an error that is read: `d`, a list of answers, the answer of a batch. Lists count for none. */
const DEEPEST = 3;
/** How many may lie around one that is only seen. */
const DEEPEST_SEEN = 50;

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

/** Names under which anything but nothing is an error, under which a status may stand, and under which it says whether it was done. */
const ERROR_NAMES = new Set(['error', 'errors', 'o:errordetails', 'errormessage', 'fault', 'faults', 'exception', 'exceptions']);
const STATUS_NAMES = new Set(['status', 'statuscode', 'httpstatus', 'httpstatuscode']);
const SUCCESS_NAMES = new Set(['success', 'issuccess', 'succeeded', 'ok']);

/** A status of 400 or more, `400 Bad Request` too, or a word for a failure. */
const FAILURE = /^(?:[45]\d\d(?:\s.*)?|error|failed|failure|fault)$/is;

/**
 * Whether the body of an answer shows an error, readable or not, however deep, or in a text within it that is a document itself.
 * Whatever its HTTP status says, such an answer is no acceptance.
 */
export function showsError(answer: unknown): boolean {
  for (const object of objectsIn(answer, DEEPEST_SEEN)) {
    if (isFailed(object) || Object.values(object).some((value) => typeof value === 'string' && DOCUMENT.test(value) && showsErrorInText(value))) return true;
  }
  return false;
}

/** Whether an object itself says that something failed: an error that is not empty, a status of 400 or more, a success that is none. */
export function isFailed(object: Fields): boolean {
  return Object.entries(object).some(([key, value]) => {
    const name = plainName(key);
    return (ERROR_NAMES.has(name) && !isEmpty(value)) || (STATUS_NAMES.has(name) && FAILURE.test(textOf(value))) || (SUCCESS_NAMES.has(name) && (value === false || /^false$/i.test(textOf(value))));
  });
}

/** How a text begins that is JSON, XML, HTML, one of several parts or an answer of HTTP. */
const DOCUMENT = /^\s*(?:[{[<]|--\S|HTTP\/)/;

/** An error in a text that is no JSON: one that was cut, XML, or several parts of HTTP; or a page for people, which no API answers with. */
const SOME_ERROR = new RegExp([
  String.raw`["'](?:errors?|faults?|exceptions?)\\?["'](?!\s*:\s*(?:null|false|0\b|\\?""|\\?"\\"|\[\s*\]))`, 'o:errorDetails', String.raw`<(?:\w+:)?(?:error|fault)`, String.raw`<(?:!doctype\s+html|html|head|body)\b`,
  String.raw`\bHTTP/\d(?:\.\d)?\s+[45]\d\d\b`, String.raw`["'](?:http_?)?status(?:_?code)?\\?["']\s*:\s*\\?["']?[45]\d\d\b`, String.raw`["'](?:is_?)?success\\?["']\s*:\s*\\?["']?false`,
].join('|'), 'i');

/** Whether a text that can't be read as JSON shows an error. */
export const showsErrorInText = (text: string): boolean => SOME_ERROR.test(text);

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

/** A field by its plain name, however the answer writes it; of several the first that says something. */
const named = (object: Fields, name: string): unknown => Object.keys(object).filter((key) => plainName(key) === name).map((key) => object[key]).find((value) => !isEmpty(value));

/** A name in small letters, without what stands between its words. */
const plainName = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');

/** What stands where there is no error. */
const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === false || value === 0 || (Array.isArray(value) && value.length === 0) || (typeof value === 'string' && NOTHING.test(value));
const NOTHING = /^\s*(?:-+|none|null|n\/a|false|0+)?\s*$/i;

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
