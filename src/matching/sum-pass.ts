import type { MatchingDesk } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { mergeCodings } from './coding.ts';
import { SUBSET_LIMITS, searchSubset } from './subsets.ts';
import { type VendorBucket, vendorBuckets } from './vendor-index.ts';

/**
 * Pairs one would-be PO with several manual POs that add up to it, and several with one, without references: same vendor and
 * currency, dates near, exact sums, and only where a single subset fits. A sum may fit by chance, so the coding must agree as
 * well, or the subsets that were possible must be few against the amount.
 */
export function sumPass(desk: MatchingDesk): void {
  for (const bucket of vendorBuckets(desk, (side) => side.order !== null)) {
    splits(desk, bucket);
    merges(desk, bucket);
  }
}

function splits(desk: MatchingDesk, bucket: VendorBucket): void {
  for (const side of bucket.dry) {
    if (!desk.dryIsFree(side.index) || desk.ambiguousDry.has(side.index)) continue;
    const near = bucket.manual.filter((manual) => desk.manualIsFree(manual.index) && desk.daysApart(side, manual) !== undefined && manual.amountMinor < side.amountMinor);
    const chosen = choose(desk, near, side.amountMinor, (these) => desk.codings.equal(side.coding, mergeCodings(desk.codings, these.map((manual) => manual.coding))), side.transaction.reportId);
    if (chosen === null) continue;
    desk.pair({ dry: [side.index], manual: chosen.map((manual) => manual.index), pass: 'vendor_sum', repeated: false, why: `same vendor and currency, dates near, and ${chosen.map((manual) => manual.poNumber).join(' + ')} add up to it` });
  }
}

function merges(desk: MatchingDesk, bucket: VendorBucket): void {
  for (const manual of bucket.manual) {
    if (!desk.manualIsFree(manual.index) || desk.ambiguousManual.has(manual.index)) continue;
    const near = bucket.dry.filter((side) => desk.dryIsFree(side.index) && desk.daysApart(side, manual) !== undefined && side.amountMinor < manual.amountMinor);
    const chosen = choose(desk, near, manual.amountMinor, (these) => desk.codings.equal(mergeCodings(desk.codings, these.map((side) => side.coding)), manual.coding), manual.poNumber);
    if (chosen === null) continue;
    desk.pair({ dry: chosen.map((side) => side.index).sort((left, right) => left - right), manual: [manual.index], pass: 'vendor_sum', repeated: false, why: `same vendor and currency, dates near, and ${chosen.map((side) => side.transaction.reportId).join(' + ')} add up to ${manual.poNumber}` });
  }
}

function choose<Side extends DrySide | ManualSide>(desk: MatchingDesk, near: readonly Side[], target: number, codingAgrees: (these: readonly Side[]) => boolean, shown: string): Side[] | null {
  if (near.length < 2) return null;
  const search = searchSubset(near.map((side) => side.amountMinor), target);
  if (search.bounded) desk.limits.push(`sums for ${shown}: ${near.length} candidates, more than ${SUBSET_LIMITS.amounts} amounts or ${SUBSET_LIMITS.sums} sums are not searched`);
  if (search.only === null) return null;
  const chosen = search.only.map((place) => near[place] as Side);
  const subsets = 2 ** near.length;
  return codingAgrees(chosen) || subsets * 1000 <= Math.abs(target) ? chosen : null;
}
