import { describe, expect, it } from 'vitest';
import { headerProfileSchema } from '../../src/domain/header-profile.ts';
import { ledgerFrom } from '../intake/collected.ts';

type Told = { pos: string[]; refused: unknown[]; totals: string[] };
async function told(text: string, options: Parameters<typeof ledgerFrom>[1]): Promise<Told> {
  const { orders, refused, controls } = await ledgerFrom(text, options);
  return {
    pos: orders.map(({ poNumber, lines }) => `${poNumber} ${lines.map(({ amountMinor }) => amountMinor).join('+')}`), refused: refused.map(({ line, field }) => [line, field]),
    totals: controls.map(({ what, stated, found, agrees }) => `${what}: ${stated} ${agrees ? 'agrees' : `is ${found}`}`),
  };
}

describe('sums in a search of NetSuite', () => {
  const search = (...rows: string[]): string => `Type,Date,Document Number,Name,Currency,Account,Memo,Amount\n${rows.join('\n')}\n`;
  const [first, second] = [',6/13/2026,PO-1,Acme,USD,6110,pads,"1,000.00"', ',6/14/2026,PO-2,Bolt,USD,6110,soap,200.00'];

  it.each([
    ['in a column that is not read', 'Total - Purchase Order,,,,,,,"1,200.00"'], ['in the column of accounts', ',,,,,Total - 6110,,"1,200.00"'], ['in that of numbers', ',,Total,,,,,"1,200.00"'], ['in the first column', 'Overall Total,,,,,,,"1,200.00"'],
  ])('are no PO and are compared with the rows above them: the word stands %s', async (_, row) => {
    expect(await told(search(first, second, row), { format: 'netsuite' })).toEqual({ pos: ['PO-1 100000', 'PO-2 20000'], refused: [], totals: ['total of amount (line 4): 1200 agrees'] });
  });

  it('disagree where a row is missing', async () => {
    expect((await told(search(first, 'Total - Purchase Order,,,,,,,"1,200.00"'), { format: 'netsuite' })).totals).toEqual(['total of amount (line 3): 1200 is 1000']);
  });

  it('count a group, the groups in it, or all rows', async () => {
    const rows = [first, 'Total - Acme,,,,,,,"1,000.00"', second, 'Total - Bolt,,,,,,,200.00', 'Total - US,,,,,,,"1,200.00"', second.replace('PO-2', 'PO-3'), 'Total - Bolt,,,,,,,200.00', 'Total,,,,,,,"1,400.00"'];
    expect((await told(search(...rows), { format: 'netsuite' })).totals.every((total) => total.endsWith('agrees'))).toBe(true);
    // The rows of one group are missing: the sums of the others agree, those that count it do not.
    expect((await told(search(...rows.filter((_, place) => place !== 2)), { format: 'netsuite' })).totals.filter((total) => !total.endsWith('agrees'))).toEqual(['total of amount (line 4): 200 is 0', 'total of amount (line 5): 1200 is 0', 'total of amount (line 8): 1400 is 0']);
  });

  it('are told by a row without a number and a date alone: a PO of a vendor called so is one, and a line without its number is quarantined', async () => {
    expect(await told(search(first.replace('Acme', 'Total - Acme'), ',6/14/2026,,Total,USD,6110,,5.00'), { format: 'netsuite' })).toEqual({ pos: ['PO-1 100000'], refused: [[3, 'po_number']], totals: [] });
  });
});

describe('sums in a list of ME2N', () => {
  const list = (...rows: string[]): string => `Purchasing Document;Item;Document Date;Currency;Net Order Value\n${rows.join('\n')}\n`;

  it('are an asterisk a level, of one currency each, and are compared', async () => {
    const rows = ['4500000001;10;13.06.2026;USD;600,11', '4500000002;10;14.06.2026;EUR;1.234,56', '*;;;USD;600,11', '*;;;EUR;1.234,56', '4500000003;10;14.06.2026;USD;30,00', '*;;;USD;30,00', '**;;;USD;630,11', ';**;;EUR;1.234,50'];
    expect(await told(list(...rows), { format: 'sap-s4' })).toEqual({
      pos: ['4500000001 60011', '4500000002 123456', '4500000003 3000'], refused: [],
      totals: ['total of amount (line 4): 600.11 agrees', 'total of amount (line 5): 1234.56 agrees', 'total of amount (line 7): 30 agrees', 'total of amount (line 8): 630.11 agrees', 'total of amount (line 9): 1234.5 is 0'],
    });
  });

  it('without a currency are no sum where several stand above them', async () => {
    expect((await told(list('4500000001;10;13.06.2026;USD;1,50', '4500000002;10;14.06.2026;EUR;1,50', '*;;;;3,00'), { format: 'sap-s4' })).totals).toEqual(['total of amount (line 4): 3 is mixed currencies under one total: EUR, USD']);
  });
});

it('a profile names the words of such rows; behind them nothing is filled from above', async () => {
  const profile = headerProfileSchema.parse({ columns: { po_number: 'No', po_date: 'On', amount: 'Sum' }, defaults: { currency: 'EUR' }, fillDown: ['po_number', 'po_date'], sums: ['Summe*'] });
  expect(await told('Kind;No;On;Sum\n;A-1;2026-06-02;1,50\n;;;2,00\nSumme A-1;;;3,50\n;;;9,00\n', { profile })).toEqual({ pos: ['A-1 150+200'], refused: [[5, 'po_number']], totals: ['total of amount (line 4): 3.5 agrees'] });
});
