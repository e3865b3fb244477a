import { type MatchingRules, sameEntity } from './desk.ts';
import { sameToRepeat } from './repeat-pass.ts';
import type { DrySide, ManualSide } from './sides.ts';

/**
 * The plain case, nine of ten in an orderly ledger: a PO names one report and nothing else, nobody else names that report, the
 * report has one would-be PO, the two stand in one legal entity, and the amounts agree within the tolerance. referencePass pairs such two whatever else there is, and
 * no later pass can touch them, unless a PO that names nobody may repeat this one: those are left to the passes, and so is whatever
 * people decided by hand. To tell the plain case first keeps a run of any size small, since nothing of it needs to be held for matching.
 */
export class StraightPairs {
  /** By report: the index of the one PO that names it, or SEVERAL. */
  readonly #byReport = new Map<string, number>();
  /** What a PO that names nobody may repeat. */
  readonly #repeatable = new Set<string>();
  readonly #sideAt: (index: number) => ManualSide;
  readonly #toleranceOf: MatchingRules['toleranceOf'];
  readonly #comparesEntities: boolean;

  /** `named` are all POs that take part; `sideAt` gives one of them again, coding included. */
  constructor(named: Iterable<Omit<ManualSide, 'coding'>>, sideAt: (index: number) => ManualSide, { toleranceOf, byHand, comparesEntities = false }: Pick<MatchingRules, 'toleranceOf' | 'byHand' | 'comparesEntities'>) {
    this.#sideAt = sideAt;
    this.#toleranceOf = toleranceOf;
    this.#comparesEntities = comparesEntities;
    for (const given of named) {
      const side = byHand === undefined ? given : byHand.withoutParted(given);
      const { references, memoReferences } = side;
      const names = references.length + memoReferences.length;
      const key = names === 0 ? sameToRepeat(side) : null;
      if (key !== null) this.#repeatable.add(key);
      const one = (names === 1 || (references.length === 1 && memoReferences.length === 1 && references[0] === memoReferences[0])) && byHand?.names(side) !== true;
      for (const id of references) this.#name(id, one ? side.index : SEVERAL);
      for (const id of memoReferences) if (!references.includes(id)) this.#name(id, one ? side.index : SEVERAL);
    }
    for (const id of byHand?.transactions ?? []) this.#byReport.set(id, SEVERAL);
  }

  #name(id: string, index: number): void {
    this.#byReport.set(id, this.#byReport.has(id) ? SEVERAL : index);
  }

  /** The PO of a report that has one would-be PO and nothing else; undefined where the passes must look. */
  manualOf(reportId: string, wouldBe: Pick<DrySide, 'currency' | 'amountMinor' | 'entity' | 'order'>): ManualSide | undefined {
    const index = this.#byReport.get(reportId);
    if (index === undefined || index === SEVERAL) return undefined;
    const manual = this.#sideAt(index);
    if (manual.currency !== wouldBe.currency || Math.abs(manual.amountMinor - wouldBe.amountMinor) > this.#toleranceOf(wouldBe.currency, wouldBe.amountMinor)) return undefined;
    if (this.#comparesEntities && !sameEntity(wouldBe, manual.entity)) return undefined;
    return this.#repeatable.size > 0 && this.#repeatable.has(sameToRepeat(manual) ?? '') ? undefined : manual;
  }
}

/** A report that several POs name, or one PO that names others too. */
const SEVERAL = -1;
