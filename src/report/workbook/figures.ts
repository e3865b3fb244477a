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
}

/** Sums rows by currency, exactly. */
export class FigureTally {
  readonly #rows = new Map<string, number>();
  readonly #net = new MoneySums();
  readonly #gross = new MoneySums();
  readonly #open = new MoneySums();

  add(row: VarianceRow): void {
    this.#rows.set(row.currency, (this.#rows.get(row.currency) ?? 0) + 1);
    if (row.variance !== null) {
      const minor = minorOf(row.variance, row.currency);
      this.#net.add(row.currency, minor);
      this.#gross.add(row.currency, absolute(minor));
    }
    if (isOpen(row)) this.#open.addDecimal(row.currency, row.atStake);
  }

  result(): CurrencyFigures[] {
    return [...this.#rows].sort(([left], [right]) => compareText(left, right)).map(([currency, rows]) => {
      const money = (sums: MoneySums): string => formatMinor(sums.of(currency), currency);
      return { currency, rows, net: money(this.#net), gross: money(this.#gross), open: money(this.#open) };
    });
  }
}

/** What a pass over all rows finds. */
export interface RowFigures {
  currencies: CurrencyFigures[];
  rows: number;
  open: number;
  resolved: number;
}

/** A workbook whose rows do not add up to its headline must not exist; that the model is wrong is a bug. */
export function assertTies(model: DecisionModel, figures: RowFigures, unresolved: readonly CurrencyFigures[]): void {
  const wrong: string[] = [];
  const same = (what: string, found: string | number, said: string | number): void => {
    if (found !== said && !(isZero(String(found)) && isZero(String(said)))) wrong.push(`${what}: the rows give ${found}, the model says ${said}`);
  };
  same('rows', figures.rows, model.summary.totals.rows);
  same('counted rows', figures.rows, model.counts.rows);
  same('open rows', figures.open, model.afterResolutions.open);
  same('resolved rows', figures.resolved, model.afterResolutions.resolved);
  for (const { currency, net, gross, open } of figures.currencies) {
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
