import { describe, expect, it } from 'vitest';
import { headerProfileSchema } from '../../src/domain/header-profile.ts';
import { makeProject } from '../project-folder.ts';
import { ledgerFrom } from '../intake/collected.ts';

type Fields = Record<string, unknown>;

const bcOrder = (given: Fields = {}): Fields => ({
  number: 'PO-7782', orderDate: '2026-06-02', vendorNumber: 'V-1001', currencyCode: 'USD', yourReference: 'EXP-9041', shortcutDimension1Code: 'D-10', shortcutDimension2Code: 'L-012', totalAmountExcludingTax: 845.5,
  purchaseOrderLines: [{ sequence: 10000, lineType: 'Account', lineObjectNumber: '6110', netAmount: 800 }, { sequence: 20000, lineType: 'Account', lineObjectNumber: '6110', netAmount: 45.5 }, { sequence: 30000, lineType: 'Comment', netAmount: 0 }], ...given,
});
const record = (given: Fields = {}, line: Fields = {}): Fields => ({
  tranId: 'PO-7782', tranDate: '2026-06-02', entity: { id: '17' }, currency: { refName: 'USD' }, total: 1245.5,
  expense: { totalResults: 2, items: [{ line: 1, account: { id: '61' }, amount: 1000, ...line }, { line: 2, account: { id: '61' }, amount: 245.5 }] }, ...given,
});
const item = { totalResults: 1, items: [{ line: 3, item: { id: '77', refName: 'Freezer' }, quantity: 1, rate: 500, amount: 500 }] };

const outcome = async (format: string, order: Fields): Promise<unknown> => {
  const { orders, refused } = await ledgerFrom(JSON.stringify({ value: [order] }), { name: 'po.json', format });
  return refused.length === 0 ? orders.map(({ poNumber }) => poNumber) : refused.map(({ documentId, field, value, reason }) => [documentId, field, value, reason]);
};
const refusal = (field: string, stated: string, sum: string): unknown => [['PO-7782', field, stated, `its lines ${field === 'total' ? '' : 'and their tax '}add up to ${sum}: some are missing, or one side was changed since`]];

describe('a PO that states what its lines add up to', () => {
  it.each<[string, string, Fields, unknown]>([
    ['in Business Central, and they do', 'dynamics-bc', bcOrder(), ['PO-7782']],
    ['in Business Central, and they do not', 'dynamics-bc', bcOrder({ totalAmountExcludingTax: 945.5 }), refusal('total', '945.5', '845.50')],
    ['in Business Central by nothing', 'dynamics-bc', bcOrder({ totalAmountExcludingTax: null }), ['PO-7782']],
    ['in NetSuite, and they do', 'netsuite', record(), ['PO-7782']],
    ['in NetSuite, and they do not', 'netsuite', record({ total: 1745.5 }), refusal('total_with_tax', '1745.5', '1245.50')],
    ['in NetSuite with the tax of its lines', 'netsuite', record({ total: 1345.5 }, { tax1Amt: 100 }), ['PO-7782']],
    ['in NetSuite without the tax of its lines', 'netsuite', record({}, { tax1Amt: 100 }), refusal('total_with_tax', '1245.5', '1345.50')],
    ['in NetSuite with the two taxes that it states', 'netsuite', record({ total: 1395.5, taxTotal: 100, tax2Total: 50 }, { tax1Amt: 99 }), ['PO-7782']],
  ])('%s', async (_, format, order, expected) => {
    expect(await outcome(format, order)).toEqual(expected);
  });

  it('in a table that a profile of the project reads', async () => {
    const profile = headerProfileSchema.parse({ columns: { po_number: 'No', po_date: 'Day', currency: 'Cur', amount: 'Net', total: 'Order total' } });
    const { orders, refused } = await ledgerFrom('No,Day,Cur,Net,Order total\n1,2026-06-22,USD,10.00,30.00\n1,2026-06-22,USD,20.00,30.00\n2,2026-06-22,USD,20.00,30.00\n', { profile });
    expect([orders.map(({ poNumber }) => poNumber), refused.map(({ documentId, line, field }) => [documentId, line, field])]).toEqual([['1'], [['2', 4, 'total']]]);
  });

  it('otherwise than they do is no match, however well the lines that are there agree', async () => {
    const project = makeProject({
      settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'dynamics-bc', files: 'po.json', asOf: '2026-06-20T00:00:00Z' }], master: 'master', mapping: 'mapping' } },
      files: { 'ledger.csv': null, 'po.json': JSON.stringify({ value: [bcOrder({ totalAmountExcludingTax: 945.5 })] }) },
    });
    await project.here(['run']);
    const { stdout } = await project.here(['variance', '--format', 'json']);
    expect((JSON.parse(stdout) as { rows: { status: string }[] }).rows.map(({ status }) => status)).toEqual(['missing_manual']);
    expect((await project.here(['quarantine'])).stdout).toContain('its lines add up to 845.50: some are missing');
  });
});

it.each<[string, Fields]>([['beside expense lines', record({ item, total: null })], ['beside expense lines, whatever the total', record({ item, total: 1245.5 })]])('a PO of NetSuite with item lines %s is not read by its expense lines alone', async (_, order) => {
  expect(await outcome('netsuite', order)).toEqual([['PO-7782', 'item.amount', '500', 'item lines are not read, and without them the PO is not whole']]);
});

it('a PO of NetSuite whose item lines are none is read', async () => {
  expect(await outcome('netsuite', record({ item: { totalResults: 0, items: [] } }))).toEqual(['PO-7782']);
});
