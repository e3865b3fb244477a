import { extname } from 'node:path';
import { fold } from '../domain/text.ts';
import { CannotRun } from '../domain/trouble.ts';
import { forEachRecord } from './delimited.ts';
import { JsonProblem, parseJsonLine } from './json-text.ts';
import { forEachLine } from './lines.ts';
import { readWorkbook } from './workbook.ts';

/** A row of a table: its cells in the order of the columns asked for ('' where the file has no such column), or its problem. */
export interface TableRow {
  line: number;
  cells: string[];
  problem: { field: string; value: string; reason: string } | null;
  /** The text as read where it is known, for the quarantine. */
  raw: string;
}

export interface TableColumns {
  required: readonly string[];
  optional: readonly string[];
}

export interface Table {
  /** Which of the columns asked for the file has. */
  present: ReadonlySet<string>;
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

/** Excel may have put a control character or an apostrophe before a header; spaces and case differ by hand. */
const headerKey = (text: string): string => fold(text).replaceAll(/[\s-]+/g, '_');

function placesOf(header: string[], columns: TableColumns, shown: string, line: number): { places: number[]; present: Set<string> } {
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
      remedy: `The first row must name the columns: ${columns.required.join(', ')}.`,
    });
  }
  const present = new Set<string>();
  const places = [...columns.required, ...columns.optional].map((column) => {
    const place = found.get(column);
    if (place === undefined) return -1;
    present.add(column);
    return place;
  });
  return { places, present };
}

/**
 * Reads a table of named columns from CSV, XLSX or JSON lines, calling `onRow` for each data row in file order. Columns are found
 * by name, whatever their order; unknown ones are passed over. `path` is read, `name` decides the reader, `shown` is printed.
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
    const rows = await readWorkbook(source.path, source.shown);
    return placeRows(source.shown, columns, onRow, (take) => {
      for (const { line, cells } of rows) take(line, cells, null, '', true);
    });
  }
  if (format === 'delimited') {
    return placeRows(source.shown, columns, onRow, (take) =>
      forEachRecord(source.path, ({ line, cells, problem, raw }) => take(line, cells, problem, raw, false), onBytes),
    );
  }
  return readJsonRows(source, columns, onRow, onBytes);
}

type TakeCells = (line: number, cells: string[], problem: string | null, raw: string, padded: boolean) => void;

function placeRows(shown: string, columns: TableColumns, onRow: (row: TableRow) => void, feed: (take: TakeCells) => void): Table {
  let places: number[] | null = null;
  let present = new Set<string>();
  let width = 0;
  const take: TakeCells = (line, cells, problem, raw, padded) => {
    if (places === null) {
      if (problem !== null) throw new CannotRun(`the header can't be read: ${problem}`, { where: `${shown}:${line}` });
      ({ places, present } = placesOf(cells, columns, shown, line));
      width = cells.length;
      return;
    }
    if (problem === null && cells.length !== width) {
      if (padded && cells.length < width) while (cells.length < width) cells.push('');
      else problem = `the row has ${cells.length} cells, the header ${width}`;
    }
    if (problem !== null) {
      onRow({ line, cells: places.map((place) => cells[place] ?? ''), problem: { field: '', value: raw === '' ? cells.join(',') : raw, reason: problem }, raw });
      return;
    }
    const placed = new Array<string>(places.length);
    for (let index = 0; index < places.length; index++) placed[index] = places[index] === -1 ? '' : (cells[places[index] as number] as string).trim();
    onRow({ line, cells: placed, problem: null, raw });
  };
  feed(take);
  if (places === null) throw new CannotRun('the file is empty', { where: shown, remedy: `The first row must name the columns: ${columns.required.join(', ')}.` });
  return { present };
}

function readJsonRows(source: { path: string; shown: string }, columns: TableColumns, onRow: (row: TableRow) => void, onBytes?: (count: number) => void): Table {
  const names = [...columns.required, ...columns.optional];
  const present = new Set<string>();
  let any = false;
  forEachLine(source.path, ({ number, text, problem }) => {
    if (problem === null && text.trim() === '') return;
    any = true;
    const refuse = (field: string, value: string, reason: string): void => onRow({ line: number, cells: names.map(() => ''), problem: { field, value, reason }, raw: text });
    if (problem !== null) return refuse('', text, problem);
    let value: unknown;
    try {
      value = parseJsonLine(text);
    } catch (error) {
      return refuse('', text, `not valid JSON: ${error instanceof JsonProblem || error instanceof SyntaxError ? error.message : String(error)}`);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('', text, 'the line is not a JSON object');
    const cells: string[] = [];
    for (const name of names) {
      const cell: unknown = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
      if (cell === undefined || cell === null) cells.push('');
      else if (typeof cell === 'string' || typeof cell === 'boolean') cells.push(String(cell).trim());
      else if (typeof cell === 'number' && Number.isSafeInteger(cell) && name !== 'amount') cells.push(String(cell));
      else return refuse(name, JSON.stringify(cell), 'must be a text in double quotes');
      if (cell !== undefined) present.add(name);
    }
    const missing = columns.required.find((name) => !Object.hasOwn(value, name));
    if (missing !== undefined) return refuse(missing, '', 'the field is missing');
    onRow({ line: number, cells, problem: null, raw: text });
  }, onBytes);
  if (!any) throw new CannotRun('the file is empty', { where: source.shown });
  return { present };
}
