import { listCandidates } from './candidates.ts';
import { MatchingDesk } from './desk.ts';
import { documentPass } from './document-pass.ts';
import { exactPass } from './exact-pass.ts';
import { nearPass } from './near-pass.ts';
import { referencePass } from './reference-pass.ts';
import { repeatPass } from './repeat-pass.ts';
import { claimDeferred, returnDeferred } from './return-deferred.ts';
import type { MatchResult } from './sides.ts';
import { sumPass } from './sum-pass.ts';
import { tolerancePass } from './tolerance-pass.ts';

/** The passes, surest first; each sees only what those before it left (docs/matching.md). */
const PASSES: readonly ((desk: MatchingDesk) => void)[] = [
  // A PO says which transaction it is for, and its amount does not contradict it.
  referencePass,
  // It shares a document number with one report.
  documentPass,
  // It says one transaction, and is another's in everything else; or, in the end, it is a variance of the one it says.
  claimDeferred,
  returnDeferred,
  // No usable reference from here on: vendor, currency, equal amount and date; would-be POs before reports that have none.
  (desk) => exactPass(desk, (side) => side.kind === 'order'),
  (desk) => exactPass(desk, (side) => side.kind !== 'order'),
  // The same, with an amount within the tolerance.
  tolerancePass,
  // Several that add up to one.
  sumPass,
  // An amount that was mistyped.
  (desk) => nearPass(desk, (side) => side.kind === 'order'),
  (desk) => nearPass(desk, (side) => side.kind !== 'order'),
  // What is left, and repeats a PO that has found its place.
  repeatPass,
];

/** Pairs both sides. Every side is in at most one pairing; the result does not depend on the order of the inputs. */
export function match(...[sides, rules]: ConstructorParameters<typeof MatchingDesk>): MatchResult {
  const desk = new MatchingDesk(sides, rules);
  for (const pass of PASSES) pass(desk);
  return desk.result(listCandidates(desk));
}
