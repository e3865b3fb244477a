import { bestPass } from './best-pass.ts';
import { byHandPass } from './by-hand-pass.ts';
import { listCandidates } from './candidates.ts';
import { completionPass } from './completion-pass.ts';
import { findCounterparts } from './counterparts.ts';
import { MatchingDesk } from './desk.ts';
import { documentPass } from './document-pass.ts';
import { exactPass } from './exact-pass.ts';
import { nearPass } from './near-pass.ts';
import { nearReferencePass } from './near-reference-pass.ts';
import { periodPass } from './period-pass.ts';
import { referencePass } from './reference-pass.ts';
import { repeatPass } from './repeat-pass.ts';
import { claimDeferred, returnDeferred } from './return-deferred.ts';
import type { DrySide, MatchResult } from './sides.ts';
import { sumPass } from './sum-pass.ts';
import { tolerancePass } from './tolerance-pass.ts';
import { wholeReportPass } from './whole-report-pass.ts';

const isOrder = (side: DrySide): boolean => side.kind === 'order';
const isNoOrder = (side: DrySide): boolean => side.kind !== 'order';

/** The passes, surest first; each sees only what those before it left (docs/matching.md). These read no words of a report. */
const WITHOUT_WORDS: readonly ((desk: MatchingDesk) => void)[] = [
  // A PO says which transaction it is for, and its amount does not contradict it.
  referencePass,
  // It says nearly one transaction, and has its money.
  nearReferencePass,
  // It shares a document number with one report.
  documentPass,
  // It says one transaction, and is another's in everything else; or, in the end, it is a variance of the one it says.
  claimDeferred,
  returnDeferred,
  // No usable reference from here on. Vendor, currency, date, amount and coding agree, of a report's would-be POs together, or of
  // one; would-be POs before reports without.
  (desk) => wholeReportPass(desk, [documentPass, (inner) => exactPass(inner, isOrder), repeatPass, tolerancePass]),
  (desk) => exactPass(desk, isOrder),
  (desk) => exactPass(desk, isNoOrder),
  // A PO says once more what one that has found its place says already.
  repeatPass,
  // The same as above, each amount within the tolerance.
  tolerancePass,
  // What a pair by reference falls short of.
  completionPass,
  // Several that add up to one, coding included.
  (desk) => sumPass(desk, 'coding', 'sure'),
];

/** The passes after them. */
const WITH_WORDS: typeof WITHOUT_WORDS = [
  // Coding may differ, and vendors' names be misspelled, from here on: the best assignment of amounts that agree.
  (desk) => wholeReportPass(desk, [bestPass]),
  bestPass,
  // Amounts that add up: coding included; where few sums were possible; or to all that there is for a while.
  (desk) => sumPass(desk, 'coding', 'any'),
  (desk) => sumPass(desk, 'amount', 'any'),
  periodPass,
  // An amount that differs by something that has a name.
  (desk) => wholeReportPass(desk, [(inner) => nearPass(inner, isOrder)]),
  (desk) => nearPass(desk, isOrder),
  (desk) => nearPass(desk, isNoOrder),
  // What repeats a PO that found its place since.
  repeatPass,
];

/**
 * Pairs both sides: first what people paired by hand, then by the passes, none of which pairs what people parted. Every side is in at
 * most one pairing; the result does not depend on the order of the inputs. No words of reports are needed so far; what it returns does the rest, once the
 * dry sides have theirs.
 */
export function matchWithoutWords(...[sides, rules]: ConstructorParameters<typeof MatchingDesk>): () => MatchResult {
  const { byHand } = rules;
  const desk = new MatchingDesk(byHand === undefined ? sides : { ...sides, manual: sides.manual.map((side) => byHand.withoutParted(side)) }, rules);
  const handProblems = byHand === undefined ? [] : byHandPass(desk, byHand.pairings);
  for (const pass of WITHOUT_WORDS) pass(desk);
  return () => {
    for (const pass of WITH_WORDS) pass(desk);
    const candidates = listCandidates(desk);
    return desk.result({ ...candidates, ...findCounterparts(desk, candidates), handProblems });
  };
}
