import type { Workbook } from 'exceljs';
import { AGREEING, STATUSES, STATUS_NAMES, type VarianceRow } from '../../../domain/variance.ts';
import type { DecisionModel, Week } from '../../decision-model.ts';
import { percentOf } from '../../charts/chart-figures.ts';
import { count, percent, text } from '../content.ts';
import { type CurrencyFigures, FigureTally } from '../figures.ts';
import { addPage, freeze, put, putTitle } from '../sheet-page.ts';
import { putTable, setWidths } from '../table.ts';
import { countIfs, putTotals, sizeIfs, sumIfs } from '../totals-block.ts';
import { AT_STAKE, CURRENCY, DISPOSITION, OPEN, ROW_ID, knownColumns } from '../variance-columns.ts';

const LINES = 4;

/** The rows of a week, gathered: all of them, or where the workbook is not whole the first of its open ones. */
export class WeekRows {
  readonly week: Week;
  readonly rows: VarianceRow[] = [];
  readonly #limit: number | null;
  readonly #tally = new FigureTally();
  readonly #byStatus = new Map<VarianceRow['status'], number>();
  #count = 0;
  #open = 0;

  /** `limit`: most open rows to list; null lists all rows. */
  constructor(week: Week, limit: number | null) {
    this.week = week;
    this.#limit = limit;
  }

  add(row: VarianceRow, isOpen: boolean): void {
    if (row.date === null || row.date < this.week.from || row.date > this.week.to) return;
    this.#count++;
    if (isOpen) this.#open++;
    this.#tally.add(row);
    this.#byStatus.set(row.status, (this.#byStatus.get(row.status) ?? 0) + 1);
    if (this.#limit === null || (isOpen && this.rows.length < this.#limit)) this.rows.push(row);
  }

  get figures(): { rows: number; open: number; agreeing: number; byStatus: ReadonlyMap<VarianceRow['status'], number>; currencies: CurrencyFigures[] } {
    return { rows: this.#count, open: this.#open, agreeing: AGREEING.reduce((sum, status) => sum + (this.#byStatus.get(status) ?? 0), 0), byStatus: this.#byStatus, currencies: this.#tally.result().filter(({ rows }) => rows > 0) };
  }
}

/** One week of the window: how its rows stand, its money, and its rows. */
export function addWeekSheet(book: Workbook, model: DecisionModel, gathered: WeekRows, whole: boolean): void {
  const { week, rows } = gathered;
  const { figures } = gathered;
  const name = `Week ${week.number}`;
  const sheet = addPage(book, name, model);
  const columns = [...knownColumns(), CURRENCY, DISPOSITION, OPEN, AT_STAKE, ROW_ID];
  setWidths(sheet, columns.map(({ width }) => width));
  const listed = whole ? '' : ` Listed: ${rows.length === figures.open ? 'its open rows' : `the first ${rows.length.toLocaleString('en-US')} of its ${figures.open.toLocaleString('en-US')} open rows`}; all are in the companion file.`;
  const top = putTitle(sheet, `${name}: ${week.from} to ${week.to}`, [`${figures.rows.toLocaleString('en-US')} rows, ${figures.agreeing.toLocaleString('en-US')} agree, ${figures.open.toLocaleString('en-US')} open.${listed}`]);
  const statuses = STATUS_NAMES.filter((status) => figures.byStatus.has(status));
  const headerRow = top + Math.max(LINES + 1, statuses.length + 2) + 1;
  const table = putTable(sheet, headerRow, `Week${week.number}`, columns, rows);
  const live = whole && rows.length > 0 ? <Formula>(of: Formula): Formula => of : () => null;
  const [amounts, currencies, stakes, opens] = [table.range('Variance'), table.range('Currency'), table.range('At stake'), table.range('Open')];
  putTotals(sheet, top, figures.currencies, [
    { name: 'Rows', formula: live(countIfs(currencies)), result: (each) => ({ count: each.rows }) },
    { name: 'Net variance', formula: live(sumIfs(amounts, currencies)), result: ({ net }) => ({ decimal: net }) },
    { name: 'Gross variance', formula: live(sizeIfs(amounts, currencies)), result: ({ gross }) => ({ decimal: gross }) },
    { name: 'At stake, open', formula: live(sumIfs(stakes, currencies, `,${opens},"OPEN"`)), result: ({ open }) => ({ decimal: open }) },
  ], ({ gross, open }) => (gross.length > open.length ? gross : open));
  const side = Math.max(7, figures.currencies.length + 4);
  put(sheet, top, side, text('Status'), 'label');
  put(sheet, top, side + 1, text('Rows', 'right'), 'label');
  statuses.forEach((status, index) => {
    put(sheet, top + 1 + index, side, text(STATUSES[status].label));
    put(sheet, top + 1 + index, side + 1, count(figures.byStatus.get(status) ?? 0));
  });
  put(sheet, top + 1 + statuses.length, side, text('Match rate'), 'label');
  put(sheet, top + 1 + statuses.length, side + 1, percent(percentOf(figures.agreeing, figures.rows)), 'label');
  freeze(sheet, headerRow);
}
