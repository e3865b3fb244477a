import Table from 'cli-table3';
import type { VarianceRow } from '../domain/variance.ts';
import { COLUMNS, cellsOf } from './model.ts';
import { type Paint, statusPaint } from './paint.ts';

/** Widths of the columns: as wide as their longest cell, then narrowed, widest first, until the table fits. */
function columnWidths(rows: readonly string[][], width: number): number[] {
  const PADDING = 2;
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => longestLine(row[column] ?? ''))) + PADDING);
  const frame = COLUMNS.length + 1;
  const least = COLUMNS.map((_, column) => Math.max(...rows.map((row) => longestWord(row[column] ?? ''))) + PADDING);
  const total = (): number => widths.reduce((sum, each) => sum + each, frame);
  while (total() > width) {
    let widest = -1;
    for (let column = 0; column < widths.length; column++) {
      if ((widths[column] as number) <= (least[column] as number)) continue;
      if (widest < 0 || (widths[column] as number) > (widths[widest] as number)) widest = column;
    }
    if (widest < 0) {
      // No column can go narrower at its words: cut words, widest column first.
      widest = widths.indexOf(Math.max(...widths));
      if ((widths[widest] as number) <= 6) break;
    }
    (widths[widest] as number)--;
  }
  return widths;
}

const longestLine = (text: string): number => Math.max(0, ...text.split('\n').map((line) => line.length));
const longestWord = (text: string): number => Math.max(0, ...text.split(/[\s]+/).map((word) => word.length));

/**
 * The variance table as text. With a width the cells wrap to fit it; without one (no terminal) nothing is wrapped or cut and
 * there is no colour.
 */
export function varianceTable(rows: Iterable<VarianceRow>, options: { width: number | null; paint: Paint }): string {
  const sources = [...rows];
  const cells = sources.map(cellsOf);
  const table = new Table({
    head: [...COLUMNS],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right', 'left', 'left', 'right', 'left'],
    ...(options.width === null ? {} : { colWidths: columnWidths([[...COLUMNS], ...cells], options.width), wordWrap: true, wrapOnWordBoundary: true }),
  });
  for (const [index, row] of cells.entries()) {
    const status = sources[index]?.status;
    table.push(row.map((cell, column) => (column === COLUMNS.length - 1 && status !== undefined ? statusPaint(options.paint, status, cell) : cell)));
  }
  return table.toString();
}
