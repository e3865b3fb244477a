import fc from 'fast-check';
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
