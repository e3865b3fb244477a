import type { Worksheet } from 'exceljs';
import { currencyDecimals } from '../../domain/currency.ts';
import { type Content, amount, count, formula, isKept, text } from './content.ts';
import { letterOf, put, widen } from './sheet-page.ts';

/** A line of totals: what it is called, and for each currency its formula and what that comes to. */
export interface TotalLine<Figures> {
  name: string;
  /** Null where the figures stand for rows that are not on this sheet. */
  formula: ((currency: string, decimals: number) => string) | null;
  result(figures: Figures): { decimal: string } | { count: number };
  /** The sum of the sizes of all that this line adds, where it is another than that of the block. */
  size?: (figures: Figures) => string;
}

/** Additions of a spreadsheet are floats: with so many parts of an amount of this size they are exact to the smallest unit. */
const LARGEST_SUM = 2n ** 52n;

/** Whether a spreadsheet adds up so many amounts, of these sizes together, without an error. */
export function addsExactly(size: string, rows: number): boolean {
  const digits = BigInt(size.replace(/[-.]/g, ''));
  return digits * BigInt(Math.max(1, rows)) < LARGEST_SUM;
}

/**
 * Totals above a table: a column a currency, a line a figure, as live formulas with their results. A sum that floats can't be
 * trusted with stands as its exact figure instead. `size` is the sum of the sizes of all that is added.
 */
export function putTotals<Figures extends { currency: string; rows: number }>(sheet: Worksheet, top: number, figures: readonly Figures[], lines: readonly TotalLine<Figures>[], size: (figures: Figures) => string): void {
  put(sheet, top, 1, text('Totals'), 'label');
  figures.forEach(({ currency }, index) => {
    put(sheet, top, 3 + index, text(currency, 'right'), 'label');
  });
  lines.forEach(({ name, formula: formulaOf, result, size: ownSize = size }, line) => {
    const row = top + 1 + line;
    put(sheet, row, 1, text(name));
    figures.forEach((each, index) => {
      const of = result(each);
      const exact = 'count' in of || (isKept(of.decimal) && addsExactly(ownSize(each), each.rows));
      const content = 'count' in of ? count(of.count) : amount(of.decimal, each.currency);
      widen(sheet, 3 + index, (content.characters ?? 0) + 2);
      put(sheet, row, 3 + index, formulaOf !== null && exact ? formula(formulaOf(each.currency, currencyDecimals(each.currency) ?? 2), content) : content);
    });
  });
}

/** Whether a total above the table is the figure on another cell: said in words, live. */
export function putTies(sheet: Worksheet, row: number, figures: readonly { currency: string }[], ties: (currency: string) => { lines: number[]; cells: string[] } | null): void {
  put(sheet, row, 1, text('Agrees with the Decision sheet'));
  figures.forEach(({ currency }, index) => {
    const tie = ties(currency);
    if (tie === null) return;
    const letter = letterOf(3 + index);
    const holds = tie.lines.map((line, place) => `${letter}${line}=${tie.cells[place]}`).join(',');
    const yes: Content = text('yes', 'right');
    put(sheet, row, 3 + index, formula(`IF(AND(${holds}),"yes","NO")`, yes), 'label');
  });
}

const quoted = (currency: string): string => `"${currency}"`;

/** Formulas over the columns of a table. All are rounded to the currency's decimals: floats leave noise behind. */
export const sumIfs = (amounts: string, currencies: string, more = '') => (currency: string, decimals: number): string => `ROUND(SUMIFS(${amounts},${currencies},${quoted(currency)}${more}),${decimals})`;
export const sizeIfs = (amounts: string, currencies: string) => (currency: string, decimals: number): string =>
  `ROUND(SUMIFS(${amounts},${currencies},${quoted(currency)},${amounts},">0")-SUMIFS(${amounts},${currencies},${quoted(currency)},${amounts},"<0"),${decimals})`;
export const countIfs = (currencies: string, more = '') => (currency: string): string => `COUNTIFS(${currencies},${quoted(currency)}${more})`;

/** The sum of the rows that a filter leaves. SUBTOTAL alone would add all currencies, so where there are several it is asked of each row. */
export function shownSum(amounts: string, currencies: string, single: boolean) {
  const first = amounts.slice(0, amounts.indexOf(':'));
  return (currency: string, decimals: number): string =>
    single ? `ROUND(SUBTOTAL(109,${amounts}),${decimals})` : `ROUND(SUMPRODUCT((${currencies}=${quoted(currency)})*SUBTOTAL(109,OFFSET(${first},ROW(${amounts})-ROW(${first}),0))),${decimals})`;
}
