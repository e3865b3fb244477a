import type { PackedEvent } from '../domain/expense-report.ts';
import { Measure } from './import-counts.ts';

/** The newest total of each report that was read, summed; a report costs a place in a list and not an object. */
export class NewestTotals {
  readonly #places = new Map<string, number>();
  readonly #revisions: number[] = [];
  readonly #instants: number[] = [];
  readonly #totals: number[] = [];
  readonly #currencies: string[] = [];

  add({ reportId, revision, occurredAt, currency, totalMinor }: PackedEvent): void {
    let place = this.#places.get(reportId);
    const instant = occurredAt ?? 0;
    if (place === undefined) this.#places.set(reportId, (place = this.#places.size));
    else if ((this.#revisions[place] as number) > revision || (this.#revisions[place] === revision && (this.#instants[place] as number) > instant)) return;
    this.#revisions[place] = revision;
    this.#instants[place] = instant;
    this.#totals[place] = totalMinor;
    this.#currencies[place] = currency;
  }

  get size(): number {
    return this.#places.size;
  }

  amounts(): Record<string, string> {
    const sums = new Measure();
    for (const [place, total] of this.#totals.entries()) sums.add(this.#currencies[place] as string, total);
    return sums.amounts();
  }
}
