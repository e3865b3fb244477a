import type { Workbook } from 'exceljs';
import { basisText } from '../../basis-text.ts';
import type { DecisionModel } from '../../decision-model.ts';
import type { CurrencyFigures } from '../figures.ts';
import { addPage, freeze, printColumns, putTitle } from '../sheet-page.ts';
import { putTable, setWidths } from '../table.ts';
import { countIfs, putTies, putTotals, shownSum, sizeIfs, sumIfs } from '../totals-block.ts';
import { PRINTED_COLUMNS, varianceColumns } from '../variance-columns.ts';
import type { HeadlineCells } from './decision.ts';

/** Lines of totals, in their order. */
const NET = 2;
const GROSS = 3;
const OPEN = 4;
const LINES = 5;

/** Every row of the run, as a real table whose totals are live and agree with the Decision sheet; or only the totals, and the file that has the rows. */
export function addVarianceSheet(book: Workbook, model: DecisionModel, figures: readonly CurrencyFigures[], headline: ReadonlyMap<string, HeadlineCells>, companion: string | null): void {
  const sheet = addPage(book, 'Variance', model);
  const { amountBasis } = model.summary;
  const columns = varianceColumns(model);
  setWidths(sheet, columns.map(({ width }) => width));
  const notes = companion === null ? `${model.counts.rows.toLocaleString('en-US')} rows. Variance = manual − dry run.` : `${model.counts.rows.toLocaleString('en-US')} rows, in ${companion} beside this file; here are their totals. Variance = manual − dry run.`;
  const top = putTitle(sheet, 'Variance', [`${notes} Amounts of more than 15 digits stand as text, exact: a spreadsheet keeps 15.`, ...(amountBasis === undefined ? [] : [basisText(amountBasis)])]);
  const headerRow = top + LINES + 4;
  const table = companion === null ? putTable(sheet, headerRow, 'Variance', columns, model.rows()) : null;
  const [amounts, currencies, stakes, opens] = table === null ? ['', '', '', ''] : [table.range('Variance'), table.range('Currency'), table.range('At stake'), table.range('Open')];
  const live = table === null ? () => null : <Formula>(of: Formula): Formula => of;
  putTotals(sheet, top, figures, [
    { name: 'Rows', formula: live(countIfs(currencies)), result: ({ rows }) => ({ count: rows }) },
    { name: 'Net variance', formula: live(sumIfs(amounts, currencies)), result: ({ net }) => ({ decimal: net }) },
    { name: 'Gross variance', formula: live(sizeIfs(amounts, currencies)), result: ({ gross }) => ({ decimal: gross }) },
    { name: 'At stake, open', formula: live(sumIfs(stakes, currencies, `,${opens},"OPEN"`)), result: ({ open }) => ({ decimal: open }) },
    { name: 'Net variance of the rows shown', formula: live(shownSum(amounts, currencies, figures.length === 1)), result: ({ net }) => ({ decimal: net }) },
  ], ({ gross, open }) => (gross.length > open.length ? gross : open));
  putTies(sheet, top + LINES + 1, figures, (currency) => {
    const cells = headline.get(currency);
    return cells === undefined ? null : { lines: [NET, GROSS, OPEN].map((line) => top + line), cells: [cells.net, cells.gross, cells.open] };
  });
  if (table === null) return;
  freeze(sheet, headerRow, 2);
  printColumns(sheet, PRINTED_COLUMNS, table.last);
}
