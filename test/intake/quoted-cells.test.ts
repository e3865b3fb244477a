import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { followQuotes, quotedCells } from '../../src/intake/quotes.ts';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

it('cells come back as they were quoted, whatever they hold', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.string(), fc.boolean()), { minLength: 1 }), (cells) => {
    const line = cells.map(([cell, always]) => (always || cell.includes('|') || cell.startsWith('"') ? quoted(cell) : cell)).join('|');
    expect(followQuotes(line, '|', false).state).toBe('closed');
    expect(quotedCells(line, '|')).toEqual(cells.map(([cell]) => cell));
  }));
});

it.each([
  ['', ['']], ['|', ['', '']], ['""|a', ['', 'a']], ['a|"b|c"', ['a', 'b|c']], ['"a ""b"""|', ['a "b"', '']], ['3" rack|x', ['3" rack', 'x']],
])('%j has the cells %j', (line, cells) => {
  expect(quotedCells(line, '|')).toEqual(cells);
});

it('a line whose quotes are closed has the cells that a reader of CSV files finds in it', () => {
  const character = fc.constantFrom('a', '"', '"', '"', ',', ',', '\n', ' ', 'é', '\r');
  fc.assert(fc.property(fc.string({ unit: character, minLength: 1, maxLength: 12 }), (line) => {
    const parts = line.split('\n');
    const states = parts.map((_, index) => followQuotes(parts.slice(0, index + 1).join('\n'), ',', false).state);
    fc.pre(parts[0] !== '' && states.at(-1) === 'closed' && states.slice(0, -1).every((state) => state === 'open'));
    expect(Papa.parse(line, { delimiter: ',', newline: '\n' }).data).toEqual([quotedCells(line, ',')]);
  }), { numRuns: 2_000, seed: 20_260_601 });
});
