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

/** That a PO says ids of reports that nobody knows, in words. */
export const unknownNamed = (ids: readonly string[]): string => `it says ${ids.join(', ')}, which no report is`;
