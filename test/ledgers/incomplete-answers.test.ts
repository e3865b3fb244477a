import { describe, expect, it } from 'vitest';
import { approvedReport, approvalsText, makeProject } from '../project-folder.ts';
import { ledgerFrom } from '../intake/collected.ts';

type Fields = Record<string, unknown>;

const bcOrder = (given: Fields = {}): Fields => ({
  number: 'PO-7782', orderDate: '2026-06-02', vendorNumber: 'V-1001', currencyCode: 'USD', yourReference: 'EXP-9041', shortcutDimension1Code: 'D-10', shortcutDimension2Code: 'L-012',
  purchaseOrderLines: [{ sequence: 10000, lineType: 'Account', lineObjectNumber: '6110', netAmount: 845.5 }], ...given,
});
const foOrder = (given: Fields = {}): Fields => ({
  dataAreaId: 'usmf', PurchaseOrderNumber: 'PO-7782', AccountingDate: '2026-06-02', OrderVendorAccountNumber: 'V-1001', CurrencyCode: 'USD', PurchaseOrderLinesV2: [{ LineNumber: 1, LineAmount: 845.5 }], ...given,
});
const sapOrder = (items: Fields = {}, assignments: Fields = {}): Fields => ({
  PurchaseOrder: 'PO-7782', PurchaseOrderDate: '2026-06-02', Supplier: 'V-1001', DocumentCurrency: 'USD',
  to_PurchaseOrderItem: { results: [{ PurchaseOrderItemText: 'pads', to_AccountAssignment: { results: [{ GLAccount: '6110', PurgDocNetAmount: '845.50' }], ...assignments } }], ...items },
});
const restRecord = (expense: Fields = {}): Fields => ({ tranId: 'PO-7782', tranDate: '2026-06-02', entity: { id: '17' }, currency: { refName: 'USD' }, expense: { items: [{ line: 1, account: { id: '61' }, amount: 845.5 }], ...expense } });
const suiteQlRow = { tranid: 'PO-7782', trandate: '2026-06-02', entity: '17', currency: 'USD', foreignamount: '845.5' };

const readAs = (format: string, answer: unknown, name = 'po.json') => ledgerFrom(typeof answer === 'string' ? answer : JSON.stringify(answer), { name, format });
const further = (key: string) => ({ what: `pages of the export (${key})`, stated: 'a further page', found: 'no further page in the file', agrees: false });
const entries = (key: string, stated: string, found: string) => ({ what: `entries of the list (${key})`, stated, found, agrees: stated === found });

describe('an answer of a ledger that says it is not whole', () => {
  it.each<[string, string, unknown, unknown[]]>([
    ['links to a next page (OData V4)', 'dynamics-bc', { value: [bcOrder()], '@odata.nextLink': 'https://erp.example/?$skiptoken=1' }, [further('@odata.nextLink')]],
    ['counts more POs than it holds (OData V4)', 'dynamics-fo', { value: [foOrder()], '@odata.count': 12_000 }, [entries('@odata.count', '12000', '1')]],
    ['links and counts (OData V2)', 'sap-s4', { d: { __count: '2500', results: [sapOrder()], __next: 'https://erp.example/?$skiptoken=2' } }, [further('__next'), entries('__count', '2500', '1')]],
    ['has more (NetSuite)', 'netsuite', { items: [restRecord()], hasMore: true, count: 1, totalResults: 1_001 }, [further('hasMore'), entries('totalResults', '1001', '1')]],
    ['has more (SuiteQL)', 'netsuite', { items: [suiteQlRow], hasMore: true }, [further('hasMore')]],
    ['links to a next page (NetSuite)', 'netsuite', { items: [suiteQlRow], links: [{ rel: 'self' }, { rel: 'next', href: 'https://erp.example/?offset=1000' }] }, [further('links')]],
    ['counts more on its page than is there: somebody cut it', 'netsuite', { items: [suiteQlRow], count: 3 }, [entries('count', '3', '1')]],
  ])('that %s disagrees with a control total', async (_, format, answer, controls) => {
    const read = await readAs(format, answer);
    expect([read.orders.length, read.refused, read.controls]).toEqual([1, [], controls]);
  });

  it('is told also where one of its POs can\'t be read', async () => {
    const text = JSON.stringify({ value: [bcOrder(), bcOrder({ number: 'PO-2' })], '@odata.nextLink': 'x' }).replace('"PO-2"', '"PO-2","number":"PO-2"');
    const { refused, controls } = await readAs('dynamics-bc', text);
    expect([refused.length, controls]).toEqual([1, [further('@odata.nextLink')]]);
  });

  it.each<[string, string, unknown]>([
    ['links to nothing', 'dynamics-bc', { value: [bcOrder()], '@odata.nextLink': '' }], ['has no more', 'netsuite', { items: [suiteQlRow], hasMore: false, count: 1, totalResults: 1, links: [{ rel: 'self' }] }],
    ['says nothing', 'sap-s4', { d: { results: [sapOrder()] } }], ['counts what is there', 'dynamics-fo', { value: [foOrder()], '@odata.count': 1 }],
  ])('is none where it %s', async (_, format, answer) => {
    expect((await readAs(format, answer)).controls.filter(({ agrees }) => !agrees)).toEqual([]);
  });

  it('is whole where its pages stand on the lines of one file', async () => {
    const pages = [{ value: [bcOrder()], '@odata.nextLink': 'x', '@odata.count': 2 }, { value: [bcOrder({ number: 'PO-7783' })], '@odata.count': 2 }];
    const lines = (...all: unknown[]): string => all.map((each) => `${JSON.stringify(each)}\n`).join('');
    const whole = await readAs('dynamics-bc', lines(...pages), 'po.jsonl');
    expect([whole.orders.map(({ poNumber }) => poNumber), whole.controls]).toEqual([['PO-7782', 'PO-7783'], [entries('@odata.count', '2', '2')]]);
    expect((await readAs('dynamics-bc', lines(pages[0]), 'po.jsonl')).controls).toEqual([further('@odata.nextLink'), entries('@odata.count', '2', '1')]);
  });
});

describe('a PO whose own list of lines says that it is not whole is quarantined by its number', () => {
  it.each<[string, string, unknown, string]>([
    ['Business Central', 'dynamics-bc', { value: [bcOrder({ 'purchaseOrderLines@odata.nextLink': 'https://erp.example/?$skip=1' })] }, 'purchaseOrderLines@odata.nextLink'],
    ['Business Central, by a count', 'dynamics-bc', { value: [bcOrder({ 'purchaseOrderLines@odata.count': 2 })] }, 'purchaseOrderLines@odata.count'],
    ['F&O', 'dynamics-fo', { value: [foOrder({ 'PurchaseOrderLinesV2@odata.nextLink': 'x' })] }, 'PurchaseOrderLinesV2@odata.nextLink'],
    ['SAP, of its items', 'sap-s4', { d: { results: [sapOrder({ __next: 'x' })] } }, 'to_PurchaseOrderItem.__next'],
    ['SAP, of an item\'s account assignments', 'sap-s4', { d: { results: [sapOrder({}, { __next: 'x' })] } }, 'to_PurchaseOrderItem.to_AccountAssignment.__next'],
    ['NetSuite, which has more', 'netsuite', { items: [restRecord({ hasMore: true })] }, 'expense.hasMore'],
    ['NetSuite, by a count', 'netsuite', { items: [restRecord({ totalResults: 2 })] }, 'expense.totalResults'],
    ['NetSuite, whose lines were not expanded', 'netsuite', { items: [restRecord({ totalResults: 1, items: null }), { ...restRecord(), tranId: 'PO-7783' }] }, 'expense.totalResults'],
  ])('%s', async (_, format, answer, field) => {
    const { orders, refused } = await readAs(format, answer);
    expect([orders.filter(({ poNumber }) => poNumber === 'PO-7782'), refused.map((each) => [each.documentId, each.field])]).toEqual([[], [['PO-7782', field]]]);
    expect(refused[0]?.reason).toMatch(/^the list (goes on in a further page, which the file does not hold|has as many entries, and the file holds [01] of them)$/);
  });

  it('a list of which nothing is read may be as short as it likes', async () => {
    const { orders, refused } = await readAs('dynamics-bc', { value: [bcOrder({ attachments: [], 'attachments@odata.nextLink': 'x' })] });
    expect([orders.length, refused]).toEqual([1, []]);
  });
});

describe('no GO on half an answer', () => {
  const gateOf = async (settings: Fields, files: Record<string, string | null>): Promise<{ passed: boolean; evidence: string[] }> => {
    const project = makeProject({ settings, files });
    await project.here(['run']);
    const { gates } = JSON.parse((await project.here(['gate', '--format', 'json'])).stdout) as { gates: { id: string; passed: boolean; evidence: string[] }[] };
    return gates.find(({ id }) => id === 'inputs_complete') as { id: string; passed: boolean; evidence: string[] };
  };
  const inputs = { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }], master: 'master', mapping: 'mapping' };
  const NEXT = { '@odata.nextLink': 'https://erp.example/2' };

  it.each<[string, Fields, Record<string, string | null>, string]>([
    ['of the ledger', { ledger: [{ format: 'dynamics-bc', files: 'po.json', asOf: '2026-06-20T00:00:00Z' }] }, { 'po.json': JSON.stringify({ value: [bcOrder()], ...NEXT }) }, 'po.json'],
    ['of the ledger\'s lines', { ledger: [{ format: 'dynamics-bc', files: 'po.json', lines: 'lines.json', asOf: '2026-06-20T00:00:00Z' }] },
      { 'po.json': JSON.stringify({ value: [{ ...bcOrder({ purchaseOrderLines: undefined }), id: 'a' }] }), 'lines.json': JSON.stringify({ value: [{ documentId: 'a', sequence: 1, lineObjectNumber: '6110', netAmount: 845.5 }], ...NEXT }) }, 'lines.json'],
    ['of master data', { master: [{ folder: 'master' }, { sheet: 'vendors', file: 'vendors.json', format: 'dynamics-bc' }] },
      { 'master/vendors.csv': null, 'vendors.json': JSON.stringify({ value: [{ number: 'V-1001', displayName: 'Acme', currencyCode: 'USD', blocked: '_x0020_' }], ...NEXT }) }, 'vendors.json'],
  ])('%s', async (_, own, files, file) => {
    const { passed, evidence } = await gateOf({ inputs: { ...inputs, ...own } }, { 'approvals.jsonl': approvalsText(approvedReport()), ...files });
    expect([passed, evidence.filter((each) => each.startsWith(file))]).toEqual([false, [`${file}: pages of the export (@odata.nextLink) a further page stated, no further page in the file read`]]);
  });
});
