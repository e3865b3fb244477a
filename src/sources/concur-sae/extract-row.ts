import { followQuotes, quotedCells } from '../../intake/quotes.ts';
import type { TextLine } from '../../intake/lines.ts';
import { type RowProblem, UnreadableRow, excerpt } from '../../intake/row-problem.ts';
import { COLUMNS, type Column, HEADER_CELLS, ROW_CELLS, fieldName } from './columns.ts';

/** A row of an extract: its cells as they are written, and why it can't be used, where it can't. */
export interface ExtractRow {
  line: number;
  kind: 'EXTRACT' | 'DETAIL' | 'other';
  cells: readonly string[];
  problem: RowProblem | null;
}

/** The cell of a column, trimmed; '' where the row has none. `nth` counts org units and custom fields from 1. */
export function cellOf(row: ExtractRow, column: Column, nth = 1): string {
  return (row.cells[COLUMNS[column][0] + nth - 2] ?? '').trim();
}

/**
 * What the rows say in a column that they share: the one text that is not blank. Throws UnreadableRow where two of them differ, so that
 * no order of rows decides.
 */
export function agreed(rows: readonly ExtractRow[], column: Column, nth = 1): string {
  let found = '';
  let line = 0;
  for (const row of rows) {
    const text = cellOf(row, column, nth);
    if (text === '' || text === found) continue;
    if (found !== '') throw new UnreadableRow(row.line, { field: fieldName(column, nth), value: text, reason: `differs from line ${line} ("${found}"), with which it must agree` });
    found = text;
    line = row.line;
  }
  return found;
}

/** Reads a line of the file as a row. */
export function rowOf({ number, text, problem }: TextLine, delimiter: string): ExtractRow {
  const { cells, damage } = cellsOf(text, delimiter);
  const first = (cells[0] ?? '').trim();
  const kind = first === 'EXTRACT' || first === 'DETAIL' ? first : 'other';
  const reason = problem ?? (kind === 'DETAIL' ? (damage ?? wrongWidth(cells.length)) : null);
  return { line: number, kind, cells, problem: reason === null ? null : { field: '', value: excerpt(text), reason } };
}

function wrongWidth(count: number): string | null {
  if (count === ROW_CELLS) return null;
  const cause = count < ROW_CELLS ? 'it was cut off, or columns were left out' : 'a field holds the delimiter and is not in quotes';
  return `the row has ${count} cells, a row of the extract has ${ROW_CELLS}: ${cause}`;
}

/**
 * The cells of a line. A field with the delimiter in it is quoted; where quotes make no sense and the row is whole without them, they
 * are characters like any other.
 */
function cellsOf(text: string, delimiter: string): { cells: string[]; damage: string | null } {
  const plain = text.split(delimiter);
  if (!text.includes('"')) return { cells: plain, damage: null };
  const { state } = followQuotes(text, delimiter, false);
  if (state === 'closed') {
    const quoted = quotedCells(text, delimiter);
    return { cells: isWhole(plain) && !isWhole(quoted) ? plain : quoted, damage: null };
  }
  if (isWhole(plain)) return { cells: plain, damage: null };
  return { cells: plain, damage: state === 'open' ? 'a quote is opened and never closed' : 'text follows a closing quote: a quote inside a quoted field must be doubled' };
}

const isWhole = (cells: readonly string[]): boolean => cells.length === ROW_CELLS || (cells.length === HEADER_CELLS && cells[0] === 'EXTRACT');

const CURRENCY = /^[A-Z]{3}$/;

/**
 * The report that a row belongs to; '' where it can't be told. In a damaged row the Report ID counts only where the currency stands in
 * its place behind it: what came before has then not moved it.
 */
export function reportOf(row: ExtractRow): string {
  return row.problem === null || CURRENCY.test(cellOf(row, 'currency')) ? cellOf(row, 'reportId') : '';
}
