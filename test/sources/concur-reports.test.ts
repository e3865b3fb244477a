import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZonedClock } from '../../src/domain/calendar.ts';
import type { ExpenseLine, ReportSnapshot } from '../../src/domain/expense-report.ts';
import { formatMinor } from '../../src/domain/money.ts';
import { CannotRun } from '../../src/domain/trouble.ts';
import type { ReadingOptions } from '../../src/intake/sink.ts';
import { concurReports } from '../../src/sources/concur-reports.ts';
import { type Read, disagreeing, only, readerOf, refusalOf } from './read-source.ts';

type Fields = Record<string, unknown>;

const readFile = readerOf(concurReports);
const ZONE: Partial<ReadingOptions> = { clock: new ZonedClock('America/Los_Angeles') };
/** Marks a text that is written as a number: `#5.00000000`, as the services write them. */
const asJson = (value: unknown): string => JSON.stringify(value, null, 1).replaceAll(/"#([^"]*)"/g, '$1');
const read = (value: unknown, options: Partial<ReadingOptions> = ZONE): Promise<Read> => readFile('reports.json', typeof value === 'string' ? value : asJson(value), options);
const linesOf = ({ lines }: ReportSnapshot): [string, number][] => lines.map(({ id, amountMinor }) => [id, amountMinor]);
const utc = (text: string): number => Date.parse(text);

/** A report of v3 as the service writes it, with one entry of 80.00. */
const v3 = (given: Fields = {}): Fields => ({
  Name: 'Store 012 supplies', Total: '#80.00000000', CurrencyCode: 'USD', Country: 'US', CreateDate: '2026-06-01T09:00:00.100', SubmitDate: '2026-06-02T10:00:00.633', ProcessingPaymentDate: '2026-06-03T22:30:00.533',
  PaidDate: null, OwnerLoginID: 'kim@shop.example', OwnerName: 'Kim', ApproverLoginID: 'lee@shop.example', ApproverName: 'Lee', ApprovalStatusName: 'Approved', ApprovalStatusCode: 'A_APPR', PaymentStatusCode: 'P_NOTP',
  LastModifiedDate: '2026-06-03T22:30:01', TotalClaimedAmount: '#80.00000000', TotalApprovedAmount: '#80.00000000', LedgerName: 'LARKMOOR', EverSentBack: false, OrgUnit1: { Type: 'List', Value: 'Stores', Code: 'US01' }, OrgUnit2: null,
  ID: '39BD9F7C5C3F4986A6B5', Entries: [v3Entry()], ...given,
});
const v3Entry = (given: Fields = {}): Fields => ({
  ID: 'gWid1', ReportID: '39BD9F7C5C3F4986A6B5', ExpenseTypeCode: 'SUPPL', ExpenseTypeName: 'Office Supplies', PaymentTypeID: 'gWp', PaymentTypeName: 'Cash', TransactionDate: '2026-06-01T00:00:00', TransactionCurrencyCode: 'USD',
  TransactionAmount: '#80.00000000', PostedAmount: '#80.00000000', ApprovedAmount: '#80.00000000', VendorDescription: 'Bramble Office Goods', VendorListItemName: null, Description: 'Labels', IsPersonal: false, HasItemizations: false,
  AllocationType: 'N', HasVAT: false, OrgUnit1: null, OrgUnit2: { Type: 'List', Value: 'Marketing', Code: 'D-30' }, ...given,
});
const v3Allocation = (id: string, percentage: string, given: Fields = {}): Fields => ({ ID: id, EntryID: 'gWid1', Percentage: percentage, IsPercentEdited: false, IsHidden: false, AccountCode1: '6200', Custom2: { Sequence: 2, Label: 'Department', Type: 'List', Value: `Name of ${id}`, Code: `D-${id}` }, ...given });

const money = (value: string, currencyCode = 'USD'): Fields => ({ value: `#${value}`, currencyCode });
/** A report of v4 as the service writes it, with one expense of 80.00. */
const v4 = (given: Fields = {}): Fields => ({
  approvalStatus: 'Approved', approvalStatusId: 'A_APPR', ledger: 'LARKMOOR', paymentStatusId: 'P_NOTP', submitDate: '2026-06-02T17:00:00Z', creationDate: '2026-06-01T16:00:00Z', approvedAmount: money('80.00000000'),
  claimedAmount: money('80.00000000'), personalAmount: money('0E-8'), reportTotal: money('80.00000000'), reportId: '764428DD6A664AF0BFC9', currencyCode: 'USD', name: 'Store 012 supplies', userId: '32c2fcc3', canRecall: false,
  isReopened: false, reportVersion: '#3', customData: [{ id: 'orgUnit1', value: 'US01', isValid: true }], expenses: [v4Expense()], ...given,
});
const v4Expense = (given: Fields = {}): Fields => ({
  expenseId: '84FC1', allocationState: 'NOT_ALLOCATED', approvedAmount: money('80.00000000'), businessPurpose: 'Labels', claimedAmount: money('80.00000000'), exchangeRate: { value: '#1.00000000000000', operation: 'MULTIPLY' },
  expenseType: { id: 'SUPPL', name: 'Office Supplies', code: 'OTHER', isDeleted: false }, isPersonalExpense: false, paymentType: { id: '1022', name: 'Mastercard', code: 'CBCP' }, postedAmount: money('80.00000000'),
  transactionAmount: money('80.00000000'), transactionDate: '2026-06-01', vendor: { id: null, name: null, description: 'Bramble Office Goods' }, parentExpenseId: null, isExpenseRejected: false, ...given,
});
const v4Allocation = (id: string, percentage: string, amount?: string): Fields => ({ allocationId: id, expenseId: '84FC1', percentage: `#${percentage}`, ...(amount === undefined ? {} : { approvedAmount: money(amount) }), customData: [{ id: 'custom2', value: `D-${id}` }] });

const LINE: ExpenseLine = {
  id: '', date: '2026-06-01', merchant: 'Bramble Office Goods', vendorId: '', category: 'SUPPL', department: '', location: '', description: 'Labels', amountMinor: 8000, itemId: '', quantity: '', paymentType: '',
  personal: false, reimbursable: null, claimedMinor: 8000, taxMinor: null,
};

describe('a report', () => {
  it('of v3 has its fields, its instants in the input\'s zone and no approver chain', async () => {
    expect(only(await read(v3()))).toEqual({
      eventId: '39BD9F7C5C3F4986A6B5/20260604053001/2-A_APPR/2026-06-04T05:30:00.533Z', occurredAt: utc('2026-06-04T05:30:00.533Z'), dateOnly: false, reportId: '39BD9F7C5C3F4986A6B5', revision: 20260604053001, status: 'A_APPR',
      name: 'Store 012 supplies', currency: 'USD', totalMinor: 8000, entity: '', employee: { email: 'kim@shop.example', department: '', location: '' }, submittedAt: utc('2026-06-02T17:00:00.633Z'), approvals: null,
      lines: [{ ...LINE, id: 'gWid1', paymentType: 'Cash' }],
    });
  });

  it('of v4 has its fields, and the instant of the export that saw it', async () => {
    expect(only(await read(v4(), { takenAt: utc('2026-06-05T01:00:00Z') }))).toEqual({
      eventId: '764428DD6A664AF0BFC9/3/2-A_APPR/2026-06-05T01:00:00Z', occurredAt: utc('2026-06-05T01:00:00Z'), dateOnly: false, reportId: '764428DD6A664AF0BFC9', revision: 3, status: 'A_APPR',
      name: 'Store 012 supplies', currency: 'USD', totalMinor: 8000, entity: '', employee: { email: '32c2fcc3', department: '', location: '' }, submittedAt: utc('2026-06-02T17:00:00Z'), approvals: null,
      lines: [{ ...LINE, id: '84FC1', paymentType: 'CBCP' }],
    });
  });

  it('of v4 has no date of approval where neither an export nor a notification gives one', async () => {
    expect(only(await read(v4())).occurredAt).toBeNull();
  });

  it('of v3 without offset, and without a zone to read it in, goes to quarantine', async () => {
    const refusal = refusalOf(await read(v3(), {}));
    expect([refusal.field, refusal.documentId, refusal.revision]).toEqual(['LastModifiedDate', '39BD9F7C5C3F4986A6B5', undefined]);
    expect(refusal.reason).toContain('timeZone');
  });

  it('of v3 at midnight is a date, in no zone', async () => {
    expect(only(await read(v3({ ProcessingPaymentDate: '2026-06-03T00:00:00' })))).toMatchObject({ occurredAt: utc('2026-06-03T00:00:00Z'), dateOnly: true });
  });

  it.each([
    ['v3', v3, 'Events'], ['v4', v4, 'events'],
  ] as const)('of %s counts from the notification of its state', async (_version, report, key) => {
    const event = (currentApprovalStatus: string, timeStamp: string, more: Fields = {}): Fields => ({ id: 'n1', eventType: 'statusChanged', timeStamp, facts: { currentApprovalStatus, previousApprovalStatus: 'A_PEND', ...more } });
    const events = [event('A_ACCO', '2026-06-03T12:00:00Z'), event('A_APPR', '2026-06-04T08:00:00Z'), event('A_APPR', '2026-06-03T08:00:00Z'), event('A_APPR', '2026-06-09T08:00:00Z', { reportId: 'another' })];
    expect(only(await read(report({ [key]: events }))).occurredAt).toBe(utc('2026-06-04T08:00:00Z'));
  });

  it.each([['org unit', 1, 'US01'], ['ledger', 'ledger', 'LARKMOOR']] as const)('has as entity the %s that the settings name', async (_what, entity, expected) => {
    for (const report of [v3(), v4()]) expect(only(await read(report, { ...ZONE, orgUnits: { entity, use: 'code' } })).entity).toBe(expected);
  });

  it('has the code of an org unit, or its value', async () => {
    const department = async (use: 'code' | 'value'): Promise<unknown> => only(await read(v3(), { ...ZONE, orgUnits: { department: 2, use } })).lines[0]?.department;
    expect([await department('code'), await department('value')]).toEqual(['D-30', 'Marketing']);
  });

  it.each([
    ['v3', v3, 'SUPPL', 'Office Supplies'], ['v4', v4, 'SUPPL', 'Office Supplies'],
  ] as const)('of %s has as category the code, or the name', async (_version, report, code, name) => {
    const category = async (options: Partial<ReadingOptions>): Promise<unknown> => only(await read(report(), { ...ZONE, ...options })).lines[0]?.category;
    expect([await category({}), await category({ category: 'code' }), await category({ category: 'name' })]).toEqual([code, code, name]);
  });

  it('has as total what its lines add up to where it states none', async () => {
    expect(only(await read(v3({ TotalApprovedAmount: null }))).totalMinor).toBe(8000);
  });
});

describe('the states of a report', () => {
  it.each([
    ['A_APPR', 'final'], ['A_ACCO', 'open'], ['A_RESU', 'open'], ['A_NOTF', 'open'], ['A_FILE', 'open'], ['A_AAFH', 'open'], ['A_PEND', 'open'], ['A_EXTV', 'open'], ['A_PBDG', 'open'],
    ['A_PECO', 'open'], ['A_PVAL', 'open'], ['A_RHLD', 'open'], ['A_TEXP', 'open'], ['A_CUST', 'named by nobody'],
  ])('%s is %s', async (state, meaning) => {
    expect(only(await read(v3({ ApprovalStatusCode: state }))).status).toBe(state);
    expect(only(await read(v4({ approvalStatusId: state }))).status).toBe(state);
    expect([concurReports.finalStates.includes(state), concurReports.openStates?.includes(state) === true]).toEqual([meaning === 'final', meaning === 'open']);
    expect(concurReports.postedStates).toEqual([]);
  });

  it.each(['P_NOTP', 'P_HOLD', 'P_PROC', 'P_PAID', 'P_PAYC'])('do not change with the payment state %s', async (payment) => {
    expect(only(await read(v3({ PaymentStatusCode: payment })))).toEqual(only(await read(v3())));
    expect(only(await read(v4({ paymentStatusId: payment })))).toEqual(only(await read(v4())));
  });

  it('come in the order in which the report was changed', async () => {
    const approved = only(await read(v3()));
    const recalled = only(await read(v3({ ApprovalStatusCode: 'A_RESU', LastModifiedDate: '2026-06-04T09:00:00', ProcessingPaymentDate: null })));
    expect(recalled.revision).toBeGreaterThan(approved.revision);
    expect(recalled.occurredAt).toBe(utc('2026-06-04T16:00:00Z'));
  });

  it('that are not final need no entries; an approved report does', async () => {
    const header = only(await read(v3({ Entries: undefined, ApprovalStatusCode: 'A_PEND' })));
    expect([header.lines, header.totalMinor]).toEqual([[], 8000]);
    expect(header.eventId).not.toBe(only(await read(v3({ ApprovalStatusCode: 'A_PEND' }))).eventId);
    expect(refusalOf(await read(v3({ Entries: undefined })))).toMatchObject({ field: 'Entries', documentId: '39BD9F7C5C3F4986A6B5' });
    expect(refusalOf(await read(v4({ expenses: null })))).toMatchObject({ field: 'expenses', documentId: '764428DD6A664AF0BFC9' });
  });
});

describe('entries', () => {
  const page = (items: Fields[], next: string | null = null): Fields => ({ Items: items, NextPage: next });
  const itemized = v3Entry({ HasItemizations: true });
  const items = (given: Fields = {}): Fields[] => [
    { ID: 'gWit2', EntryID: 'gWid1', ExpenseTypeCode: 'LODNG', ApprovedAmount: '#50.00000000', TransactionDate: '2026-06-01T00:00:00', IsPersonal: false, ...given },
    { ID: 'gWit1', EntryID: 'gWid1', ExpenseTypeCode: 'MEALS', ApprovedAmount: '#30.00000000', TransactionDate: '2026-06-01T00:00:00', IsPersonal: false, ...given },
  ];

  it.each([
    ['as a list in the report', v3({ Entries: [itemized], Itemizations: items() })],
    ['as pages in the report', v3({ Entries: page([itemized]), Itemizations: page(items()) })],
    ['within their entry', v3({ Entries: [{ ...itemized, Itemizations: items() }] })],
    ['as a page within their entry', v3({ Entries: [{ ...itemized, Itemizations: page(items()) }] })],
  ])('of v3 give way to their itemizations, %s', async (_where, report) => {
    const { lines } = only(await read(report));
    expect(lines.map(({ id, category, amountMinor, merchant, paymentType }) => [id, category, amountMinor, merchant, paymentType])).toEqual([
      ['gWit1', 'MEALS', 3000, 'Bramble Office Goods', 'Cash'], ['gWit2', 'LODNG', 5000, 'Bramble Office Goods', 'Cash'],
    ]);
  });

  it.each([
    ['beside it', v4({ expenses: [v4Expense({ expenseId: 'C1', parentExpenseId: '84FC1', approvedAmount: money('80.00') }), v4Expense()] })],
    ['under it', v4({ expenses: [v4Expense({ itemizations: [v4Expense({ expenseId: 'C1' })] })] })],
  ])('of v4 give way to their children, %s', async (_where, report) => {
    expect(linesOf(only(await read(report)))).toEqual([['C1', 8000]]);
  });

  it('whose itemizations add up to something else are told', async () => {
    const found = await read(v3({ Entries: [itemized], Itemizations: items().slice(1), TotalApprovedAmount: '#30.00000000' }));
    expect(disagreeing(found)).toEqual([{ what: 'itemizations of entry gWid1 of report 39BD9F7C5C3F4986A6B5', stated: '80.00 USD', found: '30.00 USD', agrees: false }]);
  });

  it.each([
    ['without the itemizations that it says it has', v3({ Entries: [itemized] }), 'Entries[0].HasItemizations'],
    ['without the allocations that it says it has', v3({ Entries: [v3Entry({ AllocationType: 'F' })] }), 'Entries[0].Allocations'],
    ['without the allocations that it says it has (v4)', v4({ expenses: [v4Expense({ allocationState: 'FULLY_ALLOCATED' })] }), 'expenses[0].allocations'],
    ['with an itemization of another entry', v3({ Itemizations: items({ EntryID: 'gWid9' }) }), 'Itemizations[0].EntryID'],
    ['with an allocation of another entry', v3({ Allocations: [v3Allocation('1', '100', { EntryID: 'gWid9' })] }), 'Allocations[0].EntryID'],
    ['whose page of entries goes on', v3({ Entries: page([v3Entry()], 'https://shop.example/next') }), 'Entries.NextPage'],
    ['twice with one id', v3({ Entries: [v3Entry(), v3Entry()] }), 'Entries[1].ID'],
    ['without a date', v3({ Entries: [v3Entry({ TransactionDate: null })] }), 'Entries[0].TransactionDate'],
    ['without an amount', v3({ Entries: [v3Entry({ ApprovedAmount: null })] }), 'Entries[0].ApprovedAmount'],
    ['whose allocations make no whole', v3({ Allocations: [v3Allocation('1', '50.00000000'), v3Allocation('2', '40.00000000')] }), 'Entries[0].Allocations[].Percentage'],
    ['in another currency (v4)', v4({ expenses: [v4Expense({ approvedAmount: money('80', 'CAD') })] }), 'expenses[0].approvedAmount.currencyCode'],
  ])('%s: the report is set aside by name', async (_what, report, field) => {
    const refusal = refusalOf(await read(report));
    expect(refusal.field).toBe(field);
    expect(['39BD9F7C5C3F4986A6B5', '764428DD6A664AF0BFC9']).toContain(refusal.documentId);
  });

  it('that are rejected belong to another report, with all that hangs on them', async () => {
    const rejected = v4Expense({ expenseId: 'R1', isExpenseRejected: true, allocationState: 'FULLY_ALLOCATED' });
    const found = await read(v4({ expenses: [v4Expense(), rejected, v4Expense({ expenseId: 'C1', parentExpenseId: 'R1' })] }));
    expect(linesOf(only(found))).toEqual([['84FC1', 8000]]);
    expect(disagreeing(found)).toEqual([]);
  });

  it('that are personal count nothing where the total leaves them out, and something where it does not', async () => {
    const personal = v3Entry({ ID: 'gWid2', IsPersonal: true, ApprovedAmount: '#14.00000000' });
    const without = await read(v3({ Entries: [v3Entry(), personal] }));
    expect(linesOf(only(without))).toEqual([['gWid1', 8000], ['gWid2', 0]]);
    const within = await read(v3({ Entries: [v3Entry(), personal], TotalApprovedAmount: '#94.00000000' }));
    expect(only(within).lines.map(({ amountMinor, personal: isPersonal }) => [amountMinor, isPersonal])).toEqual([[8000, false], [1400, true]]);
    expect([...disagreeing(without), ...disagreeing(within)]).toEqual([]);
  });

  it('have tax where v4 gives it', async () => {
    const [line] = only(await read(v4({ expenses: [v4Expense({ expenseTaxSummary: { totalTaxPostedAmount: money('6.40000000'), netTaxAmount: money('73.60') } })] }))).lines;
    expect(line?.taxMinor).toBe(640);
  });

  it.each<[string, unknown, number | null]>([['no tax has none in each share', money('0E-8'), 0], ['a tax has an unknown one: how it is shared is not told', money('6.40'), null]])('split by allocations with %s', async (_what, total, tax) => {
    const allocations = ['50', '50'].map((percentage, index) => ({ allocationId: `A${index}`, expenseId: '84FC1', percentage }));
    const { lines } = only(await read(v4({ expenses: [v4Expense({ expenseTaxSummary: { totalTaxPostedAmount: total } })], allocations })));
    expect(lines.map(({ amountMinor, taxMinor }) => [amountMinor, taxMinor])).toEqual([[4000, tax], [4000, tax]]);
  });

  it('have none that is finer than the currency, blank or in another currency; one that is no amount is quarantine', async () => {
    const taxed = async (total: unknown): Promise<Awaited<ReturnType<typeof read>>> => read(v4({ expenses: [v4Expense({ expenseTaxSummary: { totalTaxPostedAmount: total } })] }));
    for (const total of [money('6.4010'), { value: '', currencyCode: 'USD' }, { value: '6.40', currencyCode: 'CAD' }]) expect(only(await taxed(total)).lines[0]?.taxMinor).toBeNull();
    expect((await taxed({ value: '6,40', currencyCode: 'USD' })).refused).toMatchObject([{ value: '6,40' }]);
  });

  it('in another currency have no claimed amount', async () => {
    const [three] = only(await read(v3({ Entries: [v3Entry({ TransactionCurrencyCode: 'CAD', TransactionAmount: '#110.00000000' })] }))).lines;
    const [four] = only(await read(v4({ expenses: [v4Expense({ transactionAmount: money('110.00', 'CAD') })] }))).lines;
    expect([three?.claimedMinor, four?.claimedMinor]).toEqual([null, null]);
  });
});

describe('allocations', () => {
  const FIELDS: Partial<ReadingOptions> = { ...ZONE, allocationFields: { department: 2 } };
  const coded = ({ lines }: ReportSnapshot): unknown[] => lines.map(({ id, department, amountMinor }) => [id, department, amountMinor]);
  const odd = v3Entry({ AllocationType: 'F', ApprovedAmount: '#34.75000000' });

  it('of v3 cut the entry, and what is left over goes to the last', async () => {
    const found = await read(v3({ Entries: [odd], TotalApprovedAmount: '#34.75000000', Allocations: [v3Allocation('12', '50.00000000'), v3Allocation('7', '50.00000000')] }), FIELDS);
    expect(coded(only(found))).toEqual([['gWid1/1', 'D-7', 1737], ['gWid1/2', 'D-12', 1738]]);
    expect(disagreeing(found)).toEqual([]);
  });

  it('whose percentages have two decimals make a whole', async () => {
    const thirds = ['33.33', '33.33', '33.33'].map((percentage, index) => v3Allocation(String(index + 1), percentage));
    expect(coded(only(await read(v3({ Entries: [{ ...odd, Allocations: thirds }], TotalApprovedAmount: '#34.75000000' }), FIELDS)))).toEqual([['gWid1/1', 'D-1', 1158], ['gWid1/2', 'D-2', 1158], ['gWid1/3', 'D-3', 1159]]);
  });

  it('of v4 carry their own amounts, which count where they add up', async () => {
    const allocations = (first: string, second: string): Fields => v4({ expenses: [v4Expense({ allocationState: 'FULLY_ALLOCATED' })], allocations: [v4Allocation('1', '50.00000000', first), v4Allocation('2', '50.00000000', second)] });
    expect(coded(only(await read(allocations('39.99', '40.01'), FIELDS)))).toEqual([['84FC1/1', 'D-1', 3999], ['84FC1/2', 'D-2', 4001]]);
    expect(coded(only(await read(allocations('39.99', '39.99'), FIELDS)))).toEqual([['84FC1/1', 'D-1', 4000], ['84FC1/2', 'D-2', 4000]]);
  });

  it('of an itemized entry hold for its itemizations, where they make a whole', async () => {
    const entry = v3Entry({ HasItemizations: true, Itemizations: [{ ID: 'gWit1', ApprovedAmount: '#80.00000000', TransactionDate: '2026-06-01' }] });
    const report = (percentages: string[]): Fields => v3({ Entries: [entry], Allocations: percentages.map((percentage, index) => v3Allocation(String(index + 1), percentage)) });
    expect(coded(only(await read(report(['25', '75']), FIELDS)))).toEqual([['gWit1/1', 'D-1', 2000], ['gWit1/2', 'D-2', 6000]]);
    expect(refusalOf(await read(report(['100', '100']), FIELDS)).reason).toContain('do not say of which itemization');
  });

  it('are refused where the only one of an entry is a part of it: the others are missing', async () => {
    const [three, four] = [v3({ Entries: [odd], TotalApprovedAmount: '#34.75000000', Allocations: [v3Allocation('1', '50.00000000')] }), v4({ allocations: [v4Allocation('1', '50.00000000', '40.00')] })];
    expect(refusalOf(await read(three, FIELDS))).toMatchObject({ field: 'Entries[0].Allocations[].Percentage', value: '50.00000000', reason: 'the allocations do not add up to the entry' });
    expect(refusalOf(await read(four, FIELDS))).toMatchObject({ field: 'expenses[0].allocations[].percentage', reason: 'the allocations do not add up to the entry' });
    const unsaid = v3({ Entries: [odd], TotalApprovedAmount: '#34.75000000', Allocations: [{ ...v3Allocation('1', ''), Percentage: null }] });
    expect(coded(only(await read(unsaid, FIELDS)))).toEqual([['gWid1', 'D-1', 3475]]);
  });

  it.each(['Entries', 'Allocations'])('%s that are an object without Items are no empty page', async (key) => {
    expect(refusalOf(await read(v3({ TotalApprovedAmount: null, [key]: v3Entry() }), FIELDS))).toMatchObject({ field: key, reason: 'must be a list, or a page of one with its Items' });
  });

  it('of one entry stand in one order, whatever order the list has', async () => {
    const report = (ids: string[]): Fields => v3({ Entries: [odd], TotalApprovedAmount: null, Allocations: ids.map((id) => v3Allocation(id, id === '3' ? '50' : '25')) });
    expect(only(await read(report(['1', '2', '3']), FIELDS))).toEqual(only(await read(report(['3', '1', '2']), FIELDS)));
  });
});

describe('amounts of reports', () => {
  it('are read as they were written, with eight places, in every currency, by v3 and v4, as numbers or texts', async () => {
    const decimals = { USD: 2, JPY: 0, KWD: 3, CLF: 4 };
    await fc.assert(fc.asyncProperty(fc.constantFrom(...(Object.keys(decimals) as (keyof typeof decimals)[])), fc.maxSafeInteger(), fc.boolean(), async (currency, minor, isText) => {
      const decimal = formatMinor(minor, currency);
      const written = `${isText ? '' : '#'}${decimal}${decimals[currency] === 0 ? '.' : ''}${'0'.repeat(8 - decimals[currency])}`;
      const three = v3({ CurrencyCode: currency, TotalApprovedAmount: written, Entries: [v3Entry({ ApprovedAmount: written })] });
      const amount = { value: written, currencyCode: currency };
      const four = v4({ currencyCode: currency, approvedAmount: amount, expenses: [v4Expense({ approvedAmount: amount })] });
      for (const report of [three, four]) {
        const found = await read(report);
        expect([only(found).totalMinor, only(found).lines[0]?.amountMinor]).toEqual([minor + 0, minor + 0]);
        expect(disagreeing(found)).toEqual([]);
      }
    }), { numRuns: 40 });
  });

  it.each([['0E-8', 0], ['1.5E+2', 15000], ['80.00000000', 8000]])('may be written %s', async (value, minor) => {
    expect(linesOf(only(await read(v4({ approvedAmount: money(value), expenses: [v4Expense({ approvedAmount: money(value) })] }))))).toEqual([['84FC1', minor]]);
  });

  it.each([['1.00500000', 'more decimals than the currency has'], ['90071992547409.93', 'larger than 2^53 - 1 minor units']])('%s goes to quarantine', async (value, reason) => {
    expect(refusalOf(await read(v3({ Entries: [v3Entry({ ApprovedAmount: `#${value}` })] }))).reason).toBe(reason);
  });
});

describe('a file of reports', () => {
  const second = (): Fields => v3({ ID: '39BD9F7C5C3F4986A6B6' });
  const ids = ({ accepted }: Read): string[] => accepted.map(({ snapshot }) => snapshot.reportId);
  const BOTH = ['39BD9F7C5C3F4986A6B5', '39BD9F7C5C3F4986A6B6'];

  it.each([
    ['a page of v3', { Items: [v3(), second()], NextPage: null }], ['a page without a next one', { Items: [v3(), second()] }], ['a list', [v3(), second()]], ['a page of v4', { content: [v3(), second()], page: {} }], ['a list under a name', { reports: [v3(), second()] }],
  ])('may be %s', async (_what, value) => {
    const found = await read(value);
    expect(ids(found)).toEqual(BOTH);
    expect([...found.refused, ...disagreeing(found)]).toEqual([]);
  });

  it('may have a page a line', async () => {
    const line = (value: unknown): string => asJson(value).replaceAll('\n', '');
    const found = await readFile('reports.jsonl', `${line({ Items: [v3()], NextPage: 'https://shop.example/2' })}\n${line({ Items: [second()], NextPage: null })}\n`, ZONE);
    expect(ids(found)).toEqual(BOTH);
    expect(disagreeing(found)).toEqual([]);
  });

  it('that names a further page says so', async () => {
    expect(disagreeing(await read({ Items: [v3()], NextPage: 'https://shop.example/2' }))).toEqual([{ what: 'pages of the export (NextPage)', stated: 'a further page', found: 'no further page in the file', agrees: false }]);
  });

  it.each<[string, Fields, string]>([
    ['names a next page', { nextPage: 'https://shop.example/2' }, 'pages of the export (nextPage)'], ['links to a next page', { links: [{ rel: 'next', href: 'x' }] }, 'pages of the export (links)'],
    ['counts more reports than it holds', { page: { size: 1, totalElements: 40, totalPages: 40, number: 0 } }, 'entries of the list (page.totalElements)'],
  ])('of v4 that %s says so', async (_what, given, what) => {
    expect(disagreeing(await read({ content: [v4()], ...given }))).toMatchObject([{ what, agrees: false }]);
  });

  it('that ends in the middle keeps the reports before it', async () => {
    const whole = asJson({ Items: [v3(), second()], NextPage: null });
    const found = await read(whole.slice(0, whole.length - 400));
    expect(ids(found)).toEqual(BOTH.slice(0, 1));
    expect(found.refused).toHaveLength(1);
    expect(disagreeing(found).map(({ what }) => what)).toEqual(['end of the file']);
  });

  it.each([
    ['a key twice', asJson([v3(), second()]).replace('"Total":', '"Name":'), 'duplicate key'],
    ['an entry in place of a report', asJson([v4Expense(), second()]), 'no report'],
    ['a number in place of a report', asJson([5, second()]), 'must be an object'],
    ['nesting without end', asJson([v3({ Deep: '#[[' }), second()]).replace('[[', `${'['.repeat(200)}${']'.repeat(200)}`), 'nested too deeply'],
    ['an id that a spreadsheet made an exponent of', asJson([v3({ ID: '3.97E+19' }), second()]), 'exponent'],
    ['an unknown currency', asJson([v3({ CurrencyCode: 'DOLLAR' }), second()]), 'not a currency of ISO 4217'],
    ['no state', asJson([v3({ ApprovalStatusCode: null }), second()]), 'the text is missing'],
  ])('with %s keeps the others', async (_what, text, reason) => {
    const found = await read(text);
    expect(ids(found)).toEqual(BOTH.slice(1));
    expect(found.refused).toHaveLength(1);
    expect(found.refused[0]?.reason).toContain(reason);
  });

  it.each([
    ['the service\'s error (v4)', '{"errorId": "1", "errorMessage": "Not found", "httpStatus": "404 Not Found", "path": "/x", "timestamp": "2026-06-01T00:00:00Z"}'],
    ['the service\'s error (v3)', '{"Message": "Unauthorized"}'], ['nothing', ''], ['no JSON', 'report,amount'], ['something else', '{"a": 1}'],
  ])('that is %s is an error', async (_what, text) => {
    await expect(read(text)).rejects.toThrow(CannotRun);
  });

  it('whose report does not add up says so', async () => {
    expect(disagreeing(await read(v3({ TotalApprovedAmount: '#90.00000000' })))).toEqual([{ what: 'TotalApprovedAmount of report 39BD9F7C5C3F4986A6B5', stated: '90.00 USD', found: '80.00 USD', agrees: false }]);
  });
});
