import type { FormRow } from '../../domain/decision-form.ts';
import { nearest } from '../../domain/nearest.ts';
import { shorten, visible } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { Worksheet, WorkbookRow } from '../workbook.ts';

/** What a form's sheet consists of: the column that names the row comes first among the figures. */
export interface FormColumns {
  sheet: string;
  figures: readonly [string, ...string[]];
  fields: readonly string[];
}

/** One row as it came back. */
export interface ReturnedRow {
  line: number;
  id: string;
  written: FormRow;
  figures: Record<string, string>;
  /** Columns whose figures are not what was written. */
  edited: string[];
  /** What the cells to fill in say now, by column. */
  filled: Record<string, string>;
  /** Whether any of them says something else than when it was written. */
  touched: boolean;
}

/** Titles stand above the header, and people may have put in a few lines more. */
const HEADER_WITHIN = 40;
const NEW_WORKBOOK = 'Write the workbook anew with po-shadow report, and fill in that one.';

/**
 * The rows of a form by their ids, in whatever order they stand now. Throws CannotRun for a missing sheet or column, and for a row
 * with something filled in that is not one of those written, or that is there twice.
 */
export function readFormSheet(sheets: readonly Worksheet[], { sheet: name, figures, fields }: FormColumns, written: ReadonlyMap<string, FormRow>, shown: string): ReturnedRow[] {
  const sheet = sheets.find((each) => each.name === name);
  if (sheet === undefined) throw new CannotRun(`the workbook has no sheet ${name}`, { where: shown, remedy: `Give the sheet its name back. ${NEW_WORKBOOK}` });
  const [idColumn] = figures;
  const { headerLine, columns } = headerOf(sheet, [...figures, ...fields], `${shown}: ${name}`);
  const place = (column: string): number => columns.get(column) as number;
  const seen = new Map<string, number>();
  const returned: ReturnedRow[] = [];
  for (const row of sheet.rows) {
    if (row.line <= headerLine) continue;
    const where = `${shown}: ${name}, row ${row.line}`;
    const id = cellOf(row, place(idColumn));
    const filled = Object.fromEntries(fields.map((field) => [field, filledIn(row, place(field), `${where}, ${field}`)]));
    const origin = written.get(id);
    if (origin === undefined) {
      if (Object.values(filled).every((text) => text === '')) continue;
      throw new CannotRun(id === '' ? `something is filled in, but the cell ${idColumn} is empty` : `${shorten(visible(id), 60)} is no ${idColumn} that this workbook was written with`, { where, remedy: NEW_WORKBOOK });
    }
    const before = seen.get(id);
    if (before !== undefined) throw new CannotRun(`${visible(id)} stands in row ${before} already`, { where, remedy: 'Remove one of the two rows.' });
    seen.set(id, row.line);
    const now = figures.map((figure) => cellOf(row, place(figure)));
    returned.push({
      line: row.line, id, written: origin,
      figures: Object.fromEntries(figures.map((figure, index) => [figure, now[index] ?? ''])),
      edited: figures.filter((figure, index) => row.problems?.has(place(figure)) === true || plain(now[index] ?? '') !== plain(origin.figures[index] ?? '')),
      filled,
      touched: fields.some((field, index) => filled[field] !== plain(origin.filled[index] ?? '')),
    });
  }
  return returned;
}

/** The header: the first row that has most of the columns. */
function headerOf(sheet: Worksheet, names: readonly string[], where: string): { headerLine: number; columns: Map<string, number> } {
  const header = sheet.rows.slice(0, HEADER_WITHIN).find(({ cells }) => names.filter((name) => cells.includes(name)).length * 2 > names.length);
  if (header === undefined) throw new CannotRun('the row with the column names is not there', { where, remedy: NEW_WORKBOOK });
  const columns = new Map<string, number>();
  for (const name of names) {
    const at = header.cells.indexOf(name);
    if (at < 0) {
      const like = nearest(name, header.cells.filter((cell) => cell !== '' && !names.includes(cell)));
      throw new CannotRun(`there is no column ${name}`, { where: `${where}, row ${header.line}`, remedy: `${like === undefined ? '' : `Was ${shorten(visible(like), 60)} called so? `}Give the column its name back. ${NEW_WORKBOOK}` });
    }
    if (header.cells.lastIndexOf(name) !== at) throw new CannotRun(`there are two columns ${name}`, { where: `${where}, row ${header.line}`, remedy: 'Remove the one that was added.' });
    columns.set(name, at);
  }
  return { headerLine: header.line, columns };
}

/** White space is not what a row is judged by: spreadsheets differ in how they keep it. */
const plain = (text: string): string => text.replace(/\s+/gu, ' ').trim();

const cellOf = (row: WorkbookRow, at: number): string => row.cells[at] ?? row.problems?.get(at)?.value ?? '';

/** What a person filled in; a cell that can't be read is told, since nobody's decision is guessed. */
function filledIn(row: WorkbookRow, at: number, where: string): string {
  const problem = row.problems?.get(at);
  if (problem !== undefined) throw new CannotRun(problem.reason, { where, remedy: 'Type the text itself.' });
  return plain(row.cells[at] ?? '');
}
