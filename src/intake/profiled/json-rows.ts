import { type DimensionValue, dimensionSetText } from '../../domain/dimension-set.ts';
import { cutBeside, cutList, listBeside } from '../answer-pages.ts';
import { JsonNumber, type JsonValue } from '../json-text.ts';
import { plainDecimal } from '../plain-decimal.ts';
import type { RowProblem } from '../row-problem.ts';

/** Keys under which services wrap a list: `{ results: […] }` is the list itself. */
const WRAPPERS = ['results', 'items', 'value'] as const;
/** Most rows that one document may become. */
const MOST_ROWS = 100_000;

const listIn = (value: JsonValue): JsonValue[] | null => {
  if (Array.isArray(value)) return value;
  if (!(value instanceof Map)) return null;
  for (const key of WRAPPERS) {
    const inner = value.get(key);
    if (Array.isArray(inner)) return inner;
  }
  return null;
};

/** What a document says at one place: a text, or a number as a plain decimal. */
export type JsonCell = string | JsonNumber;

const cellOf = (value: JsonValue): JsonCell => (value === null ? '' : value instanceof JsonNumber ? new JsonNumber(plainDecimal(value.text)) : String(value));

/** A document that would become more rows than anybody has lines. */
export class TooManyRows extends Error {}

/** A document as rows, and why it is not whole: it says itself that one of its lists has more entries. */
export interface DocumentRows {
  rows: Map<string, JsonCell>[];
  problem: RowProblem | null;
}

/**
 * A JSON document as rows of named cells: paths of keys joined by points (`to_PurchaseOrderItem.NetAmount`). A list of objects that `wanted` names
 * anything of makes a row for each of its elements, with what stands around it repeated; one that `wanted` names itself holds dimension values and is one
 * cell; other lists are passed over. Throws TooManyRows.
 */
export function rowsOfDocument(document: JsonValue, wanted: ReadonlySet<string>): DocumentRows {
  const reader = new DocumentReader(wanted);
  return { rows: document instanceof Map ? reader.rowsUnder(document, '') : [], problem: reader.problem };
}

class DocumentReader {
  problem: RowProblem | null = null;
  readonly #wanted: ReadonlySet<string>;

  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted;
  }

  rowsUnder(object: ReadonlyMap<string, JsonValue>, prefix: string): Map<string, JsonCell>[] {
    const own = new Map<string, JsonCell>();
    let children: Map<string, JsonCell>[] = [];
    for (const [key, value] of object) {
      const path = prefix + key;
      const list = listIn(value);
      this.#judge(object, prefix, key, list);
      if (list !== null) {
        if (this.#wanted.has(path)) own.set(path, this.#dimensions(list, path));
        else if (isWanted(path, this.#wanted)) children = children.concat(list.flatMap((each, place) => this.#rowsOfEntry(each, path, place)));
      } else if (value instanceof Map) {
        const [inner] = new DocumentReader(NOTHING).rowsUnder(value, `${path}.`);
        for (const [name, cell] of inner ?? []) own.set(name, cell);
      } else own.set(path, cellOf(value));
      if (children.length > MOST_ROWS) throw new TooManyRows();
    }
    if (children.length === 0) return [own];
    return children.map((child) => new Map([...own, ...child]));
  }

  /** The rows of a list's entry. One that is no object would be missing from its document. */
  #rowsOfEntry(entry: JsonValue, path: string, place: number): Map<string, JsonCell>[] {
    if (entry instanceof Map) return this.rowsUnder(entry, `${path}.`);
    this.problem ??= { field: `${path}[${place}]`, value: entry === null ? 'null' : Array.isArray(entry) ? '(a list)' : String(entry), reason: 'must be an object: a line of the document can\'t be read' };
    return [];
  }

  #dimensions(list: readonly JsonValue[], path: string): string {
    const values = list.map((each) => ({ code: each instanceof Map ? each.get('code') : undefined, value: each instanceof Map ? each.get('valueCode') : undefined }));
    const isWhole = values.every((each): each is DimensionValue => typeof each.code === 'string' && typeof each.value === 'string');
    const text = isWhole ? dimensionSetText(values) : null;
    if (text === null) this.problem ??= { field: path, value: '(a list)', reason: 'must be a list of dimensions with code and valueCode, of which no code has = and neither has ;' };
    return text ?? '';
  }

  /** Whether a list that is read says that it is not whole: in the object that wraps it, or in a field beside it. */
  #judge(object: ReadonlyMap<string, JsonValue>, prefix: string, key: string, list: readonly JsonValue[] | null): void {
    const value = object.get(key) as JsonValue;
    const isRead = (path: string): boolean => this.#wanted.has(path) || isWanted(path, this.#wanted);
    const beside = listBeside(key);
    if (beside !== undefined && isRead(prefix + beside)) this.problem ??= cutBeside(prefix + key, value, listIn(object.get(beside) ?? null)?.length ?? 0);
    if (value instanceof Map && isRead(prefix + key)) this.problem ??= cutList(value, prefix + key, list?.length ?? null);
  }
}

const NOTHING: ReadonlySet<string> = new Set();

/** Whether any name is of something within the list at a path. */
export function isWanted(path: string, wanted: ReadonlySet<string>): boolean {
  for (const name of wanted) if (name.startsWith(`${path}.`)) return true;
  return false;
}

/** Keys under which services put the list of an answer. */
export const WRAPPING_KEYS = ['value', 'results', 'items', 'data'] as const;

/** How many keys lead to a list of documents at most. */
export const DEEPEST_LIST = 2;

/** The documents of an answer: the list that it wraps, or itself. `list` is where that list stands, null for a single document; `around` the object that it stands in. */
export function documentsOf(answer: JsonValue): { documents: JsonValue[]; list: { key: string; depth: number } | null; around?: ReadonlyMap<string, JsonValue> } {
  if (Array.isArray(answer)) return { documents: answer, list: { key: '', depth: 0 } };
  if (answer instanceof Map) {
    for (const key of [...WRAPPING_KEYS, 'd']) {
      const list = answer.get(key);
      if (Array.isArray(list)) return { documents: list, list: { key, depth: 1 }, around: answer };
    }
    const inner = answer.get('d');
    const results = inner instanceof Map ? inner.get('results') : undefined;
    if (inner instanceof Map && Array.isArray(results)) return { documents: results, list: { key: 'results', depth: 2 }, around: inner };
    if (inner instanceof Map) return { documents: [inner], list: null };
  }
  return { documents: [answer], list: null };
}
