import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { headerProfileSchema } from '../../../src/domain/header-profile.ts';
import { ledgerFrom } from '../collected.ts';

type Cell = string | number;
type Row = [order: string, currency: string, amount: Cell | ExcelJS.CellFormulaValue];
const columns = { po_number: 'Order', po_date: 'Date', currency: 'Cur', amount: 'Amount' };
const NAMES = ['Order', 'Date', 'Cur', 'Amount'];

async function workbook(rows: readonly Row[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Orders');
  sheet.addRow(NAMES);
  for (const [order, currency, amount] of rows) sheet.addRow([order, order === '' ? '' : '2026-06-03', currency, amount]);
  return Buffer.from(await book.xlsx.writeBuffer());
}

const json = (rows: readonly Row[]): string => JSON.stringify(rows.map(([order, currency, amount]) => ({ Order: order, Date: order === '' ? '' : '2026-06-03', Cur: currency, Amount: amount })));

async function read(ending: 'xlsx' | 'json', rows: readonly Row[], more: object = {}) {
  const content = ending === 'xlsx' ? await workbook(rows) : json(rows);
  const { orders, refused } = await ledgerFrom(content, { name: `ledger.${ending}`, profile: headerProfileSchema.parse({ columns, ...more }) });
  return { orders: orders.map(({ poNumber, lines }) => `${poNumber} ${lines.map(({ amountMinor }) => amountMinor).join('+')}`), refused: refused.map(({ line, value, reason }) => `${line}: ${value}: ${reason}`) };
}

describe.each(['xlsx', 'json'] as const)('an amount in .%s', (ending) => {
  const line = ending === 'xlsx' ? 2 : 1;

  it('that is a number is what it is, whatever the style of texts', async () => {
    expect(await read(ending, [['PO-1', 'KWD', 1.234], ['PO-2', 'USD', -1234.5]], { decimals: '1.234,56' })).toEqual({ orders: ['PO-1 1234', 'PO-2 -123450'], refused: [] });
    expect(await read(ending, [['PO-1', 'KWD', 1.234]], { negate: ['amount'] })).toEqual({ orders: ['PO-1 -1234'], refused: [] });
  });

  it('that is a text which could be read two ways stops the import', async () => {
    await expect(read(ending, [['PO-1', 'EUR', '1.500']])).rejects.toThrow(`the amounts of column amount could be read two ways, such as "1.500" (line ${line})`);
    expect(await read(ending, [['PO-1', 'EUR', '1.500']], { decimals: '1.234,56' })).toEqual({ orders: ['PO-1 150000'], refused: [] });
  });

  it('that is a text is read as the texts of its column are, beside numbers that prove nothing', async () => {
    expect(await read(ending, [['PO-1', 'EUR', '1.500'], ['PO-2', 'EUR', '1.234,50'], ['PO-3', 'EUR', 12.5]])).toEqual({ orders: ['PO-1 150000', 'PO-2 123450', 'PO-3 1250'], refused: [] });
    await expect(read(ending, [['PO-1', 'EUR', '1.50'], ['PO-2', 'EUR', '1,50']])).rejects.toThrow('written in two ways');
  });

  it.each(['€ 100', 'EUR 100.00'])('that is the text %s is quarantined in a row of another currency', async (written) => {
    expect(await read(ending, [['PO-1', 'USD', written], ['PO-2', 'EUR', written]])).toEqual({ orders: ['PO-2 10000'], refused: [`${ending === 'xlsx' ? 2 : 1}: ${written}: mixed currencies: the amount is not in USD`] });
  });

  it('that is filled down stays a number', async () => {
    expect(await read(ending, [['PO-1', 'KWD', 1.234], ['PO-2', 'KWD', '']], { fillDown: ['amount'], decimals: '1.234,56' })).toEqual({ orders: ['PO-1 1234', 'PO-2 1234'], refused: [] });
  });
});

it('the result of a formula is a number or a text, as it was stored', async () => {
  expect(await read('xlsx', [['PO-1', 'KWD', { formula: 'A1', result: 1.234 }]], { decimals: '1.234,56' })).toEqual({ orders: ['PO-1 1234'], refused: [] });
  expect(await read('xlsx', [['PO-1', 'EUR', { formula: 'A1', result: '1.500' }]], { decimals: '1.234,56' })).toEqual({ orders: ['PO-1 150000'], refused: [] });
});

it('amounts in quotes in the answer of a known API have a point, even where all of them could be read two ways', async () => {
  const order = {
    PurchaseOrder: '4500000001', PurchaseOrderDate: '2026-06-02', Supplier: '10300001', DocumentCurrency: 'KWD',
    to_PurchaseOrderItem: { results: [{ to_AccountAssignment: { results: [{ GLAccount: '611000', PurgDocNetAmount: '1.234' }] } }] },
  };
  const { orders } = await ledgerFrom(JSON.stringify({ d: { results: [order] } }), { name: 'po.json', format: 'sap-s4' });
  expect(orders[0]?.lines).toMatchObject([{ amountMinor: 1234 }]);
});
