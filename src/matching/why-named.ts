import type { StrangerId, StrangerKind } from '../domain/stranger-ids.ts';
import type { ManualSide } from './sides.ts';

/** The fields of a PO that may name a transaction. */
export type NamingField = 'reference' | 'memo';

/** That a field of a PO names a transaction, in words. */
export const fieldNames = (field: NamingField, poNumber: string, transactionId: string): string => `the ${field} of ${poNumber} names ${transactionId}`;

/** Which field of which PO names a transaction, in words. */
export function whyNamed(manuals: readonly ManualSide[], transactionId: string): string {
  if (manuals.length > 1) return `${manuals.map((manual) => manual.poNumber).join(', ')} name ${transactionId}`;
  const { references, poNumber } = manuals[0] as ManualSide;
  return fieldNames(references.includes(transactionId) ? 'reference' : 'memo', poNumber, transactionId);
}

const STRANGER_WORDS: Record<StrangerKind, string> = { unknown: 'which no report is', unread: 'which could not be read', nothing_to_order: 'of which nothing is to be ordered' };

/** What a PO says that is no report which takes part, in words; '' where it says none. */
export function strangersNamed(strangers: readonly StrangerId[]): string {
  const told = [...Map.groupBy(strangers, ({ is }) => is)].map(([is, ids]) => `${ids.map(({ id }) => id).join(', ')}, ${STRANGER_WORDS[is]}`);
  return told.length === 0 ? '' : `it says ${told.join('; and ')}`;
}
