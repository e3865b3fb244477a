import { firstFrom } from './by-amount.ts';
import type { MatchingDesk } from './desk.ts';
import { type Edge, comparable, pairLoneEdges } from './lone-edges.ts';
import { vendorBuckets } from './vendor-index.ts';

/** Most pairs of one vendor that are looked at. */
const MOST_LOOKED_AT = 1_000_000;

/**
 * Pairs what is left by vendor, currency, date and an amount within the tolerance, with every code's amounts within it too, where just one
 * fits on either side.
 */
export function tolerancePass(desk: MatchingDesk): void {
  for (const bucket of vendorBuckets(desk, desk.freeManual(), desk.freeDry().filter((side) => side.order !== null))) {
    const edges: Edge[] = [];
    let looked = 0;
    const manualsFor = comparable(desk, bucket.manual.filter((side) => desk.manualIsFree(side.index)).sort((left, right) => left.amountMinor - right.amountMinor || left.index - right.index));
    for (const dry of bucket.dry) {
      if (!desk.dryIsFree(dry.index)) continue;
      const manuals = manualsFor(dry);
      const tolerance = desk.toleranceOf(dry.currency, dry.amountMinor);
      // What is equal and coded alike was paired before.
      if (tolerance === 0) continue;
      for (let place = firstFrom(manuals, dry.amountMinor - tolerance); place < manuals.length; place++) {
        const manual = manuals[place] as (typeof manuals)[number];
        if (manual.amountMinor > dry.amountMinor + tolerance) break;
        if (++looked > MOST_LOOKED_AT) break;
        if (desk.daysApart(dry, manual) === undefined || !desk.mayPair(dry, manual) || !desk.codingWithin(dry, manual, tolerance)) continue;
        edges.push({ dry, manual, why: 'same vendor and currency, amount within the tolerance, dates near, coded alike' });
      }
    }
    if (looked > MOST_LOOKED_AT) desk.leaveUnsearched(bucket.dry, bucket.manual, `amounts of ${bucket.key} within the tolerance: ${bucket.dry.length} would-be POs and ${bucket.manual.length} POs are too many to compare each with each`);
    else pairLoneEdges(desk, edges, 'vendor_amount_within_tolerance');
  }
}
