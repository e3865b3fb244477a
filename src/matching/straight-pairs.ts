import type { MatchingRules } from './desk.ts';
import { type Repeatable, sameToRepeat } from './repeat-pass.ts';
import type { DrySide, ManualSide } from './sides.ts';

/** Stand for the place of a report, where a PO names none, or several. */
export const NO_REPORT = -2;
export const SEVERAL_REPORTS = -1;

/** The reports of a run, each with a place below `count`. */
export interface ReportPlaces {
  count: number;
  placeOf: { get(reportId: string): number | undefined };
}

/** The manual POs of a run by their indexes, asked for what tells the plain case, so that no side need be made of it. */
export interface LedgerOrders {
  /** Those that take part. */
  indexes(): Iterable<number>;
  namesAt(index: number): Pick<ManualSide, 'poNumber' | 'fullName'>;
  /** The place of the one report that its reference and memo name; NO_REPORT or SEVERAL_REPORTS. */
  reportAt(index: number): number;
  /** The places of all that they name. */
  reportsAt(index: number): readonly number[];
  currencyAt(index: number): string;
  amountAt(index: number): number;
  entityAt(index: number): string;
  repeatableAt(index: number): Repeatable;
  bareSideAt(index: number): Omit<ManualSide, 'coding'>;
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
  readonly #repeatable = new Repeated();
  readonly #ledger: LedgerOrders;
  readonly #toleranceOf: MatchingRules['toleranceOf'];
  readonly #comparesEntities: boolean;

  /** `reports` are those that may be named. */
  constructor(reports: ReportPlaces, ledger: LedgerOrders, { toleranceOf, byHand, comparesEntities = false }: Pick<MatchingRules, 'toleranceOf' | 'byHand' | 'comparesEntities'>) {
    this.#byReport = new Int32Array(reports.count).fill(NOBODY);
    this.#ledger = ledger;
    this.#toleranceOf = toleranceOf;
    this.#comparesEntities = comparesEntities;
    for (const index of ledger.indexes()) {
      if (byHand?.names(ledger.namesAt(index)) === true) {
        const side = byHand.withoutParted(ledger.bareSideAt(index));
        if (side.references.length + side.memoReferences.length === 0) this.#repeatable.add(side);
        for (const id of [...side.references, ...side.memoReferences]) this.#name(reports.placeOf.get(id), SEVERAL);
        continue;
      }
      const report = ledger.reportAt(index);
      if (report === NO_REPORT) this.#repeatable.add(ledger.repeatableAt(index));
      else if (report !== SEVERAL_REPORTS) this.#name(report, index);
      else for (const each of ledger.reportsAt(index)) this.#name(each, SEVERAL);
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
    const ledger = this.#ledger;
    const amountMinor = ledger.amountAt(index);
    if (ledger.currencyAt(index) !== wouldBe.currency || Math.abs(amountMinor - wouldBe.amountMinor) > this.#toleranceOf(wouldBe.currency, wouldBe.amountMinor)) return undefined;
    if (this.#comparesEntities && wouldBe.entity !== ledger.entityAt(index)) return undefined;
    return this.#repeatable.hasAmount(amountMinor) && this.#repeatable.has(ledger.repeatableAt(index)) ? undefined : index;
  }
}

/** A report that no PO names. */
const NOBODY = -2;
/** A report that several POs name, or one PO that names others too. */
const SEVERAL = -1;

/** What a PO that names nobody may repeat. */
class Repeated {
  readonly #keys = new Set<string>();
  readonly #amounts = new Set<number>();

  add(side: Repeatable): void {
    const key = sameToRepeat(side);
    if (key === null) return;
    this.#keys.add(key);
    this.#amounts.add(side.amountMinor);
  }

  /** Whether any of them has this amount; told first, since it is told of every PO. */
  hasAmount(amountMinor: number): boolean {
    return this.#amounts.has(amountMinor);
  }

  has(side: Repeatable): boolean {
    return this.#keys.has(sameToRepeat(side) ?? '');
  }
}
