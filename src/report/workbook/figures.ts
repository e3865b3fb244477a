import { MoneySums } from '../../domain/money-sums.ts';
import { absolute, formatMinor, minorOf } from '../../domain/money.ts';
import { compareText } from '../../domain/text.ts';
import { type VarianceRow, isOpen } from '../../domain/variance.ts';
import type { DecisionModel } from '../decision-model.ts';
import { isZero } from '../charts/chart-figures.ts';

/** Figures of the rows of one currency, in plain decimals. */
export interface CurrencyFigures {
  currency: string;
  rows: number;
  net: string;
  gross: string;
  /** At stake in open rows. */
  open: string;
  /** Would-be POs of all rows, and manual POs so far as rows have a sum of them. */
  wouldBe: string;
  keyed: string;
  /** Of these, what stands in rows that have no variance: their sides are in different currencies, or on different bases of amounts. */
  apart: { wouldBe: string; keyed: string };
  /** The sizes of both, summed. */
  wouldBeSize: string;
  keyedSize: string;
}

/** The sums of one side of the rows. */
class SideSums {
  readonly all = new MoneySums();
  readonly size = new MoneySums();
  /** Of rows that have no variance. */
  readonly apart = new MoneySums();

  add(currency: string, decimal: string | null, isApart: boolean): void {
    if (decimal === null) return;
    const minor = minorOf(decimal, currency);
    this.all.add(currency, minor);
    this.size.add(currency, absolute(minor));
    if (isApart) this.apart.add(currency, minor);
  }
}

/** Sums rows by currency, exactly: each side by its own. */
export class FigureTally {
  readonly #rows = new Map<string, number>();
  readonly #net = new MoneySums();
  readonly #gross = new MoneySums();
  readonly #open = new MoneySums();
  readonly #wouldBe = new SideSums();
  readonly #keyed = new SideSums();

  add(row: VarianceRow): void {
    const isApart = row.variance === null;
    this.#rows.set(row.currency, (this.#rows.get(row.currency) ?? 0) + 1);
    if (row.variance !== null) {
      const minor = minorOf(row.variance, row.currency);
      this.#net.add(row.currency, minor);
      this.#gross.add(row.currency, absolute(minor));
    }
    if (isOpen(row)) this.#open.addDecimal(row.currency, row.atStake);
    this.#wouldBe.add(row.currency, row.dryRun.amount, isApart);
    this.#keyed.add(row.manual.currency ?? row.currency, row.manual.amount, isApart);
  }

  /** By currency, in the order of codes; one in which something was keyed and no row is has no rows. */
  result(): CurrencyFigures[] {
    return [...new Set([...this.#rows.keys(), ...this.#keyed.all.currencies])].sort(compareText).map((currency) => {
      const money = (sums: MoneySums): string => formatMinor(sums.of(currency), currency);
      const [wouldBe, keyed] = [this.#wouldBe, this.#keyed];
      return {
        currency, rows: this.#rows.get(currency) ?? 0, net: money(this.#net), gross: money(this.#gross), open: money(this.#open), wouldBe: money(wouldBe.all), keyed: money(keyed.all),
        apart: { wouldBe: money(wouldBe.apart), keyed: money(keyed.apart) }, wouldBeSize: money(wouldBe.size), keyedSize: money(keyed.size),
      };
    });
  }
}

/** What a pass over all rows finds. */
export interface RowFigures {
  currencies: CurrencyFigures[];
  rows: number;
  agreeing: number;
  open: number;
  resolved: number;
  /** Rows that are none of these three: nobody has to do anything about them. */
  settled: number;
  /** Rows that have no variance. */
  apart: number;
}

/** A workbook whose rows do not add up to its headline must not exist; that the model is wrong is a bug. */
export function assertTies(model: DecisionModel, figures: RowFigures, unresolved: readonly CurrencyFigures[]): void {
  const wrong: string[] = [];
  const same = (what: string, found: string | number | bigint, said: string | number | bigint): void => {
    if (found !== said && !(isZero(String(found)) && isZero(String(said)))) wrong.push(`${what}: the rows give ${found}, the model says ${said}`);
  };
  same('rows', figures.rows, model.summary.totals.rows);
  same('counted rows', figures.rows, model.counts.rows);
  same('open rows', figures.open, model.afterResolutions.open);
  same('resolved rows', figures.resolved, model.afterResolutions.resolved);
  same('agreeing rows', figures.agreeing, model.summary.agreeing);
  same('rows by how they stand', figures.agreeing + figures.open + figures.resolved + figures.settled, figures.rows);
  for (const { currency, net, gross, open, wouldBe, keyed, apart } of figures.currencies) {
    same(`would-be POs ${currency}`, wouldBe, model.summary.wouldBeAmounts[currency] ?? '0');
    same(`manual less would-be POs ${currency}`, minorOf(keyed, currency) - minorOf(wouldBe, currency) - minorOf(apart.keyed, currency) + minorOf(apart.wouldBe, currency), minorOf(net, currency));
    same(`net ${currency}`, net, model.summary.totals.currencies[currency]?.net ?? '0');
    same(`gross ${currency}`, gross, model.summary.totals.currencies[currency]?.gross ?? '0');
    same(`open money ${currency}`, open, model.afterResolutions.openMoney[currency] ?? '0');
  }
  for (const { currency, net, gross } of unresolved) {
    same(`net ${currency} of what is not resolved`, net, model.afterResolutions.net[currency] ?? '0');
    same(`gross ${currency} of what is not resolved`, gross, model.afterResolutions.gross[currency] ?? '0');
  }
  if (wrong.length > 0) throw new Error(`the decision workbook does not tie: ${wrong.join('; ')}`);
}
