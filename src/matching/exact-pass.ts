import { assignByDate, isOnlyChoice } from './date-assignment.ts';
import type { Evidence, MatchingDesk } from './desk.ts';
import { pairLoneEdges } from './lone-edges.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { vendorBuckets } from './vendor-index.ts';

/**
 * Pairs what has no usable reference by vendor, currency, equal amount and date. Identical purchases in equal number pair one to
 * one in date order; where two ways are equally good, nobody is paired.
 */
export function exactPass(desk: MatchingDesk, evidence: Evidence, takes: (side: DrySide) => boolean): void {
  for (const bucket of vendorBuckets(desk.manualFor(evidence), desk.freeDry().filter(takes))) {
    const byAmount = new Map<number, { dry: DrySide[]; manual: ManualSide[] }>();
    for (const side of bucket.dry) {
      if (!desk.dryIsFree(side.index) || desk.ambiguousDry.has(side.index)) continue;
      const same = byAmount.get(side.amountMinor);
      if (same === undefined) byAmount.set(side.amountMinor, { dry: [side], manual: [] });
      else same.dry.push(side);
    }
    for (const manual of bucket.manual) if (desk.manualIsFree(manual.index) && !desk.ambiguousManual.has(manual.index)) byAmount.get(manual.amountMinor)?.manual.push(manual);
    for (const [, { dry, manual }] of [...byAmount].sort(([left], [right]) => left - right)) {
      if (manual.length === 0) continue;
      if (evidence === 'coding') pairByCoding(desk, dry, manual);
      else pairByAmount(desk, dry, manual);
    }
  }
}

/** Equal amounts that are coded alike: among them only the date can differ. */
function pairByCoding(desk: MatchingDesk, dry: readonly DrySide[], manual: readonly ManualSide[]): void {
  for (const sample of distinctCodings(desk, dry)) {
    const same = dry.filter((side) => desk.dryIsFree(side.index) && desk.codings.equal(side.coding, sample.coding));
    const fitting = manual.filter((side) => desk.manualIsFree(side.index) && desk.codingAgrees(sample, side));
    if (same.length > 0 && fitting.length > 0) pairByDate(desk, same, fitting, true);
  }
}

/** Equal amounts that are not coded alike: those first that have a code in common with one another alone. */
function pairByAmount(desk: MatchingDesk, dry: readonly DrySide[], manual: readonly ManualSide[]): void {
  if (dry.length > 1 || manual.length > 1) pairByCommonCode(desk, dry, manual);
  const restDry = dry.filter((side) => desk.dryIsFree(side.index));
  const restManual = manual.filter((side) => desk.manualIsFree(side.index));
  if (restDry.length === 0 || restManual.length === 0) return;
  // Reports of one kind whose coding nobody knows are as alike as purchases can be.
  const alike = restDry.every((side) => side.coding.codes.length === 0 && side.kind === restDry[0]?.kind);
  pairByDate(desk, restDry, restManual, alike);
}

function pairByCommonCode(desk: MatchingDesk, dry: readonly DrySide[], manual: readonly ManualSide[]): void {
  const pairs = dry.flatMap((side) => manual.filter((other) => desk.daysApart(side, other) !== undefined && desk.mayPair(side, other) && desk.sharesCode(side, other)).map((other): [DrySide, ManualSide] => [side, other]));
  const alone = <T>(one: T, among: readonly T[]): boolean => among.filter((other) => other === one).length === 1;
  const lone = pairs.filter(([side, other]) => alone(side, pairs.map(([each]) => each)) && alone(other, pairs.map(([, each]) => each)));
  for (const [side, other] of lone) {
    desk.pair({ dry: [side.index], manual: [other.index], pass: 'vendor_amount', repeated: false, why: 'same vendor, currency and amount, dates near, and of those alike the only one with a code in common' });
  }
}

function distinctCodings(desk: MatchingDesk, dry: readonly DrySide[]): DrySide[] {
  const distinct: DrySide[] = [];
  for (const side of dry) if (side.coding.codes.length > 0 && !distinct.some((other) => desk.codings.equal(other.coding, side.coding))) distinct.push(side);
  return distinct;
}

/**
 * Pairs as many as possible with the fewest days between them, where only one choice of that kind exists. Among `identical` ones
 * it makes no difference who gets whom, only who gets nobody.
 */
function pairByDate(desk: MatchingDesk, dry: readonly DrySide[], manual: readonly ManualSide[], identical: boolean): void {
  for (const component of dateComponents(desk, dry, manual)) {
    if (desk.holdsParted(component.dry, component.manual)) {
      pairAroundParted(desk, component);
      continue;
    }
    const best = assignByDate(component.dry, component.manual, desk.dateWindowDays);
    const everyone = best.pairs.length === component.dry.length && best.pairs.length === component.manual.length;
    // One would-be PO and several alike: it takes the nearest, and repeatPass sees that the others repeat it.
    const repeatedOne = component.dry.length === 1 && best.pairs.length === 1 && component.manual.every((side) => desk.codings.equal(side.coding, (component.manual[0] as ManualSide).coding));
    const decided = identical ? everyone || best.unique || repeatedOne : best.unique && isOnlyChoice(best.pairs, desk.dateWindowDays);
    if (!decided) {
      for (const side of component.dry) desk.ambiguousDry.add(side.index);
      for (const side of component.manual) desk.ambiguousManual.add(side.index);
      if (best.bounded) desk.reach(`equal amounts: ${component.dry.length} would-be POs and ${component.manual.length} POs of one vendor and amount are too many to tell apart by date`);
      continue;
    }
    const among = component.dry.length + component.manual.length > 2 ? `, nearest in time among ${component.dry.length} and ${component.manual.length} alike` : '';
    for (const [side, other] of best.pairs) {
      const apart = desk.daysApart(side, other) ?? 0;
      desk.pair({ dry: [side.index], manual: [other.index], pass: 'vendor_amount', repeated: false, why: `same vendor, currency and amount${desk.codingAgrees(side, other) ? ' and coding' : ''}, ${apart} day${apart === 1 ? '' : 's'} apart${among}` });
    }
  }
}

/** Where people parted some of those alike, the others are paired only as far as just one fits on either side. */
function pairAroundParted(desk: MatchingDesk, { dry, manual }: { dry: readonly DrySide[]; manual: readonly ManualSide[] }): void {
  const edges = dry.flatMap((side) => manual.filter((other) => desk.mayPair(side, other) && desk.daysApart(side, other) !== undefined).map((other) => ({ dry: side, manual: other, why: `same vendor, currency and amount${desk.codingAgrees(side, other) ? ' and coding' : ''}, dates near, and the only one not parted by hand` })));
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
