import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { readWorkbook } from '../../src/intake/workbook.ts';
import type { Column } from '../../src/report/workbook/column.ts';
import { writeCompanion } from '../../src/report/workbook/companion.ts';
import { amount, count, date, text } from '../../src/report/workbook/content.ts';
import { makeFolder } from '../project-folder.ts';
import { HOSTILE } from './decision-fixture.ts';
import { converted, hasOffice } from './office.ts';

interface Line {
  id: string;
  says: string;
  currency: string;
  amount: string | null;
  open: boolean;
}
const COLUMNS: Column<Line>[] = [
  { name: 'Id', width: 16, of: ({ id }) => text(id) },
  { name: 'Says <&>', width: 40, of: ({ says }) => text(says) },
  { name: 'Amount', width: 16, of: (line) => amount(line.amount, line.currency) },
  { name: 'Date', width: 12, of: () => date('2026-06-12') },
  { name: 'Count', width: 8, of: ({ id }) => count(id.length), look: ({ open }) => (open ? 'open' : 'agree') },
];
const SAYS = [...HOSTILE, 'Fish & Chips <b>"2"</b>', "it's ]]> over", '_x0041_ typed', 'naïve 日本 🎉', '=1+1', '\u0000\u202e\n\t', ' spaces '];
const lines: Line[] = Array.from({ length: 25 }, (_, index) => ({
  id: `00${index}`, says: SAYS[index % SAYS.length] as string, currency: ['USD', 'JPY', 'KWD'][index % 3] as string, amount: index % 5 === 0 ? null : `${index}${['.50', '', '.125'][index % 3]}`, open: index % 2 === 0,
}));
const WRITTEN = new Date('2026-06-19T00:00:00Z');
const write = async (name: string, sheetRows?: number): Promise<string> => {
  const path = join(makeFolder(), name);
  await writeCompanion(path, 'Lines', COLUMNS, lines, WRITTEN, sheetRows);
  return path;
};

const unescaped = (xml: string): string => xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
/** What the cells of each row hold, by the XML itself: readers of it differ in what they make of texts. */
const rowsOf = (xml: string): string[][] => [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/g)].map(([, row = '']) => [...row.matchAll(/<(?:v|t)(?: [^>]*)?>([^<]*)<\/(?:v|t)>/g)].map(([, value = '']) => unescaped(value)));

describe('a companion', () => {
  let path: string;
  beforeAll(async () => {
    path = await write('lines.xlsx', 11);
  });

  it('says in every cell what was given, on as many sheets as its rows take, whatever employees typed', async () => {
    const sheets = await readWorkbook(path, 'lines');
    expect(sheets.map(({ name }) => name)).toEqual(['Lines', 'Lines (2)', 'Lines (3)']);
    expect(sheets.map(({ rows }) => rows.length)).toEqual([11, 11, 6]);
    for (const { rows } of sheets) expect(rows[0]?.cells).toEqual(COLUMNS.map(({ name }) => name));
    const parts = unzipSync(readFileSync(path));
    const read = [1, 2, 3].flatMap((sheet) => rowsOf(new TextDecoder('utf-8', { fatal: true }).decode(parts[`xl/worksheets/sheet${sheet}.xml`])).slice(1));
    expect(read).toEqual(lines.map((line) => COLUMNS.map((column) => column.of(line).value).filter((value) => value !== null).map(String)));
  });

  it('has the looks of its columns, a header that stays in sight and filters over its rows', async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(path);
    const sheet = book.getWorksheet('Lines (3)') as ExcelJS.Worksheet;
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet.autoFilter).toBe('A1:E6');
    expect(sheet.getCell('A1').font).toMatchObject({ bold: true, color: { argb: 'FFFFFFFF' } });
    expect(sheet.getCell('C3').numFmt).toBe('"$"#,##0.00;-"$"#,##0.00');
    expect(sheet.getCell('A2').numFmt).toBe('@');
    expect([sheet.getCell('E2').font.bold, sheet.getCell('E3').font.bold ?? false]).toEqual([true, false]);
    expect([sheet.getCell('C2').value, sheet.getCell('C3').value]).toEqual([null, 21.5]);
    expect(typeof sheet.getCell('A2').value).toBe('string');
  });

  it('has the same bytes when it is written again, and leaves nothing else behind', async () => {
    expect(readFileSync(await write('again.xlsx', 11)).equals(readFileSync(path))).toBe(true);
    expect(readdirSync(join(path, '..'))).toEqual(['lines.xlsx']);
  });

  it('of no rows has its header alone', async () => {
    const empty = join(makeFolder(), 'empty.xlsx');
    await writeCompanion(empty, 'Lines', COLUMNS, [], WRITTEN);
    expect((await readWorkbook(empty, 'empty')).map(({ rows }) => rows.length)).toEqual([1]);
  });

  it('leaves nothing behind where its rows can\'t be read to the end', async () => {
    const folder = makeFolder();
    const broken = function* (): Generator<Line> {
      yield lines[0] as Line;
      throw new Error('the disk is gone');
    };
    await expect(writeCompanion(join(folder, 'broken.xlsx'), 'Lines', COLUMNS, broken(), WRITTEN)).rejects.toThrow('the disk is gone');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.runIf(hasOffice)('opens in LibreOffice with the same texts', async () => {
    const csv = readFileSync(converted(await write('lines.xlsx'), 'lines.csv', 'csv'), 'utf8');
    expect(csv).toContain('Fish & Chips <b>""2""</b>');
    expect(csv).toContain(',_x0041_ typed,');
    expect(csv).toContain(', spaces ,');
    expect(csv).toContain('<b>&amp;</b> ""quoted""');
    expect(csv.split('\n')[0]).toBe('Id,Says <&>,Amount,Date,Count');
  });
});
