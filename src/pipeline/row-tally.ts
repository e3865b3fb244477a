import { agreesFarApart } from '../domain/dated-far-apart.ts';
import { formatMinor, minorOf } from '../domain/money.ts';
import { MoneySums } from '../domain/money-sums.ts';
import type { DryRunOutcome } from '../domain/purchase-order.ts';
import type { RunSummary } from '../domain/run.ts';
import { compareText } from '../domain/text.ts';
import { NOTHING_UNREAD } from '../domain/unread.ts';
import { AGREEING, type VarianceRow } from '../domain/variance.ts';
import type { PlainMatch } from '../variance/packed-match.ts';
import { RootCauseTally } from '../variance/root-causes.ts';
import { VarianceTally } from '../variance/totals.ts';
import { causeId } from './cause-id.ts';
import { MOST_LOOKED_UP } from './mapping-evidence.ts';

/** What the summary says of the rows, gathered while they pass. */
export class RowTally {
  readonly totals = new VarianceTally();
  /** Open rows by what would fix them, with where those stand that may be looked up once more. */
  readonly causes = new RootCauseTally(causeId, NOTHING_UNREAD, MOST_LOOKED_UP);
  #rows = 0;
  /** Reports that have rows. */
  transactions = 0;
  readonly #sums = new Map<string, bigint>();
  agreeing = 0;
  readonly #notCompared = new Map<string, number>();
  readonly #farApart = { rows: 0, money: new MoneySums() };
  unexplained = 0;
  #orders = 0;
  readonly #objectedLater = { blocks_release: 0, blocks_invoice: 0 };
  #approved = 0;
  #lastTransaction: string | null = null;

  /** Adds a row; the rows of one report follow one another. */
  add(row: VarianceRow): void {
    this.totals.add(row);
    this.causes.add(row, this.#rows++);
    this.#countNotCompared(row.match.notCompared);
    if (AGREEING.includes(row.status)) this.agreeing++;
    if (agreesFarApart(row)) {
      this.#farApart.rows++;
      this.#farApart.money.addDecimal(row.currency, row.dryRun.amount ?? row.atStake);
    }
    if (row.transactionId === null) {
      this.unexplained++;
      return;
    }
    this.#countReport(row.transactionId, row.dryRun.outcome);
    if (row.dryRun.amount === null) return;
    this.#countOrder(row.currency, minorOf(row.dryRun.amount, row.currency));
    for (const when of ['blocks_release', 'blocks_invoice'] as const) if (row.dryRun.findings.some((finding) => finding.when === when)) this.#objectedLater[when]++;
  }

  /** Adds a plain match in its turn, to the same effect as if it were a row. */
  addMatch({ transactionId, currency, outcome, amountMinor, notCompared }: PlainMatch): void {
    this.#rows++;
    this.#countNotCompared(notCompared);
    this.totals.addMatch(currency);
    this.agreeing++;
    this.#countReport(transactionId, outcome);
    this.#countOrder(currency, BigInt(amountMinor));
  }

  #countNotCompared(columns: readonly string[]): void {
    for (const column of columns) this.#notCompared.set(column, (this.#notCompared.get(column) ?? 0) + 1);
  }

  /** Columns that were not compared on every row. */
  notCompared(): Pick<RunSummary, 'notCompared'> {
    return this.#notCompared.size === 0 ? {} : { notCompared: Object.fromEntries([...this.#notCompared].sort(([left], [right]) => compareText(left, right))) };
  }

  #countReport(transactionId: string, outcome: DryRunOutcome): void {
    if (transactionId === this.#lastTransaction) return;
    this.#lastTransaction = transactionId;
    this.transactions++;
    if (outcome === 'created' || outcome === 'updated' || outcome === 'rejected') this.#approved++;
  }

  #countOrder(currency: string, amountMinor: bigint): void {
    this.#orders++;
    this.#sums.set(currency, (this.#sums.get(currency) ?? 0n) + amountMinor);
  }

  /** Rows that agree although their dates lie far apart. */
  farApart(): Pick<RunSummary, 'agreeingFarApart'> {
    const { rows, money } = this.#farApart;
    return rows === 0 ? {} : { agreeingFarApart: { rows, amounts: money.plain() } };
  }

  wouldBe(): Pick<RunSummary, 'approvedReports' | 'wouldBeOrders' | 'wouldBeAmounts' | 'objectedLater'> {
    const wouldBeAmounts = Object.fromEntries([...this.#sums].sort(([a], [b]) => compareText(a, b)).map(([currency, minor]) => [currency, formatMinor(minor, currency)]));
    const later = this.#objectedLater;
    return { approvedReports: this.#approved, wouldBeOrders: this.#orders, wouldBeAmounts, ...(later.blocks_release + later.blocks_invoice > 0 && { objectedLater: later }) };
  }
}
