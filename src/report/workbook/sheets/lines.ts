import type { Workbook } from 'exceljs';
import { MoneySums } from '../../../domain/money-sums.ts';
import { absolute, formatMinor, minorOf } from '../../../domain/money.ts';
import type { DecisionModel, WouldBeLineFact } from '../../decision-model.ts';
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

type CountedLine = Pick<WouldBeLineFact, 'currency' | 'amount'>;

/** Counts and sums lines by currency, exactly. */
export class LineTally {
  readonly #sums = new MoneySums();
  readonly #sizes = new MoneySums();
  readonly #rows = new Map<string, number>();

  static of(lines: Iterable<CountedLine>): LineTally {
    const tally = new LineTally();
    for (const line of lines) tally.add(line);
    return tally;
  }

  add({ currency, amount }: CountedLine): void {
    const minor = minorOf(amount, currency);
    this.#sums.add(currency, minor);
    this.#sizes.add(currency, absolute(minor));
    this.#rows.set(currency, (this.#rows.get(currency) ?? 0) + 1);
  }

  result(): LineFigures[] {
    return this.#sums.currencies.map((currency) => ({ currency, rows: this.#rows.get(currency) ?? 0, sum: formatMinor(this.#sums.of(currency), currency), size: formatMinor(this.#sizes.of(currency), currency) }));
  }
}

/** A file of its own that holds the lines, and what was counted while it was written. */
export interface LinesBeside {
  file: string;
  tally: LineTally;
}

/** Lines of POs as a table with live totals, or where they are in a file of their own the totals and its name. */
function addLinesSheet<Line extends CountedLine>(book: Workbook, model: DecisionModel, parts: { name: string; table: string; says: string; columns: readonly Column<Line>[]; lines: () => Iterable<Line>; beside: LinesBeside | null }): void {
  const { name, says, columns, beside } = parts;
  const sheet = addPage(book, name, model);
  setWidths(sheet, columns.map(({ width }) => width));
  const figures = (beside === null ? LineTally.of(parts.lines()) : beside.tally).result();
  const total = figures.reduce((sum, { rows }) => sum + rows, 0);
  const top = putTitle(sheet, name, [`${total.toLocaleString('en-US')} lines${beside === null ? '' : `, in ${beside.file} beside this file; here are their totals`}. ${says}`]);
  const headerRow = top + LINES + 2;
  const table = beside === null ? putTable(sheet, headerRow, parts.table, columns, parts.lines()) : null;
  const [amounts, currencies] = table === null ? ['', ''] : [table.range('Amount'), table.range('Currency')];
  const live = table === null ? () => null : <Formula>(of: Formula): Formula => of;
  putTotals(sheet, top, figures, [
    { name: 'Lines', formula: live(countIfs(currencies)), result: ({ rows }) => ({ count: rows }) },
    { name: 'Amount', formula: live(sumIfs(amounts, currencies)), result: ({ sum }) => ({ decimal: sum }) },
    { name: 'Amount of the lines shown', formula: live(shownSum(amounts, currencies, figures.length === 1)), result: ({ sum }) => ({ decimal: sum }) },
  ], ({ size }) => size);
  if (table !== null) freeze(sheet, headerRow, 1);
}

export function addWouldBeSheet(book: Workbook, model: DecisionModel, beside: LinesBeside | null): void {
  addLinesSheet(book, model, { name: 'Would-be POs', table: 'WouldBe', says: 'What the integration would have sent to the ERP, line by line; Source is the file and line of the approval.', columns: WOULD_BE_COLUMNS, lines: () => model.wouldBeLines(), beside });
}

export function addLedgerSheet(book: Workbook, model: DecisionModel, beside: LinesBeside | null): void {
  addLinesSheet(book, model, { name: 'Manual ledger', table: 'ManualLedger', says: 'What people keyed, line by line; Source is the file and line of the export.', columns: LEDGER_COLUMNS, lines: () => model.ledgerLines(), beside });
}
