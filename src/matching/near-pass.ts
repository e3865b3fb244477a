import { nearAmount } from './amounts/near-amount.ts';
import type { MatchingDesk } from './desk.ts';
import { type Edge, comparable, pairLoneEdges } from './lone-edges.ts';
import type { DrySide } from './sides.ts';
import { vendorBuckets } from './vendor-index.ts';

/**
 * Pairs near amounts: vendor and dates agree, the amounts differ by something that has a name, and just one fits on either side. Amounts
 * are near by chance often enough in a large ledger, so that two POs which have no code in common are not taken for one.
 */
export function nearPass(desk: MatchingDesk, takes: (side: DrySide) => boolean): void {
  const edges = new Map<string, Edge>();
  for (const bucket of vendorBuckets(desk.unnamedManual(), desk.freeDry().filter(takes), (manual) => desk.vendors.keysOf(manual))) {
    const manualsFor = comparable(desk, bucket.manual.filter((side) => desk.manualIsFree(side.index)).sort((left, right) => left.day - right.day || left.index - right.index));
    for (const dry of bucket.dry) {
      if (!desk.dryIsFree(dry.index)) continue;
      for (const manual of manualsFor(dry)) {
        if (dry.day === null || manual.day > dry.day + desk.dateWindowDays) break;
        if (desk.daysApart(dry, manual) === undefined || !desk.mayPair(dry, manual) || !desk.mayShareCode(dry, manual)) continue;
        const near = nearAmount(desk.codings, desk.amounts, dry, manual);
        if (near === null) continue;
        const vendor = desk.vendors.between(dry, manual);
        if (vendor === null || vendor.kind === 'in_text') continue;
        edges.set(`${dry.index} ${manual.index}`, { dry, manual, why: `${vendor.kind === 'similar_name' ? `similar vendor name (${vendor.percent} %)` : 'same vendor'} and currency, dates near, ${near.how}` });
      }
    }
  }
  pairLoneEdges(desk, [...edges.values()], 'vendor_near_amount');
}
