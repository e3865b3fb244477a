import type { Workbook } from 'exceljs';
import { MoneySums } from '../../../domain/money-sums.ts';
import { absolute, formatMinor, minorOf } from '../../../domain/money.ts';
import type { DecisionModel } from '../../decision-model.ts';
import type { Column } from '../column.ts';
import { LEDGER_COLUMNS, WOULD_BE_COLUMNS } from '../line-columns.ts';
import { addPage, freeze, putTitle } from '../sheet-page.ts';
import { putTable, setWidths } from '../table.ts';
import { countIfs, putTotals, shownSum, sumIfs } from '../totals-block.ts';

const LINES = 3;

/** Figures of the lines of one currency. */
interface LineFigures {
  currency: string;
  rows: number;
  sum: string;
  size: string;
}

/** Lines of POs as a table with live totals, or where they are in a file of their own the totals and its name. */
function addLinesSheet<Line extends { currency: string; amount: string }>(book: Workbook, model: DecisionModel, parts: { name: string; table: string; says: string; columns: readonly Column<Line>[]; lines: () => Iterable<Line>; companion: string | null }): void {
  const { name, says, columns, companion } = parts;
  const sheet = addPage(book, name, model);
  setWidths(sheet, columns.map(({ width }) => width));
  const figures = figuresOf(parts.lines());
  const total = figures.reduce((sum, { rows }) => sum + rows, 0);
  const top = putTitle(sheet, name, [`${total.toLocaleString('en-US')} lines${companion === null ? '' : `, in ${companion} beside this file; here are their totals`}. ${says}`]);
  const headerRow = top + LINES + 2;
  const table = companion === null ? putTable(sheet, headerRow, parts.table, columns, parts.lines()) : null;
  const [amounts, currencies] = table === null ? ['', ''] : [table.range('Amount'), table.range('Currency')];
  const live = table === null ? () => null : <Formula>(of: Formula): Formula => of;
  putTotals(sheet, top, figures, [
    { name: 'Lines', formula: live(countIfs(currencies)), result: ({ rows }) => ({ count: rows }) },
    { name: 'Amount', formula: live(sumIfs(amounts, currencies)), result: ({ sum }) => ({ decimal: sum }) },
    { name: 'Amount of the lines shown', formula: live(shownSum(amounts, currencies, figures.length === 1)), result: ({ sum }) => ({ decimal: sum }) },
  ], ({ size }) => size);
  if (table !== null) freeze(sheet, headerRow, 1);
}

function figuresOf(lines: Iterable<{ currency: string; amount: string }>): LineFigures[] {
  const sums = new MoneySums();
  const sizes = new MoneySums();
  const rows = new Map<string, number>();
  for (const { currency, amount } of lines) {
    const minor = minorOf(amount, currency);
    sums.add(currency, minor);
    sizes.add(currency, absolute(minor));
    rows.set(currency, (rows.get(currency) ?? 0) + 1);
  }
  return sums.currencies.map((currency) => ({ currency, rows: rows.get(currency) ?? 0, sum: formatMinor(sums.of(currency), currency), size: formatMinor(sizes.of(currency), currency) }));
}

export function addWouldBeSheet(book: Workbook, model: DecisionModel, companion: string | null): void {
  addLinesSheet(book, model, { name: 'Would-be POs', table: 'WouldBe', says: 'What the integration would have sent to the ERP, line by line; Source is the file and line of the approval.', columns: WOULD_BE_COLUMNS, lines: () => model.wouldBeLines(), companion });
}

export function addLedgerSheet(book: Workbook, model: DecisionModel, companion: string | null): void {
  addLinesSheet(book, model, { name: 'Manual ledger', table: 'ManualLedger', says: 'What people keyed, line by line; Source is the file and line of the export.', columns: LEDGER_COLUMNS, lines: () => model.ledgerLines(), companion });
}
