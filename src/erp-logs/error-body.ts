import { type Instant, parseInstant } from '../domain/calendar.ts';
import type { LogError, LogSystem } from '../domain/erp-log.ts';
import { type ErrorPart, netsuiteDetails, odataError } from '../erp/error-parts.ts';
import { refusalIn, showsError } from '../erp/refusal.ts';
import { JsonNumber, type JsonValue } from '../intake/json-text.ts';

export type JsonObject = Map<string, JsonValue>;

/** What an ERP's error body says. */
export interface ErrorBody {
  system: LogSystem;
  errors: LogError[];
  status: string;
  correlationId: string;
  at: Instant | null;
}

/** A value as text; '' for what is none. */
export function textOf(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value.trim();
  return value instanceof JsonNumber ? value.text : '';
}

/** A value without its exact numbers: texts stand for those that a number would not hold to the letter. */
function plainOf(value: JsonValue | undefined): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plainOf(inner)]));
  if (value instanceof JsonNumber) return String(Number(value.text)) === value.text ? Number(value.text) : value.text;
  return Array.isArray(value) ? value.map(plainOf) : value;
}

const isBlank = ({ code, message }: LogError): boolean => code === '' && message === '';

/** Each error once, blank ones left out. */
function distinct(errors: readonly LogError[]): LogError[] {
  const seen = new Map<string, LogError>();
  for (const error of errors) if (!isBlank(error) && !seen.has(`${error.code}\u0000${error.message}`)) seen.set(`${error.code}\u0000${error.message}`, error);
  return [...seen.values()];
}

const body = (system: LogSystem, errors: readonly LogError[], rest: Partial<ErrorBody> = {}): ErrorBody => ({ system, errors: distinct(errors), status: '', correlationId: '', at: null, ...rest });

const errorOf = ({ code, text, target }: ErrorPart): LogError => ({ code, message: text, target });

/** Reads a JSON object as an error body of one of the four ERPs, the error as a whole before its details; undefined where it is none. */
export function errorBody(object: JsonObject): ErrorBody | undefined {
  if (object.has('o:errorDetails')) return netSuiteBody(object);
  const error = object.get('error');
  if (!(error instanceof Map)) return undefined;
  const { own, inner, details, isSap, transactionId, timestamp } = odataError(plainOf(error));
  if (inner !== '') return body('dynamics-fo', [errorOf({ ...own, text: inner, target: '' })]);
  if (isSap) return body('sap-s4', [own, ...details].map(errorOf), { correlationId: transactionId, at: sapInstant(timestamp) });
  if (own.code === '' && own.text === '') return undefined;
  const correlation = /\s*CorrelationId:\s*([\w-]+)\.?\s*$/i.exec(own.text);
  return body('dynamics-bc', [errorOf({ ...own, text: correlation === null ? own.text : own.text.slice(0, correlation.index) })], { correlationId: correlation?.[1] ?? '' });
}

/** What an answer objects to that is none of these bodies: a list, a batch, `errors`, `d`. Undefined where no error can be seen in it; [] where none can be read. */
export function errorsShown(answer: JsonValue): LogError[] | undefined {
  const plain = plainOf(answer);
  return showsError(plain) ? distinct(refusalIn(plain).map(({ code, text }) => ({ code, message: text, target: '' }))) : undefined;
}

function netSuiteBody(object: JsonObject): ErrorBody {
  const errors = netsuiteDetails(plainOf(object.get('o:errorDetails'))).map(errorOf);
  return body('netsuite', errors.length > 0 ? errors : [{ code: '', message: textOf(object.get('title')), target: '' }], { status: textOf(object.get('status')) });
}

/** `20260604190612.1234567`, in UTC; null for anything else. */
function sapInstant(text: string): Instant | null {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.\d*)?$/.exec(text);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second] = parts;
  const instant = parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return typeof instant === 'number' ? instant : null;
}
