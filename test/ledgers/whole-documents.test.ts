import { describe, expect, it } from 'vitest';
import type { ManualPurchaseOrder } from '../../src/domain/ledger-entry.ts';
import { ledgerFrom } from '../intake/collected.ts';

type Body = Record<string, unknown>;
const HEADERS: Record<'sap-s4' | 'dynamics-bc' | 'dynamics-fo' | 'netsuite', Body> = {
  'sap-s4': { PurchaseOrder: '4500000001', PurchaseOrderDate: '/Date(1780358400000)/', Supplier: '10300001', DocumentCurrency: 'USD', PurchasingDocumentDeletionCode: '' },
  'dynamics-bc': { number: '4500000001', orderDate: '2026-06-02', vendorNumber: 'V-1', currencyCode: 'USD', status: 'Open' },
  'dynamics-fo': { PurchaseOrderNumber: '4500000001', AccountingDate: '2026-06-02T12:00:00Z', OrderVendorAccountNumber: 'V-1', CurrencyCode: 'USD', PurchaseOrderStatus: 'Backorder' },
  netsuite: { tranId: '4500000001', tranDate: '2026-06-02', entity: { id: '17' }, currency: { refName: 'USD' }, status: { refName: 'Pending Receipt' } },
};
type Format = keyof typeof HEADERS;

const assignments = (...list: unknown[]): Body => ({ PurchasingDocumentDeletionCode: '', to_AccountAssignment: { results: list } });
const assignment = (PurgDocNetAmount: string, IsDeleted = false): Body => ({ GLAccount: '610000', CostCenter: 'D-10', PurgDocNetAmount, IsDeleted });
/** Lines of 100.00 and 50.00 as each format has them; none of them has a number of its own. */
const LINES: Record<Format, Body> = {
  'sap-s4': { to_PurchaseOrderItem: { results: [assignments(assignment('100.00')), assignments(assignment('50.00'))] } },
  'dynamics-bc': { purchaseOrderLines: [{ lineObjectNumber: '6110', netAmount: 100 }, { lineObjectNumber: '6120', netAmount: 50 }] },
  'dynamics-fo': { PurchaseOrderLinesV2: [{ MainAccountIdDisplayValue: '6110', LineAmount: 100 }, { MainAccountIdDisplayValue: '6120', LineAmount: 50 }] },
  netsuite: { expense: { items: [{ account: { id: '6110' }, amount: 100 }, { account: { id: '6120' }, amount: 50 }] } },
};

const short = ({ poNumber, lines }: ManualPurchaseOrder): string => `${poNumber} ${lines.map(({ amountMinor, status }) => `${amountMinor} ${status}`).join(' + ')}`;

/** POs and what was refused of documents, as one answer of a service. */
async function read(format: Format, ...documents: Body[]): Promise<{ orders: string[]; refused: string[] }> {
  const { orders, refused } = await ledgerFrom(JSON.stringify({ value: documents }), { name: 'orders.json', format });
  return { orders: orders.map(short), refused: refused.map(({ documentId, field, reason }) => `${documentId} ${field}: ${reason}`) };
}

const document = (format: Format, more: Body = {}): Body => ({ ...HEADERS[format], ...LINES[format], ...more });
const FORMATS = Object.keys(HEADERS) as Format[];
const twice = '4500000001 po_number: the export holds this PO twice (line 1 too): each of the two says that it is all of it';

it.each(FORMATS)('a PO that an answer of %s holds twice is not added up', async (format) => {
  expect(await read(format, document(format))).toEqual({ orders: [expect.stringMatching(/^4500000001 (5000 open \+ 10000|10000 open \+ 5000) open$/)], refused: [] });
  expect(await read(format, document(format), document(format))).toEqual({ orders: [], refused: [twice] });
});

it.each([
  ['the list page of Business Central', 'dynamics-bc', 'ledger.csv', 'No.,Buy-from Vendor No.,Document Date,Currency Code,Amount,Status\n4500000001,V-1,2026-06-02,USD,150.00,Open\n4500000001,V-1,2026-06-02,USD,150.00,Open\n'],
  ['headers of Business Central alone', 'dynamics-bc', 'ledger.json', JSON.stringify({ value: [1, 2].map(() => ({ ...HEADERS['dynamics-bc'], totalAmountExcludingTax: 150 })) })],
  ['SuiteQL without lines', 'netsuite', 'ledger.json', JSON.stringify({ items: [1, 2].map(() => ({ tranid: '4500000001', trandate: '2026-06-02', entity: '17', currency: 'USD', foreigntotal: '-150' })) })],
] as const)('nor is one that stands in two rows of %s, each of which is a PO', async (_, format, name, content) => {
  const { orders, refused } = await ledgerFrom(content, { name, format });
  expect([orders, refused]).toEqual([[], [expect.objectContaining({ rows: 2, documentId: '4500000001', field: 'po_number', reason: expect.stringContaining('the export holds this PO twice') })]]);
});

it.each([null, 'not found', [{}]])('a line that is %j and no object takes its PO along', async (entry) => {
  for (const format of FORMATS) {
    const [key = '', list] = Object.entries(LINES[format])[0] ?? [];
    const inner = list as { results?: unknown[]; items?: unknown[] } | unknown[];
    const [wrapper] = Array.isArray(inner) ? [] : Object.keys(inner);
    const entries = [...(Array.isArray(inner) ? inner : (inner.results ?? inner.items ?? [])), entry];
    const damaged = document(format, { [key]: wrapper === undefined ? entries : { [wrapper]: entries } });
    expect(await read(format, damaged), format).toEqual({ orders: [], refused: [`4500000001 ${key}[2]: must be an object: a line of the document can't be read`] });
  }
});

describe('a PO whose header says that all of it is cancelled or deleted', () => {
  const deleted = { PurchasingDocumentDeletionCode: 'L' };
  const item = { to_PurchaseOrderItem: { results: [{ to_AccountAssignment: { results: [assignment('100.00')] } }] } };

  it('is cancelled where its lines say so too, or say nothing', async () => {
    expect(await read('dynamics-fo', document('dynamics-fo', { PurchaseOrderStatus: 'Canceled' }))).toEqual({ orders: ['4500000001 10000 cancelled + 5000 cancelled'], refused: [] });
    expect(await read('sap-s4', { ...HEADERS['sap-s4'], ...item, ...deleted })).toEqual({ orders: ['4500000001 10000 cancelled'], refused: [] });
  });

  it('is refused where its lines say otherwise', async () => {
    const open = { PurchaseOrderLinesV2: [{ MainAccountIdDisplayValue: '6110', LineAmount: 100, PurchaseOrderLineStatus: 'Backorder' }] };
    expect(await read('dynamics-fo', document('dynamics-fo', { ...open, PurchaseOrderStatus: 'Canceled' }))).toEqual({ orders: [], refused: ['4500000001 status: its document is cancelled or deleted (PurchaseOrderStatus is Canceled), and the line is not'] });
    expect(await read('sap-s4', document('sap-s4', deleted))).toEqual({ orders: [], refused: ['4500000001 status: its document is cancelled or deleted (PurchasingDocumentDeletionCode is L), and the line is not'] });
    const table = 'PURCHASEORDERNUMBER,LINENUMBER,ACCOUNTINGDATE,CURRENCYCODE,LINEAMOUNT,PURCHASEORDERLINESTATUS,PURCHASEORDERSTATUS\nPO-1,1,2026-06-02,USD,100.00,Backorder,Canceled\nPO-2,1,2026-06-02,USD,5.00,Backorder,Backorder\n';
    const { orders, refused } = await ledgerFrom(table, { format: 'dynamics-fo' });
    expect([orders.map(short), refused.map(({ documentId }) => documentId)]).toEqual([['PO-2 500 open'], ['PO-1']]);
  });
});

it('a deleted account assignment of SAP counts for nothing', async () => {
  const items = { to_PurchaseOrderItem: { results: [assignments(assignment('100.00'), assignment('30.00', true))] } };
  expect(await read('sap-s4', document('sap-s4', items))).toEqual({ orders: ['4500000001 3000 cancelled + 10000 open'], refused: [] });
});

describe('NetSuite', () => {
  it.each([['T', 'F'], [true, false], ['Yes', 'No']] as const)('a main line and a tax line are no lines where they are told by %j', async (yes, no) => {
    const line = (mainline: unknown, taxline: unknown, foreignamount: string): Body => ({ tranid: 'PO-1', trandate: '2026-06-02', entity: '17', currency: 'USD', mainline, taxline, foreignamount });
    const { orders } = await ledgerFrom(JSON.stringify({ items: [line(yes, no, '-87'), line(no, no, '80'), line(no, yes, '7')] }), { name: 'lines.json', format: 'netsuite' });
    // The main line states 87.00 with a tax that no line has: nothing but the lines is read, and they do not add up to it.
    expect(orders).toEqual([]);
    const agreeing = await ledgerFrom(JSON.stringify({ items: [line(yes, no, '-80'), line(no, no, '80'), line(no, yes, '7')] }), { name: 'lines.json', format: 'netsuite' });
    expect(agreeing.orders.map(short)).toEqual(['PO-1 8000 open']);
  });

  it('a column Main Line tells main lines as the column * does', async () => {
    for (const mark of ['*', 'Yes']) {
      const { orders } = await ledgerFrom(`Document Number,Date,Name,Currency,Main Line,Amount\nPO-1,2026-06-02,Acme,USD,${mark},80.00\nPO-1,2026-06-02,Acme,USD,,80.00\n`, { format: 'netsuite' });
      expect(orders.map(short), mark).toEqual(['PO-1 8000 open']);
    }
  });

  it('a column Tax Line tells the lines of taxes, which are none of the PO', async () => {
    const { orders } = await ledgerFrom('Document Number,Date,Name,Currency,Tax Line,Amount\nPO-1,2026-06-02,Acme,USD,No,80.00\nPO-1,2026-06-02,Acme,USD,Yes,7.00\n', { format: 'netsuite' });
    expect(orders.map(short)).toEqual(['PO-1 8000 open']);
  });

  it('an approval that was refused cancels a PO whose own status is not in the export', async () => {
    const { orders } = await ledgerFrom('Document Number,Date,Name,Currency,Amount,Approval Status\nPO-1,2026-06-02,Acme,USD,80.00,Rejected\nPO-2,2026-06-02,Acme,USD,80.00,Approved\n', { format: 'netsuite' });
    expect(orders.map(short)).toEqual(['PO-1 8000 cancelled', 'PO-2 8000 open']);
  });
});
