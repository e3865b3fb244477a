import { describe, expect, it } from 'vitest';
import { headerProfileSchema } from '../../../src/domain/header-profile.ts';
import { expensify } from '../../../src/sources/expensify.ts';
import { joinedFrom, ledgerFrom } from '../collected.ts';
import { readerOf } from '../../sources/read-source.ts';

const readExpensify = readerOf(expensify);

const SEARCH = 'Document Number,Date,Name,Currency,Amount\n';

describe('dates and decimals beside an input', () => {
  it('settle a known form that leaves them open', async () => {
    const file = `${SEARCH}PO-1,3/4/2026,Acme,USD,"1,234"\n`;
    await expect(ledgerFrom(file, { format: 'netsuite' })).rejects.toThrow('could be read two ways');
    const { orders } = await ledgerFrom(file, { format: 'netsuite', dates: 'D/M/YYYY', decimals: '1,234.56' });
    expect(orders.map(({ poDate, lines }) => [poDate, lines[0]?.amountMinor])).toEqual([['2026-04-03', 123_400]]);
  });

  it('go before what the cells show: what is written otherwise is quarantined', async () => {
    const { orders, refused } = await ledgerFrom(`${SEARCH}PO-1,3/4/2026,Acme,USD,1.50\nPO-2,13/4/2026,Acme,USD,1.50\nPO-3,3/4/2026,Acme,USD,"1.234,50"\n`, { format: 'netsuite', dates: 'M/D/YYYY', decimals: '1,234.56' });
    expect(orders.map(({ poNumber, poDate }) => [poNumber, poDate])).toEqual([['PO-1', '2026-03-04']]);
    expect(refused.map(({ documentId, field, reason }) => [documentId, field, reason])).toEqual([['PO-2', 'po_date', 'not an existing date written M/D/YYYY'], ['PO-3', 'amount', 'not an amount written like 1,234.56']]);
  });

  it('stop the import where no date of a column is written so, and say that the input does', async () => {
    await expect(ledgerFrom(`${SEARCH}PO-1,14/4/2026,Acme,USD,1.50\n`, { format: 'netsuite', dates: 'M/D/YYYY' })).rejects.toMatchObject({
      message: 'no date of column po_date is written M/D/YYYY, as the input says: the first is "14/4/2026" (line 2)', remedy: 'Correct dates beside the input, or leave it out where the dates tell it themselves.',
    });
  });

  it('go before what a profile says', async () => {
    const profile = headerProfileSchema.parse({ columns: { po_number: 'No', po_date: 'On', currency: 'Cur', amount: 'Sum' }, dates: 'M/D/YYYY', decimals: '1,234.56' });
    const { orders } = await ledgerFrom('No;On;Cur;Sum\nPO-1;3/4/2026;EUR;1.234\n', { profile, dates: 'D/M/YYYY', decimals: '1.234,56' });
    expect(orders.map(({ poDate, lines }) => [poDate, lines[0]?.amountMinor])).toEqual([['2026-04-03', 123_400]]);
  });

  it('hold for the headers and the lines of a ledger in several files', async () => {
    const headers = 'PURCHASEORDERNUMBER,ACCOUNTINGDATE,ORDERVENDORACCOUNTNUMBER,CURRENCYCODE\nPO-1,3/4/2026,V-1,USD\n';
    const lines = 'PURCHASEORDERNUMBER,LINENUMBER,LINEAMOUNT\nPO-1,1,"1,234"\n';
    await expect(joinedFrom('dynamics-fo', { headers, lines })).rejects.toThrow('could be read two ways');
    const { orders } = await joinedFrom('dynamics-fo', { headers, lines }, { dates: 'M/D/YYYY', decimals: '1,234.56' });
    expect(orders.map(({ poDate, lines: [line] }) => [poDate, line?.amountMinor])).toEqual([['2026-03-04', 123_400]]);
  });

  it('go before the known form of an expense system', async () => {
    const csv = 'Report ID,Report Status,Report Currency,Approved,Expense ID,Timestamp,Merchant,Amount\nR1,Approved,USD,3/4/2026,E1,3/4/2026,Pier,5.00\n';
    const dates = async (options: Parameters<typeof readExpensify>[2]): Promise<string[]> => (await readExpensify('e.csv', csv, options)).accepted.flatMap(({ snapshot: { lines } }) => lines.map(({ date }) => date));
    expect([await dates({}), await dates({ dates: 'D/M/YYYY' })]).toEqual([['2026-03-04'], ['2026-04-03']]);
  });
});
