import { listCandidates, returnSurplus } from './candidates.ts';
import { MatchingDesk } from './desk.ts';
import { documentPass } from './document-pass.ts';
import { exactPass, tolerancePass } from './exact-pass.ts';
import { nearPass } from './near-pass.ts';
import { referencePass } from './reference-pass.ts';
import { repeatPass } from './repeat-pass.ts';
import type { MatchResult } from './sides.ts';
import { sumPass } from './sum-pass.ts';

/** The passes, surest first; each sees only what those before it left (docs/matching.md). */
const PASSES: readonly ((desk: MatchingDesk) => void)[] = [
  referencePass,
  documentPass,
  (desk) => exactPass(desk, (side) => side.kind === 'order'),
  (desk) => exactPass(desk, (side) => side.kind !== 'order'),
  tolerancePass,
  sumPass,
  (desk) => nearPass(desk, (side) => side.kind === 'order'),
  (desk) => nearPass(desk, (side) => side.kind !== 'order'),
  repeatPass,
  returnSurplus,
];

/** Pairs both sides. Every side is in at most one pairing; the result does not depend on the order of the inputs. */
export function match(...[sides, rules]: ConstructorParameters<typeof MatchingDesk>): MatchResult {
  const desk = new MatchingDesk(sides, rules);
  for (const pass of PASSES) pass(desk);
  return desk.result(listCandidates(desk));
}
