import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/intake/limits.ts';
import { JsonNumber, JsonProblem, lineProblem, parseExactJson, parseJsonLine, writtenNumber } from '../../src/intake/json-text.ts';

function problemOf(text: string): { field: string; reason: string } | null {
  try {
    parseJsonLine(text);
    return null;
  } catch (error) {
    if (error instanceof JsonProblem) return lineProblem(error);
    throw error;
  }
}

describe('a key that stands twice is never read as the last of the two', () => {
  it.each([
    ['in the open', '{"amount":"1.00","amount":"2.00"}', 'amount'],
    ['nested', '{"report":{"lines":[{"id":"1"},{"amount":"1.00","amount":"2.00"}]}}', 'report.lines[1].amount'],
    ['with odd spacing', '{"amount" \t: "1.00", "amount"  :"2.00"}', 'amount'],
    ['written with an escape', '{"amount":"1.00","\\u0061mount":"2.00"}', 'amount'],
    ['both written with escapes', '{"\\u0061mount":"1.00","am\\u006funt":"2.00"}', 'amount'],
    ['hidden behind a value that looks like a key', '{"note":"\\":","amount":"1.00","amount":"2.00"}', 'amount'],
    ['with the same value', '{"amount":"1.00","amount":"1.00"}', 'amount'],
    ['named __proto__', '{"__proto__":{"a":1},"__proto__":{"a":2}}', '__proto__'],
  ])('%s', (_, text, field) => {
    expect(problemOf(text)).toEqual({ field, reason: expect.stringMatching(/^not valid JSON: duplicate key ".*" at column \d+$/) });
  });

  it('keys that only look alike are two keys', () => {
    expect(problemOf('{"amount":"1.00","Amount":"2.00","amount ":"3.00"}')).toBeNull();
  });

  it('texts that look like keys are no keys', () => {
    expect(parseJsonLine('{"a":"\\"b\\":1, \\"b\\":2","b":["\\":"]}')).toEqual({ a: '"b":1, "b":2', b: ['":'] });
  });
});

describe('malformed JSON says what is wrong and where', () => {
  it.each([
    ['cut off', '{"a":"x', 'unexpected end of JSON'],
    ['a trailing comma', '{"a":1,}', 'expected a key in double quotes'],
    ['a leading zero', '{"a":01}', 'expected a comma or }'],
    ['NaN', '{"a":NaN}', 'not a JSON value'],
    ['Infinity', '{"a":-Infinity}', 'not a JSON value'],
    ['single quotes', "{'a':1}", 'expected a key in double quotes'],
    ['two values', '{"a":1}{"a":2}', 'text after the JSON value'],
    ['a raw control character', '{"a":"x\ty"}', 'control character in a string'],
    ['half of a character', '{"a":"\\ud83d"}', 'half of a surrogate pair in a string'],
    ['half of a character as a key', '{"\\udc00":1}', 'half of a surrogate pair in a string'],
    ['nothing', '', 'unexpected end of JSON'],
  ])('%s', (_, text, reason) => {
    expect(problemOf(text)?.reason).toMatch(new RegExp(`^not valid JSON: ${reason.replace('}', '\\}')} at column \\d+$`));
  });

  it('whole characters written as pairs are read', () => {
    expect(parseJsonLine('{"a":"\\ud83d\\ude00"}')).toEqual({ a: '😀' });
  });
});

describe('hostile JSON', () => {
  it.each([
    ['lists', '['.repeat(4_000_000)],
    ['closed lists', `{"report":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
    ['objects', `${'{"a":'.repeat(500_000)}1${'}'.repeat(500_000)}`],
  ])('nested without end is refused and exhausts nothing: %s', (_, text) => {
    expect(problemOf(text)?.reason).toMatch(/nested too deeply|unexpected end of JSON/);
  });

  it('may be nested as deep as the limit', () => {
    expect(problemOf('['.repeat(LIMITS.jsonDepth) + ']'.repeat(LIMITS.jsonDepth))).toBeNull();
    expect(problemOf('['.repeat(LIMITS.jsonDepth + 2) + ']'.repeat(LIMITS.jsonDepth + 2))).not.toBeNull();
  });

  it('a key named __proto__ or constructor is a key like any other and changes no other object', () => {
    const value = parseJsonLine('{"__proto__":{"amount":"9.99"},"constructor":{"prototype":{"amount":"9.99"}}}') as Record<string, unknown>;
    expect(Object.hasOwn(value, '__proto__')).toBe(true);
    expect((value as { amount?: string }).amount).toBeUndefined();
    expect(({} as { amount?: string }).amount).toBeUndefined();
    expect(parseExactJson('{"__proto__":1}')).toEqual(new Map([['__proto__', new JsonNumber('1')]]));
  });
});

it('a number keeps the digits it was written with', () => {
  expect(parseExactJson('[9007199254740993, 1245.50, 1e3, -0]')).toEqual(['9007199254740993', '1245.50', '1e3', '-0'].map((text) => new JsonNumber(text)));
  expect(writtenNumber('{"report":{"lines":[{"amount":1245.50}]}}', 'report.lines[0].amount')).toBe('1245.50');
  expect(writtenNumber('{"report":{"lines":[]}}', 'report.lines[0].amount')).toBeUndefined();
});
