import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ReturnedItem, type ReturnedWorkbook, readDecisionWorkbook } from '../../src/intake/decision-workbook/read-decision-workbook.ts';
import { writeDecisionWorkbook } from '../../src/report/workbook/write-decision-workbook.ts';
import { boundOf } from '../../src/resolution/bound.ts';
import { makeFolder } from '../project-folder.ts';
import { HOSTILE, modelOf, row, someRows } from '../report/decision-fixture.ts';
import { converted, hasOffice } from '../report/office.ts';
import { zipOf } from './zip.ts';

/** Hostile texts in what is shown and in what a decision is bound to. */
const rows = [...someRows(), ...HOSTILE.map((text, index) => row(`EXP-${index}${text}`, { manual: { poNumbers: [text], amount: '1.00' }, variance: '-844.50', atStake: `${index + 1}.00`, status: 'amount_variance', causes: ['amount'] }))];
const model = modelOf(rows);
let path: string;

beforeAll(async () => {
  path = join(makeFolder(), 'go-no-go.xlsx');
  await writeDecisionWorkbook(model, path);
});

/** The workbook after a person worked on it in a spreadsheet program. */
async function worked(change: (book: ExcelJS.Workbook) => void): Promise<string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  change(book);
  // As spreadsheets do, and exceljs does not: what looks like an escaped character is escaped.
  for (const sheet of book.worksheets) {
    sheet.eachRow((cells) => cells.eachCell((cell) => {
      if (typeof cell.value === 'string') cell.value = cell.value.replace(/_(?=x[0-9A-F]{4}_)/g, '_x005F_');
    }));
  }
  const out = join(makeFolder(), 'back.xlsx');
  await book.xlsx.writeFile(out);
  return out;
}

const read = (file: string): Promise<ReturnedWorkbook> => readDecisionWorkbook(file, 'back.xlsx');
const refusal = async (file: string): Promise<string> => {
  const error = await read(file).then(() => null, (thrown: Error & { where?: string; remedy?: string }) => thrown);
  expect(error?.name).toBe('CannotRun');
  expect(error?.remedy).toMatch(/\w/);
  return `${error?.where}: ${error?.message}`;
};

const sheetOf = (book: ExcelJS.Workbook, name: string): ExcelJS.Worksheet => book.getWorksheet(name) as ExcelJS.Worksheet;
/** Where the header of a form stands, and its columns from 1. */
function header(sheet: ExcelJS.Worksheet, first: string): { line: number; column(name: string): number } {
  for (let line = 1; line < 20; line++) {
    const values = sheet.getRow(line).values as unknown[];
    if (values.includes(first)) return { line, column: (name) => values.indexOf(name) };
  }
  throw new Error(`no header with ${first}`);
}
/** The cell of a transaction's row on Open items. */
function item(book: ExcelJS.Workbook, transaction: string, name: string): ExcelJS.Cell {
  const sheet = sheetOf(book, 'Open items');
  const { line, column } = header(sheet, 'Transaction ID');
  for (let at = line + 1; at <= sheet.rowCount; at++) if (sheet.getCell(at, column('Transaction ID')).value === transaction) return sheet.getCell(at, column(name));
  throw new Error(`no open item ${transaction}`);
}
const of = (back: ReturnedWorkbook, transaction: string): ReturnedItem => back.openItems.find(({ figures }) => figures['Transaction ID'] === transaction) as ReturnedItem;

describe('a decision workbook that comes back', () => {
  it('as it was written: says which run it is of, has every open row with what its decision is bound to, and nothing touched', async () => {
    const back = await read(path);
    expect(back.identity).toEqual({
      company: 'Example Retail & Sons', window: { from: '2026-06-01', to: '2026-06-14' }, programVersion: '0.0.0-test',
      run: { id: 'run-3', number: 3, digest: model.run.digest, asOf: '2026-06-15T06:00:00Z' }, auditHead: model.auditHead,
    });
    const open = rows.filter(({ status, resolution }) => !['match', 'not_triggered'].includes(status) && resolution?.state !== 'resolved');
    expect(new Map(back.openItems.map(({ row: id, bound }) => [id, bound]))).toEqual(new Map(open.map((each) => [each.id, boundOf(each)])));
    expect(back.openItems.filter(({ edited, touched }) => edited.length > 0 || touched)).toEqual([]);
    expect(back.reviews).toMatchObject([{ entry: 5, bound: model.reviews[0]?.hash, edited: [], touched: false, review: null, reviewedBy: '' }]);
  });

  it('with what people filled in, typed as they type', async () => {
    const back = await read(await worked((book) => {
      item(book, 'EXP-9044', 'Disposition').value = ' Ledger corrected ';
      item(book, 'EXP-9044', 'Reason').value = 'PO-7795 was\ncancelled';
      item(book, 'EXP-9044', 'Resolved by').value = 'Dana Lee';
      item(book, 'EXP-9045', 'Disposition').value = 'timing';
      item(book, 'EXP-9045', 'Due').value = new Date(Date.UTC(2026, 5, 30));
      item(book, 'EXP-9045', 'Owner').value = 'erin';
      item(book, 'EXP-9042', 'Pair with PO').value = '007790; PO-7784';
      item(book, 'EXP-9042', 'Comment').value = '=1+1';
      item(book, 'EXP-9050', 'Disposition').value = 'accepted';
      item(book, 'EXP-9050', 'Wrong side').value = 'Neither';
      const review = sheetOf(book, 'Review');
      const { line, column } = header(review, 'Reviewed by');
      review.getCell(line + 1, column('Review')).value = 'Approve';
      review.getCell(line + 1, column('Reviewed by')).value = 'erin';
    }));
    expect(of(back, 'EXP-9044')).toMatchObject({ disposition: 'ledger_corrected', reason: 'PO-7795 was cancelled', resolvedBy: 'Dana Lee', due: null, touched: true, edited: [] });
    expect(of(back, 'EXP-9045')).toMatchObject({ disposition: 'timing', due: '2026-06-30', owner: 'erin', touched: true });
    expect(of(back, 'EXP-9042')).toMatchObject({ pairWith: ['007790', 'PO-7784'], comment: '=1+1', disposition: null });
    expect(of(back, 'EXP-9050')).toMatchObject({ disposition: 'accepted', wrong: 'neither', touched: true });
    expect(of(back, 'KANTO-1')).toMatchObject({ disposition: null, wrong: null, touched: false });
    // It was decided before, and stands there as it was decided.
    expect(of(back, 'EXP-9046')).toMatchObject({ disposition: 'timing', reason: 'Keyed on Monday', resolvedBy: 'dana', due: '2026-06-16', touched: false });
    expect(back.reviews).toMatchObject([{ entry: 5, review: 'approve', reviewedBy: 'erin', touched: true }]);
  });

  it('whatever was sorted, hidden or put in another order of columns', async () => {
    const back = await read(await worked((book) => {
      item(book, 'EXP-9044', 'Disposition').value = 'Accepted';
      const sheet = sheetOf(book, 'Open items');
      const { line } = header(sheet, 'Transaction ID');
      const values = Array.from({ length: sheet.rowCount - line }, (_, index) => sheet.getRow(line + 1 + index).values as ExcelJS.CellValue[]);
      values.reverse().forEach((cells, index) => {
        // Two columns change places with their header.
        [cells[1], cells[2]] = [cells[2] ?? null, cells[1] ?? null];
        sheet.getRow(line + 1 + index).values = cells;
        sheet.getRow(line + 1 + index).hidden = index % 2 === 0;
      });
      const names = sheet.getRow(line).values as ExcelJS.CellValue[];
      [names[1], names[2]] = [names[2] ?? null, names[1] ?? null];
      sheet.removeTable('OpenItems');
      sheet.getRow(line).values = names;
      for (const cell of [sheet.getColumn(1), sheet.getColumn(2)]) cell.numFmt = 'General';
      sheet.getColumn(2).numFmt = 'yyyy-mm-dd';
    }));
    expect(back.openItems).toHaveLength((await read(path)).openItems.length);
    expect(back.openItems.filter(({ edited }) => edited.length > 0)).toEqual([]);
    expect(of(back, 'EXP-9044').disposition).toBe('accepted');
  });

  it('names the columns of a row whose figures were edited, and of one whose cells were sorted apart', async () => {
    const back = await read(await worked((book) => {
      item(book, 'EXP-9044', 'Variance').value = 0;
      item(book, 'EXP-9045', 'Status').value = 'Match';
      const [one, other] = [item(book, 'EXP-9042', 'Row'), item(book, 'KANTO-1', 'Row')];
      [one.value, other.value] = [other.value, one.value];
    }));
    expect(of(back, 'EXP-9044').edited).toEqual(['Variance']);
    expect(of(back, 'EXP-9045').edited).toEqual(['Status']);
    expect(of(back, 'EXP-9042').edited).toContain('Transaction ID');
    expect(of(back, 'KANTO-1').edited).toContain('Expense System Total');
    expect(of(back, 'EXP-9050').edited).toEqual([]);
  });

  it('has no row for one that was deleted', async () => {
    const back = await read(await worked((book) => {
      const cell = item(book, 'EXP-9044', 'Row');
      sheetOf(book, 'Open items').removeTable('OpenItems');
      sheetOf(book, 'Open items').spliceRows(Number(cell.row), 1);
    }));
    expect(of(back, 'EXP-9044')).toBeUndefined();
    expect(of(back, 'EXP-9045').edited).toEqual([]);
  });

  it('keeps a bound text that no cell can hold', async () => {
    const numbers = Array.from({ length: 9_000 }, (_, index) => `PO-${index}`);
    const large = row('EXP-1', { manual: { poNumbers: numbers, amount: '1.00' }, variance: '-844.50', atStake: '844.50', status: 'duplicate_manual' });
    const out = join(makeFolder(), 'large.xlsx');
    await writeDecisionWorkbook(modelOf([large]), out);
    expect((await read(out)).openItems[0]?.bound).toBe(boundOf(large));
  });

  it.skipIf(!hasOffice)('from LibreOffice, which writes everything anew: nothing counts as edited or touched', async () => {
    const back = await read(converted(path, 'go-no-go.xlsx', 'xlsx:Calc MS Excel 2007 XML'));
    expect(back.openItems.map(({ row: id, bound }) => [id, bound])).toEqual((await read(path)).openItems.map(({ row: id, bound }) => [id, bound]));
    expect(back.openItems.filter(({ edited, touched }) => edited.length > 0 || touched)).toEqual([]);
  });
});

describe('refused, with where and what:', () => {
  const open = (change: (sheet: ExcelJS.Worksheet, at: ReturnType<typeof header>) => void) => (book: ExcelJS.Workbook): void => {
    const sheet = sheetOf(book, 'Open items');
    const at = header(sheet, 'Transaction ID');
    sheet.removeTable('OpenItems');
    change(sheet, at);
  };
  const cases: [string, (book: ExcelJS.Workbook) => void, RegExp][] = [
    ['a workbook that is not ours', (book) => book.removeWorksheet('po-shadow'), /^back\.xlsx: this is not a decision workbook of po-shadow$/],
    ['a missing sheet', (book) => book.removeWorksheet('Review'), /^back\.xlsx: the workbook has no sheet Review$/],
    ['a renamed column', open((sheet, { line, column }) => {
      sheet.getCell(line, column('Reason')).value = 'Reasons';
    }), /^back\.xlsx: Open items, row \d+: there is no column Reason$/],
    ['a column that is there twice', open((sheet, { line }) => {
      sheet.getCell(line, 30).value = 'Reason';
    }), /there are two columns Reason/],
    ['a header that is gone', open((sheet, { line }) => {
      sheet.getRow(line).values = [];
    }), /^back\.xlsx: Open items: the row with the column names is not there$/],
    ['a disposition that there is not', (book) => {
      item(book, 'EXP-9044', 'Disposition').value = 'Ignored';
    }, /^back\.xlsx: Open items, row \d+, Disposition: Ignored is no disposition$/],
    ['a side that could not be wrong', (book) => {
      item(book, 'EXP-9044', 'Wrong side').value = 'the vendor';
    }, /Open items, row \d+, Wrong side: the vendor is no side that could be wrong/],
    ['a due date that is none', (book) => {
      item(book, 'EXP-9044', 'Due').value = 'next Friday';
    }, /Open items, row \d+, Due: next Friday is no date/],
    ['a review that is neither yes nor no', (book) => {
      const sheet = sheetOf(book, 'Review');
      const { line, column } = header(sheet, 'Reviewed by');
      sheet.getCell(line + 1, column('Review')).value = 'maybe';
    }, /^back\.xlsx: Review, row \d+, Review: maybe is no review$/],
    ['a decision on a row that the workbook was not written with', (book) => {
      item(book, 'EXP-9044', 'Disposition').value = 'Accepted';
      item(book, 'EXP-9044', 'Row').value = 'R000000000000000';
    }, /Open items, row \d+: R000000000000000 is no Row that this workbook was written with/],
    ['a decision on a row that lost its id', (book) => {
      item(book, 'EXP-9044', 'Disposition').value = 'Accepted';
      item(book, 'EXP-9044', 'Row').value = null;
    }, /something is filled in, but the cell Row is empty/],
    ['a row that is there twice', (book) => {
      item(book, 'EXP-9045', 'Row').value = item(book, 'EXP-9044', 'Row').value;
    }, /R\w+ stands in row \d+ already/],
    ['a cell with an error in it', (book) => {
      item(book, 'EXP-9044', 'Reason').value = { error: '#REF!' } as ExcelJS.CellErrorValue;
    }, /Open items, row \d+, Reason: the cell holds the error #REF!/],
    ['another version of the form', (book) => {
      sheetOf(book, 'po-shadow').getCell('D2').value = '"99"';
    }, /the workbook has version "99" of the form, and this program reads version "1"/],
    ['a hidden sheet that was changed', (book) => {
      sheetOf(book, 'po-shadow').getCell('D3').value = '{"company":"x"}';
    }, /sheet po-shadow: the hidden sheet that says what was written has been changed/],
  ];
  it.each(cases)('%s', async (_, change, message) => {
    expect(await refusal(await worked(change))).toMatch(message);
  });

  const bytes = (name: string, content: Buffer): string => {
    const file = join(makeFolder(), name);
    writeFileSync(file, content);
    return file;
  };

  it('a file that is not there, that is no workbook, that has a password, or that was cut short', async () => {
    expect(await refusal(join(makeFolder(), 'nothing.xlsx'))).toBe('back.xlsx: there is no such file');
    expect(await refusal(makeFolder())).toBe('back.xlsx: this is no file');
    expect(await refusal(bytes('text.xlsx', Buffer.from('row,disposition\n')))).toMatch(/not an \.xlsx workbook/);
    expect(await refusal(bytes('locked.xlsx', Buffer.from('d0cf11e0a1b11ae1', 'hex')))).toMatch(/an old \.xls workbook, or one with a password/);
    const whole = readFileSync(path);
    for (const share of [0.3, 0.6, 0.95]) expect(await refusal(bytes('short.xlsx', whole.subarray(0, Math.floor(whole.length * share))))).toMatch(/not an \.xlsx workbook/);
  });

  it('a zip bomb in the shape of our workbook', async () => {
    const parts = Object.entries(unzipSync(readFileSync(path))).map(([name, content]) => ({ name, content: Buffer.from(content) }));
    const bomb = bytes('bomb.xlsx', zipOf([...parts, { name: 'xl/media/image9.png', content: Buffer.alloc(200_000_000) }]));
    expect(await refusal(bomb)).toMatch(/not safe to open: it inflates to more than 100 times its size/);
  });

  it('nothing is left open, and nothing is changed in the file', async () => {
    const copy = join(makeFolder(), 'copy.xlsx');
    copyFileSync(path, copy);
    await read(copy);
    expect(readFileSync(copy).equals(readFileSync(path))).toBe(true);
  });
});
