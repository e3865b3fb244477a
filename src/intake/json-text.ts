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
  readonly line: number;
  constructor(what: string, text: string, at: number) {
    let line = 1;
    let lineStart = 0;
    for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) {
      line++;
      lineStart = next + 1;
    }
    super(`${what} at line ${line}, column ${at - lineStart + 1}`);
    this.line = line;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const SPACE = /[ \t\r\n]*/y;

/**
 * Strict JSON (RFC 8259) with what JSON.parse leaves out: numbers keep their text, a duplicate key is an error, keys such as
 * `__proto__` are plain map entries, nesting is bounded. `starts` receives the line of each element of the array found under
 * `linesOf`. Throws JsonProblem.
 */
export function parseExactJson(text: string, linesOf?: { key: string; lines: number[] }): JsonValue {
  let at = 0;
  let lineAt = 1;
  let lineFrom = 0;

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
    throw new JsonProblem(what, text, at);
  };
  const readString = (): string => {
    at++;
    let out = '';
    for (;;) {
      PLAIN.lastIndex = at;
      PLAIN.test(text);
      out += text.slice(at, PLAIN.lastIndex);
      at = PLAIN.lastIndex;
      const character = text[at];
      if (character === '"') {
        at++;
        return out;
      }
      if (character !== '\\') return fail(at >= text.length ? 'unexpected end of JSON' : 'control character in a string');
      const escape = text[at + 1];
      if (escape === 'u') {
        const hex = text.slice(at + 2, at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) return fail('bad \\u escape');
        out += String.fromCharCode(Number.parseInt(hex, 16));
        at += 6;
      } else {
        const plain = escape === undefined ? -1 : '"\\/bfnrt'.indexOf(escape);
        if (plain < 0) return fail('bad escape');
        out += '"\\/\b\f\n\r\t'[plain];
        at += 2;
      }
    }
  };
  const readValue = (depth: number, under: string): JsonValue => {
    if (depth > LIMITS.jsonDepth) return fail('nested too deeply');
    skipSpace();
    const character = text[at];
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
        if (map.has(key)) return fail(`duplicate key "${key}"`);
        skipSpace();
        if (text[at] !== ':') return fail('expected a colon');
        at++;
        map.set(key, readValue(depth + 1, key));
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
        if (linesOf !== undefined && under === linesOf.key) linesOf.lines.push(lineHere());
        list.push(readValue(depth + 1, ''));
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

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) for (const item of value) count += typeof item === 'object' ? countKeys(item) : 0;
  else
    for (const key in value) {
      count++;
      const item = (value as Record<string, unknown>)[key];
      if (typeof item === 'object') count += countKeys(item);
    }
  return count;
}

/**
 * JSON.parse plus the refusal of duplicate keys. Fast for honest lines: a key ends in `":`, so as many of those as keys in the
 * result proves that none was lost; anything else (a space before a colon, a text that begins with one) is read exactly.
 * Throws JsonProblem or SyntaxError.
 */
export function parseJsonLine(line: string): unknown {
  const value: unknown = JSON.parse(line);
  let seen = 0;
  for (let at = line.indexOf('":'); at >= 0; at = line.indexOf('":', at + 2)) seen++;
  if (seen !== countKeys(value) || SPACED_COLON.test(line)) parseExactJson(line);
  return value;
}

const SPACED_COLON = /"[ \t\r\n]+:/;
