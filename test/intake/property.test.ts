import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberText } from '../../src/intake/cell-text.ts';
import { JsonProblem, parseExactJson, parseJsonLine } from '../../src/intake/json-text.ts';
import { linesFrom, recordsFrom, utf16 } from './collected.ts';

const RUNS = { numRuns: 300, seed: 20_260_601 };

const cell = fc.string({ unit: fc.constantFrom('a', 'é', '日', '😀', ' ', ',', ';', '"', '\n', '1', '.'), maxLength: 8 });
const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 12 });
const quoted = (text: string): string => (/[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

describe('whatever the cells hold', () => {
  it('a table written after RFC 4180 is read back cell by cell', () => {
    fc.assert(fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, lineEnd) => {
      const text = ['id,name,amount', ...rows.map((row) => ['x', ...row.slice(1)].map(quoted).join(','))].join(lineEnd);
      const read = recordsFrom(text).slice(1);
      expect(read.map(({ cells, problem }) => problem ?? cells)).toEqual(rows.map((row) => ['x', ...row.slice(1)]));
    }), RUNS);
  });

  it('one stray quote costs at most the line that it stands in', () => {
    const plainCell = fc.string({ unit: fc.constantFrom('a', 'é', '日', ' ', '1', '.'), minLength: 1, maxLength: 6 });
    fc.assert(fc.property(fc.array(fc.array(plainCell, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 12 }), fc.nat(), fc.nat(), (rows, at, place) => {
      const lines = rows.map((row) => row.join(','));
      const damaged = at % lines.length;
      const line = lines[damaged] as string;
      const cut = place % (line.length + 1);
      lines[damaged] = `${line.slice(0, cut)}"${line.slice(cut)}`;
      const read = recordsFrom(['id,name,amount', ...lines].join('\n')).slice(1);
      expect(read.map((record) => record.line)).toEqual(rows.map((_, index) => index + 2));
      for (const [index, record] of read.entries()) if (index !== damaged) expect([record.problem, record.cells]).toEqual([null, rows[index]]);
    }), RUNS);
  });

  it('a text reads the same in UTF-8 and in UTF-16', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll(/[\r\n\u0000\ufeff]/g, '_')), { minLength: 1, maxLength: 20 }), (lines) => {
      const text = `${lines.join('\n')}\n`;
      const expected = linesFrom(text).map((line) => line.text);
      expect(expected).toEqual(lines);
      expect(linesFrom(utf16(text, 'little', true)).map((line) => line.text)).toEqual(expected);
      expect(linesFrom(utf16(text, 'big', true)).map((line) => line.text)).toEqual(expected);
    }), RUNS);
  });
});

describe('whatever the JSON says', () => {
  it('what JSON.parse reads is read the same, as long as no key stands twice', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 4 }), (text) => {
      expect(parseJsonLine(text)).toEqual(JSON.parse(text));
    }), RUNS);
  });

  it('a key that stands twice in any object is never read, however it is spaced or escaped', () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '"', ':', '\\', ' ', 'é'), minLength: 1, maxLength: 4 });
    const escaped = (text: string, every: boolean): string => `"${[...text].map((character) => (every ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : JSON.stringify(character).slice(1, -1))).join('')}"`;
    fc.assert(fc.property(key, fc.array(key, { maxLength: 3 }), fc.boolean(), fc.boolean(), fc.constantFrom('', ' ', '\t '), fc.nat(3), (twice, others, one, other, space, depth) => {
      const members = [...new Set(others)].filter((each) => each !== twice).map((each) => `${escaped(each, one)}${space}:${JSON.stringify(each)}`);
      const inside = [`${escaped(twice, one)}${space}:1`, ...members, `${escaped(twice, other)}:2`].join(`${space},`);
      const text = `${'{"x":['.repeat(depth)}{${inside}}${']}'.repeat(depth)}`;
      expect(() => parseJsonLine(text)).toThrow(JsonProblem);
      expect(() => parseExactJson(text)).toThrow(/duplicate key/);
    }), RUNS);
  });
});

it('a number of up to 15 digits comes out of a workbook as it went in', () => {
  fc.assert(fc.property(fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n }), fc.nat(12), (digits, decimals) => {
    const size = (digits < 0n ? -digits : digits).toString().padStart(decimals + 1, '0');
    const whole = size.slice(0, size.length - decimals);
    const fraction = size.slice(size.length - decimals).replace(/0+$/, '');
    const written = `${digits < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
    expect(numberText(written).text).toBe(written);
    expect(numberText(String(Number(written))).text).toBe(written);
  }), { ...RUNS, numRuns: 2_000 });
});
