import { amountsNear } from './amounts/amounts-near.ts';
import { nearAmount } from './amounts/near-amount.ts';
import type { MatchingDesk } from './desk.ts';
import { type Edge, comparable, pairLoneEdges } from './lone-edges.ts';
import { vendorInWords } from './points.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { type VendorBucket, vendorBuckets } from './vendor-index.ts';

/** The pass that pairs them. */
const NEAR_AMOUNT = 'vendor_near_amount';
/** Most POs of a vendor that are compared one by one; of more, those are looked up whose amounts may be near. */
const MOST_ONE_BY_ONE = 200;
/** Most near amounts of one vendor that are gathered. */
const MOST_EDGES = 200_000;

/**
 * Pairs near amounts: vendor and dates agree, the amounts differ by something that has a name, and just one fits on either side. Amounts
 * are near by chance often enough in a large ledger, so that two POs which have no code in common are not taken for one.
 */
export function nearPass(desk: MatchingDesk, takes: (side: DrySide) => boolean): void {
  const edges = new Map<string, Edge>();
  for (const bucket of vendorBuckets(desk, desk.unnamedManual(), desk.freeDry().filter(takes), (manual) => desk.vendors.keysOf(manual))) {
    if (!gather(desk, bucket, edges)) desk.leaveUnsearched(bucket.dry, bucket.manual, `near amounts of ${bucket.key}: ${bucket.dry.length} reports and ${bucket.manual.length} POs have too many in common`);
  }
  pairLoneEdges(desk, [...edges.values()].filter(({ dry, manual }) => !desk.isUnsearched(dry) && !desk.isUnsearched(manual)), NEAR_AMOUNT);
}

/** Adds the pairs of a bucket; false where there are too many. */
function gather(desk: MatchingDesk, { dry, manual }: VendorBucket, edges: Map<string, Edge>): boolean {
  const free = manual.filter((side) => desk.manualIsFree(side.index));
  const isFew = free.length <= MOST_ONE_BY_ONE;
  const byAmount = isFew ? undefined : Map.groupBy(free, ({ amountMinor }) => amountMinor);
  const manualsFor = comparable(desk, free);
  let gathered = 0;
  for (const side of dry) {
    if (!desk.dryIsFree(side.index) || side.day === null) continue;
    for (const other of byAmount === undefined ? manualsFor(side) : lookedUp(desk, side, byAmount)) {
      if (desk.daysApart(side, other) === undefined || !desk.mayPair(side, other) || !desk.mayShareCode(side, other)) continue;
      const near = nearAmount(desk.codings, desk.amounts, side, other);
      const vendor = near === null ? null : desk.vendors.between(side, other);
      if (near === null || vendor === null) continue;
      edges.set(`${side.index} ${other.index}`, { dry: side, manual: other, why: `${vendorInWords(vendor)}, same currency, dates near, ${near.how}` });
      if (++gathered > MOST_EDGES) return false;
    }
  }
  return true;
}

/** POs whose amounts may be near, without those that are ambiguous where the dry side is itself. */
function* lookedUp(desk: MatchingDesk, side: DrySide, byAmount: ReadonlyMap<number, readonly ManualSide[]>): Generator<ManualSide> {
  const isAmbiguous = desk.ambiguousDry.has(side.index);
  for (const minor of amountsNear({ currency: side.currency, wouldBeMinor: side.amountMinor, parts: side.coding.amounts, taxMinor: side.taxMinor }, desk.amounts)) {
    for (const manual of byAmount.get(minor) ?? []) if (!isAmbiguous || !desk.ambiguousManual.has(manual.index)) yield manual;
  }
}
