import { describe, expect, it } from 'vitest';
import { prettyJson } from '../../src/report/pretty-json.ts';

describe('a JSON text, indented', () => {
  it.each<[string, unknown]>([
    ['nested', { a: [1, { b: 'x' }, []], c: {}, d: null, e: true, f: [[], [2]] }],
    ['signs within texts', { 'a:"{': 'b,]} "\\" : {[ \\\\' }],
    ['a text alone', 'x'],
    ['nothing in it', []],
  ])('reads as JSON.stringify writes it: %s', (_, value) => {
    expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  });

  it('keeps numbers as they are written', () => {
    expect(prettyJson('{"amount":100.00,"large":[90071992547409.91,-3.50]}')).toBe('{\n  "amount": 100.00,\n  "large": [\n    90071992547409.91,\n    -3.50\n  ]\n}');
  });
});
