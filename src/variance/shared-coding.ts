import { type Coding, type CodingSum, type CodingTable, comparedOf, mergeCodings } from '../matching/coding.ts';
import type { DrySide, ManualSide, OrderHeader } from '../matching/sides.ts';
import { AGREED, type CodingDifference, compareShared, compareSharedHeader } from './compare.ts';

/** What one row of a group differs in besides its amount. */
export interface SharedDifference {
  /** Vendor and period. */
  header: string[];
  coding: CodingDifference;
  /** What all rows that differ expect together, and what the manual POs have left for them. */
  expected: Coding;
  remaining: Coding;
  /** The would-be POs of the group. */
  orders: readonly OrderHeader[];
}

/**
 * How would-be POs that share manual POs are coded otherwise. Those whose own groups the manual POs hold agree; what the others and
 * the rest of the manual POs differ in is each one's causes. `residualMinor` is what the manual POs have more than all sides.
 */
export function sharedDifferences(
  codings: CodingTable, sides: readonly DrySide[], manuals: readonly ManualSide[], notCompared: ReadonlySet<string>, residualMinor: number, toleranceOf: (side: DrySide) => number,
): Map<number, SharedDifference> {
  const compared = comparedOf([...notCompared]);
  const orders = sides.filter((side) => side.order !== null);
  const headers = orders.map((side) => side.order as OrderHeader);
  const own = new Map(orders.map((side) => [side, codings.projected(side.coding, compared)]));
  const keyed = codings.projected(mergeCodings(codings, manuals.map((manual) => manual.coding)), compared);
  const { others, remaining } = holdBack(codings, own, keyed);
  const expected = mergeCodings(codings, others.map((side) => own.get(side) as Coding));
  const differences = new Map<number, SharedDifference>();
  for (const side of orders) {
    const tolerance = toleranceOf(side);
    const header = compareSharedHeader(side.order as OrderHeader, headers, manuals, notCompared, tolerance, residualMinor);
    const coding = others.includes(side) ? compareShared(codings, expected, remaining, notCompared, tolerance, residualMinor) : AGREED;
    differences.set(side.index, { header, coding: { ...coding, miscodedMinor: Math.min(coding.miscodedMinor, Math.abs(side.amountMinor)) }, expected, remaining, orders: headers });
  }
  return differences;
}

/** Takes out of the manual POs what they hold of each side: exactly first, then with something left. The others are returned. */
function holdBack(codings: CodingTable, own: ReadonlyMap<DrySide, Coding>, keyed: Coding): { others: DrySide[]; remaining: CodingSum } {
  const remaining: CodingSum = { codes: [...keyed.codes], amounts: [...keyed.amounts] };
  const holds = (coding: Coding, fits: (left: number, asked: number) => boolean): boolean =>
    coding.codes.every((code, index) => {
      const place = remaining.codes.indexOf(code);
      return place >= 0 && fits(remaining.amounts[place] as number, coding.amounts[index] as number);
    });
  let others = [...own.keys()];
  const exactly = (left: number, asked: number): boolean => left === asked;
  const enough = (left: number, asked: number): boolean => (asked < 0 ? left <= asked : left >= asked);
  for (const fits of [exactly, enough]) {
    others = others.filter((side) => {
      const coding = own.get(side) as Coding;
      if (!holds(coding, fits)) return true;
      addTo(codings, remaining, coding, -1);
      return false;
    });
  }
  if (others.length > 0) return { others, remaining };
  // All are held, and still a code may stand below nothing: a line too much here that is taken back there.
  const over = remaining.codes.filter((_, index) => remaining.amounts[index] !== 0);
  const touched = [...own].filter(([, coding]) => coding.codes.some((code) => over.includes(code))).map(([side]) => side);
  others = touched.length > 0 || over.length === 0 ? touched : [...own.keys()];
  for (const side of others) addTo(codings, remaining, own.get(side) as Coding, 1);
  return { others, remaining };
}

function addTo(codings: CodingTable, sum: CodingSum, coding: Coding, sign: 1 | -1): void {
  for (const [index, code] of coding.codes.entries()) codings.add(sum, code, sign * (coding.amounts[index] as number));
}
