import { minorOf } from '../../domain/money.ts';
import { compareText } from '../../domain/text.ts';
import type { VarianceRow } from '../../domain/variance.ts';

/** Rows of one currency: largest money first, then by date and id, so that the order is that of no input. */
function byMoney(left: VarianceRow, right: VarianceRow): number {
  const more = minorOf(right.atStake, right.currency) - minorOf(left.atStake, left.currency);
  return more > 0n ? 1 : more < 0n ? -1 : compareText(left.date ?? '', right.date ?? '') || compareText(left.id, right.id);
}

/**
 * The largest of many rows, at most `limit` of them: each currency by its own money, since amounts of different currencies are
 * never ranked, the currency of most rows first. Where not all fit, every currency gives its largest.
 */
export class Largest {
  readonly #limit: number;
  readonly #kept = new Map<string, { rows: VarianceRow[]; count: number }>();
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many were offered. */
  get count(): number {
    return this.#count;
  }

  add(row: VarianceRow): void {
    this.#count++;
    let kept = this.#kept.get(row.currency);
    if (kept === undefined) this.#kept.set(row.currency, (kept = { rows: [], count: 0 }));
    kept.count++;
    kept.rows.push(row);
    if (kept.rows.length >= 2 * this.#limit) kept.rows = kept.rows.sort(byMoney).slice(0, this.#limit);
  }

  rows(): VarianceRow[] {
    const currencies = [...this.#kept].sort(([a, left], [b, right]) => right.count - left.count || compareText(a, b)).map(([, { rows }]) => rows.sort(byMoney));
    const taken = currencies.map(() => 0);
    for (let left = Math.min(this.#limit, this.#count), at = 0; left > 0; at = (at + 1) % currencies.length) {
      if ((taken[at] as number) >= (currencies[at] as VarianceRow[]).length) continue;
      (taken[at] as number)++;
      left--;
    }
    return currencies.flatMap((rows, index) => rows.slice(0, taken[index]));
  }
}
