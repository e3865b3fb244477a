import { compareText } from '../domain/text.ts';
import { type MatchingDesk, vendorAgrees } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { searchSubset } from './subsets.ts';

const sumOf = (sides: readonly { amountMinor: number }[]): number => sides.reduce((sum, side) => sum + side.amountMinor, 0);
const numbers = (manuals: readonly ManualSide[]): string => manuals.map((manual) => manual.poNumber).join(', ');

/**
 * Pairs manual POs with the transactions that their reference or memo names: one to one, one PO entered as several, one entered
 * twice, several reports keyed as one PO.
 */
export function referencePass(desk: MatchingDesk): void {
  const dryOf = new Map<string, DrySide[]>();
  for (const side of desk.dry) {
    if (!desk.dryIsFree(side.index)) continue;
    const same = dryOf.get(side.transaction.reportId);
    if (same === undefined) dryOf.set(side.transaction.reportId, [side]);
    else same.push(side);
  }
  const named = new Map<number, string[]>();
  const manualOf = new Map<string, ManualSide[]>();
  for (const manual of desk.manual) {
    if (!desk.manualIsFree(manual.index)) continue;
    const ids = namedTransactions(desk, manual, dryOf);
    if (ids.length === 0) continue;
    named.set(manual.index, ids);
    for (const id of ids) {
      const same = manualOf.get(id);
      if (same === undefined) manualOf.set(id, [manual]);
      else same.push(manual);
    }
  }
  const done = new Set<string>();
  for (const id of [...manualOf.keys()].sort(compareText)) {
    if (done.has(id)) continue;
    const { ids, manuals } = connected(id, named, manualOf);
    for (const each of ids) done.add(each);
    if (ids.length === 1) withinTransaction(desk, dryOf.get(id) ?? [], manuals);
    else acrossTransactions(desk, ids, manuals, named, dryOf);
  }
}

/** The transactions a PO stands for: those of its reference; of its memo too where the amounts say that these are meant as well. */
function namedTransactions(desk: MatchingDesk, manual: ManualSide, dryOf: ReadonlyMap<string, DrySide[]>): string[] {
  const known = (ids: readonly string[]): string[] => ids.filter((id) => dryOf.has(id));
  const references = known(manual.references);
  const memo = known(manual.memoReferences).filter((id) => !references.includes(id));
  if (references.length === 0) return memo;
  if (memo.length === 0) return references;
  const total = (ids: readonly string[]): number => sumOf(ids.flatMap((id) => dryOf.get(id) ?? []));
  const both = [...references, ...memo];
  const tolerance = desk.toleranceOf(manual.currency, manual.amountMinor);
  const fits = (ids: readonly string[]): boolean => Math.abs(total(ids) - manual.amountMinor) <= tolerance;
  return !fits(references) && fits(both) ? both : references;
}

/** Transactions and POs that hang together through POs that name several transactions. */
function connected(start: string, named: ReadonlyMap<number, string[]>, manualOf: ReadonlyMap<string, ManualSide[]>): { ids: string[]; manuals: ManualSide[] } {
  const ids = new Set<string>([start]);
  const manuals = new Map<number, ManualSide>();
  for (const id of ids) {
    for (const manual of manualOf.get(id) ?? []) {
      if (manuals.has(manual.index)) continue;
      manuals.set(manual.index, manual);
      for (const other of named.get(manual.index) ?? []) ids.add(other);
    }
  }
  return { ids: [...ids].sort(compareText), manuals: [...manuals.values()].sort((left, right) => left.index - right.index) };
}

function whyNamed(manuals: readonly ManualSide[], transactionId: string): string {
  const [first] = manuals;
  if (manuals.length > 1) return `${numbers(manuals)} name ${transactionId}`;
  return `${first?.references.length === 0 ? 'the memo' : 'the reference'} of ${first?.poNumber} names ${transactionId}`;
}

/** All POs that name one transaction, onto its dry sides. */
function withinTransaction(desk: MatchingDesk, dry: readonly DrySide[], manuals: readonly ManualSide[]): void {
  const [only] = dry;
  if (only === undefined) return;
  if (dry.length === 1) return pairWithOne(desk, only, manuals);
  if (mergedWithin(desk, dry, manuals)) return;
  const assigned = new Map<number, ManualSide[]>();
  const left = new Set(manuals);
  const take = (fits: (side: DrySide, manual: ManualSide) => boolean): void => {
    for (const manual of [...left]) {
      const free = dry.filter((side) => !assigned.has(side.index) && side.currency === manual.currency && fits(side, manual));
      if (free.length === 0) continue;
      assigned.set((free[0] as DrySide).index, [manual]);
      left.delete(manual);
    }
  };
  take((side, manual) => vendorAgrees(side, manual) && side.amountMinor === manual.amountMinor);
  take((side, manual) => side.amountMinor === manual.amountMinor && desk.codings.equal(side.coding, manual.coding));
  // A vendor with one PO here answers for the amount too, right or wrong; with several it may be a split, told by its sum below.
  take((side, manual) => vendorAgrees(side, manual) && ![...left].some((other) => other !== manual && vendorAgrees(side, other)));
  take((side, manual) => side.amountMinor === manual.amountMinor);
  for (const manual of [...left]) {
    const home = dry.find((side) => vendorAgrees(side, manual)) ?? dry.find((side) => side.amountMinor === manual.amountMinor);
    if (home === undefined) continue;
    assigned.set(home.index, [...(assigned.get(home.index) ?? []), manual]);
    left.delete(manual);
  }
  // What names the transaction but fits none of its vendors: to the one that nobody has entered, where there is just one.
  const bare = dry.filter((side) => !assigned.has(side.index));
  if (bare.length === 1 && left.size > 0) {
    assigned.set((bare[0] as DrySide).index, [...left]);
    left.clear();
  }
  for (const side of dry) {
    const own = assigned.get(side.index);
    if (own !== undefined) pairWithOne(desk, side, own.sort((a, b) => a.index - b.index));
  }
  for (const manual of left) desk.surplus.set(manual.index, bare[0]?.index ?? only.index);
}

/** One PO keyed for several vendors' POs of the same report, told by its amount. */
function mergedWithin(desk: MatchingDesk, dry: readonly DrySide[], manuals: readonly ManualSide[]): boolean {
  if (manuals.length !== 1) return false;
  const [manual] = manuals as [ManualSide];
  if (dry.some((side) => side.currency !== manual.currency) || !withinOf(desk, manual, sumOf(dry))) return false;
  desk.pair({
    dry: dry.map((side) => side.index), manual: [manual.index], pass: 'reference', repeated: false,
    why: `${whyNamed(manuals, (dry[0] as DrySide).transaction.reportId)}, whose ${dry.length} would-be POs add up to it`,
  });
  return true;
}

function withinOf(desk: MatchingDesk, manual: ManualSide, amountMinor: number): boolean {
  return Math.abs(manual.amountMinor - amountMinor) <= desk.toleranceOf(manual.currency, amountMinor);
}

/** The POs that name one dry side: alone, a split, entered twice, or one that fits and others that wait for a better place. */
function pairWithOne(desk: MatchingDesk, side: DrySide, manuals: readonly ManualSide[]): void {
  const id = side.transaction.reportId;
  const pair = (these: readonly ManualSide[], why: string, repeated: boolean): void => {
    desk.pair({ dry: [side.index], manual: these.map((manual) => manual.index), pass: 'reference', why, repeated });
  };
  if (manuals.length === 1) return pair(manuals, whyNamed(manuals, id), false);
  const comparable = manuals.every((manual) => manual.currency === side.currency);
  if (comparable && desk.withinTolerance(side, sumOf(manuals))) return pair(manuals, `${whyNamed(manuals, id)} and add up to it`, false);
  if (comparable && repeats(desk, side, manuals)) return pair(manuals, `${whyNamed(manuals, id)} and repeat each other`, true);
  const exact = manuals.filter((manual) => manual.currency === side.currency && manual.amountMinor === side.amountMinor);
  const [first] = exact;
  if (exact.length === 1 && first !== undefined) {
    const others = manuals.filter((manual) => manual !== first);
    if (others.every((other) => !vendorAgrees(side, other))) {
      pair([first], `${whyNamed([first], id)} and has its amount`, false);
      for (const other of others) desk.surplus.set(other.index, side.index);
      return;
    }
  }
  pair(manuals, whyNamed(manuals, id), false);
}

/** Whether POs for one would-be PO say the same thing more than once: equal amounts, or a split entered beside the whole. */
function repeats(desk: MatchingDesk, side: DrySide, manuals: readonly ManualSide[]): boolean {
  const amounts = manuals.map((manual) => manual.amountMinor);
  if (amounts.every((amount) => amount === amounts[0])) return true;
  const whole = manuals.filter((manual) => desk.withinTolerance(side, manual.amountMinor));
  const rest = manuals.filter((manual) => !whole.includes(manual));
  if (whole.length >= 2 && rest.length === 0) return true;
  if (whole.length >= 1 && rest.length >= 2 && desk.withinTolerance(side, sumOf(rest))) return true;
  // Two halves, each of them twice.
  const counts = new Map<number, number>();
  for (const amount of amounts) counts.set(amount, (counts.get(amount) ?? 0) + 1);
  const [times = 0] = counts.values();
  if (times >= 2 && [...counts.values()].every((count) => count === times)) return desk.withinTolerance(side, [...counts.keys()].reduce((sum, amount) => sum + amount, 0));
  return false;
}

/** Several transactions that POs name together: exact answers first, the rest as one group that shares its amounts. */
function acrossTransactions(desk: MatchingDesk, ids: readonly string[], manuals: readonly ManualSide[], named: ReadonlyMap<number, string[]>, dryOf: ReadonlyMap<string, DrySide[]>): void {
  const left = new Set(manuals);
  for (const id of ids) {
    const dry = dryOf.get(id) ?? [];
    for (const side of dry) {
      const exact = [...left].filter((manual) => named.get(manual.index)?.length === 1 && named.get(manual.index)?.[0] === id && manual.currency === side.currency && manual.amountMinor === side.amountMinor && vendorAgrees(side, manual));
      if (exact.length !== 1) continue;
      desk.pair({ dry: [side.index], manual: [(exact[0] as ManualSide).index], pass: 'reference', why: whyNamed(exact, id), repeated: false });
      left.delete(exact[0] as ManualSide);
    }
  }
  const open = ids.flatMap((id) => dryOf.get(id) ?? []).filter((side) => desk.dryIsFree(side.index));
  if (left.size === 0) return;
  const first = [...left][0] as ManualSide;
  if (open.length === 0) {
    // Every transaction they name is answered by another PO: they are keyed twice, or for something else.
    for (const manual of left) {
      const home = desk.dry.find((side) => side.transaction.reportId === named.get(manual.index)?.[0]);
      if (home !== undefined) desk.surplus.set(manual.index, home.index);
    }
    return;
  }
  if (open.length === 1) return pairWithOne(desk, open[0] as DrySide, [...left]);
  const currencies = new Set([...open, ...left].map((side) => side.currency));
  if (currencies.size > 1) {
    for (const side of open) {
      const own = [...left].filter((manual) => manual.currency === side.currency && named.get(manual.index)?.includes(side.transaction.reportId));
      if (own.length === 0) continue;
      pairWithOne(desk, side, own);
      for (const manual of own) left.delete(manual);
    }
    for (const manual of left) if (desk.manualIsFree(manual.index)) desk.surplus.set(manual.index, (open[0] as DrySide).index);
    return;
  }
  if (left.size === 1) {
    // A PO that names three and fits two of them exactly was keyed for the two.
    const search = searchSubset(open.map((side) => side.amountMinor), first.amountMinor);
    const chosen = search.only === null ? open : search.only.map((place) => open[place] as DrySide);
    const lone = open.filter((side) => side.amountMinor === first.amountMinor);
    if (search.only === null && lone.length === 1 && !withinOf(desk, first, sumOf(open))) return pairWithOne(desk, lone[0] as DrySide, [first]);
    desk.pair({ dry: chosen.map((side) => side.index), manual: [first.index], pass: 'reference', why: `${first.poNumber} names ${chosen.map((side) => side.transaction.reportId).join(', ')}`, repeated: false });
    return;
  }
  desk.pair({ dry: open.map((side) => side.index), manual: [...left].map((manual) => manual.index), pass: 'reference', why: `${numbers([...left])} together name ${ids.join(', ')}`, repeated: false });
}
