/** One document as it stands in the file, and its first line; its text is null where the list holds something that is no object. */
export interface DocumentText {
  line: number;
  text: string | null;
}

export interface Cut {
  /** The file with `{}` and its line ends in place of each document. */
  envelope: string;
  documents: { line: number; text: string }[];
  /** The key of the list they stand in, '' for a list without one, null where there is no list. */
  list: string | null;
  /** The document that the file ends within, if it ends within one. */
  open: { line: number; text: string } | null;
}

/**
 * Cuts the documents out of a JSON text by their brackets alone: those of the first list that is the whole, or that stands under one
 * of the keys `lists` of the object that is the whole. What is wrong within one of them is then its own trouble, and only one of
 * them is held in parsed form at a time.
 */
export function cutDocuments(text: string, lists: readonly string[]): Cut {
  const documents: Cut['documents'] = [];
  const envelope: string[] = [];
  let list: string | null = null;
  let inList = false;
  let depth = 0;
  let listDepth = 0;
  let latestKey = '';
  let start = 0;
  let kept = 0;
  let line = 1;
  let lineEnd = endOfLine(text, 0);
  const lineOf = (at: number): number => {
    for (; lineEnd < at; lineEnd = endOfLine(text, lineEnd + 1)) line++;
    return line;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (depth === 1) latestKey = text.slice(at + 1, end);
      at = end;
    } else if (character === '{' || character === '[') {
      if (inList && depth === listDepth) start = at;
      depth++;
      if (list === null && character === '[' && (depth === 1 || (depth === 2 && lists.includes(latestKey)))) {
        list = depth === 1 ? '' : latestKey;
        listDepth = depth;
        inList = true;
      }
    } else if (character === '}' || character === ']') {
      depth--;
      if (inList && depth === listDepth && character === '}') {
        const document = text.slice(start, at + 1);
        documents.push({ line: lineOf(start), text: document });
        envelope.push(text.slice(kept, start), '{}', document.replaceAll(/[^\n]+/g, ''));
        kept = at + 1;
      } else if (depth < listDepth) inList = false;
    }
  }
  envelope.push(text.slice(kept));
  const open = inList && depth > listDepth ? { line: lineOf(start), text: text.slice(start) } : null;
  return { envelope: envelope.join(''), documents, list, open };
}

/** Where the line ends that goes on at `at`; the text's end for the last one, which is then looked for no more. */
function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Where a string ends that begins at `at`; an unclosed one ends with its line, so that it can't swallow the next document. */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '"' && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
  return end;
}
