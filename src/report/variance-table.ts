import Table from 'cli-table3';
import type { VarianceRow } from '../domain/variance.ts';
import { fittedWidths, tableWidthOf, withShortIds, wordWidths, wrappedCell } from './fitted-columns.ts';
import { COLUMNS, cellsOf } from './model.ts';
import { type Paint, statusPaint } from './paint.ts';

/** Below this width cells say less and stand closer. */
const NARROW = 100;
/** Columns whose texts wrap; dates, ids and amounts stay whole as long as they can. */
const WRAPPING = [3, 4, 6];
/** Columns of ids: the transaction's, the would-be PO's, those of manual POs. */
const IDS = [1, 3, 4];

/**
 * The variance table as text. With a width the cells wrap to fit it; without one (no terminal) nothing is wrapped or cut and
 * there is no colour. `shortensIds`: where ids would have to be broken, long ones are shortened in the middle instead.
 */
export function varianceTable(rows: Iterable<VarianceRow>, options: { width: number | null; paint: Paint; shortensIds?: boolean }): string {
  const sources = [...rows];
  const narrow = options.width !== null && options.width < NARROW;
  const padding = narrow ? 1 : 2;
  const whole = sources.map((row) => cellsOf(row, narrow));
  const isTight = options.shortensIds === true && options.width !== null && tableWidthOf(wordWidths([[...COLUMNS], ...whole], padding)) > options.width;
  const cells = isTight ? whole.map((row) => row.map((cell, column) => (IDS.includes(column) ? withShortIds(cell) : cell))) : whole;
  const widths = options.width === null ? null : fittedWidths([[...COLUMNS], ...cells], { width: options.width, padding, wrapping: WRAPPING });
  const laidOut = (row: readonly string[]): string[] => (widths === null ? [...row] : row.map((cell, column) => wrappedCell(cell, (widths[column] as number) - padding)));
  const table = new Table({
    head: laidOut(COLUMNS),
    style: { head: [], border: [], compact: true, ...(narrow ? { 'padding-left': 0 } : {}) },
    colAligns: ['left', 'left', 'right', 'left', 'left', 'right', 'left'],
    ...(widths === null ? {} : { colWidths: widths }),
  });
  for (const [index, row] of cells.entries()) {
    const status = sources[index]?.status;
    table.push(laidOut(row).map((cell, column) => (column === COLUMNS.length - 1 && status !== undefined ? cell.split('\n').map((line) => statusPaint(options.paint, status, line)).join('\n') : cell)));
  }
  return table.toString();
}
