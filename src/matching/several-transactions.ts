import { pairNamed, settleSide } from './answers.ts';
import { type MatchingDesk, sameMoney, sumOf } from './desk.ts';
import { settleTransaction } from './one-transaction.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { searchSubset } from './subsets.ts';
import { vendorAgrees } from './vendor-evidence.ts';

/** Transactions and POs that hang together through POs that name several transactions. */
export interface NamedTogether {
  ids: readonly string[];
  manuals: readonly ManualSide[];
  /** What each of the POs names. */
  namesOf(manual: ManualSide): readonly string[];
  sidesOf(id: string): readonly DrySide[];
}

/**
 * Settles POs that name several transactions between them: exact answers first, from one to one over sums to all together; the
 * rest as groups that share their amounts.
 */
export function settleTogether(desk: MatchingDesk, { ids, manuals, namesOf, sidesOf }: NamedTogether): void {
  let left = [...manuals];
  const take = (these: readonly ManualSide[]): void => {
    left = left.filter((manual) => !these.includes(manual));
  };
  const openOf = (names: readonly string[]): DrySide[] => names.flatMap((id) => sidesOf(id)).filter((side) => desk.dryIsFree(side.index));
  const group = (sides: readonly DrySide[], these: readonly ManualSide[], why: string): void => {
    desk.pair({ dry: sides.map((side) => side.index), manual: these.map((manual) => manual.index), pass: 'reference', repeated: false, why });
    take(these);
  };
  const together = (sides: readonly DrySide[], these: readonly ManualSide[]): boolean => {
    const [first] = sides;
    if (first === undefined || sides.some((side) => side.currency !== first.currency) || these.some((manual) => manual.currency !== first.currency)) return false;
    const sum = sumOf(sides);
    return Math.abs(sumOf(these) - sum) <= desk.toleranceOf(first.currency, sum);
  };

  // A PO that names one transaction alone and has its amount.
  for (const manual of [...left]) {
    if (namesOf(manual).length > 1) continue;
    const side = openOf(namesOf(manual)).find((candidate) => sameMoney(candidate, manual) && vendorAgrees(candidate, manual));
    if (side === undefined) continue;
    pairNamed(desk, side, [manual], 'whole');
    take([manual]);
  }
  // One that has the sum of all it names; of some of them, where only these fit; of one of them.
  for (const manual of [...left]) {
    const open = openOf(namesOf(manual));
    if (open.length > 1 && together(open, [manual])) {
      group(open, [manual], `${manual.poNumber} names ${idsOf(open)} and adds up`);
      continue;
    }
    const sameCurrency = open.filter((side) => side.currency === manual.currency);
    const lone = sameCurrency.filter((side) => sameMoney(side, manual));
    if (lone.length === 1) {
      pairNamed(desk, lone[0] as DrySide, [manual], 'whole');
      take([manual]);
      continue;
    }
    const search = searchSubset(sameCurrency.map((side) => side.amountMinor), manual.amountMinor);
    if (search.bounded) desk.reach(`sums for ${manual.poNumber}: ${sameCurrency.length} would-be POs are too many to search`);
    if (search.only === null) continue;
    const chosen = search.only.map((place) => sameCurrency[place] as DrySide);
    group(chosen, [manual], `${manual.poNumber} names ${idsOf(chosen)} and adds up to these`);
  }
  // All that is left, where it adds up only together.
  const open = openOf(ids);
  if (left.length > 1 && open.length > 1 && together(open, left) && !desk.holdsParted(open, left)) group(open, left, `${left.map((manual) => manual.poNumber).join(', ')} together name ${idsOf(open)} and add up`);
  // The rest: for one transaction as if it were alone; for several as one group, with what is left over.
  for (const id of ids) {
    const own = left.filter((manual) => namesOf(manual).length === 1 && namesOf(manual)[0] === id);
    if (own.length === 0 || openOf([id]).length === 0) continue;
    settleTransaction(desk, openOf([id]), own);
    take(own);
  }
  for (const manual of [...left]) {
    const names = namesOf(manual);
    const sides = openOf(names).filter((side) => side.currency === manual.currency);
    const [only] = sides;
    if (sides.length > 1) group(sides, [manual], `${manual.poNumber} names ${idsOf(sides)}`);
    else if (only !== undefined) settleSide(desk, only, [manual]);
    else {
      // Everything it names is answered, or in another currency: it was keyed twice, or for something else.
      const home = openOf(names)[0] ?? sidesOf(names[0] as string)[0];
      if (home !== undefined) desk.defer(manual, home);
    }
  }
}

const idsOf = (sides: readonly DrySide[]): string => [...new Set(sides.map((side) => side.transaction.reportId))].join(', ');
