import { extname } from 'node:path';
import { CannotRun } from '../../domain/trouble.ts';
import { JsonProblem, type JsonValue, parseExactJson } from '../../intake/json-text.ts';
import { LIMITS } from '../../intake/limits.ts';
import { forEachLine, readWholeText } from '../../intake/lines.ts';
import { excerpt } from '../../intake/row-problem.ts';
import type { ApprovalsSink, InputFile, Refusal } from '../../intake/sink.ts';
import { type DocumentText, cutDocuments } from '../../intake/cut-documents.ts';
import { type Fields, Part } from './part.ts';

/** How a system's JSON export is laid out. */
export interface JsonForm {
  /** Under which keys of an object a list of documents may stand. */
  lists: readonly string[];
  /** What a file that is one document must have, any of these. */
  documentKeys: readonly string[];
  /** What the file should hold, for an error: `Expensify reports`. */
  what: string;
  /** Throws CannotRun for an object that is the system's own error message. */
  refuseAnswer(top: Part, shown: string): void;
}

/** What takes the documents of a file, in their order. */
export interface DocumentSink {
  document(document: DocumentText): void;
  /** The object around a list, when its documents have been delivered. */
  page(envelope: Part, documents: number): void;
  /** The file ends in the middle of a list. */
  cutOff(refusal: Refusal): void;
  bytes(count: number): void;
}

/** Tells that the file ends in the middle of a list: what of it is refused, and that more was to come. */
export function tellCutOff(sink: ApprovalsSink, refusal: Refusal): void {
  sink.refuse(refusal);
  sink.control({ what: 'end of the file', stated: 'a list that ends', found: `a file that ends in it (line ${refusal.line})`, agrees: false });
}

/** Tells whether the last page of the file names a further one in its field `key`: '' where it names none, null for a file without pages. */
export function tellNextPage(sink: ApprovalsSink, key: string, next: string | null): void {
  if (next === null) return;
  sink.control({ what: `pages of the export (${key})`, stated: next === '' ? 'no further page' : 'a further page', found: 'no further page in the file', agrees: next === '' });
}

const LINES = new Set(['.jsonl', '.ndjson']);
const WHOLE = new Set(['.json', ...LINES]);

/** Whether a file is JSON, by its ending. */
export const isJson = (name: string): boolean => WHOLE.has(extname(name).toLowerCase());

/**
 * Reads the documents of a JSON file: a page (an object with a list), a list, one document, or, by the file's ending, one of these a
 * line. Throws CannotRun where nothing of it can be read.
 */
export function readDocuments(file: InputFile, form: JsonForm, sink: DocumentSink): void {
  if (LINES.has(extname(file.name).toLowerCase())) return readLines(file, form, sink);
  const text = readWholeText(file.path, LIMITS.documentBytes, file.shown);
  sink.bytes(Buffer.byteLength(text));
  if (text.trim() === '') throw emptyFile(file.shown);
  readText(text, file.shown, form, sink);
}

function readLines(file: InputFile, form: JsonForm, sink: DocumentSink): void {
  let any = false;
  forEachLine(
    file.path,
    ({ number, text, problem }) => {
      if (problem === null && text.trim() === '') return;
      any = true;
      if (problem !== null) return sink.cutOff({ line: number, rows: 1, field: '', value: excerpt(text), reason: problem });
      const atLine: DocumentSink = { ...sink, document: (document) => sink.document({ ...document, line: number }), cutOff: (refusal) => sink.cutOff({ ...refusal, line: number }) };
      try {
        readText(text, file.shown, form, atLine);
      } catch (error) {
        if (!(error instanceof CannotRun)) throw error;
        // One line is no whole file: its trouble is its own.
        sink.document({ line: number, text });
      }
    },
    (count) => sink.bytes(count),
  );
  if (!any) throw emptyFile(file.shown);
}

const emptyFile = (shown: string): CannotRun => new CannotRun('the file is empty', { where: shown, remedy: 'Export it again.' });

function readText(text: string, shown: string, form: JsonForm, sink: DocumentSink): void {
  const { envelope, documents, list, open } = cutDocuments(text, form.lists);
  const top = parseEnvelope(envelope, shown, { documents: documents.length, open: open !== null });
  if (top === 'cut_off') {
    for (const document of documents) sink.document(document);
    return sink.cutOff(refusalOfRest(text, documents, open));
  }
  if (top instanceof Map) form.refuseAnswer(new Part(top), shown);
  if (list === null) {
    if (!(top instanceof Map) || !form.documentKeys.some((key) => top.has(key))) {
      throw new CannotRun(`the file holds no ${form.what}`, { where: shown, remedy: `Give a page (an object with ${form.lists.join(' or ')}), a list, or one document.` });
    }
    return sink.document({ line: 1, text });
  }
  const elements = (top instanceof Map ? top.get(list) : top) as JsonValue[];
  let next = 0;
  let line = 1;
  for (const element of elements) {
    const document = element instanceof Map ? documents[next++] : undefined;
    line = document?.line ?? line;
    sink.document({ line, text: document?.text ?? null });
  }
  if (top instanceof Map) sink.page(new Part(top as Fields), elements.length);
}

/** The file without its documents; `cut_off` where it ends too early and holds documents all the same. Throws CannotRun. */
function parseEnvelope(envelope: string, shown: string, held: { documents: number; open: boolean }): JsonValue | 'cut_off' {
  try {
    return parseExactJson(envelope);
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    const { what } = error;
    if (held.open || (held.documents > 0 && what.startsWith('unexpected end'))) return 'cut_off';
    throw new CannotRun(`not valid JSON: ${what}`, { where: `${shown}:${error.line}`, remedy: 'Export it again; the file may have been cut off or edited.', cause: error });
  }
}

function refusalOfRest(text: string, documents: readonly { line: number; text: string }[], open: { line: number; text: string } | null): Refusal {
  const line = open?.line ?? documents.at(-1)?.line ?? 1;
  const rest = open?.text ?? text.slice(text.lastIndexOf('}') + 1);
  return { line, rows: 1, field: '', value: excerpt(rest), reason: 'the file ends in the middle of its list: it was cut off here, or a bracket is never closed; what followed is missing' };
}
