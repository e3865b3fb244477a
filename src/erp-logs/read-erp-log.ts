import type { ZonedClock } from '../domain/calendar.ts';
import type { ErpLogEntry, ReferenceKind } from '../domain/erp-log.ts';
import { CannotRun } from '../domain/trouble.ts';
import { forEachRecord } from '../intake/delimited.ts';
import { JsonProblem, type JsonValue, lineProblem, parseExactJson } from '../intake/json-text.ts';
import { LIMITS } from '../intake/limits.ts';
import { type RowProblem, Unreadable, excerpt } from '../intake/row-problem.ts';
import { type ErrorBody, errorBody, errorsShown } from './error-body.ts';
import { type RawEntry, entryOf } from './entry-of.ts';
import { objectIn, rawEntryOf, structureIn } from './json-log.ts';
import { type MaskedText, maskDelimited, maskJson, maskJsonLines } from './mask-log.ts';
import { ANSWER_NAMES, FIELD_NAMES, type FieldName, LIST_NAMES, REFERENCE_NAMES, bareName, firstText } from './names.ts';

export type LogForm = 'json_lines' | 'json' | 'delimited';

/** Takes what is read of a log, in file order. */
export interface LogSink {
  accept(entry: ErpLogEntry, line: number): void;
  refuse(problem: RowProblem, line: number): void;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** How a log is written: a document of JSON, JSON lines where any line is an object by itself (the first may be damaged), else a table. */
export function formOf(text: string): LogForm {
  const start = text.trimStart();
  if (start.startsWith('[')) return 'json';
  if (!start.startsWith('{')) return 'delimited';
  return isObject(start) || !start.split('\n').some((line) => line.startsWith('{') && isObject(line)) ? 'json' : 'json_lines';
}

/** A log without its secrets. */
export function maskLog(text: string): MaskedText {
  const form = formOf(text);
  return form === 'json_lines' ? maskJsonLines(text) : form === 'json' ? maskJson(text) : maskDelimited(text);
}

/** A log to read: its text, where that stands as a file, and how people know it. */
export interface LogFile {
  text: string;
  path: string;
  shown: string;
}

/** Reads the entries of a log. `clock` reads times without offset. Throws CannotRun for a file that can't be read at all. */
export function readErpLog(file: LogFile, clock: ZonedClock | undefined, sink: LogSink): void {
  let count = 0;
  const take = (line: number, read: () => RawEntry): void => {
    if (++count > LIMITS.logEntries) throw new CannotRun(`the log has more than ${LIMITS.logEntries.toLocaleString('en-US')} entries`, { where: file.shown, remedy: 'Split it into smaller files.' });
    try {
      sink.accept(entryOf(read(), clock), line);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      sink.refuse(error.problem, line);
    }
  };
  const form = formOf(file.text);
  if (form === 'json_lines') readLines(file.text, take);
  else if (form === 'json') readDocument(file, take);
  else readRows(file, take);
}

type Take = (line: number, read: () => RawEntry) => void;

function readLines(text: string, take: Take): void {
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    take(index + 1, () => {
      if (line.length > LIMITS.lineBytes) throw new Unreadable('', line.slice(0, 200), `longer than ${LIMITS.lineBytes} bytes`);
      try {
        return rawEntryOf(parseExactJson(line), excerpt(line));
      } catch (error) {
        if (!(error instanceof JsonProblem)) throw error;
        const { field, reason } = lineProblem(error);
        throw new Unreadable(field, excerpt(line), reason);
      }
    });
  }
}

function readDocument({ text, shown }: LogFile, take: Take): void {
  // Lines of the elements of each list, by the key that it stands under and how deep.
  const lines = new Map<string, number[]>();
  let value: JsonValue;
  try {
    value = parseExactJson(text, (key, depth, line) => {
      const list = `${depth}\u0000${key}`;
      const known = lines.get(list);
      if (known === undefined) lines.set(list, [line]);
      else known.push(line);
    });
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw new CannotRun(`not valid JSON: ${error.message}`, { where: `${shown}:${error.line}`, remedy: 'Export it again; a log that is still being written can be given as JSON lines.' });
  }
  const { entries, list } = entriesOf(value);
  const first = text.slice(0, text.length - text.trimStart().length).split('\n').length;
  for (const [index, entry] of entries.entries()) take(list === null ? first : (lines.get(list)?.[index] ?? first), () => rawEntryOf(entry, `element ${index + 1}`));
}

/** The entries that a document holds, and the list that they stand in; null where the document is the only one. */
function entriesOf(value: JsonValue): { entries: JsonValue[]; list: string | null } {
  if (Array.isArray(value)) return { entries: value, list: '0\u0000' };
  if (value instanceof Map && errorBody(value) === undefined) {
    for (const name of LIST_NAMES) {
      const list = value.get(name);
      if (Array.isArray(list)) return { entries: list, list: `1\u0000${name}` };
    }
  }
  return { entries: [value], list: null };
}

function readRows({ path, shown }: LogFile, take: Take): void {
  let places: Map<string, number> | undefined;
  let width = 0;
  forEachRecord(path, ({ line, cells, problem, raw }) => {
    if (places === undefined) {
      places = new Map();
      for (const [index, cell] of cells.entries()) if (!places.has(bareName(cell))) places.set(bareName(cell), index);
      width = cells.length;
      assertHeader(places, shown, line);
      return;
    }
    if (problem === null && cells.every((cell) => cell.trim() === '')) return;
    const columns = places;
    take(line, () => {
      const text = excerpt(raw === '' ? cells.join(',') : raw);
      if (problem !== null) throw new Unreadable('', text, problem);
      if (cells.length !== width) throw new Unreadable('', text, `the row has ${cells.length} cells, the header ${width}`);
      return rawRow(cells, columns);
    });
  });
  if (places === undefined) throw new CannotRun('the file is empty', { where: shown, remedy: 'Export it again.' });
}

/** A log that says neither when nor what is none. */
function assertHeader(places: ReadonlyMap<string, number>, shown: string, line: number): void {
  const has = (names: readonly string[]): boolean => names.some((name) => places.has(name));
  const says = has(FIELD_NAMES.status) || has(FIELD_NAMES.code) || has(FIELD_NAMES.message) || has(ANSWER_NAMES);
  const refers = has(FIELD_NAMES.time) || Object.values(REFERENCE_NAMES).some(has);
  if (says && refers) return;
  throw new CannotRun('this is no log that can be read: it begins neither as JSON nor with a row that names the columns', { where: `${shown}:${line}`, remedy: 'The first row must name a time or a reference, and a status, code or message (docs/diagnose.md).' });
}

function rawRow(cells: readonly string[], places: ReadonlyMap<string, number>): RawEntry {
  const cell = (name: string): string => (cells[places.get(name) ?? -1] ?? '').trim();
  const first = (names: readonly string[]): string => names.map(cell).find((text) => text !== '') ?? '';
  const fields = Object.fromEntries(Object.entries(FIELD_NAMES).map(([field, names]) => [field, firstText(field as FieldName, names.map(cell))])) as Record<FieldName, string>;
  const references = (Object.entries(REFERENCE_NAMES) as [ReferenceKind, readonly string[]][]).flatMap(([kind, names]) => names.map(cell).filter((value) => value !== '').map((value) => ({ kind, value })));
  const answerText = first(ANSWER_NAMES);
  const answer = bodyInCell(answerText) ?? bodyInCell(fields.message);
  // A message that is an error body says no more than the body does.
  if (answer !== undefined && fields.message.startsWith('{')) fields.message = '';
  const shown = answer === undefined ? structureIn(answerText) : undefined;
  return { fields, references, answer, answerText: answer === undefined ? answerText : '', shown: shown === undefined ? undefined : errorsShown(shown) };
}

/** The error body that a cell holds as JSON. */
function bodyInCell(text: string): ErrorBody | undefined {
  const object = objectIn(text);
  return object === undefined ? undefined : errorBody(object);
}
