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
}

/** One version of a manual PO, the import that brought it, and the newest that still held it. */
export interface StoredManual {
  order: ManualPurchaseOrder;
  importId: number;
  seenImportId: number;
  version: number;
}

/** The versions of a page, PO by PO; a page holds whole POs, in the order of their numbers, and their versions in order. */
export function* manualOrdersIn(page: LedgerPage): Generator<StoredManual[]> {
  let versions: StoredManual[] = [];
  for (let index = 0; index < page.poNumber.length; index++) {
    const poNumber = page.poNumber[index] as string;
    if (index > 0 && poNumber !== page.poNumber[index - 1]) {
      yield versions;
      versions = [];
    }
    versions.push({
      order: unpackManual({ poNumber, poDate: page.poDate[index] as string, currency: page.currency[index] as string }, page.content[index] as string, page.lineRows[index] as string),
      importId: page.importId[index] as number, seenImportId: page.seenImportId[index] as number, version: page.version[index] as number,
    });
  }
  if (versions.length > 0) yield versions;
}
