import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { dateText, numberText } from '../../src/intake/cell-text.ts';
import { LIMITS } from '../../src/intake/limits.ts';
import { type Worksheet, readWorkbook } from '../../src/intake/workbook.ts';
import { fileOf, tableFrom } from './collected.ts';
import { type ZipEntry, noise, workbookParts, zipOf } from './zip.ts';

const sheetsOf = async (bytes: Buffer): Promise<Worksheet[]> => readWorkbook(fileOf(bytes, 'sheet.xlsx').path, 'sheet.xlsx');
const rowsOf = async (bytes: Buffer): Promise<string[][]> => ((await sheetsOf(bytes))[0] as Worksheet).rows.map((row) => row.cells);
const problemsOf = async (bytes: Buffer): Promise<Record<string, string>> => {
  const rows = (await sheetsOf(bytes))[0]?.rows ?? [];
  return Object.fromEntries(rows.flatMap((row) => [...(row.problems ?? [])].map(([column, { value, reason }]) => [`${row.line}:${column}`, `${value}: ${reason}`])));
};

async function written(fill: (workbook: ExcelJS.Workbook) => void): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  fill(workbook);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

const oneRow = (cells: string): ZipEntry[] => workbookParts(`<row r="1">${cells}</row>`);

describe('a workbook that a spreadsheet program wrote', () => {
  it('gives texts, numbers, dates, formulas with their results, rich text and links as people see them', async () => {
    const bytes = await written((workbook) => {
      const sheet = workbook.addWorksheet('Ledger');
      sheet.addRow(['PO-1', 845.5, new Date(Date.UTC(2026, 5, 2)), true, false]);
      sheet.addRow([{ formula: 'A1', result: 'PO-1' }, { formula: 'B1*2', result: 1691 }, { formula: 'C1', result: new Date(Date.UTC(2026, 5, 3)) }, { formula: 'D1', result: true } as ExcelJS.CellValue, '']);
      sheet.getCell('C2').numFmt = 'yyyy-mm-dd';
      sheet.addRow([{ richText: [{ text: 'Acme ' }, { font: { bold: true }, text: 'Janitorial' }] }, -12.34, new Date(Date.UTC(2026, 5, 2, 17, 30, 0)), { text: 'lee@shop.example', hyperlink: 'mailto:lee@shop.example' }, 'a & <b> "c" \u00e9 \u65e5 \u{1f600}\nsecond line']);
      sheet.getCell('C3').numFmt = 'yyyy-mm-dd hh:mm:ss';
    });
    expect(await rowsOf(bytes)).toEqual([
      ['PO-1', '845.5', '2026-06-02', 'true', 'false'],
      ['PO-1', '1691', '2026-06-03', 'true', ''],
      ['Acme Janitorial', '-12.34', '2026-06-02T17:30:00', 'lee@shop.example', 'a & <b> "c" é 日 😀\nsecond line'],
    ]);
    expect(await problemsOf(bytes)).toEqual({});
    expect((await sheetsOf(bytes))[0]?.rows.map(({ numbers }) => numbers)).toEqual([[1], [1], [1]]);
  });

  it('keeps the numbers of its rows, and leaves out those without any text', async () => {
    const bytes = await written((workbook) => {
      const sheet = workbook.addWorksheet('Ledger');
      sheet.getCell('A2').value = 'id';
      sheet.getCell('C5').value = 'x';
      sheet.getCell('A7').numFmt = '0.00';
    });
    expect((await sheetsOf(bytes))[0]?.rows).toEqual([{ line: 2, cells: ['id'], numbers: [], marks: null, problems: null }, { line: 5, cells: ['', '', 'x'], numbers: [], marks: null, problems: null }]);
  });

  it('gives a whole number the leading zeros that its format shows, and no other number', async () => {
    const formats: [number, string][] = [[123, '00000'], [1234567, '00000'], [45.5, '00000'], [-12, '00000'], [123, '0'], [123, '0.00']];
    const bytes = await written((workbook) => {
      const row = workbook.addWorksheet('Ledger').addRow(formats.map(([number]) => number));
      for (const [place, [, format]] of formats.entries()) row.getCell(place + 1).numFmt = format;
    });
    expect(await rowsOf(bytes)).toEqual([['00123', '1234567', '45.5', '-12', '123', '123']]);
  });

  it('counts its days from 1904 where it says so', async () => {
    const bytes = await written((workbook) => {
      workbook.properties.date1904 = true;
      workbook.addWorksheet('Ledger').addRow([new Date(Date.UTC(2026, 5, 2))]);
    });
    expect(await rowsOf(bytes)).toEqual([['2026-06-02']]);
  });

  it('tells which cells can\'t be read: errors, formulas without a result', async () => {
    const bytes = await written((workbook) => {
      workbook.addWorksheet('Ledger').addRow(['PO-1', { error: '#REF!' } as ExcelJS.CellValue, { formula: 'A1/0', result: { error: '#DIV/0!' } } as ExcelJS.CellValue, { formula: 'A1' } as ExcelJS.CellValue]);
    });
    expect(await problemsOf(bytes)).toEqual({
      '1:1': '#REF!: the cell holds the error #REF!',
      '1:2': '#DIV/0!: the cell holds the error #DIV/0!',
      '1:3': ': the formula has no stored result; open the workbook, let it calculate and save it',
    });
  });

  it('never counts the amount of a merged cell for each of its rows', async () => {
    const bytes = await written((workbook) => {
      const sheet = workbook.addWorksheet('Ledger');
      sheet.addRows([['id', 'amount'], ['PO-1', 900], ['PO-1', null], ['PO-2', 5]]);
      sheet.mergeCells('B2:B3');
    });
    const rows = await tableFrom(bytes, { required: ['id', 'amount'], optional: [] }, 'ledger.xlsx');
    expect(rows.map((row) => [row.cells[0], row.problem?.field ?? row.cells[1], row.problem?.reason ?? null])).toEqual([
      ['PO-1', 'amount', 'the cell is merged (B2:B3); every row must stand for itself'],
      ['PO-1', 'amount', 'the cell is merged (B2:B3); every row must stand for itself'],
      ['PO-2', '5', null],
    ]);
  });
});

describe('a table in a workbook', () => {
  const columns = { required: ['id', 'amount'], optional: ['note'] };

  it('may have blank cells at the end of its rows, and columns that nobody asked for may hold anything', async () => {
    const bytes = await written((workbook) => {
      const sheet = workbook.addWorksheet('Ledger');
      sheet.addRows([['id', 'amount', 'note', 'margin'], ['PO-1', 5], ['PO-2', 6, 'x', { error: '#N/A' } as ExcelJS.CellValue]]);
      sheet.getCell('F2').numFmt = '0.00';
      sheet.getCell('F3').value = '  ';
    });
    expect((await tableFrom(bytes, columns, 'ledger.xlsx')).map((row) => row.problem ?? row.cells)).toEqual([['PO-1', '5', ''], ['PO-2', '6', 'x']]);
  });

  it('sets a row aside in which a cell can\'t be read or stands outside the columns', async () => {
    const bytes = await written((workbook) => {
      workbook.addWorksheet('Ledger').addRows([['id', 'amount'], ['PO-1', { error: '#REF!' } as ExcelJS.CellValue], ['PO-2', 6, 'stray'], ['PO-3', 7]]);
    });
    expect((await tableFrom(bytes, columns, 'ledger.xlsx')).map((row) => [row.line, row.cells[0], row.problem?.reason ?? null])).toEqual([
      [2, 'PO-1', 'the cell holds the error #REF!'],
      [3, 'PO-2', 'the row has 3 cells, the header 2'],
      [4, 'PO-3', null],
    ]);
  });

  it('is found on the one sheet that has its columns', async () => {
    const bytes = await written((workbook) => {
      workbook.addWorksheet('Read me').addRow(['Exported by nobody in particular']);
      workbook.addWorksheet('Ledger').addRows([['id', 'amount'], ['PO-1', 5]]);
    });
    expect((await tableFrom(bytes, columns, 'ledger.xlsx')).map((row) => row.cells[0])).toEqual(['PO-1']);
  });

  it('on two sheets is refused, since neither may be lost', async () => {
    const bytes = await written((workbook) => {
      for (const name of ['June', 'July']) workbook.addWorksheet(name).addRows([['id', 'amount'], ['PO-1', 5]]);
    });
    await expect(tableFrom(bytes, columns, 'ledger.xlsx')).rejects.toThrow('the workbook has several sheets with these columns ("June", "July"), and only one can be read');
  });

  it('is empty where the workbook is', async () => {
    await expect(tableFrom(await written((workbook) => void workbook.addWorksheet('Ledger')), columns, 'ledger.xlsx')).rejects.toThrow(/the file is empty/);
  });
});

describe('a number in a cell keeps its digits and never passes through a float', () => {
  it.each([
    ['845.5', '845.5'],
    ['1245.50', '1245.5'],
    ['-12', '-12'],
    ['0', '0'],
    ['-0', '0'],
    ['0.1', '0.1'],
    ['1E3', '1000'],
    ['1.2455E3', '1245.5'],
    ['5E-3', '0.005'],
    ['1E-12', '0.000000000001'],
    ['90071992547409.93', '90071992547409.93'],
    ['9007199254740993', '9007199254740993'],
    ['4000000000000001', '4000000000000001'],
    ['100000000000000.01', '100000000000000.01'],
  ])('%s', (stored, text) => {
    expect(numberText(stored)).toEqual({ text, problem: null });
  });

  it.each([
    ['0.30000000000000004', '0.3'],
    ['1245.4999999999998', '1245.5'],
    ['8900.0000000000018', '8900'],
    ['-54.329999999999998', '-54.33'],
  ])('except for the noise that a formula leaves behind: %s is %s', (stored, text) => {
    expect(numberText(stored)).toEqual({ text, problem: null });
  });

  it('what is not clearly noise stays, and an amount with it is refused for its decimals', () => {
    expect(numberText('0.33333333333333331').text).toBe('0.33333333333333331');
    expect(numberText('845.50000000000341').text).toBe('845.50000000000341');
  });

  it('one with more digits than a spreadsheet keeps, which could be an amount, is refused: it may come back a cent off', async () => {
    const cells = ['90071992547409.93', '4000000000000001', '123456789012.34567', '123456789012.345', '0.33333333333333331'].map((value, index) => `<c r="${'ABCDE'[index]}1"><v>${value}</v></c>`);
    const bytes = zipOf(oneRow(cells.join('')));
    expect(Object.keys(await problemsOf(bytes))).toEqual(['1:0', '1:1']);
    expect((await problemsOf(bytes))['1:0']).toMatch(/the number has more digits than the 15 that a spreadsheet keeps; write it as text$/);
    expect((await rowsOf(bytes))[0]?.slice(2)).toEqual(['123456789012.34567', '123456789012.345', '0.3333333333333333']);
  });

  it.each(['NaN', '1,5', '', '1e', 'INF', '1E9999', `${'0'.repeat(100_000)}1`])('%.20j is none', (stored) => {
    expect(numberText(stored).problem).toBe('the cell holds no number that can be read');
  });
});

describe('a date in a cell', () => {
  it.each([
    ['46175', '2026-06-02'],
    ['46175.729166666664', '2026-06-02T17:30:00'],
    ['46175.999999999', '2026-06-03'],
    ['46175.5', '2026-06-02T12:00:00'],
    ['61', '1900-03-01'],
    ['59', '1900-02-28'],
  ])('is a date without a time zone: %s', (stored, text) => {
    expect(dateText(stored, false)).toEqual({ text, problem: null });
  });

  it.each(['60', '-1', '2958466', '1e99', 'x', ''])('that does not exist is a problem: %j', (stored) => {
    expect(dateText(stored, false).problem).not.toBeNull();
  });
});

describe('what other programs write', () => {
  it('a sheet\'s part may have any name, and a sheet of a chart is passed over', async () => {
    const parts = oneRow('<c r="A1"><v>1</v></c>').map((part) => ({
      ...part, name: part.name.replace('sheet1.xml', 'Ledger.xml'),
      content: String(part.content).replace('worksheets/sheet1.xml', '/xl/worksheets/../worksheets/Ledger.xml')
        .replace('<sheets>', '<sheets><sheet name="Chart" sheetId="9" r:id="rId9"/>')
        .replace('</Relationships>', '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>'),
    }));
    expect((await sheetsOf(zipOf(parts))).map(({ name, rows }) => [name, rows[0]?.cells])).toEqual([['Sheet1', ['1']]]);
  });

  it('no sheet is lost: one whose part is missing, or can\'t be told, is an error', async () => {
    const parts = oneRow('<c r="A1"><v>1</v></c>');
    const two = parts.map((part) => (part.name === 'xl/workbook.xml' ? { ...part, content: String(part.content).replace('</sheets>', '<sheet name="July" sheetId="2" r:id="rId7"/></sheets>') } : part));
    await expect(sheetsOf(zipOf(two))).rejects.toThrow('the workbook can\'t be read: its sheet "July" is not there');
    const prefixed = parts.map((part) => (part.name.includes('sheet1') ? { ...part, content: String(part.content).replaceAll('sheetData', 'x:sheetData') } : part));
    await expect(sheetsOf(zipOf(prefixed))).rejects.toThrow('the workbook can\'t be read: its sheet "Sheet1" has no cells that can be found');
  });

  it('a text may be in several runs, and the reading aid of East Asian texts is no part of it', async () => {
    const bytes = zipOf(workbookParts('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>Ac</t></r><r><t>me</t></r></is></c></row>', {
      strings: '<si><r><t>東</t></r><r><t xml:space="preserve">京 </t></r><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>',
    }));
    expect(await rowsOf(bytes)).toEqual([['東京 ', 'Acme']]);
  });
});

describe('a file that is not a workbook, or not one to open, is told so in one sentence', () => {
  const refused = async (bytes: Buffer): Promise<string> => sheetsOf(bytes).then((sheets) => `read ${sheets.length} sheets`, (error: Error) => `${error.name}: ${error.message}`);
  const good = oneRow('<c r="A1"><v>1</v></c>');
  const sheet = (content: string): ZipEntry[] => good.map((part) => (part.name === 'xl/worksheets/sheet1.xml' ? { ...part, content } : part));

  it('the parts that the cases below spoil are read while they are sound', async () => {
    expect(await rowsOf(zipOf(good))).toEqual([['1']]);
  });

  it.each([
    ['a text named .xlsx', Buffer.from('po_number,amount\nPO-1,5\n'), /not an \.xlsx workbook/],
    ['an old workbook, or one with a password', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), /old \.xls workbook, or one with a password/],
    ['a zip of something else', zipOf([{ name: 'notes.txt', content: 'x' }]), /the workbook can't be read/],
    ['a zip that was cut', zipOf(good).subarray(0, 900), /not an \.xlsx workbook/],
    ['a zip with flipped bytes', spoiled(zipOf(good)), /the workbook is damaged/],
    ['a checksum that does not agree', zipOf(good.map((part) => (part.name.includes('sheet1') ? { ...part, statedChecksum: 1 } : part))), /the workbook is damaged: the checksum of xl\/worksheets\/sheet1\.xml does not agree/],
    ['an entry that points outside', zipOf([...good, { name: '../../etc/passwd', content: 'x' }]), /not safe to open: invalid relative path/],
    ['an entry with an absolute name', zipOf([...good, { name: '/etc/passwd', content: 'x' }]), /not safe to open: absolute path/],
    ['an entry that is there twice', zipOf([...good, ...good.slice(-1)]), /not safe to open: entry "xl\/styles\.xml" is there twice/],
    ['an encrypted entry', zipOf([...good, { name: 'secret', content: 'x', encrypted: true }]), /not safe to open: entry "secret" is encrypted/],
    ['more entries than any workbook has', zipOf([...good, ...Array.from({ length: LIMITS.workbookEntries }, (_, index) => ({ name: `x/${index}`, content: '' }))]), /not safe to open: 2006 entries, at most 2000 are read/],
    ['an entry that states less than it holds', zipOf(good.map((part) => (part.name.includes('sheet1') ? { ...part, statedSize: 10 } : part))), /the workbook is damaged: xl\/worksheets\/sheet1\.xml: too many bytes/],
    ['an entry that states more than it holds', zipOf(good.map((part) => (part.name.includes('sheet1') ? { ...part, statedSize: 1_000_000 } : part))), /the workbook is damaged: xl\/worksheets\/sheet1\.xml: not enough bytes/],
    ['XML that ends in the middle', zipOf(sheet('<worksheet><sheetData><row r="1"><c r="A1"><v>1</v>')), /the workbook can't be read/],
    ['XML whose elements do not fit', zipOf(sheet('<worksheet><sheetData></worksheet></sheetData>')), /the workbook can't be read/],
    ['XML nested without end', zipOf(sheet('<a>'.repeat(5_000))), /the workbook can't be read/],
    ['a row beyond the last', zipOf(workbookParts('<row r="99999999"/>')), /not safe to open: a row or cell beyond the last of any sheet/],
  ])('%s', async (_, bytes, message) => {
    const told = await refused(bytes);
    expect(told).toMatch(/^CannotRun: /);
    expect(told).toMatch(message);
  });

  it.each<[string, ZipEntry[]]>([
    ['merged cells', workbookParts('<row r="1"><c r="B1"><v>1</v></c></row>', { behind: '<mergeCells count="1"><mergeCell ref="C1:XFD1048576"/></mergeCells>' })],
    ['a validation, as people put on whole columns', workbookParts('<row r="1"><c r="B1"><v>1</v></c></row>', { behind: '<dataValidations count="1"><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"a"</formula1></dataValidation></dataValidations>' })],
    ['a defined name', oneRow('<c r="B1"><v>1</v></c>').map((part) => (part.name === 'xl/workbook.xml' ? { ...part, content: String(part.content).replace('</sheets>', '</sheets><definedNames><definedName name="all">Sheet1!$A$1:$XFD$1048576</definedName></definedNames>') } : part))],
    ['the widths of columns without end', oneRow('<c r="B1"><v>1</v></c>').map((part) => (part.name.includes('sheet1') ? { ...part, content: String(part.content).replace('<sheetData>', '<cols><col min="1" max="999999999" width="9"/></cols><sheetData>') } : part))],
    ['a sheet\'s number without end', oneRow('<c r="B1"><v>1</v></c>').map((part) => (part.name === 'xl/workbook.xml' ? { ...part, content: String(part.content).replace('sheetId="1"', 'sheetId="4294967294"') } : part))],
  ])('a small file that names a range without end is read in a moment: %s', async (_, parts) => {
    const began = performance.now();
    expect(await rowsOf(zipOf(parts))).toEqual([['', '1']]);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('more elements than a workbook may have', async () => {
    const many = zipOf([{ name: 'xl/media/image1.png', content: noise(600) }, ...workbookParts(`<row r="1">${'<c r="A1"/>'.repeat(LIMITS.workbookElements)}</row>`)]);
    expect(await refused(many)).toMatch(/^CannotRun: the workbook is not safe to open: it has more than 4000000 elements; CSV is the format for so much/);
  });

  it('a workbook whose parts are searched without end', async () => {
    const began = performance.now();
    for (const hostile of ['<sheet "'.repeat(300_000), '<workbookPr '.repeat(300_000), `<sheet ${' '.repeat(1_000_000)}`, `<sheet name="${' '.repeat(1_000_000)}`]) {
      expect(await refused(zipOf([{ name: 'xl/media/image1.png', content: noise(60) }, ...good.map((part) => (part.name === 'xl/workbook.xml' ? { ...part, content: hostile } : part))]))).toMatch(/^CannotRun: /);
    }
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('a workbook that inflates to a hundred times its size', async () => {
    const bomb = zipOf(sheet(`<worksheet><sheetData>${' '.repeat(30_000_000)}</sheetData></worksheet>`));
    expect(bomb.length).toBeLessThan(50_000);
    const before = process.memoryUsage().rss;
    expect(await refused(bomb)).toMatch(/^CannotRun: the workbook is not safe to open: it inflates to more than 100 times its size/);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('the same where the bomb is an entry that nobody would read, or is spread over many', async () => {
    expect(await refused(zipOf([...good, { name: 'xl/media/image1.png', content: Buffer.alloc(30_000_000) }]))).toMatch(/inflates to more than 100 times its size/);
    const many = Array.from({ length: 300 }, (_, index) => ({ name: `xl/media/${index}.png`, content: Buffer.alloc(100_000) }));
    expect(await refused(zipOf([...good, ...many]))).toMatch(/inflates to more than 100 times its size/);
  });
});

/** The file with some bytes in the middle of the sheet's data turned over. */
function spoiled(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf('xl/worksheets/sheet1.xml') + 40;
  for (let index = at; index < at + 20; index++) copy[index] = (copy[index] as number) ^ 0x5a;
  return copy;
}
