import { extname } from 'node:path';
import type { Instant } from '../domain/calendar.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { Sha256 } from '../erp/key-within.ts';
import { JsonProblem, lineProblem, parseJsonLine } from '../intake/json-text.ts';
import { forEachLine, readWholeText } from '../intake/lines.ts';
import { Unreadable, excerpt } from '../intake/row-problem.ts';
import { readTable } from '../intake/table.ts';
import { type AnswerFields, type ReadAnswer, readAnswer } from './answer.ts';
import { newmanExecutions, newmanInstant, readExecution } from './newman-run.ts';

/** What takes the rows of a file of answers, in their order; `line` is that of the file, or the place in its list from 1 on. */
export interface AnswerSink {
  answer(answer: ReadAnswer, line: number): void;
  unread(problem: { line: number; field: string; value: string; reason: string }): void;
}

/** How a file is read: by what bodies are hashed, and at which instant the file is taken in; null where any instant will do. */
export interface AnswersReading {
  sha256: Sha256;
  takenIn: Instant | null;
}

/** Largest file of answers that is one JSON document, in bytes. */
export const DOCUMENT_BYTES = 64 * 1024 * 1024;
const LINES = ['.jsonl', '.ndjson'];
const FIELDS = ['sha256', 'file', 'answer', 'at', 'sandbox'] as const;

/** Reads answers from JSON lines, a JSON array, a run report of Newman, or a table, by the ending of the file's name. Throws CannotRun where nothing of it can be read. */
export async function readAnswers(file: { path: string; name: string; shown: string }, reading: AnswersReading, sink: AnswerSink): Promise<void> {
  const ending = extname(file.name).toLowerCase();
  if (LINES.includes(ending)) return readLines(file, reading, sink);
  if (ending === '.json') return readDocument(file, reading, sink);
  await readTable(file, { required: ['status'], optional: FIELDS }, ({ line, cells, problem }) => {
    if (problem !== null) return sink.unread({ line, ...problem });
    const [status, ...rest] = cells;
    take(line, sink, () => readAnswer({ status, ...Object.fromEntries(FIELDS.map((field, index) => [field, rest[index] ?? ''])) }, reading.takenIn));
  });
}

function readLines({ path, shown }: { path: string; shown: string }, { takenIn }: AnswersReading, sink: AnswerSink): void {
  let any = false;
  forEachLine(path, ({ number, text, problem }) => {
    if (problem === null && text.trim() === '') return;
    any = true;
    if (problem !== null) return sink.unread({ line: number, field: '', value: excerpt(text), reason: problem });
    take(number, sink, () => readAnswer(fieldsOf(parsedLine(text)), takenIn));
  });
  if (!any) throw new CannotRun('the file is empty', { where: shown, remedy: 'Write an answer a line; docs/sandbox.md says how.' });
}

function readDocument({ path, shown }: { path: string; shown: string }, reading: AnswersReading, sink: AnswerSink): void {
  const document = parsedDocument(readWholeText(path, DOCUMENT_BYTES, shown), shown);
  const executions = newmanExecutions(document);
  const instant = newmanInstant(document);
  const list = executions ?? (Array.isArray(document) ? (document as unknown[]) : undefined);
  if (list === undefined) throw new CannotRun('the file is neither a list of answers nor a run report of Newman', { where: shown, remedy: 'docs/sandbox.md says what can be read.' });
  for (const [index, item] of list.entries()) take(index + 1, sink, () => (executions === undefined ? readAnswer(fieldsOf(item), reading.takenIn) : readExecution(item, instant, reading)));
}

function take(line: number, sink: AnswerSink, read: () => ReadAnswer): void {
  try {
    sink.answer(read(), line);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    sink.unread({ line, ...error.problem });
  }
}

function fieldsOf(value: unknown): AnswerFields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unreadable('', value, 'is no object with fields');
  const own = value as Record<string, unknown>;
  return Object.fromEntries(['status', ...FIELDS].filter((field) => Object.hasOwn(own, field)).map((field) => [field, own[field]]));
}

function parsedLine(text: string): unknown {
  try {
    return parseJsonLine(text);
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    const { field, reason } = lineProblem(error);
    throw new Unreadable(field, text, reason);
  }
}

function parsedDocument(text: string, shown: string): unknown {
  try {
    return parseJsonLine(text);
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw new CannotRun(`not valid JSON: ${error.message}`, { where: `${shown}:${error.line}`, remedy: 'Export it again; the file may have been cut off or edited.', cause: error });
  }
}
