import { NumberColumn } from './columns.ts';

/** Stands for a PO that names no report, or several. */
const NOT_ONE = -1;
const NONE: readonly never[] = [];

/** Which reports the POs of a ledger name, each in its turn: nearly all name one or none, which is held as its place. */
export class NamedReports {
  readonly #idAt: (report: number) => string;
  readonly #places = new NumberColumn();
  readonly #several = new Map<number, readonly string[]>();

  /** `idAt` gives the id of a report by its place. */
  constructor(idAt: (report: number) => string) {
    this.#idAt = idAt;
  }

  /** Adds what the next PO names; `placeOf` knows the place of each of them. */
  push(ids: readonly string[], placeOf: ReadonlyMap<string, number>): void {
    if (ids.length > 1) this.#several.set(this.#places.length, ids);
    const [only] = ids;
    this.#places.push(only !== undefined && ids.length === 1 ? (placeOf.get(only) as number) : NOT_ONE);
  }

  at(order: number): readonly string[] {
    const place = this.#places.at(order);
    return place === NOT_ONE ? (this.#several.get(order) ?? NONE) : [this.#idAt(place)];
  }
}
