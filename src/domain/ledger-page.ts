import { adjacent } from './adjacent.ts';
import type { BusinessDate } from './calendar.ts';
import { type ManualPurchaseOrder, unpackManual } from './ledger-entry.ts';

/** Versions of manual POs as the record keeps them, many at a time and in columns: they pass from thread to thread cheaply. */
export interface LedgerPage {
  poNumber: string[];
  version: number[];
  poDate: BusinessDate[];
  currency: string[];
  /** As packManual and packRows wrote them. */
  content: string[];
  lineRows: string[];
  importId: number[];
  seenImportId: number[];
  heldBy: (readonly number[])[];
}

/** One version of a manual PO, the import that brought it, the newest that still held it, and all that did. */
export interface StoredManual {
  order: ManualPurchaseOrder;
  importId: number;
  seenImportId: number;
  heldBy: readonly number[];
  version: number;
}

/** The version at a place of a page. */
export function storedAt(page: LedgerPage, place: number): StoredManual {
  return {
    order: unpackManual({ poNumber: page.poNumber[place] as string, poDate: page.poDate[place] as string, currency: page.currency[place] as string }, page.content[place] as string, page.lineRows[place] as string),
    importId: page.importId[place] as number, seenImportId: page.seenImportId[place] as number, heldBy: page.heldBy[place] as readonly number[], version: page.version[place] as number,
  };
}

/** The versions of a page, PO by PO; a page holds whole POs, in the order of their numbers, and their versions in order. */
export function manualOrdersIn(page: LedgerPage): Generator<StoredManual[]> {
  return adjacent(page.poNumber, (place) => storedAt(page, place));
}
