import { formatMinor, minorOf } from '../domain/money.ts';
import type { RunSummary } from '../domain/run.ts';
import { compareText } from '../domain/text.ts';
import { AGREEING, type VarianceRow } from '../domain/variance.ts';
import { VarianceTally } from '../variance/totals.ts';

/** What the summary says of the rows, gathered while they pass. */
export class RowTally {
  readonly totals = new VarianceTally();
  /** Reports that have rows. */
  transactions = 0;
  readonly #sums = new Map<string, bigint>();
  agreeing = 0;
  unexplained = 0;
  #orders = 0;
  #approved = 0;
  #lastTransaction: string | null = null;

  /** Adds a row; the rows of one report follow one another. */
  add(row: VarianceRow): void {
    this.totals.add(row);
    if (AGREEING.includes(row.status)) this.agreeing++;
    if (row.transactionId === null) {
      this.unexplained++;
      return;
    }
    if (row.transactionId !== this.#lastTransaction) {
      this.#lastTransaction = row.transactionId;
      this.transactions++;
      if (row.dryRun.outcome === 'created' || row.dryRun.outcome === 'updated' || row.dryRun.outcome === 'rejected') this.#approved++;
    }
    if (row.dryRun.amount === null) return;
    this.#orders++;
    this.#sums.set(row.currency, (this.#sums.get(row.currency) ?? 0n) + minorOf(row.dryRun.amount, row.currency));
  }

  wouldBe(): Pick<RunSummary, 'approvedReports' | 'wouldBeOrders' | 'wouldBeAmounts'> {
    const wouldBeAmounts = Object.fromEntries([...this.#sums].sort(([a], [b]) => compareText(a, b)).map(([currency, minor]) => [currency, formatMinor(minor, currency)]));
    return { approvedReports: this.#approved, wouldBeOrders: this.#orders, wouldBeAmounts };
  }
}
