import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { UnreadColumns } from '../../src/domain/unread-columns.ts';
import { readTable } from '../../src/intake/table.ts';
import { fileOf } from './collected.ts';

const COLUMNS = { required: ['po_number', 'amount'], optional: ['status', 'memo'] };
const unreadIn = async (content: string | Buffer, name = 'table.csv'): Promise<UnreadColumns | null> => (await readTable(fileOf(content, name), COLUMNS, () => {})).unread;
const jsonLines = (...lines: Record<string, unknown>[]): string => lines.map((line) => `${JSON.stringify({ po_number: 'PO-1', amount: '1.00', ...line })}\n`).join('');

describe('columns that nobody reads are told', () => {
  it('of CSV as they are written, in the order of the file, with the known ones that it lacks', async () => {
    expect(await unreadIn('PO Status,po_number,Amount,"the ""buyer"""\nopen,PO-1,1.00,Kim\n')).toEqual({ names: ['PO Status', 'the "buyer"'], lacking: ['status', 'memo'] });
  });

  it('of a workbook', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('Ledger');
    sheet.addRow(['po_number', ' LineState ', 'amount', 'memo', '']);
    sheet.addRow(['PO-1', 'open', 1, '', '']);
    expect(await unreadIn(Buffer.from(await workbook.xlsx.writeBuffer()), 'table.xlsx')).toEqual({ names: ['LineState'], lacking: ['status'] });
  });

  it('of JSON lines, whichever line has them, and a known one is lacking where no line has it', async () => {
    expect(await unreadIn(jsonLines({ Status: 'open', buyer: 'Kim' }, { po_status: null, Buyer: 'Lee' }), 'table.jsonl')).toEqual({ names: ['buyer', 'po_status'], lacking: ['memo'] });
  });

  it('not where all are read, or have no name', async () => {
    expect(await unreadIn('po_number,amount,,status\nPO-1,1.00,,open\n')).toBeNull();
    expect(await unreadIn(jsonLines({ status: 'open' }), 'table.jsonl')).toBeNull();
  });

  it('each once, the names cut, and so many at most that a hostile file costs nothing', async () => {
    expect((await unreadIn(`po_number,amount,buyer,Buyer,${'x'.repeat(500)}\nPO-1,1.00,,,\n`))?.names).toEqual(['buyer', `${'x'.repeat(199)}…`]);
    const many = Array.from({ length: 5_000 }, (_, index) => `c${index}`);
    expect((await unreadIn(`po_number,amount,${many.join(',')}\n`))?.names).toEqual(many.slice(0, 1_000));
    expect((await unreadIn(jsonLines(...many.map((key) => ({ [key]: '1' }))), 'table.jsonl'))?.names).toEqual(many.slice(0, 64));
  });
});

it('a header that lacks a column says which it has, which may be meant, and how else the table is read', async () => {
  const columns = { required: ['po_number', 'po_date', 'currency', 'amount'], optional: [] };
  await expect(readTable(fileOf('PO No,POdate,currency,amount,buyer\nPO-1,2026-06-02,USD,5.00,x\n', 'ledger.csv'), columns, () => {})).rejects.toMatchObject({
    message: 'the header lacks po_number, po_date',
    remedy: 'Is "POdate" the column po_date? The first row must name the columns po_number, po_date, currency, amount; it names PO No, POdate, currency, amount, buyer. Rename the columns, or have po-shadow profile FILE propose how the table is read as it is.',
  });
});
