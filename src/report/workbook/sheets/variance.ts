import type { Workbook } from 'exceljs';
import { basisText } from '../../basis-text.ts';
import type { DecisionModel } from '../../decision-model.ts';
import type { CurrencyFigures } from '../figures.ts';
import { addPage, freeze, letterOf, printColumns, putTitle } from '../sheet-page.ts';
import { putTable, setWidths } from '../table.ts';
import { countIfs, putTies, putTotals, shownSum, sizeIfs, sumIfs } from '../totals-block.ts';
import { PRINTED_COLUMNS, varianceColumns } from '../variance-columns.ts';
import type { HeadlineCells } from './decision.ts';

/** Lines of totals, in their order. */
const NET = 2;
const GROSS = 3;
const OPEN = 4;
const WOULD_BE = 5;
const KEYED = 6;
const LINES = 7;

/** Where the sums of both sides of a currency stand, for the sheets of lines that must come to them. */
export interface SideCells {
  wouldBe: string;
  keyed: string;
}

/** Every row of the run, as a real table whose totals are live and agree with the Decision sheet; or only the totals, and the file that has the rows. Gives where both sides' sums stand. */
export function addVarianceSheet(book: Workbook, model: DecisionModel, figures: readonly CurrencyFigures[], headline: ReadonlyMap<string, HeadlineCells>, companion: string | null): Map<string, SideCells> {
  const sheet = addPage(book, 'Variance', model);
  const { amountBasis } = model.summary;
  const columns = varianceColumns(model);
  setWidths(sheet, columns.map(({ width }) => width));
  const notes = companion === null ? `${model.counts.rows.toLocaleString('en-US')} rows. Variance = manual − dry run.` : `${model.counts.rows.toLocaleString('en-US')} rows, in ${companion} beside this file; here are their totals. Variance = manual − dry run.`;
  const top = putTitle(sheet, 'Variance', [`${notes} Amounts of more than 15 digits stand as text, exact: a spreadsheet keeps 15.`, ...(amountBasis === undefined ? [] : [basisText(amountBasis)])]);
  const headerRow = top + LINES + 4;
  const table = companion === null ? putTable(sheet, headerRow, 'Variance', columns, model.rows()) : null;
  const [amounts, currencies, stakes, opens, wouldBe, keyed, keyedCurrencies] = table === null ? ['', '', '', '', '', '', ''] : [table.range('Variance'), table.range('Currency'), table.range('At stake'), table.range('Open'), table.range('Dry-run amount'), table.range('Manual amount'), table.range('Manual currency')];
  const live = table === null ? () => null : <Formula>(of: Formula): Formula => of;
  putTotals(sheet, top, figures, [
    { name: 'Rows', formula: live(countIfs(currencies)), result: ({ rows }) => ({ count: rows }) },
    { name: 'Net variance', formula: live(sumIfs(amounts, currencies)), result: ({ net }) => ({ decimal: net }) },
    { name: 'Gross variance', formula: live(sizeIfs(amounts, currencies)), result: ({ gross }) => ({ decimal: gross }) },
    { name: 'At stake, open', formula: live(sumIfs(stakes, currencies, `,${opens},"OPEN"`)), result: ({ open }) => ({ decimal: open }) },
    { name: 'Dry-run amounts', formula: live(sumIfs(wouldBe, currencies)), result: (each) => ({ decimal: each.wouldBe }), size: ({ wouldBeSize }) => wouldBeSize },
    { name: 'Manual amounts', formula: live(sumIfs(keyed, keyedCurrencies)), result: (each) => ({ decimal: each.keyed }), size: ({ keyedSize }) => keyedSize },
    { name: 'Net variance of the rows shown', formula: live(shownSum(amounts, currencies, figures.length === 1)), result: ({ net }) => ({ decimal: net }) },
  ], ({ gross, open }) => (gross.length > open.length ? gross : open));
  putTies(sheet, top + LINES + 1, figures, (currency) => {
    const cells = headline.get(currency);
    return cells === undefined ? null : { lines: [NET, GROSS, OPEN].map((line) => top + line), cells: [cells.net, cells.gross, cells.open] };
  });
  if (table !== null) {
    freeze(sheet, headerRow, 2);
    printColumns(sheet, PRINTED_COLUMNS, table.last);
  }
  return new Map(figures.map(({ currency }, index) => [currency, { wouldBe: `Variance!$${letterOf(3 + index)}$${top + WOULD_BE}`, keyed: `Variance!$${letterOf(3 + index)}$${top + KEYED}` }]));
}
