import { describe, expect, it } from 'vitest';
import { delimiterOf } from '../../src/intake/delimited.ts';
import { LIMITS } from '../../src/intake/limits.ts';
import { recordsFrom, tableFrom } from './collected.ts';

/** Line, then either the cells or the problem. */
const brief = (content: string | Buffer): unknown[] => recordsFrom(content).map(({ line, cells, problem }) => (problem === null ? [line, ...cells] : [line, problem]));

describe('a delimited file', () => {
  it.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
    ['bar', '|'],
  ])('is read with its own delimiter: %s', (_, delimiter) => {
    expect(brief(`a${delimiter}b${delimiter}c\n1${delimiter}2${delimiter}3\n`)).toEqual([[1, 'a', 'b', 'c'], [2, '1', '2', '3']]);
  });

  it('is told by its header, also where a name holds another delimiter', () => {
    expect(delimiterOf('"amount, net";"amount, gross";vendor')).toBe(';');
    expect(delimiterOf('only')).toBe(',');
  });

  it('may hold line ends, delimiters and doubled quotes within quotes, and lines keep their numbers', () => {
    expect(brief('a,b\n1,"x\ny, ""z"""\n\n2,z\n')).toEqual([[1, 'a', 'b'], [2, '1', 'x\ny, "z"'], [5, '2', 'z']]);
  });

  it('keeps CRLF out of its cells', () => {
    expect(brief('a,b\r\n1,"2"\r\n3,4\r\n')).toEqual([[1, 'a', 'b'], [2, '1', '2'], [3, '3', '4']]);
  });

  it('may have the mark of another file before a quoted row, where files were put together', () => {
    expect(brief('\ufeffa,b\n1,2\n\ufeff"3,x","4"\n\ufeff"5\n6",7\n')).toEqual([[1, 'a', 'b'], [2, '1', '2'], [3, '3,x', '4'], [4, '5\n6', '7']]);
  });

  it('may protect a text by a formula, as spreadsheet programs are told to keep leading zeros, in quotes or without', () => {
    expect(brief('a,="b"\n="00123","=""00124"""\n="say ""x""",=1+1\n="x"y,""\n')).toEqual([[1, 'a', 'b'], [2, '00123', '00124'], [3, 'say "x"', '=1+1'], [4, '="x"y', '']]);
  });

  it('may hold an inch mark in a cell without quotes', () => {
    expect(brief('a,b\n1,12" pipe\n2,x\n')).toEqual([[1, 'a', 'b'], [2, '1', '12" pipe'], [3, '2', 'x']]);
  });
});

describe('an unclosed quote costs its own line and none behind it', () => {
  const NEVER = 'a quote is opened and never closed';

  it('where no other quote follows', () => {
    expect(brief('a,b\n1,"x\n2,y\n3,z\n')).toEqual([[1, 'a', 'b'], [2, NEVER], [3, '2', 'y'], [4, '3', 'z']]);
  });

  it('where a sound quoted line end follows', () => {
    expect(brief('a,b\n1,"x\n2,"y\nz"\n3,z\n')).toEqual([[1, 'a', 'b'], [2, NEVER], [3, '2', 'y\nz'], [5, '3', 'z']]);
  });

  it('where sound quoted cells follow', () => {
    expect(brief('a,b\n1,"x\n2,"y"\n3,"z"\n')).toEqual([[1, 'a', 'b'], [2, NEVER], [3, '2', 'y'], [4, '3', 'z']]);
  });

  it('where several lines are damaged so', () => {
    expect(brief('a,b\n1,"x\n2,"y\n3,z\n4,"w\n')).toEqual([[1, 'a', 'b'], [2, NEVER], [3, NEVER], [4, '3', 'z'], [5, NEVER]]);
  });

  it('where more lines follow than a cell may span', () => {
    const rest = Array.from({ length: LIMITS.quotedLines + 50 }, (_, index) => `${index},y`);
    const found = brief(`a,b\n1,"x\n${rest.join('\n')}\n`);
    expect(found).toHaveLength(rest.length + 2);
    expect(found[1]).toEqual([2, NEVER]);
    expect(found[found.length - 1]).toEqual([rest.length + 2, String(rest.length - 1), 'y']);
  });

  it('where the lines behind it are long: no more than one line\'s limit is held', () => {
    const line = `2,${'y'.repeat(1024 * 1024)}`;
    const found = brief(`a,b\n1,"x\n${Array.from({ length: 20 }, () => line).join('\n')}\n`);
    expect(found).toHaveLength(22);
    expect(found[1]).toEqual([2, NEVER]);
  });

  it('and the cells before it still tell whose row it was', () => {
    expect(recordsFrom('a,b,c\nPO-1,"x,3\n')[1]?.cells).toEqual(['PO-1']);
  });

  it.each(['"PO-1,x,3', '"PO-1"0,x,3', '"PO-1'])('and where it opens the line, what it hides does: %s', (line) => {
    expect(recordsFrom(`a,b,c\n${line}\n`)[1]?.cells).toEqual(['PO-1']);
  });
});

it('text behind a closing quote is damage to its line', () => {
  expect(brief('a,b\n1,"x"y\n2,z\n')).toEqual([[1, 'a', 'b'], [2, 'text follows a closing quote: a quote inside a cell must be doubled'], [3, '2', 'z']]);
});

it('a line that is not UTF-8 is set aside, with the cells that can still be told', () => {
  const found = recordsFrom(Buffer.concat([Buffer.from('a,b,c\nPO-1,'), Buffer.from([0xe9]), Buffer.from(',3\nPO-2,y,4\n')]));
  expect(found[1]?.problem).toMatch(/not valid UTF-8/);
  expect(found[1]?.cells).toEqual(['PO-1', '']);
  expect(found[2]?.cells).toEqual(['PO-2', 'y', '4']);
});

describe('a table of named columns', () => {
  const columns = { required: ['id', 'amount'], optional: ['note'] };

  it('finds its columns by name, in any order, whatever their case and spacing; others are passed over', async () => {
    const rows = await tableFrom('Extra,AMOUNT , Id\nx,5,PO-1\n', columns);
    expect(rows.map((row) => row.cells)).toEqual([['PO-1', '5', '']]);
  });

  it.each([
    ['too few', 'PO-1', 'the row has 1 cells, the header 2'],
    ['too many', 'PO-1,5,6', 'the row has 3 cells, the header 2'],
  ])('sets a row with %s cells aside and reads the others', async (_, damaged, reason) => {
    const rows = await tableFrom(`id,amount\n${damaged}\nPO-2,7\n`, columns);
    expect(rows.map((row) => row.problem?.reason ?? row.cells[0])).toEqual([reason, 'PO-2']);
    expect(rows[0]?.cells[0]).toBe('PO-1');
  });

  it('passes over rows without any text, as spreadsheet programs leave them', async () => {
    const rows = await tableFrom('id,amount\n,\n  ,\nPO-1,5\n,,,,\n', columns);
    expect(rows.map((row) => [row.line, row.problem])).toEqual([[4, null]]);
  });

  it.each([
    ['an empty file', '', /the file is empty/],
    ['a file of blank lines', '\n\n', /the file is empty/],
    ['a header that lacks a column', 'id,note\nPO-1,x\n', /the header lacks amount/],
    ['a header that names a column twice', 'id,amount,Amount\nPO-1,5,6\n', /column amount occurs twice/],
    ['a header with an unclosed quote', 'id,"amount\nPO-1,5\n', /the header can't be read/],
    ['line ends of CR alone', 'id,amount,note\rPO-1,5,x\r', /line ends? in CR alone|lines end in CR alone/],
  ])('can\'t be read at all: %s', async (_, content, message) => {
    await expect(tableFrom(content, columns)).rejects.toThrow(message);
  });

  it('without rows has none', async () => {
    expect(await tableFrom('id,amount\n', columns)).toEqual([]);
  });

  it('has no reader for an unknown ending', async () => {
    await expect(tableFrom('id,amount\n', columns, 'ledger.pdf')).rejects.toThrow(/no reader for files that end in ".pdf"/);
  });

  it('of JSON lines tells whose row a damaged line was', async () => {
    const rows = await tableFrom('{"id":"PO-1","amount":"5"}\n{"id":"PO-2","amount":\n{"id":"PO-3","amount":5.10}\n{"id":"PO-4"}\n["PO-5"]\n', columns, 'table.jsonl');
    expect(rows.map((row) => [row.line, row.cells[0], row.problem?.field ?? null, row.problem?.value ?? null])).toEqual([
      [1, 'PO-1', null, null],
      [2, 'PO-2', 'amount', '{"id":"PO-2","amount":'],
      [3, 'PO-3', 'amount', '5.10'],
      [4, 'PO-4', 'amount', ''],
      [5, '', '', '["PO-5"]'],
    ]);
  });
});

describe('a table in JSON lines', () => {
  const columns = { required: ['po_number', 'amount'], optional: ['status'] };
  const read = (...lines: string[]) => tableFrom(`${lines.join('\n')}\n`, columns, 'table.jsonl');

  it('finds its columns by name, whatever their case and spacing', async () => {
    const rows = await read('{"PO Number":"PO-1","AMOUNT":"5.00","Status":"cancelled","extra":"x"}', '{"po-number":"PO-2","amount":"6.00"}');
    expect(rows.map(({ cells, problem }) => [cells, problem])).toEqual([[['PO-1', '5.00', 'cancelled'], null], [['PO-2', '6.00', ''], null]]);
  });

  it('sets a line aside that has a column twice, and tells whose it was', async () => {
    const rows = await read('{"PO Number":"PO-1","Amount":"5.00","amount":"6.00"}', '{"po_number":"PO-2","amount":"6.00"}');
    expect(rows.map(({ cells, problem }) => [cells[0], problem?.field, problem?.reason])).toEqual([['PO-1', 'amount', 'the field occurs twice'], ['PO-2', undefined, undefined]]);
  });
});
