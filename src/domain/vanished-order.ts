import type { BusinessDate } from './calendar.ts';

/** A manual PO that stood in an export of the ledger, and that a newer export over the same dates no longer holds. */
export interface VanishedOrder {
  poNumber: string;
  poDate: BusinessDate;
  currency: string;
  /** Of the lines that stood, a plain decimal. */
  amount: string;
  /** The newest export that held it, and the newest that does not: file and as-of. */
  heldBy: string;
  goneFrom: string;
}
