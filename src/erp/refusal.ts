import type { ErpSaying } from '../domain/sandbox.ts';
import { shorten } from '../domain/text.ts';

/** More than this of one answer tells nobody anything. */
const MOST_SAYINGS = 20;
const LONGEST_CODE = 200;
const LONGEST_TEXT = 2_000;

/**
 * What an ERP objects to in the body of an answer, the most precise first; [] where it holds no error of a known form: NetSuite's
 * `o:errorDetails`, OData's `error` with SAP's `innererror.errordetails`, Business Central's `error.code` and `error.message`, F&O's
 * `error.innererror.message`. The answer is somebody else's, so anything may stand anywhere.
 */
export function refusalIn(answer: unknown): ErpSaying[] {
  const sayings = [...netsuiteErrors(answer), ...odataErrors(fieldOf(answer, 'error'))];
  const told = new Set<string>();
  return sayings.filter(({ code, text }) => {
    const key = JSON.stringify([code, text]);
    const isNew = (code !== '' || text !== '') && !told.has(key);
    told.add(key);
    return isNew;
  }).slice(0, MOST_SAYINGS);
}

function* netsuiteErrors(answer: unknown): Generator<ErpSaying> {
  for (const detail of listOf(fieldOf(answer, 'o:errorDetails'))) yield saying(fieldOf(detail, 'o:errorCode'), fieldOf(detail, 'detail'));
}

function* odataErrors(error: unknown): Generator<ErpSaying> {
  if (error === undefined || error === null) return;
  const inner = fieldOf(error, 'innererror');
  // SAP lists each message; warnings and notes among them refuse nothing.
  for (const detail of listOf(fieldOf(inner, 'errordetails'))) if ((fieldOf(detail, 'severity') ?? 'error') === 'error') yield saying(fieldOf(detail, 'code'), fieldOf(detail, 'message'));
  const message = fieldOf(error, 'message');
  const innerText = fieldOf(inner, 'message');
  if (typeof innerText === 'string') yield saying(fieldOf(error, 'code'), innerText);
  const own = saying(fieldOf(error, 'code'), typeof message === 'string' ? message : fieldOf(message, 'value'));
  // F&O repeats in every answer that an error has occurred; what happened stands within.
  if (typeof innerText !== 'string') yield own.code === '' && own.text === '' ? { code: '', text: 'an error without code and text' } : own;
}

const saying = (code: unknown, text: unknown): ErpSaying => ({ code: shorten(plain(code), LONGEST_CODE), text: shorten(plain(text), LONGEST_TEXT) });

const plain = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');

const fieldOf = (value: unknown, field: string): unknown => (typeof value === 'object' && value !== null && Object.hasOwn(value, field) ? (value as Record<string, unknown>)[field] : undefined);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
