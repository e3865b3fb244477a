import { chancesOf, chooseParts } from './choose-parts.ts';
import { type Coding, type CodingSum, comparedOf, mergeCodings } from './coding.ts';
import { type MatchingDesk, sumOf } from './desk.ts';
import type { DrySide, ManualSide, Pairing } from './sides.ts';
import { agreeing } from './sum-pass.ts';
import { keysOfDry, sureKeysOf } from './vendor-evidence.ts';

/** Passes whose pairs rest on what a PO says of itself. */
const NAMED = new Set(['reference', 'near_reference', 'document']);

/** What a pairing falls short of, or has too much, and who makes it whole. */
interface Completion {
  pairing: Pairing;
  dry: readonly DrySide[];
  manual: readonly ManualSide[];
}

/**
 * Makes pairs whole that fall short: of a would-be PO keyed as several only one PO bears the reference, or a PO for several reports names only one
 * of them. What is missing must be there in one way only, of the same vendor, near in time, coded so that all of it agrees, and no chance.
 */
export function completionPass(desk: MatchingDesk): void {
  const short = desk.pairings.flatMap((pairing) => {
    const [dry, ...others] = pairing.dry.map((index) => desk.dry[index] as DrySide);
    const manual = pairing.manual.map((index) => desk.manual[index] as ManualSide);
    if (!NAMED.has(pairing.pass) || pairing.repeated || dry === undefined || others.length > 0 || dry.order === null || desk.isNamedElsewhere(dry.index) || manual.some(({ currency }) => currency !== dry.currency)) return [];
    return desk.withinTolerance(dry, sumOf(manual)) ? [] : [{ pairing, dry, manual }];
  });
  if (short.length === 0) return;
  const manuals = byVendor(desk.unnamedManual(), sureKeysOf);
  const orders = byVendor(desk.freeDry().filter(({ kind }) => kind === 'order'), keysOfDry);
  const completions = short.flatMap(({ pairing, dry, manual }): Completion[] => {
    const missing = dry.amountMinor - sumOf(manual);
    const notCompared = manual.flatMap((each) => each.notCompared);
    const expected = desk.codings.projected(dry.coding, comparedOf(notCompared));
    const short = leftOf(desk, expected, desk.codings.projected(mergeCodings(desk.codings, manual.map(({ coding }) => coding)), comparedOf(notCompared)));
    const chances = chancesOf(desk.codings, short, notCompared);
    if (missing > 0) {
      const near = manuals(dry.currency, keysOfDry(dry), (other) => other.amountMinor > 0 && other.amountMinor <= missing && desk.manualIsFree(other.index) && mayBelong(desk, dry, other));
      const { parts } = chooseParts(near, missing, { chances, least: 1, accepts: (chosen) => agreeing(desk, [dry], [...manual, ...chosen]) });
      return parts === null ? [] : [{ pairing, dry: [], manual: parts }];
    }
    const [bearer] = manual as [ManualSide];
    const near = orders(bearer.currency, sureKeysOf(bearer), (other) => other.amountMinor > 0 && other.amountMinor <= -missing && desk.dryIsFree(other.index) && mayBelong(desk, other, bearer));
    const { parts } = chooseParts(near, -missing, { chances, least: 1, accepts: (chosen) => agreeing(desk, [dry, ...chosen], manual) });
    return parts === null ? [] : [{ pairing, dry: parts, manual: [] }];
  });
  completeApart(desk, completions);
}

const mayBelong = (desk: MatchingDesk, dry: DrySide, manual: ManualSide): boolean => desk.daysApart(dry, manual) !== undefined && desk.mayPair(dry, manual);

/** Sides by currency and vendor, to be looked up by the keys of a vendor: those that fit, each once. */
function byVendor<Side extends { currency: string }>(sides: readonly Side[], keysOf: (side: Side) => string[]): (currency: string, keys: readonly string[], fits: (side: Side) => boolean) => Side[] {
  const byKey = new Map<string, Side[]>();
  for (const side of sides) {
    for (const key of keysOf(side)) {
      const same = byKey.get(`${key} ${side.currency}`);
      if (same === undefined) byKey.set(`${key} ${side.currency}`, [side]);
      else same.push(side);
    }
  }
  return (currency, keys, fits) => [...new Set(keys.flatMap((key) => byKey.get(`${key} ${currency}`)?.filter(fits) ?? []))];
}

/** What two codings differ in, code by code; what agrees is left out. */
function leftOf(desk: MatchingDesk, expected: Coding, keyed: Coding): Coding {
  const left: CodingSum = { codes: [...expected.codes], amounts: [...expected.amounts] };
  for (const [place, code] of keyed.codes.entries()) desk.codings.add(left, code, -(keyed.amounts[place] as number));
  return { codes: left.codes.filter((_, place) => left.amounts[place] !== 0), amounts: left.amounts.filter((amount) => amount !== 0) };
}

/** Makes whole what needs nothing that another pairing needs too. */
function completeApart(desk: MatchingDesk, completions: readonly Completion[]): void {
  const uses = new Map<DrySide | ManualSide, number>();
  for (const { dry, manual } of completions) for (const side of [...dry, ...manual]) uses.set(side, (uses.get(side) ?? 0) + 1);
  for (const { pairing, dry, manual } of completions) {
    if ([...dry, ...manual].some((side) => uses.get(side) !== 1)) continue;
    for (const side of manual) desk.add(pairing, side.index, { repeated: false, why: `${side.poNumber} is what it falls short of: same vendor, dates near, and the coding agrees with it` });
    if (dry.length > 0) desk.widen(pairing, dry.map(({ index }) => index), `it has the amount of ${dry.map(({ transaction }) => transaction.reportId).join(', ')} too: same vendor, dates near, and the coding agrees with it`);
  }
}
