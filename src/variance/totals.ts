import { absolute, formatMinor, minorOf } from '../domain/money.ts';
import { compareText } from '../domain/text.ts';
import { STATUS_NAMES, type VarianceRow, type VarianceStatus, type VarianceTotals, isOpen } from '../domain/variance.ts';

interface CurrencySums {
  net: bigint;
  gross: bigint;
  open: bigint;
}

/** Counts and money of rows, per currency; amounts of different currencies are never added. */
export class VarianceTally {
  readonly #byStatus: VarianceTotals['byStatus'] = {};
  readonly #sums = new Map<string, CurrencySums>();
  #rows = 0;
  #open = 0;

  add(row: VarianceRow): void {
    const sum = this.#count(row.status, row.currency);
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

  /** Adds a row that matches and whose amounts are equal. */
  addMatch(currency: string): void {
    this.#count('match', currency);
  }

  #count(status: VarianceStatus, currency: string): CurrencySums {
    this.#rows++;
    this.#byStatus[status] = (this.#byStatus[status] ?? 0) + 1;
    let sum = this.#sums.get(currency);
    if (sum === undefined) this.#sums.set(currency, (sum = { net: 0n, gross: 0n, open: 0n }));
    return sum;
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
