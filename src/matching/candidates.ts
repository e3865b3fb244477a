import type { MatchingDesk } from './desk.ts';
import type { CandidateNote, DrySide, ManualSide } from './sides.ts';
import { vendorAgrees } from './vendor-evidence.ts';

/** Most candidates that a row lists, and most sides that are looked at for one PO. */
const MOST_LISTED = 5;
const MOST_LOOKED_AT = 500;

interface Scored {
  dry: DrySide;
  manual: ManualSide;
  rank: number;
}

/**
 * For everything that stayed unpaired: who else it could have been, and why it was not taken. Looked up by vendor and by amount,
 * never all against all.
 */
export function listCandidates(desk: MatchingDesk): { dryCandidates: Map<number, CandidateNote[]>; manualCandidates: Map<number, CandidateNote[]> } {
  const manuals = desk.freeManual();
  const near = manuals.length === 0 ? () => [] : counterparts(desk);
  const ofDry = new Map<number, Scored[]>();
  const manualCandidates = new Map<number, CandidateNote[]>();
  for (const manual of manuals) {
    const best: Scored[] = [];
    for (const dry of near(manual)) {
      const rank = rankOf(desk, dry, manual);
      if (rank === null) continue;
      insert(best, { dry, manual, rank });
    }
    if (best.length > 0) manualCandidates.set(manual.index, best.map((scored) => ({ id: scored.dry.transaction.reportId, why: factsOf(desk, scored) })));
    for (const scored of best) {
      const same = ofDry.get(scored.dry.index);
      if (same === undefined) ofDry.set(scored.dry.index, [scored]);
      else insert(same, scored);
    }
  }
  const dryCandidates = new Map([...ofDry].map(([index, best]) => [index, best.map((scored) => ({ id: scored.manual.poNumber, why: factsOf(desk, scored) }))]));
  return { dryCandidates, manualCandidates };
}

/** The free dry sides of a PO's amount, and of its vendor. */
function counterparts(desk: MatchingDesk): (manual: ManualSide) => Iterable<DrySide> {
  const byAmount = new Map<string, DrySide[]>();
  const byVendor = new Map<string, DrySide[]>();
  const append = (map: Map<string, DrySide[]>, key: string, side: DrySide): void => {
    const same = map.get(key);
    if (same === undefined) map.set(key, [side]);
    else if (same.length < MOST_LOOKED_AT) same.push(side);
  };
  for (const side of desk.freeDry()) {
    append(byAmount, `${side.currency} ${side.amountMinor}`, side);
    for (const id of side.vendorIds) append(byVendor, `${side.currency} ${id}`, side);
  }
  return (manual) => {
    const vendor = manual.vendorId === '' ? manual.namedVendorId : manual.vendorId;
    return new Set([...(byAmount.get(`${manual.currency} ${manual.amountMinor}`) ?? []), ...(vendor === '' ? [] : (byVendor.get(`${manual.currency} ${vendor}`) ?? []))]);
  };
}

/** The smaller the nearer: the amount weighs most, then the vendor, then the days; null where neither amount nor date is near, or the two were parted by hand. */
function rankOf(desk: MatchingDesk, dry: DrySide, manual: ManualSide): number | null {
  if (!desk.mayPair(dry, manual)) return null;
  const apart = dry.day === null ? null : Math.abs(dry.day - manual.day);
  const sameAmount = dry.amountMinor === manual.amountMinor;
  if (!sameAmount && (apart === null || apart > desk.dateWindowDays)) return null;
  return (sameAmount ? 0 : 2) + (vendorAgrees(dry, manual) ? 0 : 1) + Math.min(apart ?? 99, 99) / 100;
}

/** Keeps the best few, best first; among equals the first in the ledger and in the record. */
function insert(best: Scored[], scored: Scored): void {
  const last = best[MOST_LISTED - 1];
  if (last !== undefined && compareScored(scored, last) > 0) return;
  best.push(scored);
  best.sort(compareScored);
  if (best.length > MOST_LISTED) best.pop();
}

const compareScored = (left: Scored, right: Scored): number => left.rank - right.rank || left.dry.index - right.dry.index || left.manual.index - right.manual.index;

function factsOf(desk: MatchingDesk, { dry, manual }: Scored): string {
  const apart = dry.day === null ? null : Math.abs(dry.day - manual.day);
  const facts = [dry.amountMinor === manual.amountMinor ? 'same amount' : 'another amount', vendorAgrees(dry, manual) ? 'same vendor' : 'another vendor', apart === null ? 'no date' : `${apart} day${apart === 1 ? '' : 's'} apart`];
  if (desk.ambiguousDry.has(dry.index) && desk.ambiguousManual.has(manual.index)) facts.push('others fit as well');
  return facts.join(', ');
}
