import { type PossiblePair, NOBODY, bestAssignment } from './best-assignment.ts';
import { firstFrom } from './by-amount.ts';
import type { MatchingDesk } from './desk.ts';
import { MARGIN, type Weighed, inWords, weigh } from './points.ts';
import { shareWords } from './shared-words.ts';
import type { DrySide, ManualSide, RunnerUp } from './sides.ts';
import { vendorBuckets } from './vendor-index.ts';

/** Most pairs that are compared with one another. */
const MOST_PAIRS = 50_000;

/**
 * Pairs what is left by vendor evidence of any kind, currency, date, and an amount that is equal or within the tolerance, however it is coded: of
 * all ways to pair everybody the best, and of that only what is better than every other way by the margin (docs/matching.md).
 */
export function bestPass(desk: MatchingDesk): void {
  for (const pairs of connected(possiblePairs(desk))) {
    if (pairs.length <= MOST_PAIRS) pairBest(desk, shareWords(pairs));
    else {
      const [dry, manual] = [new Set(pairs.map((pair) => pair.dry)), new Set(pairs.map((pair) => pair.manual))];
      desk.leaveUnsearched(dry, manual, `the best assignment of ${dry.size} reports and ${manual.size} POs that hang together: ${pairs.length} pairs are too many`);
    }
  }
}

const leaveOpen = (desk: MatchingDesk, { dry, manual }: { dry: DrySide; manual: ManualSide }): void => {
  desk.ambiguousDry.add(dry.index);
  desk.ambiguousManual.add(manual.index);
};

/** Every pair that is possible, once, in the order of dry sides and POs. Whoever could be compared with too many takes no part, and stays open. */
function possiblePairs(desk: MatchingDesk): Weighed[] {
  const pairs = new Map<string, Weighed>();
  const searched = <Side extends DrySide | ManualSide>(sides: readonly Side[]): Side[] => sides.filter((side) => !desk.isUnsearched(side));
  for (const bucket of vendorBuckets(desk, searched(desk.unnamedManual()), searched(desk.freeDry()), (manual) => desk.vendors.keysOf(manual))) {
    const manuals = bucket.manual.toSorted((left, right) => left.amountMinor - right.amountMinor || left.index - right.index);
    for (const alike of Map.groupBy(searched(bucket.dry), ({ amountMinor }) => amountMinor).values()) {
      const [{ currency, amountMinor }] = alike as [DrySide];
      const tolerance = desk.toleranceOf(currency, amountMinor);
      const [from, to] = [firstFrom(manuals, amountMinor - tolerance), firstFrom(manuals, amountMinor + tolerance + 1)];
      if (from === to) continue;
      const near = searched(manuals.slice(from, to));
      if (countPairs(desk, alike, near) > MOST_PAIRS) {
        desk.leaveUnsearched(alike, near, `equal amounts of ${bucket.key}: ${alike.length} reports and ${near.length} POs are too many to compare each with each`);
        continue;
      }
      for (const dry of alike) {
        for (const manual of near) {
          const key = `${dry.index} ${manual.index}`;
          if (pairs.has(key)) continue;
          const pair = weigh(desk, dry, manual);
          if (pair !== null) pairs.set(key, pair);
        }
      }
    }
  }
  return [...pairs.values()].filter(({ dry, manual }) => !desk.isUnsearched(dry) && !desk.isUnsearched(manual)).sort((left, right) => left.dry.index - right.dry.index || left.manual.index - right.manual.index);
}

/** How many pairs there may be, by dates alone. */
function countPairs({ dateWindowDays }: MatchingDesk, dry: readonly DrySide[], manual: readonly ManualSide[]): number {
  if (dry.length * manual.length <= MOST_PAIRS) return dry.length * manual.length;
  const onDay = new Map<number, number>();
  for (const { day } of manual) onDay.set(day, (onDay.get(day) ?? 0) + 1);
  let count = 0;
  for (const { day } of dry) if (day !== null) for (let near = day - dateWindowDays; near <= day + dateWindowDays; near++) count += onDay.get(near) ?? 0;
  return count;
}

/** Pairs that hang together through the sides that they share. */
function connected(pairs: readonly Weighed[]): Weighed[][] {
  const above = new Map<object, object>();
  const topOf = (side: object): object => {
    let top = side;
    for (let next = above.get(top); next !== undefined && next !== top; next = above.get(top)) top = next;
    for (let at = side; at !== top; ) {
      const next = above.get(at) as object;
      above.set(at, top);
      at = next;
    }
    return top;
  };
  for (const { dry, manual } of pairs) {
    for (const side of [dry, manual]) if (!above.has(side)) above.set(side, side);
    above.set(topOf(manual), topOf(dry));
  }
  return [...Map.groupBy(pairs, ({ dry }) => topOf(dry)).values()];
}

function pairBest(desk: MatchingDesk, pairs: readonly Weighed[]): void {
  const [only] = pairs;
  const dry = [...new Set(pairs.map((pair) => pair.dry))];
  const manual = [...new Set(pairs.map((pair) => pair.manual))].sort((left, right) => left.index - right.index);
  if (only !== undefined && pairs.length === 1) return make(desk, only, null);
  const placeOfDry = new Map(dry.map((side, place) => [side, place]));
  const placeOfManual = new Map(manual.map((side, place) => [side, place]));
  const best = bestAssignment(dry.length, manual.length, pairs.map((pair): PossiblePair => ({ left: placeOfDry.get(pair.dry) as number, right: placeOfManual.get(pair.manual) as number, points: pair.points })));
  const [sure, unsure]: [Weighed[], Weighed[]] = [[], []];
  for (const pair of pairs) {
    const left = placeOfDry.get(pair.dry) as number;
    const right = best.rightOf[left] as number;
    if (right === NOBODY || manual[right] !== pair.manual) continue;
    const lead = best.lead(left, MARGIN, { isSame: (other) => areTwins(desk, manual[other] as ManualSide, pair.manual), isTwin: (other) => areAlike(desk, dry[other] as DrySide, pair.dry) });
    (lead >= MARGIN ? sure : unsure).push(pair);
  }
  for (const pair of sure) make(desk, pair, runnerUp(desk, pair, pairs));
  const paired = new Set<DrySide | ManualSide>(sure.flatMap((pair) => [pair.dry, pair.manual]));
  for (const pair of unsure) {
    leaveOpen(desk, pair);
    // Whoever could have been it as well says so too.
    for (const other of pairs) if ((other.dry === pair.dry || other.manual === pair.manual) && other.points > pair.points - MARGIN && !paired.has(other.dry) && !paired.has(other.manual)) leaveOpen(desk, other);
  }
}

/** Whether two POs say the same, but for number and date. */
const areTwins = ({ codings }: MatchingDesk, left: ManualSide, right: ManualSide): boolean =>
  left.amountMinor === right.amountMinor && left.vendorId === right.vendorId && left.vendorName === right.vendorName && codings.equal(left.coding, right.coding);

/** Whether two reports ask for the same, but for id and date. */
const areAlike = ({ codings }: MatchingDesk, left: DrySide, right: DrySide): boolean =>
  left.amountMinor === right.amountMinor && left.kind === right.kind && left.vendorIds.join() === right.vendorIds.join() && left.vendorNames.join() === right.vendorNames.join() && codings.equal(left.coding, right.coding);

/** Who else one of the two could have been paired with, the nearest; null where there is nobody who does not say the same. */
function runnerUp(desk: MatchingDesk, pair: Weighed, pairs: readonly Weighed[]): RunnerUp | null {
  let nearest: { id: string; points: number } | null = null;
  for (const other of pairs) {
    const isOfDry = other.dry === pair.dry && other.manual !== pair.manual && !areTwins(desk, other.manual, pair.manual);
    const isOfManual = other.manual === pair.manual && other.dry !== pair.dry && !areAlike(desk, other.dry, pair.dry);
    if ((isOfDry || isOfManual) && other.points > (nearest?.points ?? 0)) nearest = { id: isOfDry ? other.manual.poNumber : other.dry.transaction.reportId, points: other.points };
  }
  return nearest === null ? null : { id: nearest.id, behind: pair.points - nearest.points };
}

function make(desk: MatchingDesk, pair: Weighed, next: RunnerUp | null): void {
  const { dry, manual, points, isEqual } = pair;
  const beside = next === null ? '' : `; ${next.id} is ${Math.abs(next.behind)} point${Math.abs(next.behind) === 1 ? '' : 's'} ${next.behind < 0 ? 'ahead, and better placed elsewhere' : 'behind'}`;
  desk.pair({ dry: [dry.index], manual: [manual.index], pass: isEqual ? 'vendor_amount' : 'vendor_amount_within_tolerance', repeated: false, why: `${inWords(pair)}: ${points} points${beside}`, runnerUp: next });
}
