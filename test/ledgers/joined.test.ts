import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { headerProfileSchema } from '../../src/domain/header-profile.ts';
import { type ManualPurchaseOrder, packManual, packRows, unpackManual } from '../../src/domain/ledger-entry.ts';
import type { Refusal } from '../../src/intake/sink.ts';
import { joinedFrom, ledgerFrom } from '../intake/collected.ts';

const short = ({ poNumber, poDate, vendorId, currency, entity, lines }: ManualPurchaseOrder): string =>
  [poNumber, poDate, vendorId, currency, entity, ...lines.map(({ line, glAccount, department, amountMinor, status, row }) => `${line}:${glAccount}/${department}/${amountMinor}/${status}@${row}`)].join(' ');
const told = ({ part, line, field, value, reason, documentId }: Refusal): string => `${part}:${line} ${documentId ?? '–'} ${field} "${value}" ${reason}`;
const csv = (...rows: string[]): string => `${rows.join('\n')}\n`;
const json = (name: string, rows: unknown): { name: string; content: string } => ({ name, content: JSON.stringify(rows) });

const FO_HEADERS = csv(
  'DATAAREAID,PURCHASEORDERNUMBER,ACCOUNTINGDATE,ORDERVENDORACCOUNTNUMBER,PURCHASEORDERNAME,CURRENCYCODE,VENDORORDERREFERENCE,ORDERERPERSONNELNUMBER,PURCHASEORDERSTATUS',
  'usmf,PO-1,2026-06-02,V-1001,Acme,USD,EXP-1,000020,Backorder',
  'usmf,PO-2,2026-06-03,V-1002,Bolt,USD,EXP-2,000020,Invoiced',
);
const FO_LINES = csv(
  'DATAAREAID,PURCHASEORDERNUMBER,LINENUMBER,LINEDESCRIPTION,ORDEREDPURCHASEQUANTITY,PURCHASEPRICE,LINEAMOUNT,MAINACCOUNTIDDISPLAYVALUE,RECEIVINGSITEID,PURCHASEORDERLINESTATUS',
  'usmf,PO-2,1,signs,1,20.00,20.00,6110,S1,Invoiced',
  'usmf,PO-1,1,pads,2,600.00,"1,200.00",6110,S1,Backorder',
  'usmf,PO-1,2,soap,1,45.50,45.50,6120,S1,Canceled',
);

describe('F&O headers and lines', () => {
  it('become POs by number and legal entity, each line traced to its row', async () => {
    const { orders, refused, controls, rows } = await joinedFrom('dynamics-fo', { headers: FO_HEADERS, lines: FO_LINES });
    expect(orders.map(short)).toEqual(['PO-2 2026-06-03 V-1002 USD usmf 1:6110//2000/closed@2', 'PO-1 2026-06-02 V-1001 USD usmf 1:6110//120000/open@3 2:6120//4550/cancelled@4']);
    expect(orders[1]).toMatchObject({ reference: 'EXP-1', memo: 'pads; soap', enteredBy: ['000020'] });
    expect([refused, controls, rows]).toEqual([[], [], { accepted: { headers: 2, lines: 3, assignments: 0 }, refused: { headers: 0, lines: 0, assignments: 0 } }]);
  });

  it('count as cancelled where the workflow refused the PO', async () => {
    const refused = FO_HEADERS.split('\n').map((row, at) => (row === '' ? row : `${row},${at === 0 ? 'DOCUMENTAPPROVALSTATUS' : at === 1 ? 'Rejected' : 'Approved'}`)).join('\n');
    const { orders } = await joinedFrom('dynamics-fo', { headers: refused, lines: FO_LINES });
    expect(orders.map(({ poNumber, lines }) => [poNumber, ...lines.map(({ status }) => status)])).toEqual([['PO-2', 'closed'], ['PO-1', 'cancelled', 'cancelled']]);
  });

  it('are the same as JSON and as a workbook', async () => {
    const { orders } = await joinedFrom('dynamics-fo', { headers: FO_HEADERS, lines: FO_LINES });
    const table = (text: string): string[][] => text.trim().replace('"1,200.00"', '1200.00').split('\n').map((row) => row.split(','));
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Lines').addRows(table(FO_LINES).map((row) => row.map((cell) => (/^\d+\.\d+$/.test(cell) ? Number(cell) : cell))));
    const names = ['dataAreaId', 'PurchaseOrderNumber', 'AccountingDate', 'OrderVendorAccountNumber', 'PurchaseOrderName', 'CurrencyCode', 'VendorOrderReference', 'OrdererPersonnelNumber', 'PurchaseOrderStatus'];
    const value = table(FO_HEADERS).slice(1).map((row) => Object.fromEntries(row.map((cell, place) => [names[place], place === 2 ? `${cell}T12:00:00Z` : cell])));
    const other = await joinedFrom('dynamics-fo', { headers: json('headers.json', { '@odata.context': 'x', value }), lines: { name: 'lines.xlsx', content: Buffer.from(await workbook.xlsx.writeBuffer()) } });
    // The answer is one line of text, and so are its headers.
    expect(other.orders).toEqual(orders.map((order) => ({ ...order, headerRow: 1 })));
  });

  it('are read whatever the order of rows', async () => {
    const [head, ...rows] = FO_LINES.trim().split('\n') as [string, ...string[]];
    const { orders } = await joinedFrom('dynamics-fo', { headers: FO_HEADERS, lines: csv(head, rows[1] as string, rows[0] as string, rows[2] as string) });
    expect(orders.map(({ poNumber, lines }) => [poNumber, lines.length])).toEqual([['PO-1', 2], ['PO-2', 1]]);
  });

  it('take the legal entity beside the input where no file names one', async () => {
    const without = (text: string): string => text.replaceAll(/^(DATAAREAID|usmf),/gm, '');
    const { orders } = await joinedFrom('dynamics-fo', { headers: without(FO_HEADERS), lines: without(FO_LINES) }, { entity: 'demf' });
    expect(orders.map(({ entity }) => entity)).toEqual(['demf', 'demf']);
  });

  it('keep the same number of two legal entities apart', async () => {
    const headers = `${FO_HEADERS}demf,PO-1,2026-06-05,V-9,Other,EUR,,,Backorder\n`;
    const lines = `${FO_LINES}demf,PO-1,1,pads,1,7.00,7.00,6110,S1,Backorder\n`;
    const { orders, refused } = await joinedFrom('dynamics-fo', { headers, lines });
    expect([orders.map(short).at(-1), refused]).toEqual(['PO-1 2026-06-05 V-9 EUR demf 1:6110//700/open@5', []]);
  });
});

describe('what is set aside, with its rows in all files', () => {
  const headers = (...rows: string[]): string => `${FO_HEADERS}${rows.map((row) => `${row}\n`).join('')}`;
  const lines = (...rows: string[]): string => `${FO_LINES}${rows.map((row) => `${row}\n`).join('')}`;
  const line = (start: string, amount = '5.00', status = 'Backorder'): string => `${start},tape,1,${amount},${amount},6110,S1,${status}`;

  it.each([
    ['a line without header, with all lines of its PO', {}, { lines: lines(line('usmf,PO-7,1'), line('usmf,PO-7,2')) }, ['lines:5 PO-7 po_number "PO-7" no header of this PO in headers.csv'], [0, 2]],
    ['a header without lines, which is never a PO of 0.00', { headers: headers('usmf,PO-7,2026-06-02,V-1,Acme,USD,,,Backorder') }, {}, ['headers:4 PO-7 po_number "PO-7" no line of this PO in lines.csv: what it is over is not told'], [1, 0]],
    ['a header that stands twice', { headers: headers('usmf,PO-1,2026-06-02,V-1001,Acme,USD,EXP-1,,Backorder') }, {}, ['headers:4 PO-1 po_number "PO-1" the header of this PO stands in line 2 too'], [2, 2]],
    ['a header without a number', { headers: headers('usmf,,2026-06-02,V-1001,Acme,USD,EXP-1,,Backorder') }, {}, ['headers:4 – po_number "" the text is missing'], [1, 0]],
    ['a date that is none', { headers: headers('usmf,PO-7,2026-06-31,V-1,Acme,USD,,,Backorder') }, { lines: lines(line('usmf,PO-7,1')) }, ['headers:4 PO-7 po_date "2026-06-31" not an existing date written YYYY-MM-DD'], [1, 1]],
    ['a currency that is none', { headers: headers('usmf,PO-7,2026-06-03,V-1,Acme,XXX,,,Backorder') }, { lines: lines(line('usmf,PO-7,1')) }, ['headers:4 PO-7 currency "XXX" not a currency of ISO 4217 (three capital letters)'], [1, 1]],
    ['a line finer than the currency', {}, { lines: lines(line('usmf,PO-2,2', '5.005')) }, ['lines:5 PO-2 amount "5.005" more decimals than the currency has'], [1, 2]],
    ['a line without amount', {}, { lines: lines(line('usmf,PO-2,2', '')) }, ['lines:5 PO-2 amount "" the amount is blank'], [1, 2]],
    ['a line that stands twice', {}, { lines: lines(line('usmf,PO-2,1')) }, ['lines:5 PO-2 line "1" line 1 of the PO occurs twice'], [1, 2]],
    ['an unknown state', {}, { lines: lines(line('usmf,PO-2,2', '5.00', 'Lost')) }, ['lines:5 PO-2 status "Lost" not one of open, closed, cancelled'], [1, 2]],
    ['a line of another legal entity than the only header', {}, { lines: lines(line('demf,PO-2,2')) }, ['lines:5 PO-2 entity "demf" headers.csv has this PO in usmf alone'], [0, 1]],
    ['a cancelled header whose line is not', { headers: headers('usmf,PO-7,2026-06-02,V-1,Acme,USD,,,Canceled') }, { lines: lines(line('usmf,PO-7,1')) }, ['lines:5 PO-7 status "open" its header (headers.csv:4) is cancelled or deleted, and the line is not'], [1, 1]],
  ])('%s', async (_, inHeaders, inLines, refusals, [ofHeaders, ofLines]) => {
    const { refused, rows, orders } = await joinedFrom('dynamics-fo', { headers: FO_HEADERS, lines: FO_LINES, ...inHeaders, ...inLines });
    expect(refused.map(told)).toEqual(refusals);
    expect(rows.refused).toEqual({ headers: ofHeaders, lines: ofLines, assignments: 0 });
    expect(orders.map(({ poNumber, entity }) => `${entity}/${poNumber}`)).not.toContain(`${refused[0]?.entity}/${refused[0]?.documentId}`);
  });

  it('a line that names no PO, and the PO above it, of which it may be one; a sum is none', async () => {
    const { refused, orders, rows } = await joinedFrom('dynamics-fo', { headers: FO_HEADERS, lines: lines(line(',,7'), ',,,,,,19.00,,,') });
    expect(refused.map(told)).toEqual([
      'lines:5 – po_number "" no header of this PO in headers.csv',
      'lines:5 PO-1 po_number "" the line names no PO, and may be one of PO-1; where an export names each PO once, fill the cells in',
    ]);
    expect([orders.map(({ poNumber }) => poNumber), rows.refused]).toEqual([['PO-2'], { headers: 1, lines: 4, assignments: 0 }]);
    const below = await joinedFrom('dynamics-fo', { headers: FO_HEADERS, lines: lines(',,,,,,19.00,,,') });
    expect([below.orders.length, below.refused.map(({ line: at, documentId }) => [at, documentId])]).toEqual([2, [[5, undefined]]]);
  });

  it('a line that does not say which of two legal entities it is of', async () => {
    const twice = headers('demf,PO-2,2026-06-05,V-9,Other,EUR,,,Backorder');
    const without = FO_LINES.replaceAll(/^(DATAAREAID|usmf),/gm, '');
    const { refused } = await joinedFrom('dynamics-fo', { headers: twice, lines: without });
    expect(refused.map(told)).toEqual([
      'lines:2 PO-2 po_number "PO-2" headers.csv has this PO in usmf, demf, and the line does not say which is meant',
      'headers:3 PO-2 po_number "PO-2" no line of this PO in lines.csv: what it is over is not told',
      'headers:4 PO-2 po_number "PO-2" no line of this PO in lines.csv: what it is over is not told',
    ]);
  });

  it('lines of one PO in two legal entities where the headers name none', async () => {
    const without = FO_HEADERS.replaceAll(/^(DATAAREAID|usmf),/gm, '');
    const { refused, orders } = await joinedFrom('dynamics-fo', { headers: without, lines: lines(line('demf,PO-1,3')) });
    expect([refused.map(told), orders.map(({ poNumber, entity }) => [poNumber, entity])]).toEqual([['lines:5 PO-1 entity "demf" what else is said of this PO is of usmf'], [['PO-2', 'usmf']]]);
  });

  it('a line in another currency than its header', async () => {
    const withCurrency = FO_LINES.split('\n').map((row, at) => (row === '' ? '' : `${row},${at === 0 ? 'CURRENCYCODE' : at === 3 ? 'EUR' : 'USD'}`)).join('\n');
    const { refused, rows } = await joinedFrom('dynamics-fo', { headers: FO_HEADERS, lines: withCurrency });
    expect([refused.map(told), rows.refused]).toEqual([['lines:4 PO-1 currency "EUR" its header (headers.csv:2) is in USD'], { headers: 1, lines: 2, assignments: 0 }]);
  });

  it('nothing twice where the rows of a PO do not follow one another', async () => {
    const scattered = lines(line('usmf,PO-7,1'), line('usmf,PO-2,2'), line('usmf,PO-1,3'));
    const { orders, rows, refused } = await joinedFrom('dynamics-fo', { headers: FO_HEADERS, lines: scattered });
    expect([orders.map(({ poNumber, lines: all }) => `${poNumber} ${all.length}`), refused.length, rows]).toEqual([['PO-2 2', 'PO-1 3'], 1, { accepted: { headers: 2, lines: 5, assignments: 0 }, refused: { headers: 0, lines: 1, assignments: 0 } }]);
  });
});

describe('files that do not belong together', () => {
  it.each([
    ['not one line names a PO of the headers', { headers: FO_HEADERS, lines: FO_LINES.replaceAll('PO-', 'PX-') }, 'not one of its 3 lines names a PO of headers.csv, such as "PX-2" (line 2)'],
    ['lines where headers are expected', { headers: FO_LINES, lines: FO_LINES }, 'lacks po_date'],
    ['headers where lines are expected', { headers: FO_HEADERS, lines: FO_HEADERS }, 'lacks amount'],
    ['assignments of a format that has none', { headers: FO_HEADERS, lines: FO_LINES, assignments: FO_LINES }, 'format dynamics-fo has no files of account assignments'],
  ])('%s', async (_, files, what) => {
    await expect(joinedFrom('dynamics-fo', files)).rejects.toThrow(what);
  });

  it('the generic format needs a profile that names the columns of both', async () => {
    await expect(joinedFrom('generic', { headers: FO_HEADERS, lines: FO_LINES })).rejects.toThrow('format generic knows no headers in a file of their own');
  });
});

describe('headers that are named alone', () => {
  it('are told as such, with the remedy to name their lines', async () => {
    await expect(ledgerFrom(FO_HEADERS, { format: 'dynamics-fo' })).rejects.toMatchObject({ message: expect.stringMatching(/lacks amount .*; it fits as headers without their lines$/) as string, remedy: expect.stringContaining('Name the file of the lines too') as string });
    await expect(ledgerFrom(FO_LINES, { format: 'dynamics-fo' })).rejects.toThrow(/^(?!.*without their lines)/);
  });
});

describe('SAP tables', () => {
  const EKKO = csv('EBELN;BUKRS;LIFNR;WAERS;BEDAT;ERNAM;IHREZ;LOEKZ', '4500000001;1010;0010300001;EUR;02.06.2026;CLERK1;EXP-1;', '4500000002;1010;0010300002;EUR;03.06.2026;CLERK1;;');
  const EKPO = csv(
    'EBELN;EBELP;TXZ01;WERKS;MENGE;MEINS;NETPR;PEINH;BPRME;NETWR;LOEKZ', '4500000001;00010;pads;1010;3,000;PC;33,33;1;PC;100,00;', '4500000001;00020;soap;1010;1,000;PC;1.200,00;1;PC;1.200,00;',
    '4500000002;00010;tape;1020;1,000;PC;10,00;1;PC;10,00;L',
  );
  const EKKN = csv(
    'EBELN;EBELP;ZEKKN;SAKTO;KOSTL;MENGE;VPROZ;NETWR;LOEKZ', '4500000001;00010;01;0000611000;0000010100;1,000;25,0;0,00;', '4500000001;00010;02;0000612000;0000010200;2,000;75,0;0,00;',
    '4500000001;00020;01;0000611000;0000010100;1,000;0,0;0,00;', '4500000002;00010;01;0000611000;0000010100;1,000;0,0;0,00;',
  );

  it('are joined with account assignments, whose shares add up; quantities that could be read two ways are read as the amounts beside them', async () => {
    const { orders, refused, rows } = await joinedFrom('sap-s4', { headers: EKKO, lines: EKPO, assignments: EKKN });
    expect(refused).toEqual([]);
    expect(orders.map(short)).toEqual([
      '4500000001 2026-06-02 10300001 EUR 1010 20:611000/10100/120000/open@3 10/1:611000/10100/2500/open@2 10/2:612000/10200/7500/open@2',
      '4500000002 2026-06-03 10300002 EUR 1010 10:611000/10100/1000/cancelled@4',
    ]);
    expect(rows.accepted).toEqual({ headers: 2, lines: 3, assignments: 4 });
    expect(orders.map((order) => [order.headerRow, ...order.lines.map(({ row, assignmentRow }) => `${row}/${assignmentRow}`)])).toEqual([[2, '3/4', '2/2', '2/3'], [3, '4/5']]);
    for (const order of orders) expect(unpackManual(order, packManual(order), packRows(order))).toEqual(order);
  });

  it('are joined without assignments: accounts are then not compared', async () => {
    const { orders, file } = await joinedFrom('sap-s4', { headers: EKKO, lines: EKPO });
    expect([orders.map(packRows), orders[0]?.lines.map(({ assignmentRow }) => assignmentRow)]).toEqual([['2;2', '4;3'], [undefined, undefined]]);
    expect([orders[0]?.lines.map(({ glAccount, amountMinor }) => [glAccount, amountMinor]), file.blankColumns]).toEqual([[['', 10_000], ['', 120_000]], ['gl_account', 'department', 'period']]);
  });

  it.each([
    ['an assignment of an item that is not there', `${EKKN}4500000002;00020;01;0000611000;;1,000;0,0;0,00;\n`, ['assignments:6 4500000002 line "20" no such item of this PO in lines.csv: the PO is not whole'], [1, 1, 2]],
    ['an assignment of a PO that is not there', `${EKKN}4500000009;00010;01;0000611000;;1,000;0,0;0,00;\n`, ['assignments:6 4500000009 po_number "4500000009" no header of this PO in headers.csv'], [0, 0, 1]],
    ['percentages that do not add up to 100', EKKN.replace('75,0', '70,0'), ['assignments:2 4500000001 percent "25" the assignments of the line (25 + 70) do not add up to its percent, 100'], [1, 2, 3]],
    ['a share that does not come out even', EKKN.replace('25,0', '33,333').replace('75,0', '66,667'), ['assignments:2 4500000001 percent "33.333" 33.333 of 100 of 100 has more decimals than EUR, and which assignment has the odd part is not told; export their net amounts'], [1, 2, 3]],
    ['quantities that do not add up to the item\'s', EKKN.replace('25,0', '0,0').replace('75,0', '0,0').replace('2,000', '1,000'), ['assignments:2 4500000001 quantity "1" the assignments of the line (1 + 1) do not add up to its quantity, 3'], [1, 2, 3]],
    ['quantities whose shares do not come out even', EKKN.replace('25,0', '0,0').replace('75,0', '0,0'), ['assignments:2 4500000001 quantity "1" 1 of 3 of 100 has more decimals than EUR, and which assignment has the odd part is not told; export their net amounts'], [1, 2, 3]],
    ['net amounts that do not add up to the item\'s', EKKN.replace('25,0;0,00', '25,0;30,00').replace('75,0;0,00', '75,0;69,99'), ['assignments:2 4500000001 amount "30" the assignments of the line (30 + 69.99) do not add up to its amount, 100'], [1, 2, 3]],
    ['one of several without its net amount', EKKN.replace('25,0;0,00', '25,0;100,00').replace('75,0;0,00', '75,0;'), ['assignments:3 4500000001 amount "" the other assignments of the line say their amount'], [1, 2, 3]],
    ['several of which none says its share', EKKN.replace('1,000;25,0', '0,000;0,0').replace('2,000;75,0', '0,000;0,0'), ['assignments:2 4500000001 amount "0" one of 2 assignments, none of which says its share: net amount, percentage or quantity'], [1, 2, 3]],
    ['the only one of a line, over half of it', EKKN.replace('4500000001;00020;01;0000611000;0000010100;1,000;0,0', '4500000001;00020;01;0000611000;0000010100;1,000;50,0'), ['assignments:4 4500000001 percent "50" the only assignment of a line whose percent is 100: another one is missing'], [1, 2, 3]],
    ['an unreadable assignment', EKKN.replace('25,0', 'half'), ['assignments:2 4500000001 percent "half" not a number written like 1.234,56'], [1, 2, 3]],
  ])('%s takes its PO along', async (_, assignments, refusals, [headers, lines, ofAssignments]) => {
    const { refused, rows } = await joinedFrom('sap-s4', { headers: EKKO, lines: EKPO, assignments });
    expect([refused.map(told), rows.refused]).toEqual([refusals, { headers, lines, assignments: ofAssignments }]);
  });

  it('share by net amounts where assignments state them, and leave deleted assignments out', async () => {
    const assignments = `${EKKN.replace('25,0;0,00', '25,0;33,33').replace('75,0;0,00', '75,0;66,67')}4500000001;00010;03;0000613000;0000010300;5,000;10,0;10,00;L\n`;
    const { orders } = await joinedFrom('sap-s4', { headers: EKKO, lines: EKPO, assignments });
    expect(orders[0]?.lines.slice(1).map(({ line, glAccount, amountMinor }) => [line, glAccount, amountMinor])).toEqual([['10/1', '611000', 3333], ['10/2', '612000', 6667]]);
  });

  it('a deleted header with a line that is not, which a blank says too', async () => {
    const { refused } = await joinedFrom('sap-s4', { headers: EKKO.replace('EXP-1;', 'EXP-1;L'), lines: EKPO, assignments: EKKN });
    expect(refused.map(told)).toEqual(['lines:2 4500000001 status "" its header (headers.csv:2) is cancelled or deleted, and the line is not']);
  });
});

describe('SAP answers in files of their own', () => {
  const header = { PurchaseOrder: '4500000001', CompanyCode: '1010', Supplier: '10300001', PurchaseOrderDate: `/Date(${Date.UTC(2026, 5, 2)})/`, DocumentCurrency: 'USD', PurchasingDocumentDeletionCode: '', to_PurchaseOrderItem: { __deferred: { uri: 'x' } } };
  const item = (parts: Record<string, unknown> = {}) => ({
    PurchaseOrder: '4500000001', PurchaseOrderItem: '10', PurchaseOrderItemText: 'pads', Plant: '1010', DocumentCurrency: 'USD', OrderQuantity: '3.000', PurchaseOrderQuantityUnit: 'PC', OrderPriceUnit: 'PC',
    NetPriceAmount: '12.50', NetPriceQuantity: '1', PurchasingDocumentDeletionCode: '', ...parts,
  });
  const assignment = { PurchaseOrder: '4500000001', PurchaseOrderItem: '00010', AccountAssignmentNumber: '1', GLAccount: '611000', CostCenter: '10100', IsDeleted: false };
  const read = (...items: unknown[]) => joinedFrom('sap-s4', { headers: json('h.json', { d: { results: [header] } }), lines: json('l.json', { d: { results: items } }), assignments: json('a.json', { d: { results: [assignment] } }) });

  it('have price × quantity ÷ price unit as amount, and say how many were computed', async () => {
    const { orders, controls } = await read(item({ NetPriceQuantity: '100', OrderQuantity: '8.000' }));
    expect(orders.map(short)).toEqual(['4500000001 2026-06-02 10300001 USD 1010 10:611000/10100/100/open@1']);
    expect(controls).toEqual([['lines', { what: 'amounts computed as price × quantity ÷ price unit, since the lines give no net amount; the ERP\'s own may differ by some cents', stated: '1', found: '1', agrees: true }]]);
  });

  it('have the net amount where the answer states it, whatever the price', async () => {
    const { orders, controls } = await read(item({ NetAmount: '37.49' }));
    expect([orders[0]?.lines[0]?.amountMinor, controls]).toEqual([3749, []]);
  });

  it.each([
    ['does not come out even', { NetPriceQuantity: '100' }, 'amount "12.5 × 3 ÷ 100" price × quantity ÷ price unit has more decimals than USD, and how it was rounded is not told; export the net amount'],
    ['is per another unit than is ordered', { OrderPriceUnit: 'KG' }, 'price_unit "KG" the price is per KG and the quantity in PC: without the net amount nobody can tell the amount of the line'],
    ['is for no unit', { NetPriceQuantity: '0' }, 'price_per "0" a price for 0 units says nothing'],
    ['does not say for how many units it is', { NetPriceQuantity: '' }, 'price_per "" the line has no net amount, and what its price × quantity ÷ price unit would take is missing'],
    ['has no quantity beside it', { OrderQuantity: null }, 'quantity "" the line has no net amount, and what its price × quantity ÷ price unit would take is missing'],
    ['is no number', { NetPriceAmount: 'ten' }, 'price "ten" not a number written like 1,234.56'],
    ['has more digits than any price', { NetPriceAmount: '1'.repeat(61) }, `price "${'1'.repeat(61)}" a number of more than 60 digits`],
    ['is in another currency than the header', { DocumentCurrency: 'EUR' }, 'currency "EUR" its header (h.json:1) is in USD'],
  ])('are set aside where a price %s', async (_, parts, what) => {
    const { refused, orders, rows } = await read(item(parts));
    expect([refused.map(told), orders, rows.refused]).toEqual([[`lines:1 4500000001 ${what}`], [], { headers: 1, lines: 1, assignments: 1 }]);
  });
});

describe('Business Central', () => {
  const header = { id: '11aa', number: '108001', orderDate: '2026-06-02', vendorNumber: '20000', vendorName: 'Acme', currencyCode: 'USD', status: 'Open', shortcutDimension1Code: 'D-10', totalAmountExcludingTax: 1245.5, totalTaxAmount: 99.64 };
  const lines = [
    { documentId: '11AA', sequence: 10000, lineType: 'Account', lineObjectNumber: '6110', description: 'pads', netAmount: 1200 },
    { documentId: '11AA', sequence: 20000, lineType: 'Comment', description: 'see report', netAmount: 0 },
    { documentId: '11AA', sequence: 30000, lineType: 'Account', lineObjectNumber: '6120', description: 'soap', netAmount: 45.5 },
  ];
  const read = (headers: unknown[], all: unknown[]) => joinedFrom('dynamics-bc', { headers: json('h.json', { value: headers }), lines: json('l.json', { value: all }) });

  it('joins lines by documentId, and passes comments over', async () => {
    const { orders, controls, refused } = await read([header], lines);
    expect([orders.map(short), refused]).toEqual([['108001 2026-06-02 20000 USD  10000:6110/D-10/120000/open@1 30000:6120/D-10/4550/open@1'], []]);
    expect(controls).toEqual([['lines', { what: 'rows that are no PO lines, passed over as answers of purchaseOrderLines says', stated: '1', found: '1', agrees: true }]]);
  });

  it('sets a PO aside whose lines do not add up to its own total: some are missing', async () => {
    const { refused, rows } = await read([header], lines.slice(0, 2));
    expect([refused.map(told), rows.refused]).toEqual([['headers:1 108001 total "1245.5" its lines add up to 1200.00: some are missing, or one side was changed since'], { headers: 1, lines: 1, assignments: 0 }]);
  });

  it('sets a line aside whose document is not there', async () => {
    const { refused } = await read([header], [...lines, { documentId: '22bb', sequence: 10000, lineType: 'Account', netAmount: 5 }]);
    expect(refused.map(told)).toEqual(['lines:1 – key "22bb" no header with this id in h.json']);
  });

  it('stops where the headers have no id', async () => {
    const { id: _, ...rest } = header;
    await expect(read([rest], lines)).rejects.toThrow('the headers lack the id by which their lines name them');
  });

  it('reads headers alone as POs without accounts', async () => {
    const { orders, file } = await ledgerFrom(JSON.stringify(header), { name: 'po.json', format: 'dynamics-bc' });
    expect(orders.map(({ poNumber, vendorId, lines: all }) => [poNumber, vendorId, all.map(({ glAccount, department, amountMinor, taxMinor }) => [glAccount, department, amountMinor, taxMinor])])).toEqual([['108001', '20000', [['', 'D-10', 124_550, 9964]]]]);
    expect(file.blankColumns).toContain('gl_account');
  });

  it('still reads lines where the answer holds them', async () => {
    const { orders } = await ledgerFrom(JSON.stringify({ ...header, purchaseOrderLines: lines.filter(({ lineType }) => lineType === 'Account') }), { name: 'po.json', format: 'dynamics-bc' });
    expect(orders[0]?.lines.map(({ glAccount, amountMinor }) => [glAccount, amountMinor])).toEqual([['6110', 120_000], ['6120', 4550]]);
  });

  it.each(['HTTP/1.1 200 OK\nContent-type: application/json\n{}', 'POST https://example.com/x\n{}'])('says that a whole HTTP message is no JSON', async (content) => {
    await expect(ledgerFrom(content, { name: 'po.json', format: 'dynamics-bc' })).rejects.toMatchObject({ message: expect.stringContaining('not valid JSON') as string, remedy: 'The file holds a whole HTTP message, with its first line and headers: save the body alone.' });
  });
});

describe('NetSuite', () => {
  it('joins SuiteQL rows by the internal id, without main and tax lines; the legal entity may stand on the lines alone', async () => {
    const headers = json('t.json', { items: [{ id: '901', tranid: 'PO-1', trandate: '6/22/2026', entity: '17', currency: 'USD', status: 'PurchOrd:B', memo: 'EXP-1' }] });
    const line = (parts: Record<string, string>) => ({ transaction: '901', mainline: 'F', taxline: 'F', subsidiary: '3', ...parts });
    const lines = json('l.json', { items: [line({ mainline: 'T', linesequencenumber: '0', foreignamount: '-1245.5' }), line({ linesequencenumber: '1', expenseaccount: '61', department: '5', foreignamount: '1200', memo: 'pads' }), line({ linesequencenumber: '2', expenseaccount: '62', department: '5', foreignamount: '45.5' }), line({ taxline: 'T', foreignamount: '9' })] });
    const { orders, refused } = await joinedFrom('netsuite', { headers, lines });
    expect([orders.map(short), orders[0]?.memo, refused]).toEqual([['PO-1 2026-06-22 17 USD 3 1:61/5/120000/open@1 2:62/5/4550/open@1'], 'EXP-1; pads', []]);
  });
});

describe('a header profile of the project', () => {
  const profile = headerProfileSchema.parse({
    columns: { po_number: 'Order', po_date: 'Ordered', currency: 'Cur', vendor_id: 'Supplier', line: 'Pos', gl_account: 'Account', amount: 'Net' }, defaults: { currency: 'EUR' }, dates: 'D/M/YYYY',
  });

  it('names the columns of both files in one; its currency is the header\'s', async () => {
    const { orders, refused } = await joinedFrom('generic', { headers: csv('Order,Ordered,Cur,Supplier', 'A-1,02/06/2026,USD,V-1', 'A-2,02/06/2026,,V-1'), lines: csv('Order,Pos,Account,Net', 'A-1,1,6110,"1,000.50"', 'A-2,1,6110,7.00') }, { profile });
    expect([orders.map(short), refused]).toEqual([['A-1 2026-06-02 V-1 USD  1:6110//100050/open@2', 'A-2 2026-06-02 V-1 EUR  1:6110//700/open@3'], []]);
  });

  it('does not go with account assignments', async () => {
    await expect(joinedFrom('sap-s4', { headers: csv('Order,Ordered,Cur,Supplier', 'A-1,02/06/2026,USD,V-1'), lines: csv('Order,Pos,Account,Net', 'A-1,1,6110,1.00'), assignments: 'x\n' }, { profile })).rejects.toThrow('account assignments are read by their known forms alone');
  });
});
