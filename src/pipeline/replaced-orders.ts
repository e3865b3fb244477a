import type { StoredManual } from '../domain/ledger-page.ts';
import { type ManualPurchaseOrder, standingAmount, stands } from '../domain/ledger-entry.ts';
import { fold } from '../domain/text.ts';
import type { StoredImport } from '../store/record-reader.ts';
import { newestFirst } from './newest-version.ts';

/** So many of vendor, amount, date and what they name must agree for two versions to be of one PO (docs/decisions/0020-a-number-used-again.md). */
const LEAST_IN_COMMON = 2;

/**
 * POs that stood under a number of which another PO counts now, each by its newest version, the newest first: that number was used again, or two ledgers have it.
 * `versions` are all that there are of the number in one legal entity. Their order changes nothing.
 */
export function replacedVersions(versions: readonly StoredManual[], imports: ReadonlyMap<number, StoredImport>): StoredManual[] {
  if (versions.length < 2) return [];
  let orders: StoredManual[][] = [];
  for (const version of newestFirst(versions, imports)) {
    const same = orders.filter((order) => order.some((each) => areOfOneOrder(each.order, version.order)));
    // A version may tie others that have too little in common themselves.
    const merged = [...same.flat(), version];
    orders = same.length === 0 ? [...orders, merged] : orders.flatMap((order) => (order === same[0] ? [merged] : same.includes(order) ? [] : [order]));
  }
  return orders.slice(1).flatMap(([newest]) => (newest !== undefined && holdsMoney(newest.order) ? [newest] : []));
}

/** Whether any line stands that is over something: a draft that was filled in later hides no money. */
const holdsMoney = ({ lines }: ManualPurchaseOrder): boolean => lines.some(({ status, amountMinor }) => status !== 'cancelled' && amountMinor !== 0);

function areOfOneOrder(one: ManualPurchaseOrder, other: ManualPurchaseOrder): boolean {
  const common = [
    haveOneVendor(one, other),
    one.currency === other.currency && amountOf(one) === amountOf(other),
    one.poDate === other.poDate,
    isSameText(one.reference, other.reference) || isSameText(one.memo, other.memo),
  ];
  return common.filter(Boolean).length >= LEAST_IN_COMMON;
}

/** What stands of a PO; of one that is cancelled what stood, since its lines keep their amounts. */
const amountOf = (order: ManualPurchaseOrder): number => (stands(order) ? standingAmount(order) : order.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0));

const haveOneVendor = (one: ManualPurchaseOrder, other: ManualPurchaseOrder): boolean =>
  one.vendorId !== '' && other.vendorId !== '' ? isSameText(one.vendorId, other.vendorId) : isSameText(one.vendorName, other.vendorName);

const isSameText = (one: string, other: string): boolean => one !== '' && fold(one) === fold(other);
