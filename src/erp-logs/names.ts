import type { ReferenceKind } from '../domain/erp-log.ts';

/** Names by which logs call a field, without case, spaces and separators; of several in one entry the first here counts. */
export const FIELD_NAMES = {
  time: ['time', 'timestamp', 'at', 'date', 'datetime', 'occurredat', 'createdat', 'loggedat', 'eventtime', 'requesttime'],
  status: ['status', 'httpstatus', 'statuscode', 'responsestatus', 'responsecode'],
  code: ['code', 'errorcode', 'erpcode'],
  message: ['message', 'errormessage', 'detail', 'description', 'text', 'error'],
  method: ['method', 'httpmethod', 'verb'],
  path: ['path', 'url', 'uri', 'endpoint', 'resource', 'requesturi'],
} as const;
export type FieldName = keyof typeof FIELD_NAMES;

export const REFERENCE_NAMES: Record<ReferenceKind, readonly string[]> = {
  transaction: ['reference', 'ref', 'transaction', 'transactionid', 'txn', 'reportid', 'expenseid', 'expensereport'],
  key: ['idempotencykey', 'xnetsuiteidempotencykey', 'xidempotencykey'],
  external: ['externalid', 'eid', 'externalreference', 'correspncexternalreference', 'vendororderreference', 'yourreference'],
  order: ['ponumber', 'po', 'purchaseorder', 'purchaseordernumber', 'documentnumber', 'tranid'],
  correlation: ['correlationid', 'requestid', 'traceid', 'activityid', 'xcorrelationid', 'xrequestid'],
};

/** Under which names an answer stands. */
export const ANSWER_NAMES = ['body', 'response', 'responsebody', 'payload', 'result'] as const;

/** Lists of entries within one object. */
export const LIST_NAMES = ['entries', 'logs', 'records', 'items', 'value'] as const;

/** Of the texts under a field's names the one that counts; where a log has a word and a number for the status (`failed`, 400), the number. */
export function firstText(field: FieldName, texts: readonly string[]): string {
  const given = texts.filter((text) => text !== '');
  return (field === 'status' ? given.find((text) => /^\d{3}\b/.test(text)) : undefined) ?? given[0] ?? '';
}

/** A name as it is compared. */
export const bareName = (name: string): string => name.toLowerCase().replace(/[\s_.@-]/g, '');
