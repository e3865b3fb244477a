import { extname } from 'node:path';
import { CannotRun } from '../../domain/trouble.ts';
import type { EncodingName } from '../../domain/header-profile.ts';
import { AnswerPages } from '../answer-pages.ts';
import { cutDocuments } from '../cut-documents.ts';
import { cellsOf, delimiterOf, forEachRecord } from '../delimited.ts';
import { JsonNumber, JsonProblem, type JsonValue, lineProblem, parseExactJson } from '../json-text.ts';
import { LIMITS } from '../limits.ts';
import { forEachLine, readWholeText } from '../lines.ts';
import { type RowProblem, excerpt } from '../row-problem.ts';
import type { ControlTotal, InputFile } from '../sink.ts';
import { type CellProblem, readWorkbook } from '../workbook.ts';
import { DEEPEST_LIST, type JsonCell, TooManyRows, WRAPPING_KEYS, documentsOf, isWanted, rowsOfDocument } from './json-rows.ts';
import { type ToldEncoding, tellEncoding } from './told-encoding.ts';

/** A row of any file: its cells as written, where it stands, and why it or some of its cells can't be read. */
export interface RawRow {
  line: number;
  cells: readonly string[];
  /** Places of cells that hold numbers (JSON, worksheets): plain decimals, about which nothing needs to be told. All others are texts. */
  numbers: readonly number[];
  /** What a worksheet shows beside its numbers, by their place; left out where nothing is. */
  marks?: ReadonlyMap<number, string>;
  /** A text where no field is to blame. */
  problem: RowProblem | string | null;
  cellProblems: ReadonlyMap<number, CellProblem> | null;
  /** The text as read where it is known, for the quarantine. */
  raw: string;
  /** Which document of a JSON file it is made of, counted from 0. */
  document?: number;
}

/** A row that may name the columns. */
export interface RawHead {
  line: number;
  names: readonly string[];
  /** The worksheet that it is in. */
  sheet?: string;
  /** Of a text file: what its cells are parted by. */
  delimiter?: string;
}

/** What somebody said of how a text file is written. */
export interface GivenForm {
  encoding?: EncodingName | undefined;
  delimiter?: string | undefined;
}

/** A file as a table that can be read from its start as often as needed. */
export interface RawTable {
  /** Rows that may name the columns: the first ones of a text or worksheet; all names of a JSON file. */
  heads: readonly RawHead[];
  /** Whether a row may have fewer cells than the header: in a text it is then cut off. */
  mayBeShort: boolean;
  /** How a text file is encoded; null for worksheets and JSON, which is always UTF-8 or UTF-16. */
  encoding: ToldEncoding | null;
  /** What the file's own form shows to be missing. */
  controls: readonly ControlTotal[];
  /** Calls `onRow` for every row behind the chosen head. */
  forEachRow(head: number, onRow: (row: RawRow) => void, onBytes?: (count: number) => void): void;
}

const MOST_HEADS = 50;
const JSON_ENDINGS = new Set(['.json', '.jsonl', '.ndjson']);
const TEXT_ENDINGS = new Set(['.csv', '.tsv', '.txt']);
const NO_NUMBERS: readonly number[] = [];

/** Opens a file by its ending. `wanted` are the names that any profile knows: they decide which lists of a JSON document become rows; `given` goes before what a text tells. Throws CannotRun. */
export async function openRawTable(file: InputFile, wanted: ReadonlySet<string>, given: GivenForm): Promise<RawTable> {
  const ending = extname(file.name).toLowerCase();
  if (ending === '.xlsx') return openSheets(file);
  if (JSON_ENDINGS.has(ending)) return openJson(file, wanted, ending !== '.json');
  if (TEXT_ENDINGS.has(ending)) return openText(file, given);
  throw new CannotRun(`no reader for files that end in "${ending}"`, { where: file.shown, remedy: `Use one of ${[...TEXT_ENDINGS, '.xlsx', ...JSON_ENDINGS].join(', ')}.` });
}

function openText(file: InputFile, given: GivenForm): RawTable {
  const heads: (RawHead & { delimiter: string })[] = [];
  const told = tellEncoding(file.path, given.encoding);
  forEachLine(file.path, ({ number, text, problem }) => {
    if (heads.length >= MOST_HEADS || problem !== null || text.trim() === '') return;
    const delimiter = given.delimiter ?? delimiterOf(text);
    const names = cellsOf(text, delimiter);
    if (names.length <= LIMITS.columns) heads.push({ line: number, names, delimiter });
  }, undefined, told.name);
  if (heads.length === 0) throw new CannotRun('the file is empty, or none of its lines can name columns', { where: file.shown, remedy: 'Export it again.' });
  return {
    heads,
    mayBeShort: false,
    encoding: told,
    controls: [],
    forEachRow(head, onRow, onBytes) {
      const { line: from, delimiter } = heads[head] as (typeof heads)[number];
      forEachRecord(file.path, ({ line, cells, problem, raw }) => {
        if (line > from) onRow({ line, cells: [...cells], numbers: NO_NUMBERS, problem, cellProblems: null, raw });
      }, onBytes, { from, delimiter, encoding: told.name });
    },
  };
}

async function openSheets(file: InputFile): Promise<RawTable> {
  const sheets = (await readWorkbook(file.path, file.shown)).filter(({ rows }) => rows.length > 0);
  const heads = sheets.flatMap(({ name, rows }) => rows.slice(0, MOST_HEADS).map((row, at) => ({ line: row.line, names: row.cells, sheet: name, rows, at })));
  if (heads.length === 0) throw new CannotRun('the workbook has no filled sheet', { where: file.shown, remedy: 'Export it again.' });
  return {
    heads,
    mayBeShort: true,
    encoding: null,
    controls: [],
    forEachRow(head, onRow) {
      const { rows, at } = heads[head] as (typeof heads)[number];
      for (const { line, cells, numbers, marks, problems } of rows.slice(at + 1)) onRow({ line, cells, numbers, ...(marks === null ? {} : { marks }), problem: null, cellProblems: problems, raw: '' });
    },
  };
}

/** The names of a JSON file are all that any of its rows has; its rows are held, since a document must be parsed whole. */
function openJson(file: InputFile, wanted: ReadonlySet<string>, byLine: boolean): RawTable {
  const controls: ControlTotal[] = [];
  const rows: { line: number; row: ReadonlyMap<string, JsonCell> | null; problem: RawRow['problem']; raw: string; document?: number }[] = [];
  let taken = 0;
  const pages = new AnswerPages();
  const take = (document: JsonValue, line: number, raw: string): void => {
    try {
      const { rows: found, problem } = rowsOfDocument(document, wanted);
      if (found.length === 0) rows.push({ line, row: null, problem: 'not a JSON object', raw });
      for (const row of found) rows.push({ line, row, problem, raw: '', document: taken });
      taken++;
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
        for (const document of documentsOfLine(parseExactJson(text), wanted, pages)) take(document, number, text);
      } catch (error) {
        if (!(error instanceof JsonProblem)) throw error;
        rows.push({ line: number, row: null, problem: lineProblem(error).reason, raw: text });
      }
    });
  } else {
    const { documents, cut } = documentsIn(file, pages);
    for (const each of documents) {
      if ('problem' in each) rows.push({ line: each.line, row: null, problem: each.problem, raw: excerpt(each.text) });
      else take(each.document, each.line, '');
    }
    if (cut !== null) controls.push({ what: 'end of the file', stated: 'a list that ends', found: `a file that ends in it (line ${cut})`, agrees: false });
  }
  controls.push(...pages.controls());
  if (rows.length === 0) throw new CannotRun('the file holds no document', { where: file.shown, remedy: 'Export it again.' });
  const names = [...new Set(rows.flatMap(({ row }) => (row === null ? [] : [...row.keys()])))];
  return {
    heads: [{ line: 1, names }],
    mayBeShort: true,
    encoding: null,
    controls,
    forEachRow(_, onRow) {
      for (const { line, row, problem, raw, document } of rows) {
        const cells = row === null ? [] : names.map((name) => row.get(name) ?? '');
        onRow({
          line, cells: cells.map((cell) => (typeof cell === 'string' ? cell : cell.text)), numbers: cells.flatMap((cell, place) => (cell instanceof JsonNumber ? [place] : [])),
          problem, cellProblems: null, raw, ...(document === undefined ? {} : { document }),
        });
      }
    },
  };
}

/** How a request or an answer begins that was saved whole. */
const HTTP_MESSAGE = /^\s*(?:HTTP\/\d|(?:GET|POST|PUT|PATCH|DELETE) \S)/;

const listPlace = (key: string, depth: number): string => `${depth} ${key}`;

/** The documents of one line: a page of an answer, or a document. A list that rows are made of is no page. */
function documentsOfLine(value: JsonValue, wanted: ReadonlySet<string>, pages: AnswerPages): JsonValue[] {
  const { documents, list, around } = documentsOf(value);
  if (list === null || isWanted(list.key, wanted)) return [value];
  if (around !== undefined) pages.add(around, documents.length);
  return documents;
}

/** A document of a file, or why it can't be read. */
type FoundDocument = { line: number; document: JsonValue } | { line: number; problem: string; text: string };

/** The documents of a JSON file; of one that is cut off those before its end, which is told as `cut` (its line). `pages` is told what the answer says of itself. Throws CannotRun. */
function documentsIn(file: InputFile, pages: AnswerPages): { documents: FoundDocument[]; cut: number | null } {
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
    const { documents, list, around } = documentsOf(answer);
    if (around !== undefined) pages.add(around, documents.length);
    const starts = list === null ? undefined : lines.get(listPlace(list.key, list.depth));
    return { documents: documents.map((document, place) => ({ document, line: starts?.[place] ?? 1 })), cut: null };
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    const rest = wholeDocuments(text, pages);
    if (rest !== null) return rest;
    const remedy = HTTP_MESSAGE.test(text) ? 'The file holds a whole HTTP message, with its first line and headers: save the body alone.' : 'The file may be cut off: export it again.';
    throw new CannotRun(`not valid JSON: ${error.message}`, { where: file.shown, remedy });
  }
}

/** `{"d":`, with which OData wraps a list once more. */
const WRAPPED_ONCE_MORE = /^\s*\{\s*"d"\s*:(?=\s*\{)/;

/** The documents of a text that is no valid JSON as a whole, each read for itself; null where there is no list of them, or where something else stands between them. */
function wholeDocuments(text: string, pages: AnswerPages): { documents: FoundDocument[]; cut: number | null } | null {
  const outer = WRAPPED_ONCE_MORE.exec(text)?.[0] ?? '';
  const { documents, open, list, envelope } = cutDocuments(outer.replaceAll(/[^\n]/g, ' ') + text.slice(outer.length), WRAPPING_KEYS);
  if (list === null || documents.length === 0) return null;
  const answer = open === null ? answerAround(outer + envelope.slice(outer.length)) : 'cut_off';
  if (answer === null) return null;
  const isCut = answer === 'cut_off';
  const around = isCut ? undefined : documentsOf(answer.value).around;
  if (around !== undefined) pages.add(around, documents.length);
  const found = documents.map(({ line, text: written }): FoundDocument => {
    try {
      return { line, document: parseExactJson(written) };
    } catch (error) {
      if (!(error instanceof JsonProblem)) throw error;
      return { line, problem: lineProblem(error).reason, text: written };
    }
  });
  const line = open?.line ?? documents.at(-1)?.line ?? 1;
  if (isCut) found.push({ line, problem: 'the file ends in the middle of its list: it was cut off here, or a bracket is never closed; what followed is missing', text: open?.text ?? '' });
  return { documents: found, cut: isCut ? line : null };
}

/** The JSON of a text; `cut_off` where its end is missing, null for other damage. */
function answerAround(text: string): { value: JsonValue } | 'cut_off' | null {
  try {
    return { value: parseExactJson(text) };
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return error.message.startsWith('unexpected end') ? 'cut_off' : null;
  }
}
