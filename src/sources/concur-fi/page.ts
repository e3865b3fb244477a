import { CannotRun } from '../../domain/trouble.ts';
import { JsonProblem, type JsonValue, parseExactJson } from '../../intake/json-text.ts';
import { type DocumentText, cutDocuments } from '../../intake/cut-documents.ts';
import { shownAs } from '../json/part.ts';

export interface Page {
  documents: DocumentText[];
  /** How many documents the service says it returned; '' where it does not say. */
  numberReturned: string;
}

/** Under which keys the service lists documents: the first is what it sends, the second what its reference describes. */
const LISTS = ['fIDocuments', 'content'];

/** Throws CannotRun where the file is no JSON or holds no documents. */
export function readPage(text: string, shown: string): Page {
  if (text.trim() === '') throw new CannotRun('the file is empty', { where: shown, remedy: 'Export the documents again.' });
  const { envelope, documents, list } = cutDocuments(text, LISTS);
  const lines: number[] = [];
  const top = readEnvelope(envelope, list ?? '', lines, shown);
  if (list === null) {
    if (!(top instanceof Map) || !(top.has('document') || top.has('docType'))) {
      throw new CannotRun('the file holds no Financial Integration documents', { where: shown, remedy: 'Give the JSON that the service returned: an object with fIDocuments, a list of documents, or one document.' });
    }
    return { documents: [{ line: 1, text }], numberReturned: '' };
  }
  const elements = (top instanceof Map ? top.get(list) : top) as JsonValue[];
  let next = 0;
  return {
    documents: elements.map((element, index) => ({ line: lines[index] ?? 1, text: element instanceof Map ? (documents[next++]?.text as string) : null })),
    numberReturned: top instanceof Map ? shownAs(top.get('numberReturned')) : '',
  };
}

function readEnvelope(envelope: string, key: string, lines: number[], shown: string): JsonValue {
  try {
    return parseExactJson(envelope, (under, _, line) => void (under === key && lines.push(line)));
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw new CannotRun(`not valid JSON: ${error.what}`, { where: `${shown}:${error.line}`, remedy: 'Export the documents again; the file may have been cut off or edited.', cause: error });
  }
}

