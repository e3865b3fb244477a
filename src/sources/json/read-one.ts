import { JsonProblem, parseExactJson } from '../../intake/json-text.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { Refusal } from '../../intake/sink.ts';
import type { DocumentText } from '../../intake/cut-documents.ts';
import { type Fields, Part } from './part.ts';

type Identity = Partial<Pick<Refusal, 'documentId' | 'eventId' | 'revision' | 'occurredAt'>>;

/** Reads one document with `read`; what is wrong with it becomes a refusal, with as much of its identity as can be told. */
export function readOne<T>({ line, text }: DocumentText, read: (whole: Part) => T, identityOf: (whole: Part) => Identity, idKey: string): { value: T } | { refusal: Refusal } {
  const refuse = (problem: { field: string; value: string; reason: string }, identity: Identity): { refusal: Refusal } => ({ refusal: { line, rows: 1, ...problem, ...identity } });
  if (text === null) return refuse({ field: '', value: '', reason: 'an element of the list is no document (it must be an object)' }, {});
  let whole: Part | undefined;
  try {
    whole = new Part(parseExactJson(text) as Fields);
    return { value: read(whole) };
  } catch (error) {
    if (error instanceof JsonProblem) {
      return refuse({ field: error.field, value: text, reason: `not valid JSON: ${error.what} at line ${line + error.line - 1}` }, { documentId: idInText(text, idKey) });
    }
    if (error instanceof Unreadable) return refuse(error.problem, whole === undefined ? {} : identityOf(whole));
    throw error;
  }
}

/** A document's id in a text that is no JSON: the report that it belongs to is then known to be incomplete. */
function idInText(text: string, key: string): string | undefined {
  return new RegExp(`"${key}"\\s*:\\s*"?([^",}\\\\\\s]{1,200})`).exec(text)?.[1];
}

/** What can be told, undefined where it is unreadable. */
export function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
