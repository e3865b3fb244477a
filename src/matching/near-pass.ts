import { type MatchingDesk, vendorAgrees } from './desk.ts';
import { type Edge, comparable, pairLoneEdges } from './lone-edges.ts';
import type { DrySide } from './sides.ts';
import { mistakeBetween } from './typing-mistake.ts';
import { vendorBuckets } from './vendor-index.ts';

/**
 * Pairs near amounts: vendor and dates agree, the amounts differ by a typing mistake, and just one fits on either side. Amounts
 * are near by chance often enough in a large ledger, so that two POs which have no code in common are not taken for one.
 */
export function nearPass(desk: MatchingDesk, takes: (side: DrySide) => boolean): void {
  for (const bucket of vendorBuckets(desk.unnamedManual(), desk.freeDry().filter(takes))) {
    const edges: Edge[] = [];
    const manualsFor = comparable(desk, bucket.manual.filter((side) => desk.manualIsFree(side.index)).sort((left, right) => left.day - right.day || left.index - right.index));
    for (const dry of bucket.dry) {
      if (!desk.dryIsFree(dry.index)) continue;
      for (const manual of manualsFor(dry)) {
        if (dry.day === null || manual.day > dry.day + desk.dateWindowDays) break;
        if (desk.daysApart(dry, manual) === undefined || !desk.mayPair(dry, manual) || !vendorAgrees(dry, manual) || !desk.mayShareCode(dry, manual)) continue;
        const mistake = mistakeBetween(desk, dry, manual);
        if (mistake !== null) edges.push({ dry, manual, why: `same vendor and currency, dates near, ${mistake}` });
      }
    }
    pairLoneEdges(desk, edges, 'vendor_near_amount');
  }
}
