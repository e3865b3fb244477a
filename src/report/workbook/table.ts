import type { Worksheet } from 'exceljs';
import type { Column } from './column.ts';
import { text } from './content.ts';
import { styleOf } from './look.ts';
import { rowHeight } from './row-height.ts';
import { letterOf, put, widen } from './sheet-page.ts';

/** Room of a cell beside its amount, in characters. */
const AIR = 3;

/** Where a table stands. */
export interface PlacedTable {
  headerRow: number;
  first: number;
  /** Below `first` by one where the table has no row. */
  last: number;
  /** The cells of a column, such as `$F$10:$F$99`. */
  range(name: string): string;
}

/** Sets the widths of columns, from the first on. */
export function setWidths(sheet: Worksheet, widths: readonly number[]): void {
  widths.forEach((width, index) => {
    sheet.getColumn(index + 1).width = width;
  });
}

/**
 * Writes a real table, with filters, from its header down. `name` names it in formulas. Without any fact it is a header and a
 * line that says so: a table needs a row. `widths` are those of the sheet where the columns' own do not hold.
 */
export function putTable<Fact>(sheet: Worksheet, headerRow: number, name: string, columns: readonly Column<Fact>[], facts: Iterable<Fact>, widths?: readonly number[]): PlacedTable {
  const values: unknown[][] = [];
  const styles: ReturnType<typeof styleOf>[][] = [];
  const heights: (number | null)[] = [];
  const longest: number[] = [];
  for (const fact of facts) {
    const contents = columns.map((column) => column.of(fact));
    values.push(contents.map(({ value }) => value));
    contents.forEach(({ characters = 0 }, index) => {
      longest[index] = Math.max(longest[index] ?? 0, characters);
    });
    heights.push(rowHeight(contents.flatMap(({ read }, index) => (columns[index]?.wrap === true ? [{ text: read, width: (widths?.[index] ?? columns[index]?.width ?? 10) - 1 }] : []))));
    styles.push(contents.map((content, index) => {
      const column = columns[index] as Column<Fact>;
      return styleOf(column.look?.(fact) ?? (column.input === true ? 'input' : 'cell'), content, column.wrap === true);
    }));
  }
  const first = headerRow + 1;
  const last = headerRow + values.length;
  if (values.length > 0) {
    sheet.addTable({ name, ref: `A${headerRow}`, headerRow: true, style: { theme: 'TableStyleLight1', showRowStripes: false }, columns: columns.map((column) => ({ name: column.name, filterButton: true })), rows: values });
    styles.forEach((row, index) => {
      const cells = sheet.getRow(first + index);
      const height = heights[index];
      if (typeof height === 'number') cells.height = height;
      row.forEach((style, column) => {
        cells.getCell(column + 1).style = style;
      });
    });
  } else put(sheet, first, 1, text('None.'), 'subtitle');
  columns.forEach((column, index) => {
    put(sheet, headerRow, index + 1, text(column.name), column.input === true ? 'inputHeader' : 'header', true);
  });
  sheet.getRow(headerRow).height = 30;
  longest.forEach((characters, index) => {
    widen(sheet, index + 1, characters + AIR);
  });
  return {
    headerRow, first, last,
    range: (column) => {
      const letter = letterOf(columns.findIndex((each) => each.name === column) + 1);
      return `$${letter}$${first}:$${letter}$${Math.max(first, last)}`;
    },
  };
}
