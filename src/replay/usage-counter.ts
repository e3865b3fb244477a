import type { Usage } from '../domain/coverage.ts';
import { MoneySums } from '../domain/money-sums.ts';

/** Which reports are counted apart: those of the window that count, and all others. */
export const WINDOW = 0;
export const ELSEWHERE = 1;
export type Part = typeof WINDOW | typeof ELSEWHERE;

/** How often one thing was used, and for how much. Cheap to add to: it is done for every line of a run. */
export class UsageCounter {
  readonly #transactions: [number, number] = [0, 0];
  /** Sums in minor units; the place is 2 × number of the currency + part. */
  readonly #minor: number[] = [];
  /** What would not have stayed exact there. */
  readonly #carried: { place: number; minor: bigint }[] = [];
  #lastReport = -1;

  /** Adds an amount in minor units. Reports and currencies are given by number; the lines of one report follow one another. */
  add(part: Part, report: number, currency: number, amountMinor: number): void {
    if (report !== this.#lastReport) {
      this.#lastReport = report;
      this.#transactions[part]++;
    }
    const place = 2 * currency + part;
    const before = this.#minor[place] ?? 0;
    const sum = before + amountMinor;
    if (Number.isSafeInteger(sum)) this.#minor[place] = sum;
    else {
      this.#carried.push({ place, minor: BigInt(before) });
      this.#minor[place] = amountMinor;
    }
  }

  /** What was counted; `currencies` by their numbers. */
  usage(part: Part, currencies: readonly string[]): Usage {
    const sums = new MoneySums();
    for (const [number, currency] of currencies.entries()) {
      const place = 2 * number + part;
      const minor = this.#minor[place];
      if (minor !== undefined) sums.add(currency, BigInt(minor));
      for (const carried of this.#carried) if (carried.place === place) sums.add(currency, carried.minor);
    }
    return { transactions: this.#transactions[part], amounts: sums.plain() };
  }
}
