import { comparedOf, mergeCodings } from './coding.ts';
import type { Evidence, MatchingDesk } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { SUBSET_LIMITS, type SubsetSearch, searchPair, searchSubset } from './subsets.ts';
import { sureKeysOf } from './vendor-evidence.ts';
import { type VendorBucket, vendorBuckets } from './vendor-index.ts';

/**
 * Pairs one would-be PO with several manual POs that add up to it, and several with one, without references: same vendor and
 * currency, dates near, exact sums, and only where a single subset fits and nobody else needs a part of it. A sum may fit by
 * chance, so the coding must agree as well; or else the subsets that were possible must be few against the amount. The vendor's evidence is sure,
 * or of any kind.
 */
export function sumPass(desk: MatchingDesk, evidence: Evidence, vendor: 'sure' | 'any'): void {
  const search = new SumSearch(desk);
  for (const bucket of vendorBuckets(desk.manualFor(evidence), desk.freeDry(), vendor === 'sure' ? sureKeysOf : (manual) => desk.vendors.keysOf(manual))) {
    takeApart(desk, splits(desk, bucket, evidence, search));
    takeApart(desk, merges(desk, bucket, evidence, search));
  }
}

/** Most sums that one pass makes in all. */
const MOST_SUMS = 50_000_000;

/** Looks for the only parts that add up to an amount, and says where it could not look at all of them. */
class SumSearch {
  readonly #desk: MatchingDesk;
  #sums = 0;

  constructor(desk: MatchingDesk) {
    this.#desk = desk;
  }

  /** The only subset; `shown` names whose sum it is. */
  only(amounts: readonly number[], target: number, shown: string, accepts: (places: readonly number[]) => boolean): SubsetSearch {
    this.#sums += 2 ** Math.ceil(amounts.length / 2);
    if (amounts.length > SUBSET_LIMITS.amounts || this.#sums > MOST_SUMS) {
      this.#desk.reach(`sums for ${shown}: of ${amounts.length} amounts only two at a time were added`);
      return searchPair(amounts, target, accepts);
    }
    const found = searchSubset(amounts, target, accepts);
    if (found.bounded) this.#desk.reach(`sums for ${shown}: ${SUBSET_LIMITS.fitting} subsets of ${amounts.length} amounts add up to it and were looked at, not all`);
    return found;
  }
}

/** One side and the several that may add up to it. */
interface Sum {
  dry: readonly DrySide[];
  manual: readonly ManualSide[];
  why: string;
}

function splits(desk: MatchingDesk, bucket: VendorBucket, evidence: Evidence, search: SumSearch): Sum[] {
  const sums: Sum[] = [];
  for (const side of bucket.dry) {
    if (!desk.dryIsFree(side.index) || desk.ambiguousDry.has(side.index)) continue;
    const near = bucket.manual.filter(
      (manual) => manual.amountMinor > 0 && manual.amountMinor < side.amountMinor && desk.manualIsFree(manual.index) && desk.daysApart(side, manual) !== undefined && desk.mayPair(side, manual) &&
        (evidence === 'amount' || desk.codings.isPart(manual.coding, side.coding, comparedOf(manual.notCompared))),
    );
    const chosen = evidence === 'coding' ? chooseCoded(search, near, side.amountMinor, side.transaction.reportId, (parts) => agreeing(desk, [side], parts)) : chooseRare(near, side.amountMinor);
    if (chosen === 'several') desk.ambiguousDry.add(side.index);
    else if (chosen !== null) sums.push({ dry: [side], manual: chosen, why: `same vendor and currency, dates near, and ${chosen.map((manual) => manual.poNumber).join(' + ')} add up to it` });
  }
  return sums;
}

function merges(desk: MatchingDesk, bucket: VendorBucket, evidence: Evidence, search: SumSearch): Sum[] {
  const sums: Sum[] = [];
  const orders = bucket.dry.filter((side) => side.order !== null);
  for (const manual of bucket.manual) {
    if (!desk.manualIsFree(manual.index) || desk.ambiguousManual.has(manual.index)) continue;
    const near = orders.filter(
      (side) => side.amountMinor < manual.amountMinor && desk.dryIsFree(side.index) && desk.daysApart(side, manual) !== undefined && desk.mayPair(side, manual) &&
        (evidence === 'amount' || desk.codings.isPart(side.coding, manual.coding, comparedOf(manual.notCompared))),
    );
    const chosen = evidence === 'coding' ? chooseCoded(search, near, manual.amountMinor, manual.poNumber, (parts) => agreeing(desk, parts, [manual])) : chooseRare(near, manual.amountMinor);
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

/** The only parts that add up to the target and are coded as it is. */
function chooseCoded<Side extends DrySide | ManualSide>(search: SumSearch, near: readonly Side[], target: number, shown: string, codingAgrees: (parts: readonly Side[]) => boolean): Side[] | 'several' | null {
  if (near.length < 2) return null;
  const { only, several } = search.only(near.map((side) => side.amountMinor), target, shown, (places) => codingAgrees(places.map((place) => near[place] as Side)));
  return several ? 'several' : only === null ? null : only.map((place) => near[place] as Side);
}

/** A subset in this many minor units of the amount at most, for a sum that fits to be no chance. */
const RARE = 1_000;

/** The only parts that add up to the target, where so few sums were possible that chance is unlikely. */
function chooseRare<Side extends DrySide | ManualSide>(near: readonly Side[], target: number): Side[] | null {
  if (near.length < 2 || near.length > SUBSET_LIMITS.amounts || 2 ** near.length * RARE > target) return null;
  const { only } = searchSubset(near.map((side) => side.amountMinor), target);
  return only === null ? null : only.map((place) => near[place] as Side);
}

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
