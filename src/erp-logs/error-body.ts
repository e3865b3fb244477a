import { type Instant, parseInstant } from '../domain/calendar.ts';
import type { LogError, LogSystem } from '../domain/erp-log.ts';
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

const objectOf = (value: JsonValue | undefined): JsonObject | undefined => (value instanceof Map ? value : undefined);
const objectsOf = (value: JsonValue | undefined): JsonObject[] => (Array.isArray(value) ? value.filter((each) => each instanceof Map) : []);

const isBlank = ({ code, message }: LogError): boolean => code === '' && message === '';

/** Each error once, blank ones left out. */
function distinct(errors: readonly LogError[]): LogError[] {
  const seen = new Map<string, LogError>();
  for (const error of errors) if (!isBlank(error) && !seen.has(`${error.code}\u0000${error.message}`)) seen.set(`${error.code}\u0000${error.message}`, error);
  return [...seen.values()];
}

const body = (system: LogSystem, errors: readonly LogError[], rest: Partial<ErrorBody> = {}): ErrorBody => ({ system, errors: distinct(errors), status: '', correlationId: '', at: null, ...rest });

/** Reads a JSON object as an error body of one of the four ERPs; undefined where it is none. */
export function errorBody(object: JsonObject): ErrorBody | undefined {
  if (object.has('o:errorDetails')) return netSuiteBody(object);
  const error = objectOf(object.get('error'));
  if (error === undefined) return undefined;
  const inner = objectOf(error.get('innererror'));
  if (inner !== undefined && textOf(inner.get('message')) !== '') return body('dynamics-fo', [{ code: textOf(error.get('code')), message: textOf(inner.get('message')), target: '' }]);
  if (error.get('message') instanceof Map || inner !== undefined || error.has('details')) return sapBody(error, inner);
  const message = textOf(error.get('message'));
  const correlation = /\s*CorrelationId:\s*([\w-]+)\.?\s*$/i.exec(message);
  const code = textOf(error.get('code'));
  if (code === '' && message === '') return undefined;
  return body('dynamics-bc', [{ code, message: correlation === null ? message : message.slice(0, correlation.index), target: textOf(error.get('target')) }], { correlationId: correlation?.[1] ?? '' });
}

function netSuiteBody(object: JsonObject): ErrorBody {
  const errors = objectsOf(object.get('o:errorDetails')).map((detail) => ({ code: textOf(detail.get('o:errorCode')), message: textOf(detail.get('detail')), target: textOf(detail.get('o:errorPath')) }));
  return body('netsuite', errors.length > 0 ? errors : [{ code: '', message: textOf(object.get('title')), target: '' }], { status: textOf(object.get('status')) });
}

/** OData V2 has its message in `value` and its details in `innererror`, V4 has both as they are. */
function sapBody(error: JsonObject, inner: JsonObject | undefined): ErrorBody {
  const message = error.get('message');
  const own = { code: textOf(error.get('code')), message: message instanceof Map ? textOf(message.get('value')) : textOf(message), target: textOf(error.get('target')) };
  const details = [...objectsOf(inner?.get('errordetails')), ...objectsOf(error.get('details'))]
    .filter((detail) => ['', 'error', 'abort'].includes(textOf(detail.get('severity')).toLowerCase()))
    .map((detail) => ({ code: textOf(detail.get('code')), message: textOf(detail.get('message')), target: textOf(detail.get('propertyref')) || textOf(detail.get('target')) }));
  return body('sap-s4', [own, ...details], { correlationId: textOf(inner?.get('transactionid')), at: sapInstant(textOf(inner?.get('timestamp'))) });
}

/** `20260604190612.1234567`, in UTC; null for anything else. */
function sapInstant(text: string): Instant | null {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.\d*)?$/.exec(text);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second] = parts;
  const instant = parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return typeof instant === 'number' ? instant : null;
}
