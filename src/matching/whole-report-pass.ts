import { mergeCodings } from './coding.ts';
import { MatchingDesk, sumOf } from './desk.ts';
import type { DrySide } from './sides.ts';

/** Several would-be POs of one report and vendor, as if they were one. */
export function asOne(desk: MatchingDesk, sides: readonly [DrySide, ...DrySide[]]): DrySide {
  const [first] = sides;
  return sides.length === 1 ? first : { ...first, amountMinor: sumOf(sides), expenseMinor: sides.reduce((sum, { expenseMinor }) => sum + expenseMinor, 0), coding: mergeCodings(desk.codings, sides.map((side) => side.coding)) };
}

/**
 * Where one PO a line is asked for, people still key one a report: pairs the would-be POs that a report has for one vendor as one,
 * by these passes, with the POs that nothing else claims.
 */
export function wholeReportPass(desk: MatchingDesk, passes: readonly ((desk: MatchingDesk) => void)[]): void {
  const members = reportsOfSeveral(desk);
  if (members.length === 0) return;
  const manual = desk.freeManual().filter((side) => !desk.ambiguousManual.has(side.index));
  const inner = new MatchingDesk(
    { dry: members.map((sides, index) => ({ ...asOne(desk, sides), index })), manual: manual.map((side, index) => ({ ...side, index })), codings: desk.codings },
    { dateWindowDays: desk.dateWindowDays, toleranceOf: desk.toleranceOf, vendors: desk.vendors, amounts: desk.amounts, byHand: desk.byHand, comparesEntities: desk.comparesEntities },
  );
  for (const pass of passes) pass(inner);
  for (const pairing of inner.pairings) {
    const sides = pairing.dry.flatMap((index) => members[index] as DrySide[]);
    desk.pair({ ...pairing, dry: sides.map((side) => side.index), manual: pairing.manual.map((index) => (manual[index] as (typeof manual)[number]).index), why: `${pairing.why}; ${sides.length} would-be POs together` });
  }
  for (const index of inner.ambiguousDry) for (const side of members[index] as DrySide[]) desk.ambiguousDry.add(side.index);
  for (const index of inner.ambiguousManual) desk.ambiguousManual.add((manual[index] as (typeof manual)[number]).index);
}

/** Free would-be POs of one report, vendor and currency, where there are several. */
function reportsOfSeveral(desk: MatchingDesk): [DrySide, ...DrySide[]][] {
  const groups: [DrySide, ...DrySide[]][] = [];
  let open = new Map<string, [DrySide, ...DrySide[]]>();
  let report = '';
  for (const side of desk.dry) {
    if (side.order === null || !desk.dryIsFree(side.index) || desk.ambiguousDry.has(side.index)) continue;
    if (side.transaction.reportId !== report) {
      report = side.transaction.reportId;
      open = new Map();
    }
    const key = `${side.vendorIds.join()} ${side.currency}`;
    const same = open.get(key);
    if (same === undefined) open.set(key, [side]);
    else if (same.push(side) === 2) groups.push(same);
  }
  return groups;
}
