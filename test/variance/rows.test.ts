import { describe, expect, test } from 'vitest';
import { Books, type KeyedParts } from '../matching/books.ts';
import { STATUSES, type VarianceRow } from '../../src/domain/variance.ts';
import { totalsOf } from '../../src/variance/totals.ts';

const lines = (amount: string, account = '6110') => [`${account}/D-10/L-012 ${amount}`];
const THREE = ['6110/D-10/L-012 60.00', '6120/D-10/L-012 40.00'];

/** The only row of EXP-1, for which this was keyed with its reference. */
function rowOf(keyed: KeyedParts, settings: Record<string, unknown> = {}, order: { currency?: string; lines?: string[] } = {}): VarianceRow {
  const rows = new Books(settings).approved('EXP-1', order).keyed('PO-1', { reference: 'EXP-1', ...keyed }).rows();
  expect(rows).toHaveLength(1);
  return rows[0] as VarianceRow;
}

describe('every status, with what it is about', () => {
  const tolerant = { tolerance: { absolute: '0.05', percent: '0' } };
  const cases: [status: keyof typeof STATUSES, variance: string | null, atStake: string, books: Books][] = [
    ['match', '0.00', '0.00', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1' })],
    ['match_within_tolerance', '0.05', '0.05', new Books(tolerant).approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: lines('100.05') })],
    ['amount_variance', '0.06', '0.06', new Books(tolerant).approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: lines('100.06') })],
    ['coding_variance', '0.00', '40.00', new Books().approved('EXP-1', { lines: THREE }).keyed('PO-1', { reference: 'EXP-1', lines: [...lines('60.00'), ...lines('40.00', '6130')] })],
    ['rejected', '0.00', '100.00', new Books().rejected('EXP-1')],
    ['rejected', '120.00', '120.00', new Books().rejected('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: lines('120.00') })],
    ['missing_manual', '-100.00', '100.00', new Books().approved('EXP-1')],
    ['awaiting_manual', '-100.00', '100.00', new Books({ matching: { manualEntryGraceDays: 20 } }).approved('EXP-1')],
    ['duplicate_manual', '100.00', '100.00', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1' }).keyed('PO-2', { reference: 'EXP-1' })],
    ['unexpected_manual', '100.00', '100.00', new Books().keyed('PO-1')],
    ['premature_manual', '100.00', '100.00', new Books().pending('EXP-1').keyed('PO-1', { reference: 'EXP-1' })],
    ['not_triggered', '0.00', '0.00', new Books().pending('EXP-1')],
    ['cancelled', '0.00', '0.00', new Books().withdrawn('EXP-1')],
    ['cancelled_manual', '100.00', '100.00', new Books().withdrawn('EXP-1').keyed('PO-1', { reference: 'EXP-1' })],
  ];

  test.each(cases)('%s: variance %s, at stake %s', (status, variance, atStake, books) => {
    expect(books.rows().map((row) => [row.status, row.variance, row.atStake])).toEqual([[status, variance, atStake]]);
  });

  test('no status is left out', () => {
    expect(new Set(cases.map(([status]) => status))).toEqual(new Set(Object.keys(STATUSES)));
  });
});

describe('the parts of a row', () => {
  test('a would-be PO that was keyed', () => {
    expect(rowOf({})).toEqual({
      id: 'txn|EXP-1', date: '2026-06-03', transactionId: 'EXP-1', expenseTotal: '100.00', reportTotal: '100.00', currency: 'USD',
      dryRun: { outcome: 'created', poNumber: 'DRY-EXP-1.1', vendorId: 'V-1', amount: '100.00', findings: [] },
      manual: { poNumbers: ['PO-1'], amount: '100.00', currency: 'USD', vendors: [], enteredBy: [] },
      match: { pass: 'reference', group: null, why: 'the reference of PO-1 names EXP-1', agrees: ['reference', 'vendor', 'amount', 'currency', 'gl_account', 'department', 'location', 'period', 'date'], notCompared: [], candidates: [], runnerUp: null },
      variance: '0.00', atStake: '0.00', status: 'match', firstStatus: null, causes: [], differences: [], flags: [], resolution: null,
    });
  });

  test('a rejected report has no dry-run amount, and its findings are its causes', () => {
    const [row] = new Books().rejected('EXP-1', { codes: ['VENDOR_UNKNOWN', 'PERIOD_CLOSED', 'ROUTING_NOT_EVIDENCED'] }).rows();
    expect([row?.dryRun.outcome, row?.dryRun.poNumber, row?.dryRun.amount, row?.expenseTotal, row?.causes]).toEqual(['rejected', null, null, '100.00', ['VENDOR_UNKNOWN', 'PERIOD_CLOSED']]);
  });

  test('a PO that nothing explains has no transaction and no expense', () => {
    const [row] = new Books().keyed('PO-1', { date: '2026-06-05' }).rows();
    expect([row?.transactionId, row?.expenseTotal, row?.reportTotal, row?.date, row?.dryRun.outcome, row?.manual.poNumbers]).toEqual([null, null, null, '2026-06-05', 'none', ['PO-1']]);
  });

  test.each([['JPY', '1200', '1201', '1'], ['KWD', '1.250', '1.240', '-0.010'], ['USD', '1.25', '1.24', '-0.01']])('amounts in %s have the currency’s own decimals', (currency, asked, keyed, variance) => {
    const row = rowOf({ currency, lines: lines(keyed) }, {}, { currency, lines: lines(asked) });
    expect([row.dryRun.amount, row.manual.amount, row.variance]).toEqual([asked, keyed, variance]);
  });

  test('each row of a report is told apart by its PO, a lone one by the report', () => {
    const ids = new Books().approved('EXP-1', [{ vendor: 'V-1' }, { vendor: 'V-2' }]).approved('EXP-2').keyed('PO-9').rows().map((row) => row.id);
    expect(ids).toEqual(['txn|EXP-1|V-1', 'txn|EXP-1|V-2', 'txn|EXP-2', 'po|PO-9']);
  });

  test('rows are sorted by date, transaction id and PO number; POs without a transaction last', () => {
    const books = new Books().approved('EXP-2', { date: '2026-06-02' }).approved('EXP-1').approved('EXP-3', [{ vendor: 'V-1' }, { vendor: 'V-2' }]).keyed('PO-5', { date: '2026-06-03', vendor: 'V-4', lines: lines('1.00') });
    books.keyed('PO-2', { reference: 'EXP-3' }).keyed('PO-1', { reference: 'EXP-3', vendor: 'V-2' });
    expect(books.rows().map((row) => `${row.date} ${row.transactionId} ${row.manual.poNumbers.join()}`)).toEqual(['2026-06-02 EXP-2 ', '2026-06-03 EXP-1 ', '2026-06-03 EXP-3 PO-1', '2026-06-03 EXP-3 PO-2', '2026-06-03 null PO-5']);
  });
});

describe('what is never a match, although the amounts agree', () => {
  test.each([
    ['another vendor', { vendor: 'V-2' }, ['vendor'], '100.00'],
    ['a blank vendor where others are filled in', { vendor: '', vendorName: '' }, ['vendor'], '100.00'],
    ['a name that resolves to another vendor', { vendor: '', vendorName: 'Bluebird Signage' }, ['vendor'], '100.00'],
    ['a name that resolves to nobody with certainty', { vendor: '', vendorName: 'Acme' }, ['vendor_unconfirmed'], '100.00'],
    ['another account', { lines: lines('100.00', '6120') }, ['gl_account'], '100.00'],
    ['another department', { lines: ['6110/D-11/L-012 100.00'] }, ['department'], '100.00'],
    ['a blank department where others are filled in', { lines: ['6110//L-012 100.00'] }, ['department'], '100.00'],
    ['another location', { lines: ['6110/D-10/L-003 100.00'] }, ['location'], '100.00'],
    ['another fiscal period', { period: '2026-05' }, ['period'], '100.00'],
    ['several at once, in their fixed order', { vendor: 'V-2', period: '2026-05', lines: ['6120/D-11/L-012 100.00'] }, ['vendor', 'gl_account', 'department', 'period'], '100.00'],
  ] satisfies [string, KeyedParts, string[], string][])('%s', (_, keyed, causes, atStake) => {
    const row = rowOf(keyed);
    expect([row.status, row.variance, row.causes, row.atStake]).toEqual(['coding_variance', '0.00', causes, atStake]);
  });

  test.each<[string, string[], string]>([
    ['the amount twice', ['3.00', '3.00'], 'duplicate_manual 3.00'], ['a split that is off by a little', ['1.50', '1.60'], 'match_within_tolerance 0.10'], ['the amount, twice, and a credit of it', ['3.00', '3.00', '-3.00'], 'match 0.00'],
  ])('a tolerance larger than the amount lets no PO be entered twice: %s', (_, amounts, expected) => {
    const books = new Books({ tolerance: { absolute: '5.00', percent: '0' } }).approved('EXP-1', { lines: lines('3.00') });
    for (const [place, amount] of amounts.entries()) books.keyed(`PO-${place + 1}`, { reference: 'EXP-1', lines: lines(amount) });
    expect(books.rows().map(({ status, variance }) => `${status} ${variance}`)).toEqual([expected]);
  });

  test('codes are compared as texts are: case, width and spacing aside', () => {
    expect(rowOf({ lines: ['６１１０/d-10/l-012 100.00'], vendor: 'v-1' }).status).toBe('match');
  });

  test('swapped amounts on the same accounts: equal sets of codes are not enough', () => {
    const row = rowOf({ lines: [...lines('40.00'), ...lines('60.00', '6120')] }, {}, { lines: THREE });
    expect([row.status, row.causes, row.atStake]).toEqual(['coding_variance', ['gl_account'], '20.00']);
  });

  test('where only the combination differs, all that moved are named', () => {
    const row = rowOf({ lines: ['6110/D-11/L-012 60.00', '6120/D-10/L-012 60.00'] }, {}, { lines: ['6110/D-10/L-012 60.00', '6120/D-11/L-012 60.00'] });
    expect([row.status, row.causes]).toEqual(['coding_variance', ['gl_account', 'department']]);
  });

  test('the order and the number of lines on one code make no difference', () => {
    expect(rowOf({ lines: [...lines('40.00', '6120'), ...lines('35.00'), ...lines('25.00')] }, {}, { lines: THREE }).status).toBe('match');
  });

  test('a manual PO of which a newer version is unreadable', () => {
    const row = rowOf({ incomplete: 'unreadable' });
    expect([row.status, row.causes, row.flags, row.atStake]).toEqual(['amount_variance', ['manual_incomplete'], ['incomplete:PO-1'], '100.00']);
  });

  test('a manual PO that exports of one instant hold with different content says so, wherever it stands', () => {
    const why = 'two exports of the same time hold it with different content, and neither counts as newer; say asOf beside the input';
    const row = rowOf({ incomplete: 'conflicting' });
    expect([row.status, row.causes, row.flags, row.match.why]).toEqual(['amount_variance', ['manual_incomplete'], ['incomplete:PO-1', 'conflicting:PO-1'], `the reference of PO-1 names EXP-1; PO-1: ${why}`]);
    expect(new Books().pending('EXP-1').keyed('PO-1', { reference: 'EXP-1', incomplete: 'conflicting' }).rows()[0]?.match.why).toBe(`the reference of PO-1 names EXP-1; PO-1: ${why}`);
    expect(new Books().keyed('PO-1', { incomplete: 'conflicting' }).rows()[0]?.match.why).toBe(`PO-1: ${why}`);
  });
});

describe('coding beside an amount that differs', () => {
  test.each([
    ['the difference in one group is the variance itself', lines('110.00'), lines('100.00'), ['digit_wrong']],
    ['more moved than the variance', [...lines('20.00'), ...lines('90.00', '6130')], lines('100.00'), ['gl_account', 'digit_wrong']],
    ['no group is further off than the variance', [...lines('55.00'), ...lines('48.00', '6120'), ...lines('7.00', '6130')], THREE, ['digit_wrong']],
  ])('%s', (_, keyed, asked, causes) => {
    const row = rowOf({ lines: keyed }, {}, { lines: asked });
    expect([row.status, row.causes]).toEqual(['amount_variance', causes]);
  });

  test('what a tolerance lets pass of it is at stake, although both sides agree', () => {
    const tolerant = { tolerance: { absolute: '10.00', percent: '0' } };
    const stakeOf = (...keyed: string[]): string[] => [rowOf({ lines: keyed }, tolerant, { lines: THREE }).status, rowOf({ lines: keyed }, tolerant, { lines: THREE }).atStake];
    expect(stakeOf(...lines('60.00'), ...lines('40.00', '6120'))).toEqual(['match', '0.00']);
    expect(stakeOf(...lines('69.00'), ...lines('31.00', '6120'))).toEqual(['match', '9.00']);
    expect(stakeOf(...lines('70.00'), ...lines('31.00', '6120'))).toEqual(['match_within_tolerance', '9.00']);
    expect(stakeOf(...lines('61.00'), ...lines('42.00', '6120'))).toEqual(['match_within_tolerance', '3.00']);
    const shared = new Books(tolerant).approved('EXP-1', { lines: lines('60.00') }).approved('EXP-2', { lines: lines('40.00', '6120') }).keyed('PO-1', { reference: 'EXP-1 EXP-2', lines: [...lines('69.00'), ...lines('31.00', '6120')] });
    expect(shared.rows().map(({ status, atStake }) => [status, atStake])).toEqual([['match', '0.00'], ['match', '9.00']]);
  });

  test('each group within the tolerance is equal coding', () => {
    const tolerant = { tolerance: { absolute: '0.05', percent: '0' } };
    expect(rowOf({ lines: [...lines('60.05'), ...lines('39.95', '6120')] }, tolerant, { lines: THREE }).status).toBe('match');
    expect(rowOf({ lines: [...lines('60.06'), ...lines('39.94', '6120')] }, tolerant, { lines: THREE }).causes).toEqual(['gl_account']);
  });
});

describe('currencies that differ', () => {
  test('leave nothing to subtract', () => {
    const row = rowOf({ currency: 'EUR' });
    expect([row.status, row.variance, row.causes, row.atStake, row.manual]).toEqual(['amount_variance', null, ['currency'], '100.00', { poNumbers: ['PO-1'], amount: '100.00', currency: 'EUR', vendors: ['V-1'], enteredBy: [] }]);
  });

  test('and accounts are compared without their amounts', () => {
    expect(rowOf({ currency: 'EUR', lines: lines('92.00', '6120') }).causes).toEqual(['gl_account', 'currency']);
  });

  test('on a rejected report', () => {
    const [row] = new Books().rejected('EXP-1').keyed('PO-1', { reference: 'EXP-1', currency: 'EUR', lines: lines('92.00') }).rows();
    expect([row?.status, row?.variance, row?.atStake]).toEqual(['rejected', null, '100.00']);
  });
});

describe('columns that the ledger leaves blank throughout', () => {
  test.each([
    ['gl_account', ['/D-10/L-012 100.00']],
    ['department', ['6110//L-012 100.00']],
    ['location', ['6110/D-10/ 100.00']],
  ] as const)('%s is not compared, and the row says so', (column, keyed) => {
    const row = rowOf({ lines: [...keyed], notCompared: [column] });
    expect([row.status, row.match.notCompared]).toEqual(['match', [column]]);
  });

  test('vendor and period', () => {
    const row = rowOf({ vendor: '', vendorName: '', period: '', notCompared: ['vendor', 'period'] });
    expect([row.status, row.match.notCompared]).toEqual(['match', ['vendor', 'period']]);
  });

  test('the other columns are compared all the same', () => {
    expect(rowOf({ lines: ['6120//L-012 100.00'], notCompared: ['department'] }).causes).toEqual(['gl_account']);
  });

  test('in a PO that two reports share', () => {
    const books = new Books().approved('EXP-1', { lines: lines('60.00') }).approved('EXP-2', { lines: lines('40.00', '6120') });
    expect(books.keyed('PO-1', { reference: 'EXP-1 EXP-2', lines: ['6110// 60.00', '6120// 40.00'], notCompared: ['department', 'location'] }).table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-2 PO-1 match 0.00']);
  });
});

describe('the window selects rows', () => {
  test.each([
    ['the first day', '2026-06-01', 1], ['the last day', '2026-06-14', 1], ['the day before', '2026-05-31', 0], ['the day after', '2026-06-15', 0],
  ])('a report approved on %s', (_, date, rows) => {
    expect(new Books().approved('EXP-1', { date }).rows()).toHaveLength(rows);
  });

  test('by the first final approval: an update or withdrawal does not move it', () => {
    expect(new Books().approved('EXP-1', { date: '2026-06-20' }, { date: '2026-06-10' }).rows()).toHaveLength(1);
  });

  test.each([['2026-06-14', 1], ['2026-06-15', 0], ['2026-05-31', 0]])('a PO of %s that nothing explains', (date, rows) => {
    expect(new Books().keyed('PO-1', { date }).rows()).toHaveLength(rows);
  });

  test('a PO paired to a transaction outside the window is not a variance', () => {
    expect(new Books().approved('EXP-1', { date: '2026-05-30' }).keyed('PO-1', { reference: 'EXP-1', date: '2026-06-02', lines: lines('7.00') }).rows()).toEqual([]);
  });

  test.each([
    ['more than both', '650.00', '550.00'], ['less than both', '90.00', '-10.00'], ['less than either', '1.00', '-99.00'], ['both', '100.00', '0.00'],
  ])('a PO that a later report outside the window shares, keyed as %s: what is off stands in the row that there is', (_, keyed, variance) => {
    const books = new Books().approved('EXP-1', { lines: lines('60.00'), date: '2026-06-12' }).approved('EXP-2', { lines: lines('40.00'), date: '2026-06-16' });
    expect(books.keyed('PO-1', { reference: 'EXP-1 EXP-2', date: '2026-06-16', lines: lines(keyed) }).table()).toEqual([`EXP-1 PO-1 ${variance === '0.00' ? 'match' : 'amount_variance'} ${variance}`]);
  });

  test('a PO from outside the window answers a transaction inside', () => {
    expect(new Books().approved('EXP-1', { date: '2026-06-14' }).keyed('PO-1', { date: '2026-06-17' }).table()).toEqual(['EXP-1 PO-1 match 0.00']);
  });

  test('a report whose date nobody knows is shown', () => {
    expect(new Books().rejected('EXP-1').rows()).toHaveLength(1);
  });
});

describe('the time that clerks have', () => {
  const grace = (manualEntryGraceDays: number, holidays: string[] = []): Record<string, unknown> => ({ matching: { manualEntryGraceDays }, calendar: { holidays } });
  test.each([
    ['none by default', 0, [], '2026-06-05', '2026-06-05T15:00:00Z', 'missing_manual'],
    ['the next business day', 1, [], '2026-06-03', '2026-06-04T15:00:00Z', 'awaiting_manual'],
    ['which ends at midnight in the company’s time zone', 1, [], '2026-06-03', '2026-06-05T03:59:59Z', 'awaiting_manual'],
    ['and then it is missing', 1, [], '2026-06-03', '2026-06-05T04:00:00Z', 'missing_manual'],
    ['over a weekend', 1, [], '2026-06-05', '2026-06-08T23:00:00Z', 'awaiting_manual'],
    ['from a weekend', 1, [], '2026-06-06', '2026-06-08T23:00:00Z', 'awaiting_manual'],
    ['over a weekend, two days', 2, [], '2026-06-05', '2026-06-10T05:00:00Z', 'missing_manual'],
    ['over a holiday', 1, ['2026-06-08'], '2026-06-05', '2026-06-09T23:00:00Z', 'awaiting_manual'],
  ])('%s', (_, days, holidays, date, asOf, status) => {
    expect(new Books(grace(days, holidays)).approved('EXP-1', { date }).rows(asOf)[0]?.status).toBe(status);
  });

  test('is no excuse for a wrong PO', () => {
    expect(new Books(grace(5)).approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: lines('7.00') }).rows('2026-06-03T20:00:00Z')[0]?.status).toBe('amount_variance');
  });
});

describe('totals', () => {
  test('net, gross and open per currency, never added across', () => {
    const books = new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: lines('110.00') });
    books.approved('EXP-2', { lines: lines('50.00') }).approved('EXP-3', { currency: 'JPY', lines: lines('1200') }).keyed('PO-3', { reference: 'EXP-3', currency: 'JPY', lines: lines('1200') }).pending('EXP-4', { amount: '33.00' });
    books.approved('EXP-5', { lines: lines('70.00') }).keyed('PO-5', { reference: 'EXP-5', lines: lines('70.00', '6120') });
    expect(totalsOf(books.rows())).toEqual({
      rows: 5, open: 3, byStatus: { amount_variance: 1, missing_manual: 1, match: 1, not_triggered: 1, coding_variance: 1 },
      currencies: { JPY: { net: '0', gross: '0', open: '0' }, USD: { net: '-40.00', gross: '60.00', open: '130.00' } },
    });
  });

  test('a difference that cannot be told counts as open, not as money', () => {
    expect(totalsOf([rowOf({ currency: 'EUR' })])).toEqual({ rows: 1, open: 1, byStatus: { amount_variance: 1 }, currencies: { USD: { net: '0.00', gross: '0.00', open: '100.00' } } });
  });

  test('are exact where a float is not', () => {
    const large = '90071992547409.91';
    const books = new Books();
    for (const number of [1, 2, 3]) books.approved(`EXP-${number}`, { vendor: `V-${number}`, lines: lines(large) });
    expect(totalsOf(books.rows()).currencies.USD?.gross).toBe('270215977642229.73');
  });
});
