import type { MatchingRules } from './desk.ts';
import { sameToRepeat } from './repeat-pass.ts';
import type { DrySide, ManualSide } from './sides.ts';

/** The reports of a run, each with a place below `count`. */
export interface ReportPlaces {
  count: number;
  placeOf: ReadonlyMap<string, number>;
}

/**
 * The plain case, nine of ten in an orderly ledger: a PO names one report and nothing else, nobody else names that report, the
 * report has one would-be PO, the two stand in one legal entity, and the amounts agree within the tolerance. referencePass pairs such two whatever else there is, and
 * no later pass can touch them, unless a PO that names nobody may repeat this one: those are left to the passes, and so is whatever
 * people decided by hand. To tell the plain case first keeps a run of any size small, since nothing of it needs to be held for matching.
 */
export class StraightPairs {
  /** By the place of a report: the index of the one PO that names it, NOBODY or SEVERAL. */
  readonly #byReport: Int32Array;
  /** What a PO that names nobody may repeat. */
  readonly #repeatable = new Set<string>();
  readonly #sideAt: (index: number) => Omit<ManualSide, 'coding'>;
  readonly #toleranceOf: MatchingRules['toleranceOf'];
  readonly #comparesEntities: boolean;

  /** `named` are all POs that take part; `sideAt` gives one of them again; `reports` are those that may be named. */
  constructor(
    reports: ReportPlaces, named: Iterable<Omit<ManualSide, 'coding'>>, sideAt: (index: number) => Omit<ManualSide, 'coding'>,
    { toleranceOf, byHand, comparesEntities = false }: Pick<MatchingRules, 'toleranceOf' | 'byHand' | 'comparesEntities'>,
  ) {
    this.#byReport = new Int32Array(reports.count).fill(NOBODY);
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
      for (const id of references) this.#name(reports.placeOf.get(id), one ? side.index : SEVERAL);
      for (const id of memoReferences) if (!references.includes(id)) this.#name(reports.placeOf.get(id), one ? side.index : SEVERAL);
    }
    for (const id of byHand?.transactions ?? []) this.#name(reports.placeOf.get(id), SEVERAL);
  }

  /** A report that people decided on may be one that the run does not have. */
  #name(place: number | undefined, index: number): void {
    if (place !== undefined) this.#byReport[place] = this.#byReport[place] === NOBODY ? index : SEVERAL;
  }

  /** The index of the PO of a report, by its place, that has one would-be PO and nothing else; undefined where the passes must look. */
  manualOf(place: number, wouldBe: Pick<DrySide, 'currency' | 'amountMinor' | 'entity'>): number | undefined {
    const index = this.#byReport[place] as number;
    if (index === NOBODY || index === SEVERAL) return undefined;
    const manual = this.#sideAt(index);
    if (manual.currency !== wouldBe.currency || Math.abs(manual.amountMinor - wouldBe.amountMinor) > this.#toleranceOf(wouldBe.currency, wouldBe.amountMinor)) return undefined;
    if (this.#comparesEntities && wouldBe.entity !== manual.entity) return undefined;
    return this.#repeatable.size > 0 && this.#repeatable.has(sameToRepeat(manual) ?? '') ? undefined : index;
  }
}

/** A report that no PO names. */
const NOBODY = -2;
/** A report that several POs name, or one PO that names others too. */
const SEVERAL = -1;
