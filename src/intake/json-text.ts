import { LIMITS } from './limits.ts';

/** A JSON number as its text, so that no amount goes through a float. */
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type JsonValue = null | boolean | string | JsonNumber | JsonValue[] | Map<string, JsonValue>;

/** What is wrong with a JSON text, and at which line and column. */
export class JsonProblem extends Error {
  override readonly name = 'JsonProblem';
  /** The message without the place. */
  readonly what: string;
  readonly line: number;
  readonly column: number;
  /** Where in the value: `report.lines[0].amount`; '' at its top. */
  readonly field: string;
  constructor(what: string, text: string, at: number, field: string) {
    let line = 1;
    let lineStart = 0;
    for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) {
      line++;
      lineStart = next + 1;
    }
    const column = at - lineStart + 1;
    super(`${what} at line ${line}, column ${column}`);
    this.what = what;
    this.line = line;
    this.column = column;
    this.field = field;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const SPACE = /[ \t\r\n]*/y;
const LONGEST_FIELD = 100;

/** `report.lines[0].amount` for the keys and places that lead to a value. */
function fieldAt(path: readonly (string | number)[]): string {
  let field = '';
  for (const step of path) field += typeof step === 'number' ? `[${step}]` : field === '' ? step : `.${step}`;
  return field.slice(0, LONGEST_FIELD);
}

/**
 * Strict JSON (RFC 8259) with what JSON.parse leaves out: numbers keep their text, a duplicate key is an error, keys such as
 * `__proto__` are plain map entries, nesting is bounded. `onElement` is told of each element
 * of an array: the key that the array stands under ('' for none), how many keys and places lead to the array, and the element's line. Throws JsonProblem.
 */
export function parseExactJson(text: string, onElement?: (key: string, depth: number, line: number) => void): JsonValue {
  let at = 0;
  let lineAt = 1;
  let lineFrom = 0;
  const path: (string | number)[] = [];

  const skipSpace = (): void => {
    SPACE.lastIndex = at;
    SPACE.test(text);
    at = SPACE.lastIndex;
  };
  const lineHere = (): number => {
    for (let next = text.indexOf('\n', lineFrom); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) {
      lineAt++;
      lineFrom = next + 1;
    }
    return lineAt;
  };
  const fail = (what: string): never => {
    throw new JsonProblem(what, text, at, fieldAt(path));
  };
  const readString = (): string => {
    at++;
    let out = '';
    let escaped = false;
    for (;;) {
      PLAIN.lastIndex = at;
      PLAIN.test(text);
      out += text.slice(at, PLAIN.lastIndex);
      at = PLAIN.lastIndex;
      const character = text[at];
      if (character === '"') {
        // Half a character can't be stored as it is, and two texts that differ in it alone would become one.
        if (escaped && !out.isWellFormed()) return fail('half of a surrogate pair in a string');
        at++;
        return out;
      }
      if (character !== '\\') return fail(at >= text.length ? 'unexpected end of JSON' : 'control character in a string');
      const sequence = text[at + 1];
      if (sequence === 'u') {
        const hex = text.slice(at + 2, at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) return fail('bad \\u escape');
        out += String.fromCharCode(Number.parseInt(hex, 16));
        escaped = true;
        at += 6;
      } else {
        const plain = sequence === undefined ? -1 : '"\\/bfnrt'.indexOf(sequence);
        if (plain < 0) return fail('bad escape');
        out += '"\\/\b\f\n\r\t'[plain];
        at += 2;
      }
    }
  };
  const readValue = (depth: number, under: string): JsonValue => {
    skipSpace();
    const character = text[at];
    if (depth > LIMITS.jsonDepth && (character === '{' || character === '[')) return fail('nested too deeply');
    if (character === '"') return readString();
    if (character === '{') {
      at++;
      const map = new Map<string, JsonValue>();
      skipSpace();
      if (text[at] === '}') {
        at++;
        return map;
      }
      for (;;) {
        skipSpace();
        if (text[at] !== '"') return fail('expected a key in double quotes');
        const key = readString();
        path.push(key);
        if (map.has(key)) return fail(`duplicate key "${key}"`);
        skipSpace();
        if (text[at] !== ':') return fail('expected a colon');
        at++;
        map.set(key, readValue(depth + 1, key));
        path.pop();
        skipSpace();
        if (text[at] === ',') at++;
        else if (text[at] === '}') {
          at++;
          return map;
        } else return fail(at >= text.length ? 'unexpected end of JSON' : 'expected a comma or }');
      }
    }
    if (character === '[') {
      at++;
      const list: JsonValue[] = [];
      skipSpace();
      if (text[at] === ']') {
        at++;
        return list;
      }
      for (;;) {
        skipSpace();
        onElement?.(under, path.length, lineHere());
        path.push(list.length);
        list.push(readValue(depth + 1, ''));
        path.pop();
        skipSpace();
        if (text[at] === ',') at++;
        else if (text[at] === ']') {
          at++;
          return list;
        } else return fail(at >= text.length ? 'unexpected end of JSON' : 'expected a comma or ]');
      }
    }
    for (const [word, value] of [['true', true], ['false', false], ['null', null]] as const) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = at;
    const number = NUMBER.exec(text);
    if (number === null) return fail(at >= text.length ? 'unexpected end of JSON' : 'not a JSON value');
    at = NUMBER.lastIndex;
    return new JsonNumber(number[0]);
  };

  const value = readValue(0, '');
  skipSpace();
  if (at < text.length) fail('text after the JSON value');
  return value;
}

/** How many keys a parsed value has in all. Throws TooDeep rather than running out of stack. */
function countKeys(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > LIMITS.jsonDepth) throw new TooDeep();
  let count = 0;
  if (Array.isArray(value)) for (const item of value) count += typeof item === 'object' ? countKeys(item, depth + 1) : 0;
  else
    for (const key in value) {
      count++;
      const item = (value as Record<string, unknown>)[key];
      if (typeof item === 'object') count += countKeys(item, depth + 1);
    }
  return count;
}

class TooDeep extends Error {}

const QUOTE = 34;
const LAST_SPACE = 32;

/** How many keys a line can have at most: quotes that a colon follows. -1 where space stands between the two. */
function mostKeys(line: string): number {
  let count = 0;
  for (let at = line.indexOf(':', 1); at > 0; at = line.indexOf(':', at + 1)) {
    let before = at - 1;
    while (line.charCodeAt(before) <= LAST_SPACE) before--;
    if (line.charCodeAt(before) !== QUOTE) continue;
    if (before < at - 1) return -1;
    count++;
  }
  return count;
}

/**
 * JSON.parse plus what it lets pass: duplicate keys, half characters, nesting without end. Fast for honest lines: a key ends in
 * `":`, so as many of those as keys in the result proves that none was lost; anything else (a space before a colon, a text that
 * begins with one) is read exactly. Throws JsonProblem.
 */
export function parseJsonLine(line: string): unknown {
  let value: unknown;
  let honest = false;
  try {
    value = JSON.parse(line);
    honest = mostKeys(line) === countKeys(value, 0) && !(line.includes('\\u') && SURROGATE_ESCAPE.test(line));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TooDeep)) throw error;
    // Read again below, for a message that is the same with every version of the engine.
    parseExactJson(line);
    throw new JsonProblem('not a JSON value', line, 0, '');
  }
  if (!honest) parseExactJson(line);
  return value;
}

const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/** What is wrong with one line of JSON: the field, and the reason without the line's number, which is the file's to give. */
export function lineProblem(problem: JsonProblem): { field: string; reason: string } {
  return { field: problem.field, reason: `not valid JSON: ${problem.what} at column ${problem.column}` };
}

/** A number as it is written at a field (`report.lines[0].amount`) of a JSON text; undefined where there is none. */
export function writtenNumber(text: string, field: string): string | undefined {
  let value: JsonValue | undefined = parseExactJson(text);
  for (const step of field.split(/[.[\]]+/).filter((each) => each !== '')) {
    if (value instanceof Map) value = value.get(step);
    else if (Array.isArray(value)) value = value[Number(step)];
    else return undefined;
  }
  return value instanceof JsonNumber ? value.text : undefined;
}
