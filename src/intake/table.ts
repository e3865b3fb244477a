import { extname } from 'node:path';
import { nearest } from '../domain/nearest.ts';
import { fold } from '../domain/text.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { UnreadColumns } from '../domain/unread-columns.ts';
import { type DelimitedRecord, forEachRecord } from './delimited.ts';
import { JsonProblem, lineProblem, parseJsonLine, writtenNumber } from './json-text.ts';
import { forEachLine } from './lines.ts';
import { excerpt } from './row-problem.ts';
import { MOST_UNREAD_COLUMNS, MOST_UNREAD_KEYS, UnreadNames } from './unread-names.ts';
import { type CellProblem, type Worksheet, readWorkbook } from './workbook.ts';

/**
 * A row of a table: its cells in the order of the columns asked for ('' where the file has no such column). One with a problem has
 * the cells that can still be told, so that the document that it belongs to is known to be incomplete.
 */
export interface TableRow {
  line: number;
  cells: readonly string[];
  problem: { field: string; value: string; reason: string } | null;
  /** The text as read where it is known, for the quarantine. */
  raw: string;
  /** Of a ledger in several files: the line of the account assignment that the row is a share of. */
  assignmentLine?: number;
  /** It is of a document that somebody refused or cancelled, whatever its status says. */
  rejected?: true;
  /** The part of the file that holds all of its document, counted from 0, where the form says what that is. */
  whole?: number;
}

export interface TableColumns {
  required: readonly string[];
  optional: readonly string[];
}

export interface Table {
  /** Which of the columns asked for the file has. */
  present: ReadonlySet<string>;
  /** The columns of the file that were not asked for; null where it has none. */
  unread: UnreadColumns | null;
}

export type TableFormat = 'delimited' | 'workbook' | 'json_lines';

const FORMATS: Record<string, TableFormat> = {
  '.csv': 'delimited', '.tsv': 'delimited', '.txt': 'delimited', '.xlsx': 'workbook', '.jsonl': 'json_lines', '.ndjson': 'json_lines',
};

/** How a table is read, by the ending of its file's name. Throws CannotRun for an ending that has no reader. */
export function tableFormat(name: string, shown: string): TableFormat {
  const ending = extname(name).toLowerCase();
  const format = FORMATS[ending];
  if (format === undefined) {
    throw new CannotRun(`no reader for files that end in "${ending}"`, { where: shown, remedy: `Use one of ${Object.keys(FORMATS).join(', ')}.` });
  }
  return format;
}

/** A column's name as it is compared: spaces, hyphens and case differ by hand. */
export const headerKey = (text: string): string => fold(text).replaceAll(/[\s-]+/g, '_');

interface HeaderPlaces {
  /** Of each column asked for; -1 for one that the file does not have. */
  places: number[];
  table: Table;
}

/** Of the names in a header so many are repeated in an error. */
const MOST_REPEATED = 20;

/** What to do about columns that a header lacks: which of its own may be meant, and how a table whose columns are called otherwise is read. */
function lackingRemedy(missing: readonly string[], header: readonly string[], columns: TableColumns): string {
  const own = header.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const others = own.filter((cell) => ![...columns.required, ...columns.optional].includes(headerKey(cell)));
  const meant = missing.flatMap((column) => {
    const close = nearest(column, others.map(headerKey));
    return close === undefined ? [] : [`is "${others.find((cell) => headerKey(cell) === close) ?? close}" the column ${column}?`];
  });
  const named = `The first row must name the columns ${columns.required.join(', ')}; it names ${own.slice(0, MOST_REPEATED).join(', ')}${own.length > MOST_REPEATED ? ', …' : ''}.`;
  return `${meant.length === 0 ? '' : `${meant.join(' ').replace(/^i/, 'I')} `}${named} Rename the columns, or have po-shadow profile FILE propose how the table is read as it is.`;
}

function placesOf(header: string[], columns: TableColumns, shown: string, line: number): HeaderPlaces {
  // One line of the whole file: the line ends are those of an old Macintosh, and no row would be found.
  if (header.some((cell) => cell.includes('\r'))) throw new CannotRun('the lines end in CR alone', { where: `${shown}:${line}`, remedy: 'Save the file with line ends LF or CRLF.' });
  const found = new Map<string, number>();
  for (const [index, cell] of header.entries()) {
    const key = headerKey(cell);
    if (key === '') continue;
    if (found.has(key) && (columns.required.includes(key) || columns.optional.includes(key))) {
      throw new CannotRun(`column ${key} occurs twice`, { where: `${shown}:${line}`, remedy: 'Remove one of the two.' });
    }
    if (!found.has(key)) found.set(key, index);
  }
  const missing = columns.required.filter((column) => !found.has(column));
  if (missing.length > 0) {
    throw new CannotRun(`the header lacks ${missing.join(', ')}`, {
      where: `${shown}:${line}`,
      remedy: lackingRemedy(missing, header, columns),
    });
  }
  const names = [...columns.required, ...columns.optional];
  const unread = new UnreadNames(MOST_UNREAD_COLUMNS);
  for (const [key, place] of found) if (!names.includes(key)) unread.add(key, header[place]);
  const [present, lacking] = [names.filter((name) => found.has(name)), names.filter((name) => !found.has(name))];
  return { places: names.map((name) => found.get(name) ?? -1), table: { present: new Set(present), unread: unread.columns(lacking) } };
}

/**
 * Reads a table of named columns from CSV, XLSX or JSON lines, calling `onRow` for each data row in file order. Columns are found
 * by name, whatever their order; unknown ones are passed over, and told. `path` is read, `name` decides the reader, `shown` is printed.
 * Throws CannotRun for an empty file or a header that lacks a required column.
 */
export async function readTable(
  source: { path: string; name: string; shown: string },
  columns: TableColumns,
  onRow: (row: TableRow) => void,
  onBytes?: (count: number) => void,
): Promise<Table> {
  const format = tableFormat(source.name, source.shown);
  if (format === 'workbook') {
    const sheet = sheetWith(await readWorkbook(source.path, source.shown), columns, source.shown);
    return placeRows(source.shown, columns, onRow, (take) => {
      for (const { line, cells, problems } of sheet.rows) take({ line, cells, problem: null, raw: '', from: 0, to: cells.length }, problems, true);
    });
  }
  if (format === 'delimited') {
    return placeRows(source.shown, columns, onRow, (take) => forEachRecord(source.path, (record) => take(record, null, false), onBytes));
  }
  return readJsonRows(source, columns, onRow, onBytes);
}

/** The worksheet to read: the one whose first row names the columns. Throws CannotRun where several do. */
function sheetWith(sheets: readonly Worksheet[], columns: TableColumns, shown: string): Worksheet {
  const filled = sheets.filter((sheet) => sheet.rows.length > 0);
  const fitting = filled.filter(({ rows }) => {
    const header = new Set(rows[0]?.cells.map(headerKey));
    return columns.required.every((column) => header.has(column));
  });
  if (fitting.length > 1) {
    const names = fitting.map((sheet) => JSON.stringify(sheet.name)).join(', ');
    throw new CannotRun(`the workbook has several sheets with these columns (${names}), and only one can be read`, { where: shown, remedy: 'Save each sheet as a file of its own.' });
  }
  return fitting[0] ?? filled[0] ?? { name: '', rows: [] };
}

const isBlank = (cell: string): boolean => cell.trim() === '';

/** The cells of a row of which blank ones at the end may be left out or added, as spreadsheet programs do. */
function fitted(given: readonly string[], width: number): readonly string[] {
  const cells = [...given];
  while (cells.length > width && isBlank(cells[cells.length - 1] as string)) cells.pop();
  while (cells.length < width) cells.push('');
  return cells;
}

/** Takes a row with the problems of its cells, where there are any; `padded` says that blank cells at its end count for nothing. */
type TakeRow = (row: DelimitedRecord, problems: ReadonlyMap<number, CellProblem> | null, padded: boolean) => void;

function placeRows(shown: string, columns: TableColumns, onRow: (row: TableRow) => void, feed: (take: TakeRow) => void): Table {
  const names = [...columns.required, ...columns.optional];
  let found: HeaderPlaces | null = null;
  let width = 0;
  // Where the cell of each place in the file goes; -1 for those that nobody asks for.
  let targets: number[] = [];
  // What came of the row above; none where that was passed over.
  let above: readonly string[] | null = null;
  const placed = (cells: readonly string[], from: number, to: number): readonly string[] => {
    const texts = above === null ? names.map(() => '') : above.slice();
    const end = above === null ? width : to;
    for (let place = above === null ? 0 : from; place < end; place++) {
      const target = targets[place] as number;
      if (target >= 0) texts[target] = (cells[place] ?? '').trim();
    }
    return (above = texts);
  };
  feed(({ line, cells: given, problem, raw, from, to }, problems, padded) => {
    // A row without any text says nothing, whatever its number of cells.
    if (problem === null && problems === null && given.every(isBlank)) {
      above = null;
      return;
    }
    if (found === null) {
      if (problem !== null) throw new CannotRun(`the header can't be read: ${problem}`, { where: `${shown}:${line}` });
      const header = padded ? given.slice(0, given.findLastIndex((cell) => !isBlank(cell)) + 1) : [...given];
      const { places } = (found = placesOf(header, columns, shown, line));
      width = header.length;
      targets = header.map((_, place) => places.indexOf(place));
      return;
    }
    const at = found.places;
    const refuse = (field: string, value: string, reason: string): void => onRow({ line, cells: placed(given, 0, width), problem: { field, value: excerpt(value), reason }, raw });
    if (problem !== null) return refuse('', raw === '' ? given.join(',') : raw, problem);
    const cells = padded ? fitted(given, width) : given;
    if (cells.length !== width) return refuse('', raw === '' ? cells.join(',') : raw, `the row has ${cells.length} cells, the header ${width}`);
    if (problems !== null) {
      for (const [index, place] of at.entries()) {
        const trouble = problems.get(place);
        if (trouble !== undefined) return refuse(names[index] as string, trouble.value, trouble.reason);
      }
    }
    onRow({ line, cells: placed(cells, from, padded ? width : to), problem: null, raw });
  });
  // What is assigned in a closure is not seen by the compiler.
  const read = found as HeaderPlaces | null;
  if (read === null) throw new CannotRun('the file is empty', { where: shown, remedy: `The first row must name the columns: ${columns.required.join(', ')}.` });
  return read.table;
}

const SEARCHED_CHARACTERS = 64 * 1024;
/** Keys whose columns are remembered: a hostile file has others on every line. */
const KEPT_KEYS = 1_000;

/** What can still be told of a line of JSON that can't be read: the columns that stand in its beginning as texts. */
function textsIn(text: string, names: readonly string[]): string[] {
  const line = text.slice(0, SEARCHED_CHARACTERS);
  return names.map((name) => new RegExp(`"${name.replaceAll('_', '[_\\s-]+')}"\\s*:\\s*"([^"\\\\]{1,200})"`, 'i').exec(line)?.[1]?.trim() ?? '');
}

/** Finds the place of the column that a key names, as headers name columns; -1 for one that nobody asks for, which is kept in `unread`. Lines repeat their keys. */
function columnsByKey(names: readonly string[], unread: UnreadNames): (key: string) => number {
  const places = new Map<string, number>();
  return (key) => {
    let place = places.get(key);
    if (place === undefined) {
      const column = headerKey(key);
      place = names.indexOf(column);
      if (place < 0) unread.add(column, key);
      if (places.size < KEPT_KEYS) places.set(key, place);
    }
    return place;
  };
}

function readJsonRows(source: { path: string; shown: string }, columns: TableColumns, onRow: (row: TableRow) => void, onBytes?: (count: number) => void): Table {
  const names = [...columns.required, ...columns.optional];
  const present = new Set<string>();
  const unread = new UnreadNames(MOST_UNREAD_KEYS);
  const columnOf = columnsByKey(names, unread);
  let any = false;
  forEachLine(source.path, ({ number, text, problem }) => {
    if (problem === null && text.trim() === '') return;
    any = true;
    const refuse = (field: string, value: string, reason: string): void => onRow({ line: number, cells: textsIn(text, names), problem: { field, value: excerpt(value), reason }, raw: text });
    if (problem !== null) return refuse('', text, problem);
    let value: unknown;
    try {
      value = parseJsonLine(text);
    } catch (error) {
      if (!(error instanceof JsonProblem)) throw error;
      const { field, reason } = lineProblem(error);
      return refuse(field, text, reason);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('', text, 'the line is not a JSON object');
    const cells = names.map(() => '');
    const found = new Set<string>();
    for (const [key, cell] of Object.entries(value) as [string, unknown][]) {
      const place = columnOf(key);
      if (place < 0) continue;
      const name = names[place] as string;
      if (found.has(name)) return refuse(name, '', 'the field occurs twice');
      found.add(name);
      present.add(name);
      if (cell === null) continue;
      if (typeof cell === 'string' || typeof cell === 'boolean') cells[place] = String(cell).trim();
      else if (typeof cell === 'number' && Number.isSafeInteger(cell) && name !== 'amount') cells[place] = String(cell);
      else return refuse(name, writtenNumber(text, key) ?? JSON.stringify(cell), name === 'amount' ? 'an amount must be a decimal in quotes, such as "12.50"' : 'must be a text in double quotes');
    }
    const missing = columns.required.find((name) => !found.has(name));
    if (missing !== undefined) return refuse(missing, '', 'the field is missing');
    onRow({ line: number, cells, problem: null, raw: text });
  }, onBytes);
  if (!any) throw new CannotRun('the file is empty', { where: source.shown });
  return { present, unread: unread.columns(names.filter((name) => !present.has(name))) };
}
