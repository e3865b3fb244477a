import type { MatchingRules } from './desk.ts';
import { sameToRepeat } from './repeat-pass.ts';
import type { ManualSide } from './sides.ts';

/**
 * The plain case, nine of ten in an orderly ledger: a PO names one report and nothing else, nobody else names that report, the
 * report has one would-be PO, and the amounts agree within the tolerance. referencePass pairs such two whatever else there is, and
 * no later pass can touch them, unless a PO that names nobody may repeat this one: those are left to the passes. To tell the plain
 * case first keeps a run of any size small, since nothing of it needs to be held for matching.
 */
export class StraightPairs {
  /** By report: the one PO that names it, or null where several do. */
  readonly #byReport = new Map<string, ManualSide | null>();
  /** What a PO that names nobody may repeat. */
  readonly #repeatable = new Set<string>();
  readonly #toleranceOf: MatchingRules['toleranceOf'];

  constructor(manual: Iterable<ManualSide>, toleranceOf: MatchingRules['toleranceOf']) {
    this.#toleranceOf = toleranceOf;
    for (const side of manual) {
      const named = side.references.length + side.memoReferences.length;
      if (named === 0) this.#repeatable.add(sameToRepeat(side));
      const sole = named === 1 || (side.references.length === 1 && side.memoReferences.length === 1 && side.references[0] === side.memoReferences[0]);
      for (const id of side.references) this.#name(id, sole ? side : null);
      for (const id of side.memoReferences) if (!side.references.includes(id)) this.#name(id, sole ? side : null);
    }
  }

  #name(id: string, side: ManualSide | null): void {
    this.#byReport.set(id, this.#byReport.has(id) ? null : side);
  }

  /** The PO of a report that has one would-be PO and nothing else, which is then no longer held; undefined where the passes must look. */
  take(reportId: string, wouldBe: { currency: string; amountMinor: number }): ManualSide | undefined {
    const manual = this.#byReport.get(reportId);
    if (manual === undefined || manual === null || manual.currency !== wouldBe.currency) return undefined;
    if (Math.abs(manual.amountMinor - wouldBe.amountMinor) > this.#toleranceOf(wouldBe.currency, wouldBe.amountMinor)) return undefined;
    if (this.#repeatable.size > 0 && this.#repeatable.has(sameToRepeat(manual))) return undefined;
    this.#byReport.delete(reportId);
    return manual;
  }
}
