import { compareText } from '../domain/text.ts';
import { type Coding, comparedOf } from './coding.ts';
import { assignByDate } from './date-assignment.ts';
import type { MatchingDesk } from './desk.ts';
import { pairLoneEdges } from './lone-edges.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { vendorBuckets } from './vendor-index.ts';

/**
 * Pairs what has no usable reference by vendor, currency, equal amount, coding and date. Identical purchases in equal number pair one to
 * one in date order; where two ways are equally good, nobody is paired.
 */
export function exactPass(desk: MatchingDesk, takes: (side: DrySide) => boolean): void {
  for (const bucket of vendorBuckets(desk, desk.freeManual(), desk.freeDry().filter(takes))) {
    const byAmount = new Map<number, { dry: DrySide[]; manual: ManualSide[] }>();
    for (const manual of bucket.manual) {
      if (!desk.manualIsFree(manual.index) || desk.ambiguousManual.has(manual.index)) continue;
      const same = byAmount.get(manual.amountMinor);
      if (same === undefined) byAmount.set(manual.amountMinor, { dry: [], manual: [manual] });
      else same.manual.push(manual);
    }
    for (const side of bucket.dry) if (desk.dryIsFree(side.index) && !desk.ambiguousDry.has(side.index)) byAmount.get(side.amountMinor)?.dry.push(side);
    for (const [, { dry, manual }] of [...byAmount].sort(([left], [right]) => left - right)) {
      if (dry.length > 0) pairByCoding(desk, dry, manual);
    }
  }
}

/**
 * Equal amounts that are coded alike: among them only the date can differ. What a ledger leaves blank throughout is not compared, so that purchases
 * that differ in nothing else are alike to it; POs that say more go first.
 */
function pairByCoding(desk: MatchingDesk, dry: readonly DrySide[], manual: readonly ManualSide[]): void {
  const byColumns = [...Map.groupBy(manual, ({ notCompared }) => notCompared.join())].sort(([left], [right]) => left.length - right.length || compareText(left, right));
  for (const [, manuals] of byColumns) {
    const compared = comparedOf((manuals[0] as ManualSide).notCompared);
    const known = dry.filter((side) => side.coding.codes.length > 0).map((side) => ({ side, coding: desk.codings.projected(side.coding, compared) }));
    for (const sample of distinctCodings(desk, known)) {
      const same = known.filter(({ side, coding }) => desk.dryIsFree(side.index) && desk.codings.equal(coding, sample.coding)).map(({ side }) => side);
      const fitting = manuals.filter((side) => desk.manualIsFree(side.index) && desk.codingAgrees(sample.side, side));
      if (same.length > 0 && fitting.length > 0) pairByDate(desk, same, fitting);
    }
  }
}

interface Coded {
  side: DrySide;
  coding: Coding;
}

function distinctCodings(desk: MatchingDesk, coded: readonly Coded[]): Coded[] {
  const distinct: Coded[] = [];
  for (const each of coded) if (!distinct.some((other) => desk.codings.equal(other.coding, each.coding))) distinct.push(each);
  return distinct;
}

/**
 * Pairs as many as possible with the fewest days between them, where only one choice of that kind exists: among those that are alike it makes no
 * difference who gets whom, only who gets nobody.
 */
function pairByDate(desk: MatchingDesk, dry: readonly DrySide[], manual: readonly ManualSide[]): void {
  for (const component of dateComponents(desk, dry, manual)) {
    if (desk.holdsParted(component.dry, component.manual)) {
      pairAroundParted(desk, component);
      continue;
    }
    const best = assignByDate(component.dry, component.manual, desk.dateWindowDays);
    const everyone = best.pairs.length === component.dry.length && best.pairs.length === component.manual.length;
    // One would-be PO and several alike: it takes the nearest, and repeatPass sees that the others repeat it.
    const repeatedOne = component.dry.length === 1 && best.pairs.length === 1 && component.manual.every((side) => desk.codings.equal(side.coding, (component.manual[0] as ManualSide).coding));
    // Of more would-be POs than POs some are missing: which, dates tell only by the margin of the best assignment.
    const isTold = best.unique && component.dry.length <= component.manual.length;
    if (!everyone && !isTold && !repeatedOne) {
      if (best.bounded) desk.leaveUnsearched(component.dry, component.manual, `equal amounts: ${component.dry.length} would-be POs and ${component.manual.length} POs of one vendor and amount are too many to tell apart by date`);
      for (const side of component.dry) desk.ambiguousDry.add(side.index);
      for (const side of component.manual) desk.ambiguousManual.add(side.index);
      continue;
    }
    const among = component.dry.length + component.manual.length > 2 ? `, nearest in time among ${component.dry.length} and ${component.manual.length} alike` : '';
    for (const [side, other] of best.pairs) {
      const apart = desk.daysApart(side, other) ?? 0;
      desk.pair({ dry: [side.index], manual: [other.index], pass: 'vendor_amount', repeated: false, why: `same vendor, currency, amount and coding, ${apart} day${apart === 1 ? '' : 's'} apart${among}` });
    }
  }
}

/** Where people parted some of those alike, the others are paired only as far as just one fits on either side. */
function pairAroundParted(desk: MatchingDesk, { dry, manual }: { dry: readonly DrySide[]; manual: readonly ManualSide[] }): void {
  const edges = dry.flatMap((side) => manual.filter((other) => desk.mayPair(side, other) && desk.daysApart(side, other) !== undefined).map((other) => ({ dry: side, manual: other, why: 'same vendor, currency, amount and coding, dates near, and the only one not parted by hand' })));
  pairLoneEdges(desk, edges, 'vendor_amount');
}

/** Sides that can reach each other within the date window, in date order. */
function dateComponents(desk: MatchingDesk, dry: readonly DrySide[], manual: readonly ManualSide[]): { dry: DrySide[]; manual: ManualSide[] }[] {
  const all = [...dry.filter((side) => side.day !== null).map((side) => ({ day: side.day as number, dry: side, manual: null })), ...manual.map((side) => ({ day: side.day, dry: null, manual: side }))];
  all.sort((left, right) => left.day - right.day || (left.dry === null ? 1 : 0) - (right.dry === null ? 1 : 0) || (left.dry?.index ?? left.manual?.index ?? 0) - (right.dry?.index ?? right.manual?.index ?? 0));
  const components: { dry: DrySide[]; manual: ManualSide[] }[] = [];
  let current: { dry: DrySide[]; manual: ManualSide[] } = { dry: [], manual: [] };
  let last = Number.NEGATIVE_INFINITY;
  for (const side of all) {
    if (side.day - last > desk.dateWindowDays) {
      components.push(current);
      current = { dry: [], manual: [] };
    }
    last = side.day;
    if (side.dry !== null) current.dry.push(side.dry);
    else if (side.manual !== null) current.manual.push(side.manual);
  }
  components.push(current);
  return components.filter((component) => component.dry.length > 0 && component.manual.length > 0);
}
