import { MOST_LOOKED_AT, chancesOf, chooseParts } from './choose-parts.ts';
import { comparedOf, mergeCodings } from './coding.ts';
import type { Evidence, MatchingDesk } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { MOST_AMOUNTS, searchSubset } from './subsets.ts';
import { sureKeysOf } from './vendor-evidence.ts';
import { type VendorBucket, vendorBuckets } from './vendor-index.ts';

/**
 * Pairs one would-be PO with several manual POs that add up to it, and several with one, without references: same vendor and currency, dates
 * near, exact sums, coding included where `evidence` asks for it; the fewest parts that fit, where there is one choice of them, nobody else needs
 * a part of it, and so few sums were possible that it is no chance. The vendor's evidence is sure, or of any kind.
 */
export function sumPass(desk: MatchingDesk, evidence: Evidence, vendor: 'sure' | 'any'): void {
  const chance = new ByChance(desk);
  for (const bucket of vendorBuckets(desk, desk.manualFor(evidence), desk.freeDry(), vendor === 'sure' ? sureKeysOf : (manual) => desk.vendors.keysOf(manual))) {
    takeApart(desk, splits(desk, bucket, evidence, chance));
    takeApart(desk, merges(desk, bucket, evidence, chance));
  }
}

/** Most sums that are made in one pass to tell what adds up by chance. */
const MOST_SUMS = 50_000_000;

/** Says whether any amounts add up to another, where so many sums are possible that this proves nothing. */
class ByChance {
  readonly #desk: MatchingDesk;
  #sums = 0;

  constructor(desk: MatchingDesk) {
    this.#desk = desk;
  }

  fits(parts: readonly { amountMinor: number }[], targetMinor: number, shown: string): boolean {
    this.#sums += 2 ** Math.ceil(parts.length / 2);
    if (parts.length > MOST_AMOUNTS || this.#sums > MOST_SUMS) {
      this.#desk.reach(`sums for ${shown}: ${parts.length} amounts have too many to look at all of them`);
      return false;
    }
    const { only, several } = searchSubset(parts.map(({ amountMinor }) => amountMinor), targetMinor);
    return only !== null || several;
  }
}

/** One side and the several that add up to it. */
interface Sum {
  dry: readonly DrySide[];
  manual: readonly ManualSide[];
  why: string;
}

function splits(desk: MatchingDesk, bucket: VendorBucket, evidence: Evidence, chance: ByChance): Sum[] {
  const sums: Sum[] = [];
  for (const side of bucket.dry) {
    if (!desk.dryIsFree(side.index) || desk.ambiguousDry.has(side.index)) continue;
    const near = bucket.manual.filter(
      (manual) => manual.amountMinor > 0 && manual.amountMinor < side.amountMinor && desk.manualIsFree(manual.index) && desk.daysApart(side, manual) !== undefined && desk.mayPair(side, manual) &&
        (evidence === 'amount' || desk.codings.isPart(manual.coding, side.coding, comparedOf(manual.notCompared))),
    );
    const chances = evidence === 'amount' ? side.amountMinor : chancesOf(desk.codings, side.coding, near.flatMap(({ notCompared }) => notCompared));
    const chosen = chooseParts(near, side.amountMinor, { chances, least: 2, accepts: (parts) => evidence === 'amount' || agreeing(desk, [side], parts) });
    if (chosen.bounded) tellBound(desk, side.transaction.reportId, near.length);
    if (chosen.tooMany && chance.fits(near, side.amountMinor, side.transaction.reportId)) desk.chanceDry.add(side.index);
    if (chosen.several) desk.ambiguousDry.add(side.index);
    if (chosen.parts !== null) sums.push({ dry: [side], manual: chosen.parts, why: `same vendor and currency, dates near, and ${chosen.parts.map((manual) => manual.poNumber).sort().join(' + ')} add up to it` });
  }
  return sums;
}

function merges(desk: MatchingDesk, bucket: VendorBucket, evidence: Evidence, chance: ByChance): Sum[] {
  const sums: Sum[] = [];
  const orders = bucket.dry.filter((side) => side.order !== null && side.amountMinor > 0);
  for (const manual of bucket.manual) {
    if (!desk.manualIsFree(manual.index) || desk.ambiguousManual.has(manual.index)) continue;
    const near = orders.filter(
      (side) => side.amountMinor < manual.amountMinor && desk.dryIsFree(side.index) && desk.daysApart(side, manual) !== undefined && desk.mayPair(side, manual) &&
        (evidence === 'amount' || desk.codings.isPart(side.coding, manual.coding, comparedOf(manual.notCompared))),
    );
    const chances = evidence === 'amount' ? manual.amountMinor : chancesOf(desk.codings, manual.coding, manual.notCompared);
    const chosen = chooseParts(near, manual.amountMinor, { chances, least: 2, accepts: (parts) => evidence === 'amount' || agreeing(desk, parts, [manual]) });
    if (chosen.bounded) tellBound(desk, manual.poNumber, near.length);
    if (chosen.tooMany && chance.fits(near, manual.amountMinor, manual.poNumber)) desk.chanceManual.add(manual.index);
    if (chosen.several) desk.ambiguousManual.add(manual.index);
    if (chosen.parts !== null) sums.push({ dry: chosen.parts, manual: [manual], why: `same vendor and currency, dates near, and ${chosen.parts.map((side) => side.transaction.reportId).sort().join(' + ')} add up to ${manual.poNumber}` });
  }
  return sums;
}

const tellBound = (desk: MatchingDesk, shown: string, amounts: number): void => desk.reach(`sums for ${shown}: ${MOST_LOOKED_AT} sums of ${amounts} amounts were looked at, not all`);

/** Whether some would-be POs and some POs are coded alike together. False where a report's coding is not known. */
export function agreeing(desk: MatchingDesk, dry: readonly DrySide[], manual: readonly ManualSide[]): boolean {
  if (dry.some((side) => side.coding.codes.length === 0)) return false;
  const expected = mergeCodings(desk.codings, dry.map((side) => side.coding));
  const keyed = mergeCodings(desk.codings, manual.map((side) => side.coding));
  return desk.codings.agree(expected, keyed, comparedOf(manual.flatMap((side) => side.notCompared)));
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
