import { type CallAction, NAME_DIGITS, type SandboxCall } from '../domain/sandbox.ts';
import type { ErpApi, StoredOrder } from '../erp/api.ts';
import { bodyText, readBody } from '../erp/body-text.ts';
import type { Sha256 } from '../erp/key-within.ts';

/** A would-be PO as the store has it. */
export interface StoredBody {
  transactionId: string;
  number: string;
  idempotencyKey: string;
  requestBody: string;
}

const MARK_DIGITS = 10;
const LONGEST_NAMED = 40;

/** The calls of an action for a PO, each with its exact text, hash and name. */
export function callsOf(api: ErpApi, { transactionId, number, idempotencyKey, requestBody }: StoredBody, action: CallAction, sha256: Sha256): SandboxCall[] {
  const order: StoredOrder = { transactionId, number, idempotencyKey, body: readBody(requestBody), mark: sha256(number).slice(0, MARK_DIGITS) };
  return api.calls[action](order).map(({ part, method, path, body, headers = {}, gives = [], unsourced = '' }) => {
    const text = body === null ? null : bodyText(body);
    const hash = sha256(text ?? `${method} ${path}`);
    const id = sha256(`${method} ${path}\n${text ?? ''}`);
    return {
      id, sha256: hash, name: `${action}-${named(number)}${part === 'order' ? '' : `-${named(part)}`}-${id.slice(0, NAME_DIGITS)}`, transactionId, poNumber: number, idempotencyKey, action, part, method, path, body: text,
      headers: { ...api.headers, ...headers }, gives, unsourced,
    };
  });
}

/** A text as part of a file's name: it can lead nowhere. */
const named = (text: string): string => text.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, LONGEST_NAMED);

const VARIABLE = /\{\{po_[0-9a-f]+\}\}/g;

/** Whether a tool that fills in variables would change a body beyond the number that the ERP gave its PO. */
export const holdsOtherBraces = (body: string): boolean => body.replace(VARIABLE, '').includes('{{');

/** Whether a body waits for the number of its PO. */
export const waitsForNumber = (body: string): boolean => body.search(VARIABLE) >= 0;

/** Whether a body that was sent is this one with a number filled in: letters, digits, `-`, `_`, `.` and nothing else. */
export function isFilledIn(body: string, sent: string): boolean {
  const [before = '', after, ...others] = body.split(VARIABLE);
  if (after === undefined || others.length > 0 || sent.length < before.length + after.length) return false;
  return sent.startsWith(before) && sent.endsWith(after) && /^[\w.-]{1,40}$/.test(sent.slice(before.length, sent.length - after.length));
}
