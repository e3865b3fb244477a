import type { Evidence, MatchingDesk } from './desk.ts';
import { type Edge, comparable, pairLoneEdges } from './lone-edges.ts';
import { vendorBuckets } from './vendor-index.ts';

/**
 * Pairs what is left by vendor, currency, date and an amount within the tolerance, where just one fits on either side: with every
 * code's amounts within it too, or with some code in common.
 */
export function tolerancePass(desk: MatchingDesk, evidence: Evidence): void {
  for (const bucket of vendorBuckets(desk.manualFor(evidence), desk.freeDry().filter((side) => side.order !== null))) {
    const edges: Edge[] = [];
    const manualsFor = comparable(desk, bucket.manual.filter((side) => desk.manualIsFree(side.index)).sort((left, right) => left.amountMinor - right.amountMinor || left.index - right.index));
    for (const dry of bucket.dry) {
      if (!desk.dryIsFree(dry.index)) continue;
      const manuals = manualsFor(dry);
      const tolerance = desk.toleranceOf(dry.currency, dry.amountMinor);
      for (let place = firstFrom(manuals, dry.amountMinor - tolerance); place < manuals.length; place++) {
        const manual = manuals[place] as (typeof manuals)[number];
        if (manual.amountMinor > dry.amountMinor + tolerance) break;
        if (desk.daysApart(dry, manual) === undefined || !desk.mayPair(dry, manual) || !(evidence === 'coding' ? desk.codingWithin(dry, manual, tolerance) : desk.sharesCode(dry, manual))) continue;
        edges.push({ dry, manual, why: `same vendor and currency, amount within the tolerance, dates near${evidence === 'coding' ? ', coded alike' : ''}` });
      }
    }
    pairLoneEdges(desk, edges, 'vendor_amount_within_tolerance');
  }
}

/** The place of the first amount that is at least `leastMinor`, in ascending amounts. */
function firstFrom(sides: readonly { amountMinor: number }[], leastMinor: number): number {
  let from = 0;
  let to = sides.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sides[middle] as { amountMinor: number }).amountMinor < leastMinor) from = middle + 1;
    else to = middle;
  }
  return from;
}
