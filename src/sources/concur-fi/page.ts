import { CannotRun } from '../../domain/trouble.ts';
import { JsonProblem, type JsonValue, parseExactJson } from '../../intake/json-text.ts';
import { shownAs } from './part.ts';

/** One document as it stands in the file; its text is null where the list holds something that is no object. */
export interface DocumentText {
  line: number;
  text: string | null;
}

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
  const { envelope, documents, list } = cutDocuments(text);
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
    documents: elements.map((element, index) => ({ line: lines[index] ?? 1, text: element instanceof Map ? (documents[next++] as string) : null })),
    numberReturned: top instanceof Map ? shownAs(top.get('numberReturned')) : '',
  };
}

function readEnvelope(envelope: string, key: string, lines: number[], shown: string): JsonValue {
  try {
    return parseExactJson(envelope, { key, lines });
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw new CannotRun(`not valid JSON: ${withoutPosition(error)}`, { where: `${shown}:${error.line}`, remedy: 'Export the documents again; the file may have been cut off or edited.', cause: error });
  }
}

interface Cut {
  /** The file with `{}` and its line ends in place of each document. */
  envelope: string;
  documents: string[];
  /** The key of the list they stand in, '' for a list without one, null where there is no list. */
  list: string | null;
}

/**
 * Cuts the documents out of a page by their brackets alone. What is wrong within one of them is then its own trouble, and only
 * one of them is held in parsed form at a time.
 */
function cutDocuments(text: string): Cut {
  const documents: string[] = [];
  const envelope: string[] = [];
  let list: string | null = null;
  let inList = false;
  let depth = 0;
  let listDepth = 0;
  let latestKey = '';
  let start = 0;
  let kept = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (depth === 1) latestKey = text.slice(at + 1, end);
      at = end;
    } else if (character === '{' || character === '[') {
      if (inList && depth === listDepth) start = at;
      depth++;
      if (list === null && character === '[' && (depth === 1 || (depth === 2 && LISTS.includes(latestKey)))) {
        list = depth === 1 ? '' : latestKey;
        listDepth = depth;
        inList = true;
      }
    } else if (character === '}' || character === ']') {
      depth--;
      if (inList && depth === listDepth && character === '}') {
        const document = text.slice(start, at + 1);
        documents.push(document);
        envelope.push(text.slice(kept, start), '{}', document.replaceAll(/[^\n]+/g, ''));
        kept = at + 1;
      } else if (depth < listDepth) inList = false;
    }
  }
  envelope.push(text.slice(kept));
  return { envelope: envelope.join(''), documents, list };
}

/** Where a string ends that begins at `at`; an unclosed one ends with its line, so that it can't swallow the next document. */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '"' && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
  return end;
}

/** What is wrong with the JSON; where it is, the caller says in the file's own lines. */
export const withoutPosition = (problem: JsonProblem): string => problem.message.replace(/ at line \d+, column \d+$/, '');
