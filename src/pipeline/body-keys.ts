import type { Settings } from '../domain/settings.ts';

/** Fields of request bodies in which an ERP holds the idempotency key (docs/erp-profiles.md). */
const KEY_FIELDS = ['externalId', 'CorrespncExternalReference', 'VendorOrderReference'];

/** A field of a body that holds its key, and the key. */
export interface BodyKey {
  field: string;
  value: string;
}

/** The names of the fields that hold a key, the company's own of Business Central among them. */
export const keyFieldsOf = ({ erpDefaults }: Settings): string[] => [...KEY_FIELDS, ...(erpDefaults?.['dynamics-bc']?.keyField === undefined ? [] : [erpDefaults['dynamics-bc'].keyField])];

/** The keys in a body, or in the bodies that a document of several requests holds. */
export function keysIn(body: unknown, fields: readonly string[]): BodyKey[] {
  if (typeof body !== 'object' || body === null) return [];
  const held = Object.entries(body);
  const own = held.flatMap(([field, value]) => (fields.includes(field) && typeof value === 'string' && value !== '' ? [{ field, value }] : []));
  return own.length > 0 ? own : held.flatMap(([, value]) => (Array.isArray(value) ? [] : keysIn(value, fields)));
}
