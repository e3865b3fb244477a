import type { MatchingDesk } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { vendorBuckets } from './vendor-index.ts';

/**
 * Pairs what has no usable reference by vendor, currency, equal amount and date. Coding decides first, then the date; identical
 * purchases in equal number pair one to one in date order; where two ways are equally good, nobody is paired.
 */
export function exactPass(desk: MatchingDesk, takes: (side: DrySide) => boolean): void {
  for (const bucket of vendorBuckets(desk, takes)) {
    const byAmount = new Map<number, { dry: DrySide[]; manual: ManualSide[] }>();
    for (const side of bucket.dry) {
      if (!desk.dryIsFree(side.index)) continue;
      const same = byAmount.get(side.amountMinor);
      if (same === undefined) byAmount.set(side.amountMinor, { dry: [side], manual: [] });
      else same.dry.push(side);
    }
    for (const manual of bucket.manual) if (desk.manualIsFree(manual.index)) byAmount.get(manual.amountMinor)?.manual.push(manual);
    for (const [, { dry, manual }] of [...byAmount].sort(([left], [right]) => left - right)) {
      if (manual.length > 0) pairEqualAmounts(desk, dry, manual);
    }
  }
}

function pairEqualAmounts(desk: MatchingDesk, dry: readonly DrySide[], manual: readonly ManualSide[]): void {
  // First those whose coding agrees too: among them only the date can differ.
  const codings: DrySide[] = [];
  for (const side of dry) if (!codings.some((other) => desk.codings.equal(other.coding, side.coding))) codings.push(side);
  for (const sample of codings) {
    const same = dry.filter((side) => side.order !== null && desk.codings.equal(side.coding, sample.coding));
    const fitting = manual.filter((side) => desk.codings.equal(sample.coding, side.coding));
    if (same.length > 0 && fitting.length > 0) pairByDate(desk, same, fitting, true);
  }
  const restDry = dry.filter((side) => desk.dryIsFree(side.index) && !desk.ambiguousDry.has(side.index));
  const restManual = manual.filter((side) => desk.manualIsFree(side.index) && !desk.ambiguousManual.has(side.index));
  if (restDry.length > 0 && restManual.length > 0) pairByDate(desk, restDry, restManual, false);
}

/** Pairs as many as possible with the fewest days between them, where only one choice of that kind exists. */
function pairByDate(desk: MatchingDesk, dry: readonly DrySide[], manual: readonly ManualSide[], identical: boolean): void {
  for (const component of dateComponents(desk, dry, manual)) {
    const best = assignByDate(desk, component.dry, component.manual);
    const everyone = best.pairs.length === component.dry.length && best.pairs.length === component.manual.length;
    if (!best.unique && !(identical && everyone)) {
      for (const side of component.dry) desk.ambiguousDry.add(side.index);
      for (const side of component.manual) desk.ambiguousManual.add(side.index);
      continue;
    }
    for (const [side, other] of best.pairs) {
      const apart = desk.daysApart(side, other) ?? 0;
      const among = component.dry.length + component.manual.length > 2 ? `, nearest in time among ${component.dry.length} and ${component.manual.length} alike` : '';
      desk.pair({ dry: [side.index], manual: [other.index], pass: 'vendor_amount', repeated: false, why: `same vendor, currency and amount${identical ? ' and coding' : ''}, ${apart} day${apart === 1 ? '' : 's'} apart${among}` });
    }
  }
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

interface Assignment {
  pairs: [DrySide, ManualSide][];
  /** Whether no other choice pairs as many with as few days. */
  unique: boolean;
}

/**
 * The largest assignment with the least sum of days between two lists in date order (dynamic programming: with distances on a
 * line, crossing never helps). Counts the equally good choices to know whether it is the only one.
 */
function assignByDate(desk: MatchingDesk, dry: readonly DrySide[], manual: readonly ManualSide[]): Assignment {
  const rows = dry.length;
  const columns = manual.length;
  const count = new Float64Array((rows + 1) * (columns + 1));
  const days = new Float64Array((rows + 1) * (columns + 1));
  const ways = new Float64Array((rows + 1) * (columns + 1));
  const width = columns + 1;
  for (let row = 0; row <= rows; row++) ways[row * width] = 1;
  for (let column = 0; column <= columns; column++) ways[column] = 1;
  const take = new Uint8Array((rows + 1) * (columns + 1));
  for (let row = 1; row <= rows; row++) {
    for (let column = 1; column <= columns; column++) {
      const at = row * width + column;
      const options: [number, number, number, number][] = [];
      const apart = desk.daysApart(dry[row - 1] as DrySide, manual[column - 1] as ManualSide);
      const diagonal = at - width - 1;
      if (apart !== undefined) options.push([(count[diagonal] as number) + 1, (days[diagonal] as number) + apart, ways[diagonal] as number, 1]);
      const up = at - width;
      const left = at - 1;
      options.push([count[up] as number, days[up] as number, ways[up] as number, 2]);
      options.push([count[left] as number, days[left] as number, ways[left] as number, 3]);
      options.sort((a, b) => b[0] - a[0] || a[1] - b[1] || a[3] - b[3]);
      const [best] = options as [[number, number, number, number]];
      count[at] = best[0];
      days[at] = best[1];
      take[at] = best[3];
      const equal = options.filter((option) => option[0] === best[0] && option[1] === best[1]);
      let total = equal.reduce((sum, option) => sum + option[2], 0);
      // A choice that skips both sides is reached through either of them and must count once.
      if (equal.some((option) => option[3] === 2) && equal.some((option) => option[3] === 3) && count[diagonal] === best[0] && days[diagonal] === best[1]) total -= ways[diagonal] as number;
      ways[at] = Math.min(total, 1e15);
    }
  }
  const pairs: [DrySide, ManualSide][] = [];
  for (let row = rows, column = columns; row > 0 && column > 0; ) {
    const choice = take[row * width + column];
    if (choice === 1) pairs.push([dry[--row] as DrySide, manual[--column] as ManualSide]);
    else if (choice === 2) row--;
    else column--;
  }
  return { pairs: pairs.reverse(), unique: ways[rows * width + columns] === 1 };
}

/** Pairs what is left by vendor, currency, date and an amount within the tolerance, where just one fits on either side. */
export function tolerancePass(desk: MatchingDesk): void {
  for (const bucket of vendorBuckets(desk, (side) => side.order !== null)) {
    const edges: [DrySide, ManualSide][] = [];
    const manuals = bucket.manual.filter((side) => desk.manualIsFree(side.index)).sort((left, right) => left.amountMinor - right.amountMinor);
    for (const side of bucket.dry) {
      if (!desk.dryIsFree(side.index)) continue;
      const tolerance = desk.toleranceOf(side.currency, side.amountMinor);
      for (const manual of manuals) {
        if (manual.amountMinor < side.amountMinor - tolerance) continue;
        if (manual.amountMinor > side.amountMinor + tolerance) break;
        if (desk.daysApart(side, manual) !== undefined) edges.push([side, manual]);
      }
    }
    pairLoneEdges(desk, edges, 'vendor_amount_within_tolerance', () => 'same vendor and currency, amount within the tolerance, dates near');
  }
}

/** Pairs every edge whose two ends have no other edge; the rest is ambiguous. */
export function pairLoneEdges(desk: MatchingDesk, edges: readonly [DrySide, ManualSide][], pass: string, why: (dry: DrySide, manual: ManualSide) => string): void {
  const dryDegree = new Map<number, number>();
  const manualDegree = new Map<number, number>();
  for (const [dry, manual] of edges) {
    dryDegree.set(dry.index, (dryDegree.get(dry.index) ?? 0) + 1);
    manualDegree.set(manual.index, (manualDegree.get(manual.index) ?? 0) + 1);
  }
  for (const [dry, manual] of edges) {
    if (dryDegree.get(dry.index) === 1 && manualDegree.get(manual.index) === 1) desk.pair({ dry: [dry.index], manual: [manual.index], pass, why: why(dry, manual), repeated: false });
    else {
      desk.ambiguousDry.add(dry.index);
      desk.ambiguousManual.add(manual.index);
    }
  }
}
