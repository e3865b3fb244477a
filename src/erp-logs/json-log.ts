import type { LogError, LogReference, ReferenceKind } from '../domain/erp-log.ts';
import { JsonProblem, type JsonValue, parseExactJson } from '../intake/json-text.ts';
import { Unreadable } from '../intake/row-problem.ts';
import { type ErrorBody, type JsonObject, errorBody, errorsShown, textOf } from './error-body.ts';
import type { RawEntry } from './entry-of.ts';
import { ANSWER_NAMES, FIELD_NAMES, type FieldName, REFERENCE_NAMES, bareName, firstText } from './names.ts';

/** The values of some objects by their bare names; of a name that occurs twice the first counts. */
function byName(objects: readonly JsonObject[]): Map<string, JsonValue> {
  const found = new Map<string, JsonValue>();
  for (const object of objects) for (const [name, value] of object) if (!found.has(bareName(name))) found.set(bareName(name), value);
  return found;
}

/** A JSON object or list, or a text that holds one. */
export function structureIn(value: JsonValue | undefined): JsonObject | JsonValue[] | undefined {
  if (value instanceof Map || Array.isArray(value)) return value;
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return undefined;
  try {
    const parsed = parseExactJson(value);
    return parsed instanceof Map || Array.isArray(parsed) ? parsed : undefined;
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return undefined;
  }
}

/** A JSON object, or a text that holds one. */
export function objectIn(value: JsonValue | undefined): JsonObject | undefined {
  const structure = structureIn(value);
  return structure instanceof Map ? structure : undefined;
}

/** The raw fields of an entry that is a JSON object. Throws Unreadable for anything else. */
export function rawEntryOf(value: JsonValue, excerpt: string): RawEntry {
  if (!(value instanceof Map)) throw new Unreadable('', excerpt, 'not a JSON object');
  const own = errorBody(value);
  const request = objectIn(value.get('request'));
  const response = objectIn(value.get('response'));
  const requestBody = request === undefined ? undefined : objectIn(request.get('body'));
  const requestHeaders = request === undefined ? undefined : objectIn(request.get('headers'));
  const holders = [value, request, response].filter((each) => each !== undefined);
  const names = byName(holders);
  const answer = own ?? answerIn([response, value].filter((each) => each !== undefined));
  const answerText = own === undefined && answer === undefined ? ANSWER_NAMES.map((name) => textOf(names.get(name))).find((text) => text !== '') ?? '' : '';
  const fields = Object.fromEntries(Object.entries(FIELD_NAMES).map(([field, aliases]) => [field, firstText(field as FieldName, aliases.map((alias) => textOf(names.get(alias))))])) as Record<FieldName, string>;
  // `POST /services/…`, where a request is a text.
  const line = /^([A-Z]{3,7})\s+(\S+)/.exec(textOf(value.get('request')));
  if (line !== null) {
    fields.method ||= line[1] as string;
    fields.path ||= line[2] as string;
  }
  const referring = [...holders, requestHeaders, requestBody, ...headersOf(value)].filter((each) => each !== undefined);
  return { fields, references: referencesOf(referring), answer, answerText, shown: answer === undefined ? shownIn([response, value].filter((each) => each !== undefined)) : undefined };
}

const headersOf = (object: JsonObject): JsonObject[] => [objectIn(object.get('headers')), objectIn(object.get('requestBody'))].filter((each) => each !== undefined);

/** The error body that stands in one of some objects; an answer that is itself the response of a call among them. */
function answerIn(holders: readonly JsonObject[]): ErrorBody | undefined {
  for (const holder of holders) {
    const direct = errorBody(holder);
    if (direct !== undefined) return direct;
    const names = byName([holder]);
    for (const name of ANSWER_NAMES) {
      const object = objectIn(names.get(name));
      const found = object === undefined ? undefined : errorBody(object);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** What the answers in some objects show of an error that is no error body. */
function shownIn(holders: readonly JsonObject[]): LogError[] | undefined {
  const names = byName(holders);
  const answers = ANSWER_NAMES.map((name) => structureIn(names.get(name))).filter((answer) => answer !== undefined);
  return answers.map(errorsShown).find((errors) => errors !== undefined);
}

function referencesOf(objects: readonly JsonObject[]): LogReference[] {
  const found: LogReference[] = [];
  for (const object of objects) {
    const names = byName([object]);
    for (const [kind, aliases] of Object.entries(REFERENCE_NAMES) as [ReferenceKind, readonly string[]][]) {
      for (const alias of aliases) {
        const value = textOf(names.get(alias));
        if (value !== '') found.push({ kind, value });
      }
    }
  }
  return found;
}
