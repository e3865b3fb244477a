import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { ZonedClock } from '../../src/domain/calendar.ts';
import { currencyDecimals } from '../../src/domain/currency.ts';
import { formatMinor } from '../../src/domain/money.ts';
import { CannotRun } from '../../src/domain/trouble.ts';
import type { ReadingOptions } from '../../src/intake/sink.ts';
import { expensify } from '../../src/sources/expensify.ts';
import { disagreeing, only, readerOf, refusalOf } from './read-source.ts';

const read = readerOf(expensify);
const NEW_YORK = new ZonedClock('America/New_York');

type Json = Record<string, unknown>;

const expense = (given: Json = {}): Json => ({
  transactionID: 'T1', created: '2026-06-01', merchant: 'Acme Janitorial', modifiedMerchant: '', amount: 124550, modifiedAmount: '', convertedAmount: '', currency: 'USD',
  category: 'Cleaning', categoryGlCode: '6110', tag: 'Store Operations:Store 012', comment: 'Mops', reimbursable: true, bank: '', ...given,
});
const report = (given: Json = {}): Json => ({
  reportID: '64820011', reportName: 'Cleaning', status: 'APPROVED', policyName: 'Stores', currency: 'USD', total: 124550, accountEmail: 'sam@shop.example', created: '2026-06-01',
  submitted: '2026-06-02T13:00:00Z', approved: '2026-06-02T20:20:00Z', reimbursed: '', approvers: [{ email: 'lee@shop.example', date: '2026-06-02T20:20:00Z' }], transactionList: [expense()], ...given,
});
const readReports = (reports: Json | Json[], options?: Partial<ReadingOptions>) => read('reports.json', JSON.stringify(reports), options);
const inCurrency = (currency: string, amount: unknown): Json => report({ currency, total: amount, transactionList: [expense({ currency, amount })] });

describe('a report of the Integration Server', () => {
  it('becomes a snapshot with its state, instants, chain and lines', async () => {
    expect(only(await readReports(report(), { tags: { department: 1, location: 2 }, approverRoles: { 'LEE@shop.example': ['manager', 'vp'] }, entityField: 'policyName' }))).toEqual({
      eventId: '64820011/1/3-APPROVED/2026-06-02T20:20:00Z',
      occurredAt: Date.parse('2026-06-02T20:20:00Z'),
      dateOnly: false,
      reportId: '64820011',
      revision: 1,
      status: 'APPROVED',
      name: 'Cleaning',
      currency: 'USD',
      totalMinor: 124_550,
      entity: 'Stores',
      employee: { email: 'sam@shop.example', department: '', location: '' },
      submittedAt: Date.parse('2026-06-02T13:00:00Z'),
      approvals: [
        { approver: 'lee@shop.example', role: 'manager', decision: 'approved', at: Date.parse('2026-06-02T20:20:00Z') },
        { approver: 'lee@shop.example', role: 'vp', decision: 'approved', at: Date.parse('2026-06-02T20:20:00Z') },
      ],
      lines: [{
        id: 'T1', date: '2026-06-01', merchant: 'Acme Janitorial', vendorId: '', category: 'Cleaning', department: 'Store Operations', location: 'Store 012', description: 'Mops', amountMinor: 124_550,
        itemId: '', quantity: '', paymentType: '', personal: false, reimbursable: true, claimedMinor: 124_550, taxMinor: null,
      }],
    });
  });

  it.each([
    ['one report', JSON.stringify(report()), 'one.json'],
    ['a list', JSON.stringify([report()]), 'list.json'],
    ['an object with reports', JSON.stringify({ reports: [report()] }), 'page.json'],
    ['a report a line', `${JSON.stringify(report())}\n\n`, 'lines.jsonl'],
  ])('is read from %s', async (_, text, name) => {
    expect(only(await read(name, text)).reportId).toBe('64820011');
  });

  it('gives whoever the settings do not name the role approver', async () => {
    expect(only(await readReports(report())).approvals?.map(({ role }) => role)).toEqual(['approver']);
  });

  it('carries no chain where the export leaves approvers out, and an empty one where nobody approved', async () => {
    const { approvers: _, ...without } = report();
    expect(only(await readReports(without)).approvals).toBeNull();
    expect(only(await readReports(report({ approvers: [] }))).approvals).toEqual([]);
  });

  it('takes what was modified before the original, and a converted amount before both', async () => {
    const modified = expense({ modifiedMerchant: 'Acme', modifiedCreated: '2026-05-31', modifiedAmount: 100 });
    expect(only(await readReports(report({ total: 100, transactionList: [modified] }))).lines[0]).toMatchObject({ merchant: 'Acme', date: '2026-05-31', amountMinor: 100, claimedMinor: 124_550 });
    expect(only(await readReports(report({ total: 90, transactionList: [{ ...modified, convertedAmount: 90 }] }))).lines[0]?.amountMinor).toBe(90);
    expect(only(await readReports(report({ total: 0, transactionList: [expense({ modifiedAmount: 0 })] }))).lines[0]?.amountMinor).toBe(0);
  });

  it('finds department and location in tag levels, their own fields first, and in the fields of the employee', async () => {
    const options: Partial<ReadingOptions> = { tags: { department: 2, location: 1 }, employeeFields: { department: 1, location: 2 } };
    const snapshot = only(await readReports(report({ employeeCustomField1: 'Head office', employeeCustomField2: 'HQ', transactionList: [expense({ ntag1: 'Store 003' }), expense({ transactionID: 'T2', tag: 'Store 001' })] }), options));
    expect(snapshot.lines.map(({ department, location }) => [department, location])).toEqual([['Store 012', 'Store 003'], ['', 'Store 001']]);
    expect(snapshot.employee).toMatchObject({ department: 'Head office', location: 'HQ' });
  });

  it('takes the GL code as category where the settings say so, and a custom field as entity', async () => {
    const snapshot = only(await readReports(report({ customField: { Legal_Entity: 'US01' } }), { category: 'code', entityField: 'Legal Entity' }));
    expect(snapshot.lines[0]?.category).toBe('6110');
    expect(snapshot.entity).toBe('US01');
  });

  it('keeps texts that begin like a formula as they are', async () => {
    expect(only(await readReports(report({ reportName: '=HYPERLINK("x")' }))).name).toBe('=HYPERLINK("x")');
  });
});

describe('the states of a report', () => {
  it.each([
    ['OPEN', false], ['SUBMITTED', false], ['APPROVED', true], ['REIMBURSED', true], ['ARCHIVED', false], ['SOMETHING_NEW', false],
  ])('%s: final %s', async (status, final) => {
    expect(expensify.finalStates.includes(status)).toBe(final);
    expect(only(await readReports(report({ status })))).toMatchObject({ status, revision: 1 });
  });

  it('that wait need no naming, and closed without approver does', () => {
    expect(expensify.openStates).toEqual(['OPEN', 'SUBMITTED']);
    expect(expensify.postedStates).toEqual([]);
  });
});

describe('amounts in hundredths of every currency', () => {
  it.each([
    ['USD', 124550, '1245.50'], ['USD', -300, '-3.00'], ['USD', 0, '0.00'], ['USD', '1,245,550', '12455.50'], ['USD', '-1,200', '-12.00'],
    ['JPY', 10000, '100'], ['JPY', -100, '-1'], ['KRW', '1,000,000', '10000'], ['KWD', 1250, '12.500'], ['KWD', -1, '-0.010'], ['CLF', 123, '1.2300'],
  ])('%s %s is %s', async (currency, amount, decimal) => {
    const snapshot = only(await readReports(inCurrency(currency, amount)));
    expect(formatMinor(snapshot.totalMinor, currency)).toBe(decimal);
    expect(formatMinor(snapshot.lines[0]?.amountMinor ?? Number.NaN, currency)).toBe(decimal);
  });

  it.each([
    ['JPY', 10050, 'hundredths that JPY does not have'],
    ['USD', '1245.50', 'not a whole number of hundredths'],
    ['USD', '12,34', 'not a whole number of hundredths'],
    ['USD', '1e5', 'not a whole number of hundredths'],
    ['USD', '', 'the amount is blank'],
    ['KWD', '900719925474100', 'larger than 2^53 - 1'],
    ['usd', 100, 'not a currency of ISO 4217'],
    ['XAU', 100, 'not a currency of ISO 4217'],
  ])('%s %s goes to quarantine: %s', async (currency, amount, reason) => {
    expect(refusalOf(await readReports(inCurrency(currency, amount))).reason).toContain(reason);
  });

  it('are exact where a float would not be', async () => {
    const text = JSON.stringify(inCurrency('USD', 1)).replaceAll(':1,', ':9007199254740991,').replace('"total":1', '"total":9007199254740991');
    expect(only(await read('large.json', text)).totalMinor).toBe(9_007_199_254_740_991);
    expect(refusalOf(await read('larger.json', text.replaceAll('9007199254740991', '9007199254740992'))).reason).toContain('larger than');
    expect(currencyDecimals('USD')).toBe(2);
  });

  it('need a converted amount where the expense is in another currency than its report', async () => {
    const refusal = refusalOf(await readReports(report({ transactionList: [expense({ currency: 'EUR' })] })));
    expect(refusal).toMatchObject({ field: 'transactionList[0].convertedAmount', value: 'EUR', documentId: '64820011', revision: 1 });
    expect(only(await readReports(report({ transactionList: [expense({ currency: 'EUR', convertedAmount: 124550 })] }))).lines[0]).toMatchObject({ amountMinor: 124_550, claimedMinor: null, taxMinor: null });
  });

  it('are beside the tax inside, where the expense is in the currency of the report', async () => {
    expect(only(await readReports(report({ transactionList: [expense({ taxAmount: 900 })] }))).lines[0]?.taxMinor).toBe(900);
    expect(only(await readReports(report({ transactionList: [expense({ taxAmount: 900, modifiedTaxAmount: '1,000' })] }))).lines[0]?.taxMinor).toBe(1000);
    expect(only(await readReports(report({ transactionList: [expense({ taxAmount: '9.5' })] }))).lines[0]?.taxMinor).toBeNull();
    expect((await readReports(report({ transactionList: [expense({ taxAmount: '9,5' })] }))).refused).toMatchObject([{ value: '9,5' }]);
  });
});

describe('the order of snapshots', () => {
  const acts = (...instants: string[]): Json => ({ actionList: instants.map((created) => ({ action: 'ANY', created })) });

  it.each([
    ['the action list, the latest of it', report(acts('2026-06-03T10:00:00Z', '2026-06-08T13:15:00Z', '2026-06-04T00:00:00Z')), undefined, 20_260_608_131_500],
    ['the action list before the export', report(acts('2026-06-08T13:15:00Z')), '2026-06-12T22:00:00Z', 20_260_608_131_500],
    ['the export', report(), '2026-06-12T22:00:00Z', 20_260_612_220_000],
    ['neither: by its dates', report(), undefined, 1],
  ])('is told by %s', async (_, given, takenAt, revision) => {
    expect(only(await readReports(given, takenAt === undefined ? {} : { takenAt: Date.parse(takenAt) })).revision).toBe(revision);
  });

  it('is told by the stamp of the file before that of the settings', async () => {
    const read = await readReports({ exportedAt: '2026-06-05T22:00:00Z', reports: [report()] }, { takenAt: Date.parse('2026-06-12T22:00:00Z') });
    expect(only(read).revision).toBe(20_260_605_220_000);
  });

  it('puts an unapproved report behind its approval and before the next one', async () => {
    const events = await Promise.all([
      readReports(report(acts('2026-06-02T20:20:00Z'))),
      readReports(report({ status: 'SUBMITTED', approved: '', approvers: [], ...acts('2026-06-02T20:20:00Z', '2026-06-03T09:00:00Z') })),
      readReports(report({ approved: '2026-06-04T09:00:00Z', approvers: [], ...acts('2026-06-02T20:20:00Z', '2026-06-03T09:00:00Z', '2026-06-04T09:00:00Z') })),
    ]);
    const revisions = events.map((each) => only(each).revision);
    expect(revisions).toEqual([...revisions].sort((left, right) => left - right));
    expect(new Set(revisions).size).toBe(3);
    expect(events.map((each) => only(each).occurredAt)).toEqual(['2026-06-02T20:20:00Z', '2026-06-03T09:00:00Z', '2026-06-04T09:00:00Z'].map((at) => Date.parse(at)));
  });

  it('is told by the dates of a report where there is nothing else: submitted, approved, submitted again', async () => {
    const again = { status: 'SUBMITTED', approved: '', approvers: [] };
    const events = await Promise.all([readReports(report(again)), readReports(report()), readReports(report({ ...again, submitted: '2026-06-03T09:00:00Z' }))]);
    expect(events.map((each) => only(each).occurredAt)).toEqual(['2026-06-02T13:00:00Z', '2026-06-02T20:20:00Z', '2026-06-03T09:00:00Z'].map((at) => Date.parse(at)));
    expect(events.map((each) => only(each).revision)).toEqual([1, 1, 1]);
  });

  it('gives the same report the same event, whatever file it stands in', async () => {
    const [one, two] = [only(await readReports(report())), only(await readReports([report()]))];
    expect(one).toEqual(two);
  });

  it('sorts payment behind approval at one instant', async () => {
    const [approved, paid] = [only(await readReports(report())), only(await readReports(report({ status: 'REIMBURSED', reimbursed: '2026-06-05T00:00:00Z' })))];
    expect(approved.revision).toBe(paid.revision);
    expect(approved.occurredAt).toBe(paid.occurredAt);
    expect(approved.eventId < paid.eventId).toBe(true);
  });
});

describe('dates', () => {
  it('with a time are read in the zone of the input, else go to quarantine', async () => {
    const given = report({ approved: '2026-06-08 23:30:00', approvers: [{ email: 'lee@shop.example', date: '2026-06-08 23:30:00' }] });
    expect(only(await readReports(given, { clock: NEW_YORK })).occurredAt).toBe(Date.parse('2026-06-09T03:30:00Z'));
    expect(refusalOf(await readReports(given)).reason).toContain('without an offset');
  });

  it('without a time pass through no zone, and take the others of the report with them', async () => {
    const given = report({ submitted: '2026-06-02 09:00:00', approved: '2026-06-02', approvers: [{ email: 'lee@shop.example', date: '2026-06-02 23:30:00' }] });
    const snapshot = only(await readReports(given, { clock: NEW_YORK }));
    const day = Date.parse('2026-06-02T00:00:00Z');
    expect(snapshot).toMatchObject({ dateOnly: true, occurredAt: day, submittedAt: day, approvals: [{ at: day }], eventId: '64820011/1/3-APPROVED/2026-06-02' });
  });

  it('of approval are those of the latest approver where the report has none of its own, and unknown where nobody has', async () => {
    expect(only(await readReports(report({ approved: '' }))).occurredAt).toBe(Date.parse('2026-06-02T20:20:00Z'));
    expect(only(await readReports(report({ approved: '', approvers: [] }))).occurredAt).toBeNull();
  });
});

describe('control totals', () => {
  it('are the total of each report and the count of the file', async () => {
    const result = await readReports({ count: 2, reports: [report(), report({ reportID: '2', total: 100 })] });
    expect(result.totals).toEqual([
      { what: 'total of report 64820011', stated: '1245.50 USD', found: '1245.50 USD', agrees: true },
      { what: 'total of report 2', stated: '1.00 USD', found: '1245.50 USD', agrees: false },
      { what: 'reports in the file (count)', stated: '2', found: '2', agrees: true },
    ]);
  });

  it('tell a count that does not agree', async () => {
    expect(disagreeing(await readReports({ count: '3', reports: [report()] }))).toEqual([{ what: 'reports in the file (count)', stated: '3', found: '1', agrees: false }]);
  });
});

describe('bad JSON', () => {
  it('that ends in the middle: what is whole is kept, the rest is named, and the totals disagree', async () => {
    const text = JSON.stringify({ reports: [report(), report({ reportID: '2' })] });
    for (const cut of [text.slice(0, -100), text.slice(0, text.lastIndexOf('}', text.length - 3) + 1)]) {
      const result = await read('cut.json', cut);
      expect(result.accepted.map(({ snapshot }) => snapshot.reportId)[0]).toBe('64820011');
      expect(result.refused.map(({ reason }) => reason)).toEqual([expect.stringContaining('it was cut off here')]);
      expect(disagreeing(result)).toHaveLength(1);
    }
  });

  it('that ends anywhere never passes for whole', async () => {
    const text = JSON.stringify({ reports: [report({ reportName: 'Caf\u00e9 "\\"' }), report({ reportID: '2' })] }).replace('é', '\\u00e9');
    const firstEnds = text.indexOf(',{"reportID":"2"');
    for (let length = 1; length < text.length; length++) {
      const result = await read('cut.json', text.slice(0, length)).catch((error: unknown) => error);
      if (result instanceof CannotRun) expect(length).toBeLessThanOrEqual('{"reports":['.length);
      else {
        const { accepted, refused, totals } = result as Awaited<ReturnType<typeof read>>;
        expect(accepted.length).toBe(length < firstEnds ? 0 : length < text.length - 2 ? 1 : 2);
        expect([refused.length, totals.filter(({ agrees }) => !agrees).length]).toEqual([1, 1]);
      }
    }
  });

  it.each([
    ['a duplicate key', '[{"reportID":"1","reportID":"2"}]', 'duplicate key "reportID"'],
    ['an element that is no object', '[7]', 'no document'],
    ['no id', JSON.stringify([report({ reportID: '' })]), 'the text is missing'],
    ['an id that became an exponent', JSON.stringify([report({ reportID: '6.48200E+07' })]), 'exponent of the id'],
    ['no state', JSON.stringify([report({ status: '' })]), 'the text is missing'],
    ['no expenses', JSON.stringify([report({ transactionList: null })]), 'the expenses are missing'],
    ['two expenses with one id', JSON.stringify([report({ transactionList: [expense(), expense()] })]), 'same id'],
    ['an approver without date', JSON.stringify([report({ approvers: [{ email: 'lee@shop.example' }] })]), 'date of the approval is missing'],
    ['a list where an object belongs', JSON.stringify([report({ customField: [] })]), 'must be an object'],
    ['nesting without end', `[{"reportID":"1","x":${'['.repeat(200)}${']'.repeat(200)}}]`, 'nested too deeply'],
  ])('%s goes to quarantine, alone', async (_, text, reason) => {
    const result = await read('bad.json', text.replace(/\]$/, `,${JSON.stringify(report({ reportID: '9' }))}]`), { entityField: 'customName' });
    expect(result.refused.map((refusal) => refusal.reason)).toEqual([expect.stringContaining(reason)]);
    expect(result.accepted.map(({ snapshot }) => snapshot.reportId)).toEqual(['9']);
  });

  it.each([
    ['an answer that is an error', '{"responseCode":410,"responseMessage":"Malformed date"}', 'Expensify answered 410'],
    ['the name of a file', 'export5c0d.json', 'not valid JSON'],
    ['nothing', ' \n', 'the file is empty'],
    ['another object', '{"a":1}', 'holds no Expensify reports'],
    ['a stamp that is no instant', '{"exportedAt":"June","reports":[]}', 'exportedAt is no instant'],
  ])('%s is an error', async (_, text, message) => {
    await expect(read('bad.json', text)).rejects.toThrow(CannotRun);
    await expect(read('bad.json', text)).rejects.toThrow(message);
  });
});

describe('an expense level CSV', () => {
  const HEADER = 'Report ID,Report Name,Report Status,Report Currency,Report Total,Submitter Email,Submitted Date,Approved Date,Expense ID,Timestamp,Merchant,Amount,Category,Tag,Description,Reimbursable';
  const row = (given: { id?: string; status?: string; currency?: string; total?: string; expense?: string; amount?: string; approved?: string } = {}): string =>
    [given.id ?? '64820021', 'Ladders', given.status ?? 'Approved', given.currency ?? 'USD', given.total ?? '"$1,450.00"', 'sam@shop.example', '2026-06-11', given.approved ?? '2026-06-11', given.expense ?? 'T1', '2026-06-10 11:00:00', 'Acme Janitorial', given.amount ?? '"$1,450.00"', 'Supplies', 'Store Operations:Store 012', 'Ladders', 'yes'].join(',');
  const csv = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`;

  it('becomes a report of all its rows, without a chain', async () => {
    const result = await read('a.csv', csv(row({ amount: '"$1,500.00"' }), row({ expense: 'T2', amount: '($50.00)' })), { tags: { department: 1, location: 2 } });
    expect(result.accepted[0]).toMatchObject({ line: 2, rows: 2 });
    expect(only(result)).toMatchObject({ reportId: '64820021', status: 'APPROVED', dateOnly: true, totalMinor: 145_000, approvals: null, eventId: '64820021/1/3-APPROVED/2026-06-11' });
    expect(only(result).lines.map(({ id, amountMinor, department, reimbursable }) => [id, amountMinor, department, reimbursable])).toEqual([['T1', 150_000, 'Store Operations', true], ['T2', -5_000, 'Store Operations', true]]);
    expect(result.totals).toEqual([{ what: 'total of report 64820021', stated: '1450.00 USD', found: '1450.00 USD', agrees: true }]);
  });

  it.each([
    ['$1,245.50', 'USD', '1245.50'], ['($3.00)', 'USD', '-3.00'], ['-$3.00', 'USD', '-3.00'], ['$-3.00', 'USD', '-3.00'], ['1245.5', 'USD', '1245.50'], ['USD 12', 'USD', '12.00'], ['12.00 EUR', 'EUR', '12.00'],
    ['€1,000.00', 'EUR', '1000.00'], ['¥1,000', 'JPY', '1000'], ['¥1,000.00', 'JPY', '1000'], ['KWD 12.50', 'KWD', '12.500'], ['1.23', 'CLF', '1.2300'], ['CA$5.00', 'CAD', '5.00'],
  ])('reads %s in %s as %s', async (amount, currency, decimal) => {
    const snapshot = only(await read('amount.csv', csv(row({ amount: `"${amount}"`, total: `"${amount}"`, currency }))));
    expect(formatMinor(snapshot.totalMinor, currency)).toBe(decimal);
    expect(formatMinor(snapshot.lines[0]?.amountMinor ?? Number.NaN, currency)).toBe(decimal);
  });

  it.each([
    ['1.245,50', 'USD', 'not an amount written like 1,234.56'], ['12,34', 'USD', 'not an amount written like 1,234.56'], ['(5.00', 'USD', 'not an amount written like 1,234.56'], ['(-5.00)', 'USD', 'not an amount written like 1,234.56'], ['', 'USD', 'the amount is blank'],
    ['€5.00', 'USD', 'mixed currencies'], ['EUR 5.00', 'USD', 'mixed currencies'], ['5.005', 'USD', 'more than the two decimals'], ['¥1.50', 'JPY', 'hundredths that JPY'], ['=1+1', 'USD', 'not an amount written like 1,234.56'],
  ])('refuses %s in %s: %s', async (amount, currency, reason) => {
    expect(refusalOf(await read('amount.csv', csv(row({ amount: `"${amount}"`, currency, total: '1' })))).reason).toContain(reason);
  });

  it('finds its columns by name, in any order, under any of their names', async () => {
    const text = 'Amount,Merchant,Date,State,Currency,Report Number\n5.00,Acme,06/02/2026,Processing,USD,77\n';
    expect(only(await read('b.csv', text))).toMatchObject({ reportId: '77', status: 'SUBMITTED', totalMinor: 500, lines: [{ id: '1', date: '2026-06-02', merchant: 'Acme' }] });
  });

  it('numbers expenses without ids the same, whatever order they stand in', async () => {
    const rows = ['77,Approved,USD,2026-06-01,Acme,5.00', '77,Approved,USD,2026-06-02,Bluebird,6.00'];
    const header = 'Report ID,Status,Currency,Date,Merchant,Amount';
    const [one, two] = [await read('c.csv', [header, ...rows].join('\n')), await read('d.csv', [header, ...rows.reverse()].join('\n'))];
    expect(only(one)).toEqual(only(two));
  });

  it.each([
    ['Open', 'OPEN'], ['Draft', 'OPEN'], ['Processing', 'SUBMITTED'], ['Outstanding', 'SUBMITTED'], ['Approved', 'APPROVED'], ['Paid', 'REIMBURSED'], ['Reimbursed', 'REIMBURSED'], ['Closed', 'ARCHIVED'], ['Done', 'ARCHIVED'], ['Other', 'Other'],
  ])('knows %s of the screens as %s', async (status, state) => {
    expect(only(await read('state.csv', csv(row({ status })))).status).toBe(state);
  });

  it.each([
    ['a row that is the header again', csv(row(), HEADER), 'the header stands here a second time', 3],
    ['an id that became an exponent', csv(row(), row({ id: '6.48E+07' })), 'exponent of the id', 3],
    ['two currencies under one total', csv(row({ id: '5' }), row({ id: '5', currency: 'EUR', total: '"1,450.00"', amount: '€5.00', expense: 'T2' }), row()), 'mixed currencies under one total', 3],
    ['a dollar sign in a row in euros', csv(row(), row({ id: '5', currency: 'EUR' })), 'mixed currencies: the amount is not in EUR', 3],
    ['two totals of one report', csv(row(), row({ id: '5' }), row({ id: '5', total: '9', expense: 'T2' })), 'differs from line 3', 4],
    ['a row with too few cells', csv(row(), '5,x'), 'the row has 2 cells, the header 16', 3],
    ['a row without id', csv(row(), row({ id: '' })), 'the text is missing', 3],
  ])('%s goes to quarantine with its line, and the rest is kept', async (_, text, reason, line) => {
    const result = await read('bad.csv', text);
    expect(result.refused).toEqual([expect.objectContaining({ reason: expect.stringContaining(reason), line })]);
    expect(result.accepted.map(({ snapshot }) => snapshot.reportId)).toEqual(['64820021']);
  });

  it('a row that says nothing of its report takes the report above it along, and a sum does not', async () => {
    const header = 'Report ID,Status,Currency,Date,Merchant,Amount';
    const result = await read('blank.csv', [header, '77,Approved,USD,2026-06-01,Acme,5.00', ',,,2026-06-02,Bluebird,6.00', '78,Approved,USD,2026-06-01,Acme,7.00', ',,,,,18.00'].join('\n'), { currency: 'USD' });
    expect(result.accepted.map(({ snapshot }) => snapshot.reportId)).toEqual(['78']);
    expect(result.refused.map(({ line, rows, documentId, field }) => [line, rows, documentId, field])).toEqual([[3, 2, '77', 'report_id'], [5, 1, undefined, 'report_id']]);
    expect(result.refused[0]?.reason).toContain('may be a part of the one above it');
  });

  it('names the column as the file does', async () => {
    expect(refusalOf(await read('bad.csv', csv(row({ amount: 'x' })))).field).toBe('amount');
    expect(refusalOf(await read('bad.csv', csv(row({ approved: 'soon' })))).field).toBe('approved_date');
  });

  it.each([
    ['lacks the report', 'Timestamp,Merchant,Amount,MCC,Category,Tag,Comment,Reimbursable,Original Currency,Original Amount,Receipt\n', 'the header lacks report_id (report_id, or reportid, or report_number, or report_no); status'],
    ['lacks the currency', 'Report ID,Status,Date,Merchant,Amount\n', 'the header lacks currency'],
    ['lacks the date', 'Report ID,Status,Currency,Merchant,Amount\n', 'the header lacks date'],
    ['has a column twice', 'Report ID,Status,Currency,Merchant,Amount,Date,Amount\n', 'column Amount occurs twice'],
    ['is not there', '\n', 'the file is empty'],
  ])('whose header %s is an error', async (_, text, message) => {
    await expect(read('bad.csv', text)).rejects.toThrow(message);
  });

  it('is read from a workbook too, dates and numbers of cells included', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('Export');
    sheet.addRow(['Report ID', 'Status', 'Currency', 'Approved Date', 'Expense ID', 'Date', 'Merchant', 'Amount']);
    sheet.addRow([64820021, 'Approved', 'USD', new Date('2026-06-11T00:00:00Z'), 'T1', new Date('2026-06-10T00:00:00Z'), 'Acme', 1245.5]);
    expect(only(await read('h.xlsx', Buffer.from(await workbook.xlsx.writeBuffer())))).toMatchObject({ reportId: '64820021', dateOnly: true, occurredAt: Date.parse('2026-06-11T00:00:00Z'), totalMinor: 124_550, lines: [{ date: '2026-06-10' }] });
  });

  it('takes the currency of the settings where no column names one', async () => {
    expect(only(await read('e.csv', 'Report ID,Status,Date,Merchant,Amount\n7,Open,2026-06-01,Acme,5\n', { currency: 'GBP' })).currency).toBe('GBP');
  });

  it('with a header alone says so', async () => {
    expect(disagreeing(await read('f.csv', `${HEADER}\n`))).toEqual([{ what: 'rows below the header', stated: 'some', found: 'none', agrees: false }]);
  });

  it('of the report level has one line, which nothing codes', async () => {
    const text = 'Report ID,Report Name,Report Status,Report Currency,Report Total,Approved Date\n7,Ladders,Reimbursed,USD,"$1,450.00",2026-06-11\n';
    expect(only(await read('g.csv', text))).toMatchObject({ status: 'REIMBURSED', totalMinor: 145_000, lines: [{ id: '1', date: '2026-06-11', description: 'Ladders', merchant: '', category: '', amountMinor: 145_000 }] });
  });
});
