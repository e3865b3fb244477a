import type { BusinessDate } from './calendar.ts';
import { compareText } from './text.ts';

/** A manual PO that is in no row of a run, because the transaction that it is paired with lies outside the window. */
export interface PairedOutside {
  /** Its name among all manual POs: the number, with the legal entity before it where another has the number. */
  poName: string;
  poDate: BusinessDate;
  transactionId: string;
  /** When the transaction was first finally approved, without that when it was last seen. */
  transactionDate: BusinessDate;
}

/** In the order of names, each pair once: a transaction may have several would-be POs. */
export function inOrderOfNames(pairs: readonly PairedOutside[]): PairedOutside[] {
  const sorted = [...pairs].sort((left, right) => compareText(left.poName, right.poName) || compareText(left.transactionId, right.transactionId));
  return sorted.filter(({ poName, transactionId }, place) => poName !== sorted[place - 1]?.poName || transactionId !== sorted[place - 1]?.transactionId);
}
