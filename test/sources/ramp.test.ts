import { describe, expect, it } from 'vitest';
import { headerProfileSchema } from '../../src/domain/header-profile.ts';
import { formatMinor } from '../../src/domain/money.ts';
import { type RampObject, RAMP_OBJECTS } from '../../src/domain/settings.ts';
import { CannotRun } from '../../src/domain/trouble.ts';
import type { ReadingOptions } from '../../src/intake/sink.ts';
import { ramp } from '../../src/sources/ramp.ts';
import { RAMP_TRANSACTIONS } from '../../src/sources/ramp/columns.ts';
import { RAMP_STATES } from '../../src/sources/ramp/states.ts';
import { disagreeing, only, readerOf, refusalOf } from './read-source.ts';

const read = readerOf(ramp);

type Json = Record<string, unknown>;

const money = (amount: unknown, currency = 'USD', more: Json = {}): Json => ({ amount, currency_code: currency, ...more });
const field = (type: string, external_id: string, name: string, of = type, more: Json = {}): Json => ({ id: 'x', external_id, name, type, category_info: { id: 'y', external_id: of, name: of, type }, ...more });
const GL = field('GL_ACCOUNT', '6110', 'Cleaning services');

const transaction = (given: Json = {}): Json => ({
  id: 'tx-1', state: 'CLEARED', approval_status: 'FULLY_APPROVED', sync_status: 'SYNCED', accounting_date: '2026-06-03T00:00:00+00:00', settlement_date: '2026-06-04T00:00:00+00:00', user_transaction_time: '2026-06-02T23:10:00+00:00',
  card_id: 'card', card_holder: { user_id: 'u-1', department_name: 'Store Operations', location_name: 'Store 012' }, merchant_name: 'Acme', memo: null, amount: 124.5, currency_code: 'USD', entity_id: 'e-1',
  sk_category_name: 'Cleaning', accounting_field_selections: [], line_items: [{ amount: money(12450), converted_amount: money(12450), accounting_field_selections: [GL] }], ...given,
});
const reimbursement = (given: Json = {}): Json => ({
  id: 'rb-1', state: 'APPROVED', direction: 'BUSINESS_TO_USER', type: 'OUT_OF_POCKET', amount: 42, currency: 'USD', payee_amount: money(4200), merchant: 'Acme', memo: 'Mops', user_email: 'sam@shop.example',
  transaction_date: '2026-06-01', created_at: '2026-06-01T10:00:00Z', submitted_at: '2026-06-01T11:00:00Z', approved_at: '2026-06-02T12:00:00.604020', updated_at: '2026-06-02T12:00:01Z', line_items: [{ amount: money(4200) }], ...given,
});
const bill = (given: Json = {}): Json => ({
  id: 'bl-1', approval_status: 'APPROVED', status: 'OPEN', sync_status: 'NOT_SYNCED', invoice_number: 'INV-77120', memo: 'Doors', amount: money(9000), vendor: { id: 'v', name: 'Polar', remote_id: 'V-1003', remote_name: 'Polar Refrigeration Inc' },
  bill_owner: { id: 'u-1' }, issued_at: '2026-06-05T00:00:00+00:00', due_at: '2026-07-05T00:00:00+00:00', accounting_date: '2026-06-08T00:00:00+00:00', archived_at: null, entity_id: 'e-1',
  line_items: [{ amount: money(8000), memo: 'Doors', accounting_field_selections: [GL] }], inventory_line_items: [{ amount: money(1000), memo: 'Hinges', unit_quantity: 5, accounting_field_selections: [field('INVENTORY_ITEM', 'I-9', 'Hinge')] }], ...given,
});
const spendRequest = (given: Json = {}): Json => ({ id: 'sr-1', spend_request_status: 'APPROVED', name: 'Signs', amount: money(25500), vendor: { name: 'Bluebird' }, created_at: '2026-06-01T10:00:00Z', approved_at: '2026-06-02T10:00:00Z', ...given });
const purchaseOrder = (given: Json = {}): Json => ({
  id: 'po-1', purchase_order_number: 'RPO-1041', billing_status: 'OPEN', receipt_status: 'NOT_RECEIVED', creation_source: 'RAMP', three_way_match_enabled: false, vendor_id: 'v', created_at: '2026-06-09T13:00:00Z',
  line_items: [{ id: '1', description: 'Signs', unit_price: money(2550), unit_quantity: 10 }], ...given,
});
const OBJECTS: Record<RampObject, (given?: Json) => Json> = { transaction, reimbursement, bill, spend_request: spendRequest, purchase_order: purchaseOrder };
/** An object in a state. */
const inState = (object: RampObject, state: string): Json => {
  if (state === 'ARCHIVED') return OBJECTS[object]({ archived_at: '2026-06-10T00:00:00Z' });
  if (state === 'ACCOUNTING_PROVIDER') return purchaseOrder({ creation_source: state });
  if (state === 'DECLINED' || state === 'ERROR') return transaction({ state });
  return OBJECTS[object]({ [{ transaction: 'approval_status', reimbursement: 'state', bill: 'approval_status', spend_request: 'spend_request_status', purchase_order: 'billing_status' }[object]]: state });
};

const readObjects = (objects: unknown, options?: Partial<ReadingOptions>) => read('objects.json', JSON.stringify(objects), options);

describe('the objects of Ramp', () => {
  it('a transaction becomes a report with its date, lines and coding', async () => {
    expect(only(await readObjects(transaction()))).toEqual({
      eventId: 'transaction:tx-1/2/16-transaction:FULLY_APPROVED/2026-06-03',
      occurredAt: Date.parse('2026-06-03T00:00:00Z'),
      dateOnly: true,
      reportId: 'tx-1',
      revision: 2,
      status: 'transaction:FULLY_APPROVED',
      name: '',
      currency: 'USD',
      totalMinor: 12_450,
      entity: 'e-1',
      employee: { email: 'u-1', department: 'Store Operations', location: 'Store 012' },
      submittedAt: null,
      approvals: null,
      lines: [{
        id: '1', date: '2026-06-02', merchant: 'Acme', vendorId: '', category: '6110', department: '', location: '', description: '', amountMinor: 12_450, itemId: '', quantity: '', paymentType: 'CARD',
        personal: false, reimbursable: false, claimedMinor: null, taxMinor: null,
      }],
    });
  });

  it('a reimbursement counts when it was approved, UTC where there is no offset', async () => {
    expect(only(await readObjects(reimbursement()))).toMatchObject({
      occurredAt: Date.parse('2026-06-02T12:00:00.604Z'), dateOnly: false, revision: 20_260_602_120_001, submittedAt: Date.parse('2026-06-01T11:00:00Z'), employee: { email: 'sam@shop.example' },
      lines: [{ date: '2026-06-01', merchant: 'Acme', description: 'Mops', reimbursable: true, paymentType: 'OUT_OF_POCKET' }],
    });
  });

  it('what an employee pays back is personal', async () => {
    expect(only(await readObjects(reimbursement({ direction: 'USER_TO_BUSINESS' }))).lines.every(({ personal }) => personal)).toBe(true);
  });

  it('a bill has its vendor as the ERP knows it, its number in its name, and its inventory beside its lines', async () => {
    expect(only(await readObjects(bill()))).toMatchObject({
      name: 'INV-77120 Doors', totalMinor: 9_000, occurredAt: Date.parse('2026-06-08T00:00:00Z'), dateOnly: true,
      lines: [{ id: '1', vendorId: 'V-1003', merchant: 'Polar Refrigeration Inc', date: '2026-06-05', amountMinor: 8_000 }, { id: '2', amountMinor: 1_000, itemId: 'I-9', quantity: '5' }],
    });
  });

  it('a purchase order goes by its number, its lines by price and quantity', async () => {
    expect(only(await readObjects(purchaseOrder()))).toMatchObject({ reportId: 'RPO-1041', status: 'purchase_order:OPEN', totalMinor: 25_500, lines: [{ description: 'Signs', quantity: '10', merchant: 'v' }] });
    expect(refusalOf(await readObjects(purchaseOrder({ line_items: [{ unit_price: money(3), unit_quantity: 0.5 }] }))).reason).toContain('no whole number of minor units');
    expect(only(await readObjects(purchaseOrder({ line_items: [{ unit_price: money(4), unit_quantity: 2.5 }] }))).totalMinor).toBe(10);
  });

  it('a spend request without lines has one', async () => {
    expect(only(await readObjects(spendRequest()))).toMatchObject({ reportId: 'sr-1', occurredAt: Date.parse('2026-06-02T10:00:00Z'), lines: [{ id: '1', merchant: 'Bluebird', amountMinor: 25_500 }] });
  });

  it.each(RAMP_OBJECTS)('%s is known by its fields, or by what the settings say', async (object) => {
    expect(only(await readObjects(OBJECTS[object]())).status).toMatch(new RegExp(`^${object}:`));
    expect(only(await readObjects({ ...OBJECTS[object]() }, { object })).status).toMatch(new RegExp(`^${object}:`));
  });

  it('something else goes to quarantine', async () => {
    expect(refusalOf(await readObjects([{ id: '1', state: 'ACTIVE' }])).reason).toContain('which object of Ramp');
  });
});

describe('the states of each object', () => {
  const table = RAMP_OBJECTS.flatMap((object) => (['final', 'open', 'posted', 'ended'] as const).flatMap((kind) => RAMP_STATES[object][kind].map((state) => [object, state, kind] as const)));

  it.each(table)('%s %s is %s', async (object, state, kind) => {
    const snapshot = only(await readObjects(inState(object, state)));
    const status = `${object}:${state}`;
    expect(snapshot.status).toBe(status);
    expect([ramp.finalStates.includes(status), ramp.postedStates.includes(status), ramp.openStates?.includes(status)]).toEqual([kind === 'final', kind === 'posted', kind === 'open' || kind === 'ended']);
    if (object !== 'reimbursement') expect(snapshot.revision).toBe({ final: 2, posted: 2, open: 1, ended: 3 }[kind]);
  });

  it('are these many, as documented', () => {
    expect(Object.fromEntries(RAMP_OBJECTS.map((object) => [object, table.filter(([each]) => each === object).length]))).toEqual({ transaction: 9, reimbursement: 22, bill: 6, spend_request: 5, purchase_order: 7 });
    expect(table.filter(([, , kind]) => kind === 'final')).toHaveLength(23);
  });

  it('differ for one word by the object', () => {
    expect(ramp.finalStates).toContain('purchase_order:OPEN');
    expect(ramp.finalStates).not.toContain('bill:OPEN');
  });

  it('a deleted purchase order of the ERP is deleted', async () => {
    expect(only(await readObjects(purchaseOrder({ billing_status: 'DELETED', creation_source: 'ACCOUNTING_PROVIDER' }))).status).toBe('purchase_order:DELETED');
  });

  it('one that is not documented is not final and keeps its name', async () => {
    expect(only(await readObjects(bill({ approval_status: 'ON_HOLD' })))).toMatchObject({ status: 'bill:ON_HOLD', revision: 1 });
  });
});

describe('amounts', () => {
  const inCurrency = (amount: unknown, currency: string, more: Json = {}): Json => spendRequest({ amount: money(amount, currency, more) });

  it.each([
    [124550, 'USD', {}, '1245.50'], [-300, 'USD', {}, '-3.00'], [5000, 'JPY', {}, '5000'], [12500, 'KWD', {}, '12.500'], [12345, 'CLF', {}, '1.2345'], ['700', 'EUR', {}, '7.00'],
    [12500, 'KWD', { minor_unit_conversion_rate: 1000 }, '12.500'], [12500, 'KWD', { minor_unit_conversion_rate: 100 }, '125.000'], [5000, 'JPY', { minor_unit_conversion_rate: 1 }, '5000'], [5000, 'JPY', { minor_unit_conversion_rate: 100 }, '50'],
  ])('%s of %s %j is %s', async (amount, currency, more, decimal) => {
    const snapshot = only(await readObjects(inCurrency(amount, currency, more)));
    expect(formatMinor(snapshot.totalMinor, currency)).toBe(decimal);
    expect(snapshot.lines.map(({ amountMinor }) => amountMinor)).toEqual([snapshot.totalMinor]);
  });

  it.each([
    [12.5, 'USD', {}, 'not a whole number of minor units'], ['1,000', 'USD', {}, 'not a whole number of minor units'], [null, 'USD', {}, 'the amount is missing'], [100, 'usd', {}, 'not a currency'], [100, 'XAU', {}, 'not a currency'],
    [5050, 'JPY', { minor_unit_conversion_rate: 100 }, 'more decimals than the currency has'], [100, 'USD', { minor_unit_conversion_rate: 0 }, 'from 1 up'], [100, 'USD', { minor_unit_conversion_rate: 1.5 }, 'from 1 up'],
  ])('%s of %s %j goes to quarantine: %s', async (amount, currency, more, reason) => {
    expect(refusalOf(await readObjects([inCurrency(amount, currency, more)])).reason).toContain(reason);
  });

  it('are exact where a float would not be', async () => {
    const text = JSON.stringify(spendRequest({ amount: money(1) })).replace('"amount":1,', '"amount":9007199254740991,');
    expect(only(await read('large.json', text)).totalMinor).toBe(9_007_199_254_740_991);
    expect(refusalOf(await read('larger.json', text.replace('740991', '740992'))).reason).toContain('larger than');
  });

  it.each([
    ['84.30', 'USD', '84.30'], ['0.1', 'USD', '0.10'], ['5000.0', 'JPY', '5000'], ['12.345', 'KWD', '12.345'], ['1.5e2', 'USD', '150.00'],
  ])('the deprecated %s of %s is %s, as it is written', async (amount, currency, decimal) => {
    const text = JSON.stringify(transaction({ amount: 7, currency_code: currency, line_items: [] })).replace('"amount":7,', `"amount":${amount},`);
    expect(formatMinor(only(await read('legacy.json', text)).totalMinor, currency)).toBe(decimal);
  });

  it('the deprecated way with more decimals than the currency goes to quarantine', async () => {
    expect(refusalOf(await readObjects(transaction({ amount: 1.005, line_items: [] }))).reason).toContain('more decimals');
    expect(refusalOf(await readObjects(transaction({ amount: 1.5, currency_code: 'JPY', line_items: [] }))).reason).toContain('more decimals');
  });

  it('lines in another currency count by their converted amount, else the object goes to quarantine', async () => {
    const line = { amount: money(8000, 'EUR'), accounting_field_selections: [] };
    expect(only(await readObjects(transaction({ amount: 88, line_items: [{ ...line, converted_amount: money(8800) }] }))).lines[0]?.amountMinor).toBe(8_800);
    expect(refusalOf(await readObjects(transaction({ line_items: [line] })))).toMatchObject({ documentId: 'tx-1', revision: 2, reason: expect.stringContaining('mixed currencies') });
    expect(refusalOf(await readObjects(purchaseOrder({ line_items: [{ amount: money(1) }, { amount: money(1, 'EUR') }] }))).reason).toContain('mixed currencies');
  });
});

describe('coding', () => {
  const coded = (selections: Json[], options?: Partial<ReadingOptions>, more: Json = {}) => readObjects(transaction({ line_items: [{ amount: money(12450), accounting_field_selections: selections }], ...more }), options).then(only);

  it('is taken from the accounting fields of the line', async () => {
    const snapshot = await coded([GL, field('COST_CENTER', 'D-10', 'Stores'), field('OTHER', 'L-012', 'Store 012', 'Location'), field('SUBSIDIARY', '425', 'US'), field('MERCHANT', 'V-1001', 'Acme Inc'), field('INVENTORY_ITEM', 'I-1', 'Mop')]);
    expect(snapshot.lines[0]).toMatchObject({ category: '6110', department: 'D-10', location: 'L-012', vendorId: 'V-1001', itemId: 'I-1' });
    expect(snapshot.entity).toBe('425');
  });

  it('is that of the object where the line has none, and the category that of Ramp where neither has', async () => {
    expect((await coded([], {}, { accounting_field_selections: [GL] })).lines[0]?.category).toBe('6110');
    expect((await coded([])).lines[0]?.category).toBe('Cleaning');
  });

  it('is the field that the settings name, and the name of the account where they say so', async () => {
    const options: Partial<ReadingOptions> = { category: 'name', accountingFields: { department: 'team', location: 'Site' } };
    expect((await coded([GL, field('OTHER', 'T-1', 'Team 1', 'Team'), field('COST_CENTER', 'D-10', 'Stores'), field('OTHER', 'S-1', 'Site 1', 'Site')], options)).lines[0]).toMatchObject({ category: 'Cleaning services', department: 'T-1', location: 'S-1' });
  });

  it('goes by the type of the field, and not by how the selection writes it', async () => {
    expect((await coded([{ ...field('GL_ACCOUNT', '425', 'Ramp'), type: 'Subsidiary' }])).lines[0]?.category).toBe('425');
  });

  it('of two subsidiaries makes no entity', async () => {
    const lines = ['425', '426'].map((id) => ({ amount: money(6225), accounting_field_selections: [field('SUBSIDIARY', id, id)] }));
    expect(only(await readObjects(transaction({ line_items: lines }))).entity).toBe('e-1');
  });
});

describe('the order of snapshots', () => {
  const takenAt = Date.parse('2026-06-12T22:00:00Z');

  it.each([
    ['updated_at', reimbursement(), { takenAt }, 20_260_602_120_001],
    ['the export', transaction(), { takenAt }, 20_260_612_220_000],
    ['the usual course: waiting', transaction({ approval_status: 'AWAITING_REVIEWER' }), {}, 1],
    ['the usual course: final', transaction(), {}, 2],
    ['the usual course: ended', transaction({ state: 'DECLINED' }), {}, 3],
  ])('is told by %s', async (_, given, options, revision) => {
    expect(only(await readObjects(given, options)).revision).toBe(revision);
  });

  it('changes requested after an approval come behind it where exports say when they were taken', async () => {
    const approved = only(await readObjects(transaction(), { takenAt }));
    const requested = only(await readObjects(transaction({ approval_status: 'AWAITING_EMPLOYEE_CHANGES_REQUESTED' }), { takenAt: takenAt + 86_400_000 }));
    expect(requested.revision).toBeGreaterThan(approved.revision);
    expect(requested.occurredAt).toBe(approved.occurredAt);
  });

  it('the same object is the same event, whatever file it stands in', async () => {
    expect(only(await readObjects(bill()))).toEqual(only(await readObjects({ data: [bill()], page: { next: null } })));
  });
});

describe('pages', () => {
  const next = 'https://api.ramp.example/developer/v1/bills?start=1';

  it.each([
    ['one object', JSON.stringify(bill()), 'one.json'],
    ['a list', JSON.stringify([bill()]), 'list.json'],
    ['an object a line', `${JSON.stringify(bill())}\n`, 'lines.ndjson'],
    ['a page a line', `${JSON.stringify({ data: [bill()], page: { next } })}\n${JSON.stringify({ data: [], page: { next: null } })}\n`, 'pages.jsonl'],
    ['a page', JSON.stringify({ data: [bill()], page: { next: null } }), 'page.json'],
  ])('are read from %s', async (_, text, name) => {
    const result = await read(name, text);
    expect(only(result).reportId).toBe('bl-1');
    expect(disagreeing(result)).toEqual([]);
  });

  it('a next page that is not in the file shows that the export is cut', async () => {
    expect(disagreeing(await readObjects({ data: [bill()], page: { next } }))).toEqual([{ what: 'pages of the export (page.next)', stated: 'a further page', found: 'no further page in the file', agrees: false }]);
  });

  it('lines that do not add up are told', async () => {
    expect(disagreeing(await readObjects(bill({ amount: money(9001) })))).toEqual([{ what: 'amount of bill:bl-1', stated: '90.01 USD', found: '90.00 USD', agrees: false }]);
  });

  it('that end in the middle: what is whole is kept, the rest is named', async () => {
    const text = JSON.stringify({ data: [bill(), bill({ id: 'bl-2' })] });
    const result = await read('cut.json', text.slice(0, -80));
    expect(result.accepted.map(({ snapshot }) => snapshot.reportId)).toEqual(['bl-1']);
    expect(result.refused.map(({ reason }) => reason)).toEqual([expect.stringContaining('it was cut off here')]);
    expect(disagreeing(result)).toHaveLength(1);
  });

  it.each([
    ['a duplicate key', '{"id":"1","id":"2","due_at":null}', 'duplicate key'],
    ['no object', '7', 'no document'],
    ['no id', JSON.stringify(bill({ id: null })), 'the text is missing'],
    ['no state', JSON.stringify(bill({ approval_status: null })), 'the text is missing'],
    ['no amount', JSON.stringify(bill({ amount: null, line_items: [], inventory_line_items: [] })), 'not a currency'],
    ['a malformed instant', JSON.stringify(reimbursement({ approved_at: '2023-08-20T:00:00+00:00' })), 'not an ISO 8601 instant'],
    ['two lines with one id', JSON.stringify(bill({ line_items: [{ id: 'a', amount: money(1) }, { id: 'a', amount: money(1) }] })), 'same id'],
  ])('with %s: it goes to quarantine, alone', async (_, bad, reason) => {
    const result = await read('bad.json', `{"data":[${bad},${JSON.stringify(bill({ id: 'bl-9' }))}]}`);
    expect(result.refused.map((refusal) => refusal.reason)).toEqual([expect.stringContaining(reason)]);
    expect(result.accepted.map(({ snapshot }) => snapshot.reportId)).toEqual(['bl-9']);
  });

  it('a line that is no JSON is its own trouble', async () => {
    const result = await read('bad.jsonl', `{"id":"1",\n${JSON.stringify(bill())}\n`);
    expect(result.refused).toEqual([expect.objectContaining({ line: 1, documentId: '1', reason: expect.stringContaining('not valid JSON') })]);
    expect(result.accepted.map(({ line }) => line)).toEqual([2]);
  });

  it.each([
    ['an error of the API', '{"error_v2":{"error_code":"DEVELOPER_7001","message":"Not allowed"}}', 'DEVELOPER_7001: Not allowed'],
    ['text', 'oops', 'not valid JSON'],
    ['another object', '{"a":1}', 'holds no objects of Ramp'],
  ])('%s is an error', async (_, text, message) => {
    await expect(read('bad.json', text)).rejects.toThrow(CannotRun);
    await expect(read('bad.json', text)).rejects.toThrow(message);
  });
});

describe('the transaction CSV', () => {
  const HEADER = 'Transaction Date,Transaction Time,Amount,Memo,Ramp Category,Ramp Department,Ramp Location,Merchant Name,User,Clearing Date,External ID,Accounting Category,Accounting Category Code,Accounting Subsidiary,Accounting Department';
  const row = (given: { id?: string; amount?: string; code?: string } = {}): string => ['06/02/26', '2026-06-02 15:10:00', given.amount ?? '"1,245.50"', 'Mops', 'Cleaning', 'Store Operations', 'Store 012', 'Acme', 'sam@shop.example', '06/04/26', given.id ?? 'RAMP.tx-1', 'Cleaning services', given.code ?? '6110', 'US01', 'D-10'].join(',');
  const csv = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`;
  const USD: Partial<ReadingOptions> = { currency: 'USD' };

  it('gives a transaction the id, dates and coding that the API gives it', async () => {
    expect(only(await read('a.csv', csv(row()), USD))).toMatchObject({
      reportId: 'tx-1', status: 'transaction:NOT_STATED', occurredAt: Date.parse('2026-06-04T00:00:00Z'), dateOnly: true, totalMinor: 124_550, entity: 'US01', employee: { email: 'sam@shop.example', department: 'Store Operations', location: 'Store 012' },
      lines: [{ date: '2026-06-02', merchant: 'Acme', category: '6110', department: 'D-10', description: 'Mops', amountMinor: 124_550 }],
    });
  });

  it('is final where it says so, and by no column where it does not', async () => {
    const [header, line] = [`${HEADER},Approval Status`, `${row()},Fully approved`];
    const { status } = only(await read('b.csv', `${header}\n${line}\n`, USD));
    expect(status).toBe('transaction:FULLY_APPROVED');
    expect(ramp.finalStates).not.toContain('transaction:NOT_STATED');
    expect(ramp.openStates).not.toContain('transaction:NOT_STATED');
  });

  it('puts the parts of a split transaction together, whatever order they stand in', async () => {
    const rows = [row({ amount: '10.00' }), row({ amount: '20.00', code: '6120' })];
    const one = only(await read('c.csv', csv(...rows), USD));
    expect(one.lines.map(({ id, amountMinor }) => [id, amountMinor])).toEqual([['1', 1_000], ['2', 2_000]]);
    expect(only(await read('d.csv', csv(...rows.reverse()), USD))).toEqual(one);
  });

  it('takes a transaction along of which the row below it, without an id, may be a part', async () => {
    const result = await read('blank.csv', csv(row({ amount: '10.00' }), ',,20.00,Brooms,Cleaning,,,,,,,Cleaning services,6120,,', row({ id: 'tx-2', amount: '30.00' })), USD);
    expect(result.accepted.map(({ snapshot }) => snapshot.reportId)).toEqual(['tx-2']);
    expect(result.refused).toEqual([expect.objectContaining({ line: 3, rows: 2, documentId: 'tx-1', field: 'external_id', reason: expect.stringContaining('may be a part of the one above it') })]);
  });

  const dated = (...dates: string[]): string => csv(...dates.map((date, index) => row({ id: `t-${index + 1}` }).replace('06/02/26', date).replace('06/04/26', date)));

  it.each([
    ['month first, as Ramp writes them, where nothing says otherwise', ['06/05/26'], ['2026-06-05']],
    ['month first, where a date proves it', ['06/05/26', '06/15/26'], ['2026-06-05', '2026-06-15']],
    ['day first, where a date proves it', ['06/05/26', '15/06/26'], ['2026-05-06', '2026-06-15']],
  ])('reads dates %s', async (_, dates, read_) => {
    const { accepted, refused } = await read('dates.csv', dated(...dates), USD);
    expect([accepted.map(({ snapshot }) => snapshot.lines[0]?.date).sort(), refused]).toEqual([read_, []]);
  });

  it('stops where dates are written in two ways, and names both', async () => {
    await expect(read('two.csv', dated('06/15/26', '15/06/26'), USD)).rejects.toThrow('the dates of column transaction_date are written in two ways: "06/15/26" (line 2) and "15/06/26" (line 3)');
    const profile = headerProfileSchema.parse({ ...RAMP_TRANSACTIONS.profile, dates: 'M/D/YYYY' });
    expect((await read('own.csv', dated('06/15/26', '15/06/26'), { ...USD, profile })).refused).toMatchObject([{ line: 3, field: 'transaction_date', value: '15/06/26' }]);
  });

  it('reads an order of one column in another one that leaves it open', async () => {
    const { accepted } = await read('beside.csv', csv(row().replace('06/02/26', '06/05/26').replace('06/04/26', '15/06/26')), USD);
    expect(accepted.map(({ snapshot }) => snapshot.lines[0]?.date)).toEqual(['2026-05-06']);
  });

  it('stops at an amount that could be thousands where another proves a decimal comma', async () => {
    await expect(read('comma.csv', csv(row({ id: 'a', amount: '12.000' }), row({ id: 'b', amount: '"12,50"' })).replaceAll('06/02/26', '06/15/26').replaceAll('06/04/26', '06/16/26'), USD)).rejects.toThrow('the amounts of column amount are written in two ways: "12.000" (line 2) and "12,50" (line 3)');
    expect((await read('none-open.csv', csv(row({ id: 'a', amount: '12.00' }), row({ id: 'b', amount: '"12,50"' })).replaceAll('06/02/26', '06/15/26').replaceAll('06/04/26', '06/16/26'), USD)).refused).toMatchObject([{ line: 3, value: '12,50' }]);
  });

  it.each([['-12.00', 'USD', '-12.00'], ['(12.00)', 'USD', '-12.00'], ['$3', 'USD', '3.00'], ['5000', 'JPY', '5000'], ['12.345', 'KWD', '12.345'], ['1.2345', 'CLF', '1.2345']])('reads %s in %s as %s', async (amount, currency, decimal) => {
    expect(formatMinor(only(await read('e.csv', csv(row({ amount })), { currency })).totalMinor, currency)).toBe(decimal);
  });

  it.each([
    ['a row that is the header again', HEADER, 'the header stands here a second time'],
    ['an id that became an exponent', row({ id: '1.5E+20' }), 'exponent of the id'],
    ['an amount in another currency', row({ id: 'x', amount: '€5.00' }), 'mixed currencies'],
    ['an amount finer than the currency', row({ id: 'x', amount: '5.005' }), 'more decimals'],
    ['a row with too few cells', '06/02/26,x', 'the row has 2 cells'],
  ])('%s goes to quarantine with its line, and the rest is kept', async (_, bad, reason) => {
    const result = await read('bad.csv', csv(row(), bad), USD);
    expect(result.refused).toEqual([expect.objectContaining({ line: 3, reason: expect.stringContaining(reason) })]);
    expect(result.accepted.map(({ snapshot }) => snapshot.reportId)).toEqual(['tx-1']);
  });

  it('needs a currency, an id, an amount and a date', async () => {
    await expect(read('f.csv', csv(row()))).rejects.toThrow('the header lacks currency');
    await expect(read('g.csv', 'Amount,Memo\n1,x\n', USD)).rejects.toThrow(/the header lacks id .*; transaction_date/);
  });

  it('with a header alone says so', async () => {
    expect(disagreeing(await read('h.csv', `${HEADER}\n`, USD))).toEqual([{ what: 'rows below the header', stated: 'some', found: 'none', agrees: false }]);
  });
});
