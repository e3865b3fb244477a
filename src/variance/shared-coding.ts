import { type Coding, type CodingSum, type CodingTable, DIMENSIONS, comparedOf, mergeCodings } from '../matching/coding.ts';
import type { DrySide, ManualSide, OrderHeader } from '../matching/sides.ts';
import { AGREED, type CodingDifference, compareShared } from './compare.ts';
import { type SharedPart, sharedHeaders } from './shared-header.ts';

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
 * What would-be POs that share manual POs differ in besides their amounts: vendor and period, and the coding, which is compared within
 * each vendor and period where those agree. `residualMinor` is what the manual POs have more than all sides.
 */
export function sharedDifferences(
  codings: CodingTable, sides: readonly DrySide[], manuals: readonly ManualSide[], notCompared: ReadonlySet<string>, residualMinor: number, toleranceOf: (side: DrySide) => number,
): Map<number, SharedDifference> {
  const { causes, parts } = sharedHeaders(sides, manuals, notCompared, toleranceOf);
  const orders = sides.flatMap(({ order }) => (order === null ? [] : [order]));
  const differences = new Map<number, SharedDifference>();
  for (const part of parts ?? [{ orders: sides.filter((side) => side.order !== null), manuals, residualMinor }]) {
    for (const [side, { expected, remaining, ...coding }] of codingOfPart(codings, part, notCompared, toleranceOf)) {
      const miscodedMinor = Math.min(coding.miscodedMinor, Math.abs(side.amountMinor));
      differences.set(side.index, { header: causes.get(side.index) as string[], coding: { ...coding, miscodedMinor }, expected, remaining, orders });
    }
  }
  return differences;
}

/** The difference of one row, with what was compared: all that its part of the group expects, and what is left for that. */
type CodingOfPart = CodingDifference & Pick<SharedDifference, 'expected' | 'remaining'>;

/**
 * How would-be POs that share manual POs are coded otherwise. Those whose own groups the manual POs hold agree; what the others and
 * the rest of the manual POs differ in is each one's causes.
 */
function codingOfPart(codings: CodingTable, { orders, manuals, residualMinor }: SharedPart, notCompared: ReadonlySet<string>, toleranceOf: (side: DrySide) => number): Map<DrySide, CodingOfPart> {
  const compared = comparedOf([...notCompared]);
  const own = new Map(orders.map((side) => [side, codings.projected(side.coding, compared)]));
  const keyed = codings.projected(mergeCodings(codings, manuals.map((manual) => manual.coding)), compared);
  const { others, remaining } = holdBack(codings, own, keyed);
  const expected = mergeCodings(codings, others.map((side) => own.get(side) as Coding));
  return new Map(orders.map((side) => [side, { ...codingOfSide(side), expected, remaining }]));

  function codingOfSide(side: DrySide): CodingDifference {
    if (!others.includes(side)) return AGREED;
    const moved = compareShared(codings, expected, remaining, notCompared, toleranceOf(side), residualMinor);
    if (moved.causes.length > 0) return moved;
    const lacking = neverKeyed(codings, own.get(side) as Coding, keyed, notCompared);
    return lacking.causes.length > 0 ? lacking : moved;
  }
}

/** The dimensions in which a would-be PO has a code under which nothing at all was keyed: that is not what the POs fall short of as a whole. */
function neverKeyed(codings: CodingTable, own: Coding, keyed: Coding, notCompared: ReadonlySet<string>): CodingDifference {
  const lacking: CodingSum = { codes: [], amounts: [] };
  for (const [index, code] of own.codes.entries()) if (!keyed.codes.includes(code)) codings.add(lacking, code, own.amounts[index] as number);
  if (lacking.codes.length === 0) return AGREED;
  const compared = DIMENSIONS.filter((name) => !notCompared.has(name));
  const named = compared.filter((name) => !codings.holdsValues(DIMENSIONS.indexOf(name), lacking, keyed));
  return { causes: named.length > 0 ? named : compared, miscodedMinor: lacking.amounts.reduce((sum, amount) => sum + Math.abs(amount), 0), combined: named.length === 0 };
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
