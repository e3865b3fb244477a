import { JsonNumber, type JsonValue } from '../json-text.ts';
import { plainDecimal } from '../plain-decimal.ts';

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

/**
 * A JSON document as rows of named cells: paths of keys joined by points (`to_PurchaseOrderItem.NetAmount`). A list of objects that `wanted` names
 * anything of makes a row for each of its elements, with what stands around it repeated; other lists are passed over. Throws TooManyRows.
 */
export function rowsOfDocument(document: JsonValue, wanted: ReadonlySet<string>): Map<string, JsonCell>[] {
  return document instanceof Map ? rowsUnder(document, '', wanted) : [];
}

function rowsUnder(object: ReadonlyMap<string, JsonValue>, prefix: string, wanted: ReadonlySet<string>): Map<string, JsonCell>[] {
  const own = new Map<string, JsonCell>();
  let children: Map<string, JsonCell>[] = [];
  for (const [key, value] of object) {
    const path = prefix + key;
    const list = listIn(value);
    if (list !== null) {
      if (isWanted(path, wanted)) children = children.concat(list.flatMap((each) => (each instanceof Map ? rowsUnder(each, `${path}.`, wanted) : [])));
    } else if (value instanceof Map) {
      const [inner] = rowsUnder(value, `${path}.`, new Set());
      for (const [name, cell] of inner ?? []) own.set(name, cell);
    } else own.set(path, cellOf(value));
    if (children.length > MOST_ROWS) throw new TooManyRows();
  }
  if (children.length === 0) return [own];
  return children.map((child) => new Map([...own, ...child]));
}

function isWanted(path: string, wanted: ReadonlySet<string>): boolean {
  for (const name of wanted) if (name.startsWith(`${path}.`)) return true;
  return false;
}

/** Keys under which services put the list of an answer. */
export const WRAPPING_KEYS = ['value', 'results', 'items', 'data'] as const;

/** How many keys lead to a list of documents at most. */
export const DEEPEST_LIST = 2;

/** The documents of an answer: the list that it wraps, or itself. `list` is where that list stands; null for a single document. */
export function documentsOf(answer: JsonValue): { documents: JsonValue[]; list: { key: string; depth: number } | null } {
  if (Array.isArray(answer)) return { documents: answer, list: { key: '', depth: 0 } };
  if (answer instanceof Map) {
    for (const key of [...WRAPPING_KEYS, 'd']) {
      const list = answer.get(key);
      if (Array.isArray(list)) return { documents: list, list: { key, depth: 1 } };
    }
    const inner = answer.get('d');
    const results = inner instanceof Map ? inner.get('results') : undefined;
    if (Array.isArray(results)) return { documents: results, list: { key: 'results', depth: 2 } };
    if (inner instanceof Map) return { documents: [inner], list: null };
  }
  return { documents: [answer], list: null };
}
