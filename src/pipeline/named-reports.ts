import { NO_REPORT, SEVERAL_REPORTS } from '../matching/straight-pairs.ts';
import { NumberColumn } from './columns.ts';

const NONE: readonly never[] = [];

/** Which reports the POs of a ledger name, each in its turn: nearly all name one or none, which is held as its place. */
export class NamedReports {
  readonly #places = new NumberColumn();
  readonly #several = new Map<number, readonly number[]>();

  /** Adds what the next PO names, by the places of the reports. */
  push(places: readonly number[]): void {
    if (places.length > 1) this.#several.set(this.#places.length, places);
    this.#places.push(places.length === 0 ? NO_REPORT : places.length === 1 ? (places[0] as number) : SEVERAL_REPORTS);
  }

  /** The place of the one report that a PO names; NO_REPORT or SEVERAL_REPORTS. */
  oneAt(order: number): number {
    return this.#places.at(order);
  }

  /** The places of all of them. */
  at(order: number): readonly number[] {
    const place = this.#places.at(order);
    return place === NO_REPORT ? NONE : place === SEVERAL_REPORTS ? (this.#several.get(order) as readonly number[]) : [place];
  }
}
