import { describe, expect, it } from 'vitest';
import { type Worksheet, readWorkbook } from '../../src/intake/workbook.ts';
import { fileOf, tableFrom } from './collected.ts';
import { noise, workbookParts, zipOf } from './zip.ts';

type More = Parameters<typeof workbookParts>[1];

const read = async (rows: string, more: More = {}): Promise<Worksheet> => (await readWorkbook(fileOf(zipOf(workbookParts(rows, more)), 'sheet.xlsx').path, 'sheet.xlsx'))[0] as Worksheet;
const refused = async (rows: string, more: More = {}): Promise<string> => read(rows, more).then(({ rows: found }) => `read ${JSON.stringify(found)}`, (error: Error) => `${error.name}: ${error.message}`);
/** What a cell says, or why that can't be told, and whether it counts as a number. */
const said = async (cell: string, more: More = {}): Promise<{ text: string; reason: string | null; number: boolean }> => {
  const row = (await read(`<row r="1">${cell}<c r="B1" t="str"><v>beside</v></c></row>`, more)).rows[0];
  expect(row?.cells[1]).toBe('beside');
  const problem = row?.problems?.get(0);
  return { text: problem?.value ?? row?.cells[0] ?? '', reason: problem?.reason ?? null, number: row?.numbers.includes(0) ?? false };
};
const DATE_STYLE = { styles: '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>' };

describe('a cell that is marked as a number', () => {
  const NO_NUMBER = 'the cell is marked as a number and holds something else';

  it.each(['10 000', '10abc', '1,245.50', '1.245,50', '0x10', '10\u00a0000', '12-', '--5', '1e', '1e+', '.', '-', '1.2.3', 'INF', '-INF', 'NaN', '10%', '٣', '2026-06-02', '1 &amp; 2', '1&#48;', ' '])('and holds %j is never read as far as it goes', async (stored) => {
    for (const type of ['', ' t="n"', " t = 'n'"]) expect(await said(`<c r="A1"${type}><v>${stored}</v></c>`)).toEqual({ text: stored.trim(), reason: NO_NUMBER, number: false });
    expect(await said(`<c r="A1"><f>B1</f><v>${stored}</v></c>`)).toEqual({ text: stored.trim(), reason: NO_NUMBER, number: false });
    expect(await said(`<c r="A1" s="1"><v>${stored}</v></c>`, DATE_STYLE)).toEqual({ text: stored.trim(), reason: NO_NUMBER, number: false });
  });

  it.each([
    ['10', '10'], [' 10 ', '10'], ['\n10.50\t', '10.5'], ['+10', '10'], ['-3', '-3'], ['5.', '5'], ['.5', '0.5'], ['1E1', '10'], ['1.2455e+3', '1245.5'], ['5E-3', '0.005'],
  ])('is read as the schema writes numbers: %j is %s', async (stored, text) => {
    expect(await said(`<c r="A1"><v>${stored}</v></c>`)).toEqual({ text, reason: null, number: true });
  });

  it('costs its row alone: the row is set aside with its place, and the others are read', async () => {
    const rows = ['10', '10 000', '12'].map((amount, index) => `<row r="${index + 2}"><c r="A${index + 2}" t="str"><v>PO-${index + 1}</v></c><c r="B${index + 2}"><v>${amount}</v></c></row>`);
    const header = '<row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1" t="str"><v>amount</v></c></row>';
    const table = await tableFrom(zipOf(workbookParts(header + rows.join(''))), { required: ['id', 'amount'], optional: [] }, 'ledger.xlsx');
    expect(table.map(({ line, cells, problem }) => [line, cells[0], problem ?? cells[1]])).toEqual([
      [2, 'PO-1', '10'],
      [3, 'PO-2', { field: 'amount', value: '10 000', reason: NO_NUMBER }],
      [4, 'PO-3', '12'],
    ]);
  });

  it('and holds text without end is shown by its beginning', async () => {
    expect((await said(`<c r="A1"><v>x${'9'.repeat(100_000)}</v></c>`)).text).toHaveLength(400);
  });
});

describe('a cell of another kind', () => {
  it.each([
    ['2026-06-02', '2026-06-02'],
    ['2026-06-02T00:00:00', '2026-06-02'],
    [' 2026-06-02T00:00:00.000 ', '2026-06-02'],
    ['2026-06-02T17:30:00', '2026-06-02T17:30:00'],
    ['2026-06-02T17:30:00Z', '2026-06-02T17:30:00Z'],
  ])('a date of ISO 8601 is that date and no year: %j', async (stored, text) => {
    for (const style of ['', ' s="1"']) expect(await said(`<c r="A1"${style} t="d"><v>${stored}</v></c>`, DATE_STYLE)).toEqual({ text, reason: null, number: false });
  });

  it.each([
    ['t="d"', '46175', 'the cell is marked as a date and holds something else'],
    ['t="d"', '17:30:00', 'the cell is marked as a date and holds something else'],
    ['t="b"', 'no', 'the cell is marked as true or false and holds something else'],
    ['t="b"', '2', 'the cell is marked as true or false and holds something else'],
    ['t="zz"', '10', 'the cell is marked as of a kind that does not exist ("zz")'],
  ])('%s with %s can\'t be read', async (type, stored, reason) => {
    expect(await said(`<c r="A1" ${type}><v>${stored}</v></c>`)).toEqual({ text: stored, reason, number: false });
  });

  it.each([['1', 'true'], ['0', 'false'], ['true', 'true'], ['false', 'false']])('a boolean of %s is %s', async (stored, text) => {
    expect(await said(`<c r="A1" t="b"><v>${stored}</v></c>`)).toEqual({ text, reason: null, number: false });
  });

  it('a formula whose result names a shared text is not the number of that text', async () => {
    expect((await said('<c r="A1" t="s"><f>B1</f><v>0</v></c>', { strings: '<si><t>Acme</t></si>' })).reason).toMatch(/^the formula has a result of a kind that formulas can't have/);
    expect((await said('<c r="A1" t="inlineStr"><f>B1</f><is><t>10 000</t></is></c>')).reason).toMatch(/^the formula has a result of a kind that formulas can't have/);
  });

  it('a text in a cell that is marked as a number, and two values in one cell, are not put together', async () => {
    expect((await said('<c r="A1"><is><t>10 000</t></is></c>')).reason).toBe('the cell holds a text and is not marked as one');
    expect((await said('<c r="A1"><v>1</v><v>2</v></c>')).reason).toBe('the cell holds two values');
    expect((await said('<c r="A1" t="inlineStr"><v>1</v><is><t>2</t></is></c>')).reason).toBe('the cell holds two values');
  });
});

describe('nothing of a sheet is lost', () => {
  const row = (number: number, cells = `<c r="A${number}"><v>${number}</v></c>`): string => `<row r="${number}">${cells}</row>`;

  it.each<[string, string, string]>([
    ['two rows with one number', row(1) + row(3) + row(3) + row(5), 'has row 3 twice'],
    ['rows out of order', row(1) + row(5) + row(3), 'has row 3 behind row 5'],
    ['two cells with one address', row(3, '<c r="A3"><v>1</v></c><c r="A3"><v>2</v></c>'), 'has cell A3 twice'],
    ['cells out of order', row(3, '<c r="AA3"><v>1</v></c><c r="Z3"><v>2</v></c>'), 'has cell Z3 behind AA3'],
    ['a cell of another row', row(3, '<c r="A4"><v>1</v></c>'), 'has a cell in row 3 whose address is "A4"'],
    ['a column beyond the last', row(3, '<c r="XFE3"><v>1</v></c>'), 'has a cell in row 3 whose address is "XFE3"'],
    ['a row beyond the last', row(1_048_577), 'has a row whose number is "1048577"'],
    ['a row that is no number', '<row r="1.5"/>', 'has a row whose number is "1.5"'],
    ['rows without numbers', '<row><c r="A1"><v>1</v></c></row>', 'has a row without its number (the attribute r), the first one'],
    ['a row without its number', `${row(1)}<row><c><v>1</v></c></row>`, 'has a row without its number (the attribute r), behind row 1'],
    ['a cell without its address, of which exceljs would lose the place', row(1, '<c r="A1"><v>1</v></c><c/><c><v>3</v></c>'), 'has a cell without its address (the attribute r) in row 1, behind A1'],
    ['an element that exceljs ends the row at', row(1, '<c r="A1"><v>1</v></c><x:c r="B1"><v>2</v></x:c>') + row(2), 'has <x:c> in row 1 where a cell should be'],
    ['a row of another namespace', '<x:row r="1"/>', 'has <x:row> where a row should be'],
    ['a cell in a cell', row(1, '<c r="A1"><c r="B1"><v>1</v></c></c>'), 'has <c> in cell A1'],
    ['a text in a CDATA section, which exceljs passes over', row(1, '<c r="A1" t="inlineStr"><is><t><![CDATA[PO-1]]></t></is></c>'), 'has a text in a CDATA section'],
    ['a number in two pieces', row(1, '<c r="A1"><v>1<!-- -->0</v></c>'), 'has something else than a text in <v> of cell A1'],
    ['cells in two places', `${row(1)}</sheetData><sheetData>${row(2)}`, 'has its cells in two places'],
    ['a text that does not exist', row(2, '<c r="A2" t="s"><v>7</v></c>'), 'has in cell A2 the text of number "7", and the workbook holds 0, counted from 0'],
    ['a text without a number', row(2, '<c r="A2" t="s"><v>-1</v></c>'), 'has in cell A2 the text of number "-1", and the workbook holds 0, counted from 0'],
  ])('%s', async (_, rows, message) => {
    expect(await refused(rows)).toBe(`CannotRun: the workbook can't be read: its sheet "Sheet1" ${message}`);
  });

  it('and what to do is said', async () => {
    await expect(read('<row/>')).rejects.toMatchObject({ where: 'sheet.xlsx', remedy: 'Open it with a spreadsheet program and save it again, as .xlsx or as CSV.' });
  });

  it('texts in a CDATA section are told where the workbook lists its texts, too', async () => {
    expect(await refused(row(1), { strings: '<si><t><![CDATA[PO-1]]></t></si>' })).toBe("CannotRun: the workbook can't be read: its list of texts has a text in a CDATA section");
  });

  it('the last text that is listed is there, the next one is not', async () => {
    const strings = '<!-- <si> --><si><t>one</t></si><si><t xml:space="preserve">two</t></si>';
    expect((await read(row(1, '<c r="A1" t="s"><v>1</v></c>'), { strings })).rows[0]?.cells).toEqual(['two']);
    expect(await refused(row(1, '<c r="A1" t="s"><v>2</v></c>'), { strings })).toMatch(/has in cell A1 the text of number "2", and the workbook holds 2, counted from 0$/);
  });

  it('a list of texts that ends before its end is told in words of ours', async () => {
    expect(await refused(row(1, '<c r="A1" t="s"><v>0</v></c>'), { strings: '<sst></sst><si><t>one</t></si>' })).toBe("CannotRun: the workbook can't be read: its parts do not fit together");
  });

  it('behind extensions of cells and rows, and reading aids in cells, at which exceljs stops', async () => {
    const aided = '<c r="A1" t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></is></c>';
    const extended = '<c r="B1"><v>2</v><extLst><ext uri="x"><v>9</v></ext></extLst></c><c r="C1"><v>3</v></c><extLst><ext uri="y"/></extLst>';
    expect((await read(row(1, aided + extended) + row(2))).rows.map(({ cells }) => cells)).toEqual([['東京', '2', '3'], ['2']]);
  });

  it('attributes may stand in any order and in either kind of quotes', async () => {
    expect((await read("<row spans='1:2' ht=\"9\" x:r='7' r = '4' ><c s='0' cm=\" r='B9' \" t='str' r='B4'><v>a</v></c ><c r=\"C4\"/></row >")).rows.map(({ line, cells }) => [line, cells])).toEqual([[4, ['', 'a']]]);
  });

  it('a sheet without rows is empty', async () => {
    const parts = workbookParts('').map((part) => ({ ...part, content: String(part.content).replace('<sheetData></sheetData>', '<sheetData/>') }));
    expect((await readWorkbook(fileOf(zipOf(parts), 'sheet.xlsx').path, 'sheet.xlsx'))[0]?.rows).toEqual([]);
  });

  it.each([
    ['tags that never end', '<row r="1" '.repeat(200_000)],
    ['comments that never end', '<!-- '.repeat(200_000)],
    ['quotes that never end', `<row r="1"><c r="A1" ${'"\' '.repeat(300_000)}`],
    ['extensions that never end', `<row r="1">${'<extLst>'.repeat(200_000)}`],
    ['blanks without end', `<row r="1"><c r="A1"><v>${' '.repeat(2_000_000)}x</v></c></row>`],
  ])('a sheet that is searched without end: %s', async (_, rows) => {
    const began = performance.now();
    const bytes = zipOf([{ name: 'xl/media/image1.png', content: noise(60) }, ...workbookParts(rows)]);
    await readWorkbook(fileOf(bytes, 'sheet.xlsx').path, 'sheet.xlsx').catch((error: Error) => expect(error.name).toBe('CannotRun'));
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
