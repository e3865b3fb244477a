import { absolute, formatMinor, minorOf } from '../domain/money.ts';
import { compareText } from '../domain/text.ts';
import { STATUS_NAMES, type VarianceRow, type VarianceTotals, isOpen } from '../domain/variance.ts';

/** Counts and money of rows, per currency; amounts of different currencies are never added. */
export class VarianceTally {
  readonly #byStatus: VarianceTotals['byStatus'] = {};
  readonly #sums = new Map<string, { net: bigint; gross: bigint; open: bigint }>();
  #rows = 0;
  #open = 0;

  add(row: VarianceRow): void {
    this.#rows++;
    this.#byStatus[row.status] = (this.#byStatus[row.status] ?? 0) + 1;
    let sum = this.#sums.get(row.currency);
    if (sum === undefined) this.#sums.set(row.currency, (sum = { net: 0n, gross: 0n, open: 0n }));
    if (row.variance !== null && row.variance !== '0' && row.variance !== '0.00') {
      const minor = minorOf(row.variance, row.currency);
      sum.net += minor;
      sum.gross += absolute(minor);
    }
    if (isOpen(row)) {
      this.#open++;
      sum.open += minorOf(row.atStake, row.currency);
    }
  }

  result(): VarianceTotals {
    const currencies: VarianceTotals['currencies'] = {};
    for (const [currency, sum] of [...this.#sums].sort(([left], [right]) => compareText(left, right))) {
      currencies[currency] = { net: formatMinor(sum.net, currency), gross: formatMinor(sum.gross, currency), open: formatMinor(sum.open, currency) };
    }
    const byStatus = Object.fromEntries(STATUS_NAMES.filter((status) => this.#byStatus[status] !== undefined).map((status) => [status, this.#byStatus[status]]));
    return { rows: this.#rows, byStatus, open: this.#open, currencies };
  }
}

/** The totals of rows. */
export function totalsOf(rows: Iterable<VarianceRow>): VarianceTotals {
  const tally = new VarianceTally();
  for (const row of rows) tally.add(row);
  return tally.result();
}
