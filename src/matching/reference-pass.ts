import { compareText } from '../domain/text.ts';
import { type MatchingDesk, sumOf } from './desk.ts';
import { settleTransaction } from './one-transaction.ts';
import { settleTogether } from './several-transactions.ts';
import type { DrySide, ManualSide } from './sides.ts';

const NONE: readonly DrySide[] = [];

/**
 * Pairs manual POs with the transactions that their reference or memo names: one to one, one PO entered as several, one entered
 * twice, several reports keyed as one PO. A PO that names a transaction without answering it is deferred (returnDeferred), and so is
 * one that names a transaction which was paired by hand.
 */
export function referencePass(desk: MatchingDesk): void {
  const sidesOf = sidesByTransaction(desk.dry);
  const namesOf = new Map<number, readonly string[]>();
  // Nearly every transaction is named by one PO: a list only for the others.
  const byId = new Map<string, ManualSide | ManualSide[]>();
  for (const manual of desk.pairings.length === 0 ? desk.manual : desk.freeManual()) {
    const ids = namedTransactions(desk, manual, sidesOf);
    if (ids.length === 0) keepElsewhere(desk, manual, sidesOf);
    if (ids.length > 1) namesOf.set(manual.index, ids);
    for (const id of ids) {
      const same = byId.get(id);
      if (same === undefined) byId.set(id, manual);
      else if (Array.isArray(same)) same.push(manual);
      else byId.set(id, [same, manual]);
    }
  }
  const manualsOf = (id: string): readonly ManualSide[] => {
    const named = byId.get(id);
    return named === undefined ? [] : Array.isArray(named) ? named : [named];
  };
  const done = new Set<string>();
  for (const id of inOrder(desk.dry, byId)) {
    if (done.has(id)) continue;
    const manuals = manualsOf(id);
    if (!manuals.some((manual) => namesOf.has(manual.index))) {
      const open = sidesOf(id).filter((side) => desk.dryIsFree(side.index));
      if (open.length > 0) settleTransaction(desk, open, manuals);
      else for (const manual of manuals) desk.defer(manual, sidesOf(id)[0] as DrySide);
      continue;
    }
    const cluster = connected(id, namesOf, manualsOf);
    for (const each of cluster.ids) done.add(each);
    const soleName = new Map(cluster.ids.flatMap((each) => manualsOf(each).map((manual) => [manual.index, [each]])));
    settleTogether(desk, { ...cluster, sidesOf, namesOf: (manual) => namesOf.get(manual.index) ?? (soleName.get(manual.index) as string[]) });
  }
  desk.keepNamedElsewhere();
}

/** The dry sides of a transaction; they stand next to one another. */
function sidesByTransaction(dry: readonly DrySide[]): (id: string) => readonly DrySide[] {
  const first = new Map<string, number>();
  for (const { index, transaction } of dry) if (!first.has(transaction.reportId)) first.set(transaction.reportId, index);
  return (id) => {
    const from = first.get(id);
    if (from === undefined) return NONE;
    let to = from + 1;
    while (dry[to]?.transaction.reportId === id) to++;
    return dry.slice(from, to);
  };
}

/**
 * The transactions a PO stands for: those of its reference; of its memo as well, or instead, where only then the amounts fit; of
 * its memo where the reference names none.
 */
function namedTransactions(desk: MatchingDesk, manual: ManualSide, sidesOf: (id: string) => readonly DrySide[]): readonly string[] {
  const here = (id: string): boolean => sidesOf(id).some((side) => desk.inOneEntity(side, manual));
  const references = known(manual.references, here);
  const memo = known(manual.memoReferences, here).filter((id) => !references.includes(id));
  if (memo.length === 0) return references;
  if (references.length === 0) return memo;
  const fits = (ids: readonly string[]): boolean => {
    const sides = ids.flatMap((id) => sidesOf(id));
    const sum = sumOf(sides);
    return sides.every((side) => side.currency === manual.currency) && Math.abs(sum - manual.amountMinor) <= desk.toleranceOf(manual.currency, sum);
  };
  const both = [...references, ...memo];
  return fits(references) ? references : fits(both) ? both : fits(memo) ? memo : references;
}

/** Keeps a PO that names transactions, all of them of other legal entities. */
function keepElsewhere(desk: MatchingDesk, manual: ManualSide, sidesOf: (id: string) => readonly DrySide[]): void {
  if (!desk.comparesEntities) return;
  const named = known([...new Set([...manual.references, ...manual.memoReferences])], (id) => sidesOf(id).length > 0);
  if (named.length > 0) desk.keepElsewhere(manual, named, [...new Set(named.map((id) => sidesOf(id)[0]?.entityCode ?? ''))]);
}

function known(ids: readonly string[], isKnown: (id: string) => boolean): readonly string[] {
  return ids.every(isKnown) ? ids : ids.filter(isKnown);
}

/** The ids that are named, sorted. They are those of dry sides, whose order is nearly always that of texts already. */
function inOrder(dry: readonly DrySide[], named: ReadonlyMap<string, unknown>): string[] {
  const ids: string[] = [];
  for (const { transaction: { reportId } } of dry) if (reportId !== ids[ids.length - 1] && named.has(reportId)) ids.push(reportId);
  return ids.sort(compareText);
}

/** Transactions and POs that hang together through POs that name several transactions. */
function connected(start: string, namesOf: ReadonlyMap<number, readonly string[]>, manualsOf: (id: string) => readonly ManualSide[]): { ids: string[]; manuals: ManualSide[] } {
  const ids = new Set<string>([start]);
  const manuals = new Map<number, ManualSide>();
  for (const id of ids) {
    for (const manual of manualsOf(id)) {
      if (manuals.has(manual.index)) continue;
      manuals.set(manual.index, manual);
      for (const other of namesOf.get(manual.index) ?? []) ids.add(other);
    }
  }
  return { ids: [...ids].sort(compareText), manuals: [...manuals.values()].sort((left, right) => left.index - right.index) };
}
