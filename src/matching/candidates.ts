import { nearAmount } from './amounts/near-amount.ts';
import type { MatchingDesk } from './desk.ts';
import { elsewhereInWords } from './elsewhere-words.ts';
import { strangersNamed } from './why-named.ts';
import { vendorInWords } from './points.ts';
import type { CandidateNote, DrySide, ManualSide, MatchResult } from './sides.ts';
import { keysOfDry } from './vendor-evidence.ts';

/** Most candidates that a row lists, and how many of a vendor or an amount are looked at on either side of a date. */
const MOST_LISTED = 5;
const NEAREST = 25;

interface Scored {
  dry: DrySide;
  manual: ManualSide;
  rank: number;
}

/**
 * For everything that stayed unpaired: who else it could have been, and why it was not taken. Looked up by vendor and by amount, the nearest in
 * time, never all against all.
 */
export function listCandidates(desk: MatchingDesk): Pick<MatchResult, 'dryCandidates' | 'manualCandidates'> {
  const manuals = desk.unpairedManual();
  const near = manuals.length === 0 ? () => [] : counterparts(desk);
  const ofDry = new Map<number, Scored[]>();
  const manualCandidates = new Map<number, CandidateNote[]>();
  for (const manual of manuals) {
    const best: Scored[] = [];
    for (const dry of near(manual)) {
      const rank = rankOf(desk, dry, manual);
      if (rank === null) continue;
      const scored = { dry, manual, rank };
      insert(best, scored);
      const same = ofDry.get(dry.index);
      if (same === undefined) ofDry.set(dry.index, [scored]);
      else insert(same, scored);
    }
    if (best.length > 0) manualCandidates.set(manual.index, best.map((scored) => noteOf(desk, scored, scored.dry.transaction.reportId, scored.dry.index)));
  }
  const dryCandidates = new Map([...ofDry].map(([index, best]) => [index, best.map((scored) => noteOf(desk, scored, scored.manual.poNumber, scored.manual.index))]));
  return { dryCandidates, manualCandidates };
}

const noteOf = (desk: MatchingDesk, scored: Scored, id: string, index: number): CandidateNote => ({ id, index, why: factsOf(desk, scored), isElsewhere: !desk.inOneEntity(scored.dry, scored.manual) });

/** The free dry sides of a PO's amount, and of its vendor, that are nearest in time. */
function counterparts(desk: MatchingDesk): (manual: ManualSide) => Iterable<DrySide> {
  const byAmount = new Map<string, DrySide[]>();
  const byVendor = new Map<string, DrySide[]>();
  const byId = new Map<string, DrySide[]>();
  const append = (map: Map<string, DrySide[]>, key: string, side: DrySide): void => {
    const same = map.get(key);
    if (same === undefined) map.set(key, [side]);
    else same.push(side);
  };
  for (const side of desk.unpairedDry().sort((left, right) => (left.day ?? 0) - (right.day ?? 0) || left.index - right.index)) {
    if (desk.elsewhere.size > 0) append(byId, side.transaction.reportId, side);
    append(byAmount, `${side.currency} ${side.amountMinor}`, side);
    for (const key of keysOfDry(side)) append(byVendor, `${side.currency} ${key}`, side);
  }
  return (manual) => new Set([
    ...(desk.elsewhere.get(manual.index)?.named ?? []).flatMap((id) => byId.get(id) ?? []),
    ...nearest(byAmount.get(`${manual.currency} ${manual.amountMinor}`), manual.day),
    ...desk.vendors.keysOf(manual).flatMap((key) => nearest(byVendor.get(`${manual.currency} ${key}`), manual.day)),
  ]);
}

/** Those next to a day, of a list in the order of days. */
function nearest(sides: readonly DrySide[] | undefined, day: number): readonly DrySide[] {
  if (sides === undefined || sides.length <= 2 * NEAREST) return sides ?? [];
  let from = 0;
  for (let to = sides.length; from < to; ) {
    const middle = (from + to) >> 1;
    if (((sides[middle] as DrySide).day ?? 0) < day) from = middle + 1;
    else to = middle;
  }
  return sides.slice(Math.max(0, from - NEAREST), from + NEAREST);
}

/** The smaller the nearer: the amount weighs most, then the vendor, then the days; null where neither amount nor date is near, or the two were parted by hand. */
function rankOf(desk: MatchingDesk, dry: DrySide, manual: ManualSide): number | null {
  const named = desk.elsewhere.get(manual.index)?.named.includes(dry.transaction.reportId) === true;
  if (named) return NAMED_ELSEWHERE;
  // Of another entity is told what would have been the very PO, and no more.
  if (!desk.inOneEntity(dry, manual) && !isTheSameElsewhere(desk, dry, manual)) return null;
  if (desk.byHand?.parts(dry.transaction.reportId, manual) === true) return null;
  const apart = dry.day === null ? null : Math.abs(dry.day - manual.day);
  const sameAmount = dry.amountMinor === manual.amountMinor;
  if (!sameAmount && (apart === null || apart > desk.dateWindowDays)) return null;
  return (sameAmount ? 0 : 2) + (desk.vendors.between(dry, manual) === null ? 1 : 0) + Math.min(apart ?? 99, 99) / 100;
}

/** Before all others: it says so itself. */
const NAMED_ELSEWHERE = -1;

/** Whether a PO of another legal entity has the vendor, the money and nearly the date of a dry side. */
function isTheSameElsewhere(desk: MatchingDesk, dry: DrySide, manual: ManualSide): boolean {
  return dry.currency === manual.currency && dry.amountMinor === manual.amountMinor && desk.daysApart(dry, manual) !== undefined && desk.vendors.between(dry, manual) !== null;
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

/** What the two have in common, and what stood in the way. */
function factsOf(desk: MatchingDesk, { dry, manual }: Scored): string {
  const apart = dry.day === null ? null : Math.abs(dry.day - manual.day);
  const vendor = desk.vendors.between(dry, manual);
  const near = nearAmount(desk.codings, desk.amounts, dry, manual);
  const isNear = near !== null || desk.withinTolerance(dry, manual.amountMinor);
  const amount = dry.amountMinor === manual.amountMinor ? 'same amount' : desk.withinTolerance(dry, manual.amountMinor) ? 'amount within the tolerance' : near === null ? 'another amount' : near.how;
  const facts = [amount, vendor === null ? 'another vendor' : vendorInWords(vendor), apart === null ? 'no date' : `${apart} day${apart === 1 ? '' : 's'} apart`];
  if (!desk.inOneEntity(dry, manual)) facts.unshift(elsewhereInWords(manual.keyed.entity, dry.entityCode));
  if (apart !== null && apart > desk.dateWindowDays) facts.push(`more than the ${desk.dateWindowDays} of the date window`);
  if (isNear && vendor !== null && dry.amountMinor !== manual.amountMinor && !desk.mayShareCode(dry, manual)) facts.push('no code in common');
  const names = [...new Set([...manual.references, ...manual.memoReferences])].filter((id) => id !== dry.transaction.reportId);
  if (names.length > 0) facts.push(`it names ${names.join(', ')}`);
  const strangers = strangersNamed(desk.strangersNamedBy(manual));
  if (strangers !== '') facts.push(strangers);
  if (desk.ambiguousDry.has(dry.index) && desk.ambiguousManual.has(manual.index)) facts.push('others fit as well');
  return facts.join(', ');
}
