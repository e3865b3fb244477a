import { extname } from 'node:path';
import { CannotRun } from '../../domain/trouble.ts';
import { cellsOf, delimiterOf, forEachRecord } from '../delimited.ts';
import { JsonProblem, lineProblem, parseExactJson } from '../json-text.ts';
import { LIMITS } from '../limits.ts';
import { forEachLine, readWholeText } from '../lines.ts';
import type { InputFile } from '../sink.ts';
import { type CellProblem, readWorkbook } from '../workbook.ts';
import { DEEPEST_LIST, TooManyRows, documentsOf, rowsOfDocument } from './json-rows.ts';

/** A row of any file: its cells as written, where it stands, and why it or some of its cells can't be read. */
export interface RawRow {
  line: number;
  cells: readonly string[];
  problem: string | null;
  cellProblems: ReadonlyMap<number, CellProblem> | null;
  /** The text as read where it is known, for the quarantine. */
  raw: string;
}

/** A file as a table that can be read from its start as often as needed. */
export interface RawTable {
  /** Rows that may name the columns, with their line numbers: the first ones of a text or worksheet; all names of a JSON file. */
  heads: readonly { line: number; names: readonly string[]; sheet?: string }[];
  /** Whether numbers are written as the program writes them (JSON, worksheets), so that nothing about them needs to be told. */
  plainNumbers: boolean;
  /** Calls `onRow` for every row behind the chosen head. */
  forEachRow(head: number, onRow: (row: RawRow) => void, onBytes?: (count: number) => void): void;
}

const MOST_HEADS = 50;
const JSON_ENDINGS = new Set(['.json', '.jsonl', '.ndjson']);
const TEXT_ENDINGS = new Set(['.csv', '.tsv', '.txt']);

/** Opens a file by its ending. `wanted` are the names that any profile knows: they decide which lists of a JSON document become rows. Throws CannotRun. */
export async function openRawTable(file: InputFile, wanted: ReadonlySet<string>): Promise<RawTable> {
  const ending = extname(file.name).toLowerCase();
  if (ending === '.xlsx') return openSheets(file);
  if (JSON_ENDINGS.has(ending)) return openJson(file, wanted, ending !== '.json');
  if (TEXT_ENDINGS.has(ending)) return openText(file);
  throw new CannotRun(`no reader for files that end in "${ending}"`, { where: file.shown, remedy: `Use one of ${[...TEXT_ENDINGS, '.xlsx', ...JSON_ENDINGS].join(', ')}.` });
}

function openText(file: InputFile): RawTable {
  const heads: { line: number; names: string[]; delimiter: string }[] = [];
  forEachLine(file.path, ({ number, text, problem }) => {
    if (heads.length >= MOST_HEADS || problem !== null || text.trim() === '') return;
    const delimiter = delimiterOf(text);
    heads.push({ line: number, names: cellsOf(text, delimiter), delimiter });
  });
  if (heads.length === 0) throw new CannotRun('the file is empty', { where: file.shown, remedy: 'Export it again.' });
  return {
    heads,
    plainNumbers: false,
    forEachRow(head, onRow, onBytes) {
      const { line: from, delimiter } = heads[head] as (typeof heads)[number];
      forEachRecord(file.path, ({ line, cells, problem, raw }) => {
        if (line > from) onRow({ line, cells, problem, cellProblems: null, raw });
      }, onBytes, { from, delimiter });
    },
  };
}

async function openSheets(file: InputFile): Promise<RawTable> {
  const sheets = (await readWorkbook(file.path, file.shown)).filter(({ rows }) => rows.length > 0);
  const heads = sheets.flatMap(({ name, rows }) => rows.slice(0, MOST_HEADS).map((row, at) => ({ line: row.line, names: row.cells, sheet: name, rows, at })));
  if (heads.length === 0) throw new CannotRun('the workbook has no filled sheet', { where: file.shown, remedy: 'Export it again.' });
  return {
    heads,
    plainNumbers: true,
    forEachRow(head, onRow) {
      const { rows, at } = heads[head] as (typeof heads)[number];
      for (const { line, cells, problems } of rows.slice(at + 1)) onRow({ line, cells, problem: null, cellProblems: problems, raw: '' });
    },
  };
}

/** The names of a JSON file are all that any of its rows has; its rows are held, since a document must be parsed whole. */
function openJson(file: InputFile, wanted: ReadonlySet<string>, byLine: boolean): RawTable {
  const rows: { line: number; row: ReadonlyMap<string, string> | null; problem: string | null; raw: string }[] = [];
  const take = (document: ReturnType<typeof parseExactJson>, line: number, raw: string): void => {
    try {
      const found = rowsOfDocument(document, wanted);
      if (found.length === 0) rows.push({ line, row: null, problem: 'not a JSON object', raw });
      for (const row of found) rows.push({ line, row, problem: null, raw: '' });
    } catch (error) {
      if (!(error instanceof TooManyRows)) throw error;
      rows.push({ line, row: null, problem: 'the document has more lines than can be read', raw: '' });
    }
  };
  if (byLine) {
    forEachLine(file.path, ({ number, text, problem }) => {
      if (problem === null && text.trim() === '') return;
      if (problem !== null) return void rows.push({ line: number, row: null, problem, raw: text });
      try {
        take(parseExactJson(text), number, text);
      } catch (error) {
        if (!(error instanceof JsonProblem)) throw error;
        rows.push({ line: number, row: null, problem: lineProblem(error).reason, raw: text });
      }
    });
  } else for (const { document, line } of documentsIn(file)) take(document, line, '');
  if (rows.length === 0) throw new CannotRun('the file holds no document', { where: file.shown, remedy: 'Export it again.' });
  const names = [...new Set(rows.flatMap(({ row }) => (row === null ? [] : [...row.keys()])))];
  return {
    heads: [{ line: 1, names }],
    plainNumbers: true,
    forEachRow(_, onRow) {
      for (const { line, row, problem, raw } of rows) onRow({ line, cells: row === null ? [] : names.map((name) => row.get(name) ?? ''), problem, cellProblems: null, raw });
    },
  };
}

const listPlace = (key: string, depth: number): string => `${depth} ${key}`;

function documentsIn(file: InputFile): { document: ReturnType<typeof parseExactJson>; line: number }[] {
  const text = readWholeText(file.path, LIMITS.documentBytes, file.shown);
  try {
    // Which list holds the documents is known only at the end, so the lines of all lists near the top are kept.
    const lines = new Map<string, number[]>();
    const answer = parseExactJson(text, (key, depth, line) => {
      if (depth > DEEPEST_LIST) return;
      const place = listPlace(key, depth);
      const known = lines.get(place);
      if (known === undefined) lines.set(place, [line]);
      else known.push(line);
    });
    const { documents, list } = documentsOf(answer);
    const starts = list === null ? undefined : lines.get(listPlace(list.key, list.depth));
    return documents.map((document, place) => ({ document, line: starts?.[place] ?? 1 }));
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw new CannotRun(`not valid JSON: ${error.message}`, { where: file.shown, remedy: 'The file may be cut off: export it again.' });
  }
}
