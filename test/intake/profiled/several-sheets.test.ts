import ExcelJS from 'exceljs';
import { expect, it } from 'vitest';
import { headerProfileSchema } from '../../../src/domain/header-profile.ts';
import { ledgerFrom } from '../collected.ts';

const HEADER = ['Document Number', 'Date', 'Name', 'Currency', 'Amount'];

/** A workbook of sheets that hold one PO each, or none; those in `hidden` are not shown. */
async function workbook(sheets: Readonly<Record<string, string | null>>, hidden: readonly string[] = []): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  for (const [name, order] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(name, { state: hidden.includes(name) ? 'hidden' : 'visible' });
    sheet.addRow(HEADER);
    if (order !== null) sheet.addRow([order, '2026-06-03', 'Acme', 'USD', 45.5]);
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

const read = async (content: Buffer, more: object = {}): Promise<string[]> => (await ledgerFrom(content, { name: 'ledger.xlsx', format: 'netsuite', ...more })).orders.map(({ poNumber }) => poNumber);

it('a workbook of which several sheets could be read is refused, hidden ones too', async () => {
  const message = 'the workbook has several sheets with these columns ("June", "July"), and only one can be read';
  await expect(read(await workbook({ June: 'PO-1', July: 'PO-2' }))).rejects.toThrow(message);
  await expect(read(await workbook({ June: 'PO-1', July: 'PO-2' }, ['June']))).rejects.toThrow(message);
});

it('sheets without rows, or beside the one that a profile names, are in nobody\'s way', async () => {
  expect(await read(await workbook({ June: 'PO-1', July: null }))).toEqual(['PO-1']);
  const profile = headerProfileSchema.parse({ columns: { po_number: 'Document Number', po_date: 'Date', vendor_name: 'Name', currency: 'Currency', amount: 'Amount' }, sheet: 'July' });
  expect(await read(await workbook({ June: 'PO-1', July: 'PO-2' }), { profile })).toEqual(['PO-2']);
});
