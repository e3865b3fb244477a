import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type WrittenProfile, headerProfileSchema } from '../../src/domain/header-profile.ts';
import type { ManualPurchaseOrder } from '../../src/domain/ledger-entry.ts';
import { CannotRun } from '../../src/domain/trouble.ts';
import { approvedReport, approvalsText, makeProject } from '../project-folder.ts';
import { ledgerFrom } from '../intake/collected.ts';

const profile = (written: WrittenProfile) => headerProfileSchema.parse(written);
const short = ({ poNumber, poDate, vendorId, currency, entity, lines }: ManualPurchaseOrder): string =>
  [poNumber, poDate, vendorId, currency, entity, ...lines.map(({ glAccount, department, amountMinor, status }) => `${glAccount}/${department}/${amountMinor}/${status}`)].join(' ');
const read = async (...parts: Parameters<typeof ledgerFrom>): Promise<string[]> => (await ledgerFrom(...parts)).orders.map(short);

describe('NetSuite', () => {
  const search = [
    'Larkfield PO lines', 'As of 6/14/2026', '',
    'Internal ID,*,Date,Document Number,Vendor ID,Name,Currency,Subsidiary,Account,Department,Memo,Amount,Status',
    '1,*,6/2/2026,PO-1,V-1,Acme,USD,US,,,,"1,245.50",Pending Receipt',
    '1,,6/2/2026,PO-1,V-1,Acme,USD,US,6110,D-10,pads,"1,200.00",Pending Receipt',
    '1,,6/2/2026,PO-1,V-1,Acme,USD,US,6120,D-10,,45.50,Pending Receipt',
    '2,,6/15/2026,PO-2,V-2,Bolt,USD,US,6110,D-20,,(20.00),Fully Billed',
    'Total - Acme,,,Total - Acme,,,,,,,,"1,225.50",',
  ].join('\n');

  it('reads a search below its titles, without main lines and totals, and says how many it passed over', async () => {
    const { orders, refused, controls } = await ledgerFrom(search, { format: 'netsuite' });
    expect(orders.map(short)).toEqual(['PO-1 2026-06-02 V-1 USD US 6110/D-10/120000/open 6120/D-10/4550/open', 'PO-2 2026-06-15 V-2 USD US 6110/D-20/-2000/closed']);
    expect([refused, controls]).toEqual([[], [
      { what: 'rows that are no PO lines, passed over as a saved search or CSV export of NetSuite says', stated: '1', found: '1', agrees: true },
      { what: 'rows that state sums, not compared since they may count rows that are passed over', stated: '1', found: '1', agrees: true },
    ]]);
    expect(orders[0]?.lines.map(({ row }) => row)).toEqual([6, 7]);
  });

  it('refuses a currency by its name or internal id, and says how a profile explains it', async () => {
    const named = 'Document Number,Date,Name,Currency,Amount\nPO-1,6/22/2026,Acme,US Dollar,1.00\nPO-2,6/22/2026,Acme,1,2.00\nPO-3,6/22/2026,Acme,USX,3.00\n';
    const reason = (word: string) => `not a currency of ISO 4217; a header profile says which one it is: values: { currency: { "${word}": … } }`;
    expect((await ledgerFrom(named, { format: 'netsuite' })).refused).toMatchObject([
      { documentId: 'PO-1', field: 'currency', value: 'US Dollar', reason: reason('US Dollar') }, { documentId: 'PO-2', field: 'currency', value: '1', reason: reason('1') }, { documentId: 'PO-3', field: 'currency', value: 'USX' },
    ]);
    const own = profile({ columns: { po_number: 'Document Number', po_date: 'Date', currency: 'Currency', amount: 'Amount' }, values: { currency: { 'US Dollar': 'USD', '1': 'USD' } } });
    expect((await ledgerFrom(named, { format: 'netsuite', profile: own })).orders.map(({ poNumber, currency }) => [poNumber, currency])).toEqual([['PO-1', 'USD'], ['PO-2', 'USD']]);
  });

  it('takes a vendor whose name begins like a total for what it is', async () => {
    const { orders, controls } = await ledgerFrom(search.replaceAll('Bolt', 'Total Wine'), { format: 'netsuite' });
    expect([orders.map(({ vendorName }) => vendorName), controls]).toMatchObject([['Acme', 'Total Wine'], [{ stated: '1' }, { stated: '1' }]]);
  });

  it('takes what the main line says of the whole PO: its memo before those of the lines, and its reference', async () => {
    const named = search.replace('PO-1,V-1,Acme,USD,US,,,,"1,245.50"', 'PO-1,V-1,Acme,USD,US,,,EXP-9041,"-1,245.50"');
    const { orders } = await ledgerFrom(named, { format: 'netsuite' });
    expect(orders.map(({ memo }) => memo)).toEqual(['EXP-9041; pads', '']);
    const rows = [['T', 'EXP-9041', 'EXP-1', '-80'], ['F', '', '', '80']].map(([mainline, memo, externalid, foreignamount]) => ({ tranid: 'PO-1', trandate: '6/22/2026', entity: '17', currency: 'USD', mainline, memo, externalid, foreignamount, status: 'PurchOrd:B' }));
    expect((await ledgerFrom(JSON.stringify({ items: rows }), { name: 'po.json', format: 'netsuite' })).orders.map(({ memo, reference }) => [memo, reference])).toEqual([['EXP-9041', 'EXP-1']]);
  });

  it('refuses a PO whose lines come to another amount than its main line says, with tax or without', async () => {
    const { orders, refused } = await ledgerFrom(search.replace('"1,245.50"', '1745.50'), { format: 'netsuite' });
    expect(orders.map(({ poNumber }) => poNumber)).toEqual(['PO-2']);
    expect(refused).toMatchObject([{ line: 5, rows: 2, documentId: 'PO-1', field: 'amount', reason: 'the main line says 1745.5, and the lines come to 1245.50: lines of it are missing, such as items' }]);
    expect((await ledgerFrom(search.replace('"1,245.50"', '1245.505'), { format: 'netsuite' })).orders).toHaveLength(2);
  });

  it('stops where nothing but main lines is there', async () => {
    await expect(ledgerFrom(search.split('\n').slice(0, 5).join('\n'), { format: 'netsuite' })).rejects.toThrow('all 1 rows are passed over as no PO lines');
  });

  it('turns foreigntotal round where there are no lines', async () => {
    const answer = { items: [{ tranid: 'PO-1', trandate: '6/22/2026', entity: '17', currency: 'USD', foreigntotal: '-1245.5', status: 'PurchOrd:B' }] };
    expect(await read(JSON.stringify(answer), { name: 'po.json', format: 'netsuite' })).toEqual(['PO-1 2026-06-22 17 USD  //124550/open']);
  });

  it('reads REST records line by line', async () => {
    const record = {
      tranId: 'PO-1', tranDate: '2026-06-02', entity: { id: '17', refName: 'Acme' }, currency: { refName: 'JPY' }, subsidiary: { id: '3' },
      expense: { items: [{ line: 1, account: { id: '61' }, department: { id: '5' }, amount: 1200 }, { line: 2, account: { id: '62' }, department: { id: '5' }, amount: 45 }] },
    };
    expect(await read(JSON.stringify([record]), { name: 'po.json', format: 'netsuite' })).toEqual(['PO-1 2026-06-02 17 JPY 3 61/5/1200/open 62/5/45/open']);
  });
});

describe('JSON numbers', () => {
  const order = (amount: string): string => `{"value":[\n{"number":"1","orderDate":"2026-06-02","vendorNumber":"7","currencyCode":"USD","purchaseOrderLines":[{"lineObjectNumber":"6110","netAmount":1}]},\n{"number":"2","orderDate":"2026-06-02","vendorNumber":"7","currencyCode":"USD","purchaseOrderLines":[{"lineObjectNumber":"6110","netAmount":${amount}}]}]}`;

  it.each([['1.2455E+3', 124_550], ['1245.50000', 124_550], ['-0.00', 0]])('%s is %d minor units', async (amount, minor) => {
    const { orders } = await ledgerFrom(order(amount), { name: 'po.json', format: 'dynamics-bc' });
    expect(orders[1]?.lines).toMatchObject([{ amountMinor: minor, row: 3 }]);
  });

  it('keep their digits: what a currency has no decimals for is refused, and never rounded', async () => {
    const { refused } = await ledgerFrom(order('1245.4999999999998'), { name: 'po.json', format: 'dynamics-bc' });
    expect(refused).toMatchObject([{ line: 3, field: 'amount', value: '1245.4999999999998', reason: 'more decimals than the currency has' }]);
  });
});

describe('SAP S/4HANA', () => {
  it('reads a list with leading zeros, comma decimals, trailing minus and deleted items', async () => {
    const list = [
      'Purchasing Document;Item;Document Date;Supplier;Short Text;Net Order Value;Currency;G/L Account;Cost Center;Deletion Indicator',
      '4500000001;10;02.06.2026;0010300001;pads;1.200,00;EUR;0000611000;0000010100;',
      '4500000001;20;02.06.2026;0010300001;return;45,50-;EUR;0000611000;0000010100;',
      '4500000002;10;03.06.2026;0010300002;gone;10,00;EUR;0000611000;0000010100;L',
    ].join('\n');
    expect(await read(list, { format: 'sap-s4' })).toEqual(['4500000001 2026-06-02 10300001 EUR  611000/10100/120000/open 611000/10100/-4550/open', '4500000002 2026-06-03 10300002 EUR  611000/10100/1000/cancelled']);
  });

  it('takes a vendor\'s number and name out of one cell', async () => {
    const list = 'Purchasing Document;Item;Document Date;Supplier/Supplying Plant;Net Order Value;Currency\n4500000001;10;02.06.2026;0000010101 Pier Paper;1,50;EUR\n4500000002;10;02.06.2026;10102;1,50;EUR\n4500000003;10;13.06.2026;3M Company;1,50;EUR\n';
    expect((await ledgerFrom(list, { format: 'sap-s4' })).orders.map(({ vendorId, vendorName }) => [vendorId, vendorName])).toEqual([['10101', 'Pier Paper'], ['10102', ''], ['3M Company', '3M Company']]);
  });

  it('counts a PO whose release was refused as cancelled, in answers and in tables', async () => {
    const order = { PurchaseOrder: '4500000001', PurchaseOrderDate: '2026-06-02', Supplier: '1', DocumentCurrency: 'USD', PurchasingProcessingStatus: '08', to_PurchaseOrderItem: { results: [{ to_AccountAssignment: { results: [{ GLAccount: '6110', PurgDocNetAmount: '1.50' }] } }] } };
    expect(await read(JSON.stringify({ d: { results: [order, { ...order, PurchaseOrder: '4500000002', PurchasingProcessingStatus: '05' }] } }), { name: 'po.json', format: 'sap-s4' })).toEqual(['4500000001 2026-06-02 1 USD  6110//150/cancelled', '4500000002 2026-06-02 1 USD  6110//150/open']);
    expect(await read('EBELN,BEDAT,LIFNR,WAERS,EBELP,NETWR,LOEKZ,PROCSTAT\n1,2026-06-02,1,USD,10,5.00,,08\n', { format: 'sap-s4' })).toEqual(['1 2026-06-02 1 USD  //500/cancelled']);
  });

  it('reads OData answers, one line an account assignment', async () => {
    const order = {
      PurchaseOrder: '4500000001', PurchaseOrderDate: `/Date(${Date.UTC(2026, 5, 2)})/`, Supplier: '10300001', DocumentCurrency: 'KWD', CompanyCode: '1010',
      to_PurchaseOrderItem: { results: [{ PurchaseOrderItemText: 'pads', to_AccountAssignment: { results: [{ GLAccount: '611000', CostCenter: '10101', PurgDocNetAmount: '1.234' }, { GLAccount: '612000', CostCenter: '10101', PurgDocNetAmount: '0.5' }] } }] },
    };
    expect(await read(JSON.stringify({ d: { results: [order] } }), { name: 'po.json', format: 'sap-s4' })).toEqual(['4500000001 2026-06-02 10300001 KWD 1010 611000/10101/1234/open 612000/10101/500/open']);
  });
});

describe('Business Central', () => {
  const list = 'No.,Buy-from Vendor No.,Buy-from Vendor Name,Document Date,Status,Currency Code,Amount\n106001,10000,Acme,6/22/2026,Released,,"1,245.50"\n';

  it('reads the location of a list from the dimension in which bodies carry it', async () => {
    const dimensions = list.replace('Status,', 'Status,Location Code,Shortcut Dimension 2 Code,').replace('Released,', 'Released,MAIN,S012,');
    expect((await ledgerFrom(dimensions, { format: 'dynamics-bc', currency: 'USD' })).orders.map(({ lines }) => lines[0]?.location)).toEqual(['S012']);
  });

  it('takes the local currency from the settings', async () => {
    expect(await read(list, { format: 'dynamics-bc', currency: 'USD' })).toEqual(['106001 2026-06-22 10000 USD  //124550/open']);
    expect((await ledgerFrom(list, { format: 'dynamics-bc' })).refused).toMatchObject([{ field: 'currency', documentId: '106001' }]);
  });

  it('reads the API’s orders with their lines', async () => {
    const order = { number: '106001', orderDate: '2026-06-02', vendorNumber: '10000', currencyCode: 'USD', status: 'Draft', purchaseOrderLines: [{ sequence: 10000, lineType: 'Account', lineObjectNumber: '6110', netAmount: 12.5 }, { sequence: 20000, lineType: 'Comment', lineObjectNumber: '', netAmount: 0 }] };
    expect(await read(JSON.stringify({ value: [order] }), { name: 'po.json', format: 'dynamics-bc' })).toEqual(['106001 2026-06-02 10000 USD  6110//1250/open']);
  });
});

describe('Finance & Operations', () => {
  it('reads headers with lines; noon UTC is a date', async () => {
    const order = { dataAreaId: 'usmf', PurchaseOrderNumber: '000021', AccountingDate: '2026-06-02T12:00:00Z', OrderVendorAccountNumber: '1001', CurrencyCode: 'USD', PurchaseOrderLinesV2: [{ LineNumber: 1, MainAccountIdDisplayValue: '606300', LineAmount: 1200, PurchaseOrderLineStatus: 'Backorder' }] };
    expect(await read(JSON.stringify({ value: [order] }), { name: 'po.json', format: 'dynamics-fo' })).toEqual(['000021 2026-06-02 1001 USD usmf 606300//120000/open']);
  });

  it('counts a PO that its workflow refused as cancelled', async () => {
    const order = { dataAreaId: 'usmf', PurchaseOrderNumber: '000021', AccountingDate: '2026-06-02T12:00:00Z', OrderVendorAccountNumber: '1001', CurrencyCode: 'USD', DocumentApprovalStatus: 'Rejected', PurchaseOrderLinesV2: [{ LineNumber: 1, MainAccountIdDisplayValue: '606300', LineAmount: 1200, PurchaseOrderLineStatus: 'Backorder' }] };
    expect(await read(JSON.stringify({ value: [order] }), { name: 'po.json', format: 'dynamics-fo' })).toEqual(['000021 2026-06-02 1001 USD usmf 606300//120000/cancelled']);
  });

  it('reads a flat data export', async () => {
    const rows = 'PURCHASEORDERNUMBER,ORDERVENDORACCOUNTNUMBER,ACCOUNTINGDATE,CURRENCYCODE,LINENUMBER,LINEAMOUNT,PURCHASEORDERLINESTATUS\n000021,1001,2026-06-02 00:00:00,USD,1,1200.000000,Canceled\n';
    expect(await read(rows, { format: 'dynamics-fo' })).toEqual(['000021 2026-06-02 1001 USD  //120000/cancelled']);
  });
});

it('a blank currency is quarantined with the key beside the input that says what it stands for', async () => {
  const list = 'No.,Buy-from Vendor No.,Document Date,Status,Currency Code,Amount\n1,V-1,2026-06-02,Open,,1.00\n2,V-1,2026-06-02,Open,EUR,2.00\n';
  const { orders, refused } = await ledgerFrom(list, { format: 'dynamics-bc' });
  expect([orders.map(({ poNumber }) => poNumber), refused]).toMatchObject([['2'], [{ documentId: '1', field: 'currency', value: '', reason: expect.stringContaining('give it as currency beside the input') }]]);
  expect((await ledgerFrom(list, { format: 'dynamics-bc', currency: 'USD' })).orders.map(({ poNumber, currency }) => [poNumber, currency])).toEqual([['1', 'USD'], ['2', 'EUR']]);
});

describe('a profile of the project', () => {
  const columns = { po_number: 'Order no.', po_date: 'Ordered on', vendor_name: ['Lieferant', 'Supplier'], currency: 'Cur.', amount: 'Net value', gl_account: 'Account' };
  const sheet = (...rows: string[]): string => `Order no.;Ordered on;Supplier;Account;Net value\n${rows.join('\n')}\n`;

  it('names columns, fills down, takes defaults and other words', async () => {
    const own = profile({ columns: { ...columns, status: 'Account' }, defaults: { currency: 'EUR' }, fillDown: ['po_number', 'po_date'], values: { gl_account: { Pads: '6110' }, status: { Pads: 'open', '6120': 'closed' } }, negate: ['amount'] });
    expect(await read(sheet('A-1;02.06.2026;Acme;Pads;-1.245,50', ';;Acme;6120;-10,00'), { profile: own })).toEqual(['A-1 2026-06-02  EUR  6110//124550/open 6120//1000/closed']);
  });

  it.each([
    ['dates that could be two', 'A-1;03/04/2026;Acme;6110;10,00', 'the dates of column po_date could be read two ways, such as "03/04/2026" (line 2)'],
    ['amounts that could be two', 'A-1;2026-06-02;Acme;6110;1.234', 'the amounts of column amount could be read two ways, such as "1.234" (line 2)'],
    ['dates that contradict each other', 'A-1;13/04/2026;Acme;6110;1,00\nA-2;04/13/2026;Acme;6110;1,00', 'written in two ways: "13/04/2026" (line 2) and "04/13/2026" (line 3)'],
    ['amounts that contradict each other', 'A-1;2026-06-02;Acme;6110;1,50\nA-2;2026-06-02;Acme;6110;1.50', 'written in two ways: "1,50" (line 2) and "1.50" (line 3)'],
  ])('never guesses %s', async (_, rows, message) => {
    await expect(ledgerFrom(sheet(rows), { profile: profile({ columns, defaults: { currency: 'EUR' } }) })).rejects.toThrow(message);
  });

  it('says of what could be read two ways which key settles it', async () => {
    const remedyOf = async (text: string, options: Parameters<typeof ledgerFrom>[1]): Promise<string> => {
      const error: unknown = await ledgerFrom(text, options).catch((each: unknown) => each);
      return error instanceof CannotRun ? String(error.remedy) : 'no error';
    };
    const search = (date: string, amount: string): string => `Document Number,Date,Name,Currency,Amount\nPO-1,${date},Acme,USD,${amount}\n`;
    expect(await remedyOf(search('3/4/2026', '1.50'), { format: 'netsuite' })).toBe('Say which beside the input or in its profile: dates: M/D/YYYY or dates: D/M/YYYY.');
    expect(await remedyOf(search('2026-06-02', '1.234'), { format: 'netsuite' })).toBe('Say which beside the input or in its profile: decimals: "1,234.56" or "1.234,56".');
  });

  it('is settled by one row of the column, or by the profile', async () => {
    const own = profile({ columns, defaults: { currency: 'EUR' } });
    expect(await read(sheet('A-1;03/04/2026;Acme;6110;1.234', 'A-2;13/04/2026;Acme;6110;1,5'), { profile: own })).toEqual(['A-1 2026-04-03  EUR  6110//123400/open', 'A-2 2026-04-13  EUR  6110//150/open']);
    expect(await read(sheet('A-1;03/04/2026;Acme;6110;1.234'), { profile: { ...own, dates: 'M/D/YYYY', decimals: '1.234,56' } })).toEqual(['A-1 2026-03-04  EUR  6110//123400/open']);
  });

  it('whose dates a person names keeps to them: a date that is written otherwise is quarantined, and where all are the import stops', async () => {
    const own = { ...profile({ columns, defaults: { currency: 'EUR' } }), dates: 'M/D/YYYY' as const };
    const { orders, refused } = await ledgerFrom(sheet('A-1;03/04/2026;Acme;6110;1,50', 'A-2;13/04/2026;Acme;6110;1,50'), { profile: own });
    expect([orders.map(({ poDate }) => poDate), refused]).toMatchObject([['2026-03-04'], [{ line: 3, field: 'po_date', value: '13/04/2026' }]]);
    await expect(ledgerFrom(sheet('A-1;14/04/2026;Acme;6110;1,50', 'A-2;13/04/2026;Acme;6110;1,50'), { profile: own })).rejects.toThrow('no date of column po_date is written M/D/YYYY, as the profile says: the first is "14/04/2026" (line 2)');
    expect(await read(sheet('A-1;2026-04-14;Acme;6110;1,50'), { profile: own })).toEqual(['A-1 2026-04-14  EUR  6110//150/open']);
  });

  it('refuses ids that a spreadsheet turned into numbers, and passes over a second header', async () => {
    const { orders, refused, controls } = await ledgerFrom(sheet('1.23E+11;2026-06-02;Acme;6110;1,00', 'Order no.;Ordered on;Supplier;Account;Net value', 'A-2;2026-06-02;Acme;6110;1,00'), { profile: profile({ columns, defaults: { currency: 'EUR' } }) });
    expect(orders.map(({ poNumber }) => poNumber)).toEqual(['A-2']);
    expect(refused).toMatchObject([{ line: 2, field: 'po_number', value: '1.23E+11' }]);
    expect(controls).toMatchObject([{ stated: '1' }]);
  });

  it('says which columns are missing, and which there are', async () => {
    await expect(ledgerFrom('Number,Value\n1,2\n', { profile: profile({ columns }) })).rejects.toMatchObject({ message: expect.stringContaining('lacks po_number (Order no.); po_date (Ordered on); currency (Cur.); amount (Net value)'), remedy: expect.stringContaining('It names: Number, Value') });
  });

  it('works from the settings through run and audit, and is part of them', async () => {
    const project = makeProject({
      approvals: approvalsText(approvedReport()),
      settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'kept.csv', profile: 'profiles/kept.yaml' }], master: 'master', mapping: 'mapping' } },
      files: {
        'kept.csv': 'Our ledger\nOrder;Day;Supplier;Cur;Acct;Dept;Loc;Value;Ref\nPO-7782;02.06.2026;V-1001;USD;6110;D-10;L-012;845,50;EXP-9041\n',
        'profiles/kept.yaml': 'columns: { po_number: Order, po_date: Day, vendor_id: Supplier, currency: Cur, gl_account: Acct, department: Dept, location: Loc, amount: Value, reference: Ref }\n',
      },
    });
    const { code, stdout, stderr } = await project.here(['run', '--format', 'json']);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(JSON.parse(stdout)).toMatchObject({ run: expect.anything() });
    const { stdout: table } = await project.here(['variance', '--format', 'csv']);
    expect(table).toContain('PO-7782');
    expect((await project.here(['audit'])).stdout).toContain('Everything holds');
    const settings = readFileSync(join(project.dir, 'po-shadow.yaml'), 'utf8');
    project.write('po-shadow.yaml', settings.replace('profiles/kept.yaml', join(project.dir, 'profiles/kept.yaml')));
    expect((await project.here(['variance', '--format', 'csv'])).stdout).toBe(table);
    project.write('po-shadow.yaml', settings.replace('profiles/kept.yaml', '../kept.yaml'));
    expect((await project.here(['run'])).stderr).toContain('inputs.ledger[0].profile: ../kept.yaml lies outside the project folder');
    project.write('po-shadow.yaml', settings);
    project.write('profiles/kept.yaml', 'columns: { po_nummer: Order }\n');
    const broken = await project.here(['run']);
    expect([broken.code, broken.stderr]).toEqual([2, expect.stringContaining('po_nummer is no column of the ledger')]);
  }, 30_000);
});
