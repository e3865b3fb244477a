import { isMistyped } from './amounts/near-amount.ts';
import { type MatchingDesk, sumOf } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { whyNamed } from './why-named.ts';
import { vendorAgrees } from './vendor-evidence.ts';

/** How manual POs answer one would-be PO: one by its amount, several by their sum, or several that repeat each other. */
export type Answer = 'whole' | 'sum' | 'repeated';

/** How some POs together answer a dry side, or null where their amounts say something else. Coding is not asked. */
export function answerOf(desk: MatchingDesk, side: DrySide, manuals: readonly ManualSide[]): Answer | null {
  if (manuals.some((manual) => manual.currency !== side.currency)) return null;
  if (desk.withinTolerance(side, sumOf(manuals))) return manuals.length === 1 ? 'whole' : isKeyedTwice(side, manuals) ? 'repeated' : 'sum';
  return manuals.length > 1 && repeats(desk, side, manuals) ? 'repeated' : null;
}

/** Whether several POs each have the very amount, and together more: a tolerance as large as that amount makes no split of them. */
const isKeyedTwice = (side: DrySide, manuals: readonly ManualSide[]): boolean => sumOf(manuals) !== side.amountMinor && manuals.filter(({ amountMinor }) => amountMinor === side.amountMinor).length > 1;

/** Whether POs for one would-be PO, which add up to more or less than it, say the same thing more than once. */
function repeats(desk: MatchingDesk, side: DrySide, manuals: readonly ManualSide[]): boolean {
  const distinct = distinctOf(desk, manuals);
  // The same PO over and over, right or wrong in itself.
  if (distinct.length === 1) return true;
  // A split of which one part, or every part, was keyed again.
  if (distinct.length < manuals.length && desk.withinTolerance(side, sumOf(distinct))) return true;
  const whole = manuals.filter((manual) => desk.withinTolerance(side, manual.amountMinor));
  if (whole.length === 0) return false;
  const rest = manuals.filter((manual) => !whole.includes(manual));
  // The whole twice, coded one way or another; the whole, and a split beside it; the whole, and once more mistyped.
  return rest.length === 0 || (rest.length >= 2 && desk.withinTolerance(side, sumOf(rest))) || rest.every((manual) => vendorAgrees(side, manual) && desk.mayShareCode(side, manual) && isMistyped(desk.codings, side, manual));
}

/** The POs of which none says what another says already: amount and coding alike. */
function distinctOf(desk: MatchingDesk, manuals: readonly ManualSide[]): ManualSide[] {
  const distinct: ManualSide[] = [];
  for (const manual of manuals) {
    if (!distinct.some((known) => known.amountMinor === manual.amountMinor && desk.codings.equal(known.coding, manual.coding))) distinct.push(manual);
  }
  return distinct;
}

const ANSWERS: Record<Answer, string> = { whole: '', sum: ' and add up to it', repeated: ' and repeat each other' };

/** Pairs POs that name a dry side with it, as they answer it, or although they do not (null). */
export function pairNamed(desk: MatchingDesk, side: DrySide, manuals: readonly ManualSide[], answer: Answer | null): void {
  desk.pair({
    dry: [side.index], manual: manuals.map((manual) => manual.index), pass: 'reference', repeated: answer === 'repeated',
    why: manuals.length === 1 ? '' : `${whyNamed(manuals, side.transaction.reportId)}${answer === null ? '' : ANSWERS[answer]}`,
  });
}

/**
 * Settles the POs that name one dry side: what answers it is paired; what does not waits, since a PO may bear the wrong
 * reference, and comes back where nobody else can claim it.
 */
export function settleSide(desk: MatchingDesk, side: DrySide, manuals: readonly ManualSide[]): void {
  const answer = answerOf(desk, side, manuals);
  if (answer !== null) return pairNamed(desk, side, manuals, answer);
  const whole = manuals.filter((manual) => manual.currency === side.currency && desk.withinTolerance(side, manual.amountMinor));
  if (whole.length > 0) pairNamed(desk, side, whole, whole.length === 1 ? 'whole' : 'repeated');
  for (const manual of manuals) if (!whole.includes(manual)) desk.defer(manual, side);
}
