import type { BusinessDate } from './calendar.ts';
import { humanAmount } from './money.ts';
import { visible } from './text.ts';

/** A manual PO that stood in an export of the ledger, and that a newer export over the same dates no longer holds, or has another PO instead of. */
export interface VanishedOrder {
  poNumber: string;
  poDate: BusinessDate;
  currency: string;
  /** Of the lines that stood, a plain decimal. */
  amount: string;
  /** The newest export that held it, and the newest that does not: file and as-of. */
  heldBy: string;
  goneFrom: string;
  /** The other PO that stands under its number there; left out where none does. */
  instead?: string;
}

/** Where a PO is gone from, and what stands there instead, as text for people. */
export const goneFromText = ({ goneFrom, instead }: Pick<VanishedOrder, 'goneFrom' | 'instead'>): string => (instead === undefined ? goneFrom : `${goneFrom}, which has another PO under its number: ${instead}`);

/** Which PO vanished, and how, in one line; what files say is shown with control characters made visible. */
export const vanishedText = ({ poNumber, poDate, currency, amount, heldBy, ...gone }: VanishedOrder): string =>
  `${visible(poNumber)}  ${poDate}  ${humanAmount(amount, currency)}  held by ${visible(heldBy)}, and no longer by ${visible(goneFromText(gone))}`;
