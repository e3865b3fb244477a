import type { ManualSide } from './sides.ts';

/** Which field of which PO names a transaction, in words. */
export function whyNamed(manuals: readonly ManualSide[], transactionId: string): string {
  const [first] = manuals;
  if (manuals.length > 1) return `${manuals.map((manual) => manual.poNumber).join(', ')} name ${transactionId}`;
  return `the ${first?.references.includes(transactionId) === true ? 'reference' : 'memo'} of ${first?.poNumber} names ${transactionId}`;
}
