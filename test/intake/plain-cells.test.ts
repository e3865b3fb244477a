import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DelimitedRecord, forEachRecord } from '../../src/intake/delimited.ts';
import { readTable } from '../../src/intake/table.ts';
import { fileOf } from './collected.ts';

const RUNS = { numRuns: 500, seed: 20_260_601 };
/** Few texts that begin and end alike, so that rows repeat parts of the ones above; some that only a quote's place tells apart. */
const cell = fc.constantFrom('', '', 'a', 'a', 'aa', 'aaa', 'ab', 'ba', 'é', 'aé', '日a', 'a"', 'a"a', ' a ', '\r');
const isPlain = (line: string): boolean => line !== '' && !line.endsWith('\r');
const lines = fc.array(fc.oneof({ weight: 8, arbitrary: fc.tuple(cell, cell, cell, cell) }, { weight: 1, arbitrary: fc.array(cell, { minLength: 1, maxLength: 6 }) }).map((cells) => cells.join(',')).filter(isPlain), { minLength: 1, maxLength: 12 });
const rowsWithin = (records: readonly DelimitedRecord[]): unknown[] => records.map(({ line, cells, problem }) => ({ line, cells, problem }));

describe('rows that repeat what stands above them', () => {
  it('have the cells that their line has between its delimiters', () => {
    fc.assert(fc.property(lines, (rows) => {
      const text = `${['h,i,j,k', ...rows].join('\n')}\n`;
      const records: DelimitedRecord[] = [];
      forEachRecord(fileOf(text, 'rows.csv').path, (record) => {
        const above = records.at(-1)?.cells ?? [];
        for (const [place, each] of record.cells.entries()) if (place < record.from || place >= record.to) expect(each).toBe(above[place]);
        records.push({ ...record, cells: [...record.cells] });
      });
      expect(rowsWithin(records)).toEqual(text.slice(0, -1).split('\n').map((line, index) => ({ line: index + 1, cells: line.split(','), problem: null })));
    }), RUNS);
  });

  it('are placed and trimmed cell by cell, also behind blank rows and rows that can\'t be used', async () => {
    await fc.assert(fc.asyncProperty(lines, async (rows) => {
      const read: [number, readonly string[], string | undefined][] = [];
      await readTable({ ...fileOf(`${['h,i,j,k', ...rows].join('\n')}\n`, 'rows.csv') }, { required: ['k', 'i'], optional: ['x', 'h'] }, (row) => read.push([row.line, row.cells, row.problem?.reason]));
      const expected = rows.flatMap((line, index): typeof read => {
        const [h = '', i = '', , k = '', ...more] = line.split(',').map((each) => each.trim());
        const width = line.split(',').length;
        if ([...line.split(',')].every((each) => each.trim() === '')) return [];
        return [[index + 2, [k, i, '', h], width === 4 && more.length === 0 ? undefined : `the row has ${width} cells, the header 4`]];
      });
      expect(read).toEqual(expected);
    }), RUNS);
  });
});
