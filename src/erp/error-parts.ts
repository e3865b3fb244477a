/** One thing that an ERP objects to; '' for what it does not say. */
export interface ErrorPart {
  code: string;
  text: string;
  /** Which field it is about. */
  target: string;
}

/** What an `error` of OData holds, in the order in which it stands there. */
export interface ODataError {
  own: ErrorPart;
  /** The message of the inner error, which in F&O is the reason, while the own one repeats in every answer that an error has occurred. */
  inner: string;
  /** SAP's messages, one by one; warnings and notes among them refuse nothing. */
  details: ErrorPart[];
  /** Whether it has the form of SAP: a message by language, an inner error, or details. */
  isSap: boolean;
  transactionId: string;
  timestamp: string;
}

/** Severities that refuse; a detail that names none is an error. */
const REFUSING = ['', 'error', 'abort'];

/** The details of NetSuite's `o:errorDetails`: a list of them, or one. What is no object says nothing. */
export function netsuiteDetails(details: unknown): ErrorPart[] {
  return (Array.isArray(details) ? details : [details]).filter(isObject).map((detail) => ({ code: textIn(detail, 'o:errorCode'), text: textIn(detail, 'detail'), target: textIn(detail, 'o:errorPath') }));
}

/** Reads the value of `error` of SAP, Business Central or F&O. V2 has its message in `value` and its details in `innererror`, V4 has both as they are. */
export function odataError(error: unknown): ODataError {
  const message = fieldOf(error, 'message');
  const inner = fieldOf(error, 'innererror');
  const details = fieldOf(error, 'details');
  const all = [fieldOf(inner, 'errordetails'), details].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  return {
    own: { code: textIn(error, 'code'), text: isObject(message) ? textIn(message, 'value') : textOf(message), target: textIn(error, 'target') },
    inner: textIn(inner, 'message'),
    details: all.filter((detail) => isObject(detail) && REFUSING.includes(textIn(detail, 'severity').toLowerCase())).map((detail) => ({ code: textIn(detail, 'code'), text: textIn(detail, 'message'), target: textIn(detail, 'propertyref') || textIn(detail, 'target') })),
    isSap: isObject(message) || isObject(inner) || details !== undefined,
    transactionId: textIn(inner, 'transactionid'), timestamp: textIn(inner, 'timestamp'),
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The answer is somebody else's, so anything may stand anywhere. */
const fieldOf = (value: unknown, field: string): unknown => (isObject(value) && Object.hasOwn(value, field) ? value[field] : undefined);

/** A value as text; '' for what is none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '');

const textIn = (value: unknown, field: string): string => textOf(fieldOf(value, field));
