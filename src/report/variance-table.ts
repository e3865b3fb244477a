import Table from 'cli-table3';
import type { VarianceRow } from '../domain/variance.ts';
import { COLUMNS, cellsOf } from './model.ts';
import { type Paint, statusPaint } from './paint.ts';

/** Below this width cells say less and stand closer. */
const NARROW = 100;
/** Columns whose texts wrap; dates, ids and amounts stay whole as long as they can. */
const WRAPPING = [3, 4, 6];
const LEAST_WRAPPED = 6;
const LEAST = 3;

/** Widths of the columns: as wide as their longest cell, then the widest wrapping one is narrowed until the table fits. */
function columnWidths(rows: readonly string[][], width: number, padding: number): number[] {
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)) + padding);
  // A heading may be broken, what stands under it not.
  const words = COLUMNS.map((_, column) => Math.max(...rows.slice(1).map((row) => longestWord(row[column] ?? ''))) + padding);
  const total = (): number => widths.reduce((sum, each) => sum + each, COLUMNS.length + 1);
  const narrow = (columns: readonly number[], leastOf: (column: number) => number): void => {
    while (total() > width) {
      const wide = columns.filter((column) => (widths[column] as number) > leastOf(column));
      if (wide.length === 0) return;
      const widest = wide.reduce((most, column) => ((widths[column] as number) > (widths[most] as number) ? column : most));
      (widths[widest] as number)--;
    }
  };
  const all = COLUMNS.map((_, column) => column);
  narrow(all, (column) => words[column] as number);
  narrow(WRAPPING, () => LEAST_WRAPPED + padding);
  narrow(all, () => LEAST + padding);
  return widths;
}

const longestWord = (text: string): number => Math.max(0, ...text.split(' ').map((word) => word.length));

/** Breaks a text into lines of at most `width` characters: at spaces, and inside a word only where it is longer than a line. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    while (word.length > width) {
      lines.push(word.slice(0, width));
      word = word.slice(width);
    }
    line = word;
  }
  lines.push(line);
  return lines.join('\n');
}

/**
 * The variance table as text. With a width the cells wrap to fit it; without one (no terminal) nothing is wrapped or cut and
 * there is no colour.
 */
export function varianceTable(rows: Iterable<VarianceRow>, options: { width: number | null; paint: Paint }): string {
  const sources = [...rows];
  const narrow = options.width !== null && options.width < NARROW;
  const padding = narrow ? 1 : 2;
  const cells = sources.map((row) => cellsOf(row, narrow));
  const widths = options.width === null ? null : columnWidths([[...COLUMNS], ...cells], options.width, padding);
  const laidOut = (row: readonly string[]): string[] => (widths === null ? [...row] : row.map((cell, column) => wrapped(cell, (widths[column] as number) - padding)));
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
