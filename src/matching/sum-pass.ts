import { comparedOf, mergeCodings } from './coding.ts';
import type { MatchingDesk } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { SUBSET_LIMITS, type SubsetSearch, searchPair, searchSubset } from './subsets.ts';
import { type VendorBucket, vendorBuckets } from './vendor-index.ts';

/**
 * Pairs one would-be PO with several manual POs that add up to it, and several with one, without references: same vendor and
 * currency, dates near, exact sums, and only where a single subset fits and nobody else needs a part of it. A sum may fit by
 * chance, so the coding must agree as well, or the subsets that were possible must be few against the amount.
 */
export function sumPass(desk: MatchingDesk): void {
  for (const bucket of vendorBuckets(desk.freeManual(), desk.freeDry())) {
    takeApart(desk, splits(desk, bucket));
    takeApart(desk, merges(desk, bucket));
  }
}

/** One side and the several that may add up to it. */
interface Sum {
  dry: readonly DrySide[];
  manual: readonly ManualSide[];
  why: string;
}

function splits(desk: MatchingDesk, bucket: VendorBucket): Sum[] {
  const sums: Sum[] = [];
  for (const side of bucket.dry) {
    if (!desk.dryIsFree(side.index) || desk.ambiguousDry.has(side.index)) continue;
    const near = bucket.manual.filter((manual) => desk.manualIsFree(manual.index) && desk.daysApart(side, manual) !== undefined && manual.amountMinor > 0 && manual.amountMinor < side.amountMinor);
    const chosen = choose(desk, near, side.amountMinor, side.transaction.reportId, (parts) => agreeing(desk, [side], parts));
    if (chosen === 'several') desk.ambiguousDry.add(side.index);
    else if (chosen !== null) sums.push({ dry: [side], manual: chosen, why: `same vendor and currency, dates near, and ${chosen.map((manual) => manual.poNumber).join(' + ')} add up to it` });
  }
  return sums;
}

function merges(desk: MatchingDesk, bucket: VendorBucket): Sum[] {
  const sums: Sum[] = [];
  const orders = bucket.dry.filter((side) => side.order !== null);
  for (const manual of bucket.manual) {
    if (!desk.manualIsFree(manual.index) || desk.ambiguousManual.has(manual.index)) continue;
    const near = orders.filter((side) => desk.dryIsFree(side.index) && desk.daysApart(side, manual) !== undefined && side.amountMinor < manual.amountMinor);
    const chosen = choose(desk, near, manual.amountMinor, manual.poNumber, (parts) => agreeing(desk, parts, [manual]));
    if (chosen === 'several') desk.ambiguousManual.add(manual.index);
    else if (chosen !== null) sums.push({ dry: chosen, manual: [manual], why: `same vendor and currency, dates near, and ${chosen.map((side) => side.transaction.reportId).join(' + ')} add up to ${manual.poNumber}` });
  }
  return sums;
}

function agreeing(desk: MatchingDesk, dry: readonly DrySide[], manual: readonly ManualSide[]): boolean {
  if (dry.some((side) => side.coding.codes.length === 0)) return false;
  const expected = mergeCodings(desk.codings, dry.map((side) => side.coding));
  const keyed = mergeCodings(desk.codings, manual.map((side) => side.coding));
  return desk.codings.agree(expected, keyed, comparedOf(manual.flatMap((side) => side.notCompared)));
}

/** The parts that add up to the target: those whose coding agrees; else those of the only sum there is, where chance is unlikely. */
function choose<Side extends DrySide | ManualSide>(desk: MatchingDesk, near: readonly Side[], target: number, shown: string, codingAgrees: (parts: readonly Side[]) => boolean): Side[] | 'several' | null {
  if (near.length < 2) return null;
  const amounts = near.map((side) => side.amountMinor);
  const partsOf = (places: readonly number[]): Side[] => places.map((place) => near[place] as Side);
  const accepts = (places: readonly number[]): boolean => codingAgrees(partsOf(places));
  if (near.length > SUBSET_LIMITS.amounts) {
    desk.reach(`sums for ${shown}: of ${near.length} amounts only two at a time were added`);
    return chosenBy(searchPair(amounts, target, accepts), partsOf);
  }
  const agreed = searchSubset(amounts, target, accepts);
  if (agreed.bounded) desk.reach(`sums for ${shown}: ${SUBSET_LIMITS.sums} of the sums of ${near.length} amounts were looked at, not all`);
  if (agreed.only !== null || agreed.several || agreed.bounded) return chosenBy(agreed, partsOf);
  if (2 ** near.length * 1000 > target) return null;
  const { only } = searchSubset(amounts, target);
  return only === null ? null : partsOf(only);
}

const chosenBy = <Side>({ only, several }: SubsetSearch, partsOf: (places: readonly number[]) => Side[]): Side[] | 'several' | null => (several ? 'several' : only === null ? null : partsOf(only));

/** Pairs the sums that share no part with another; a part that two of them need is nobody's. */
function takeApart(desk: MatchingDesk, sums: readonly Sum[]): void {
  const uses = new Map<DrySide | ManualSide, number>();
  const partsOf = ({ dry, manual }: Sum): readonly (DrySide | ManualSide)[] => [...dry, ...manual];
  for (const sum of sums) for (const part of partsOf(sum)) uses.set(part, (uses.get(part) ?? 0) + 1);
  for (const sum of sums) {
    if (partsOf(sum).every((part) => uses.get(part) === 1)) {
      desk.pair({ dry: sum.dry.map((side) => side.index).sort((left, right) => left - right), manual: sum.manual.map((side) => side.index).sort((left, right) => left - right), pass: 'vendor_sum', repeated: false, why: sum.why });
      continue;
    }
    for (const side of sum.dry) desk.ambiguousDry.add(side.index);
    for (const side of sum.manual) desk.ambiguousManual.add(side.index);
  }
}
