import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FINDING_CODES, FINDINGS, type Finding, type FindingCode, type RefusedValue, finding } from '../../src/domain/finding.ts';
import { MoneySums } from '../../src/domain/money-sums.ts';
import { minorOf } from '../../src/domain/money.ts';
import type { RootCause, RootCauseFacts, UsedMappingRow } from '../../src/domain/root-cause.ts';
import { type VarianceRow, isOpen } from '../../src/domain/variance.ts';
import { causeId } from '../../src/pipeline/cause-id.ts';
import { rankingOf, rootCauseLine } from '../../src/report/root-cause-text.ts';
import { inWords } from '../../src/variance/cause-words.ts';
import { needsOf } from '../../src/variance/needs.ts';
import { RootCauseTally, rootCausesOf, rowsOfCause } from '../../src/variance/root-causes.ts';
import { Books } from '../matching/books.ts';
import { account, booksOf, orderlyAccount } from '../property/books-at-random.ts';

const lines = (amount: string, account = '6110') => [`${account}/D-10/L-012 ${amount}`];
const causesOf = (books: Books): RootCause[] => rootCausesOf(books.rows(), causeId);
const told = (books: Books): string[] => causesOf(books).map(rootCauseLine);
const refused = (code: FindingCode, value: string, more: Partial<RefusedValue> & { further?: RefusedValue[]; at?: string } = {}): Finding => finding(code, { field: 'field', value, at: 'approvals.jsonl:1', ...more });

describe('open rows are grouped by what would fix them', () => {
  test('and ranked by the money that waits for it, in the currency that most open rows have', () => {
    const books = new Books().approved('EXP-1', { lines: lines('70.00') }).approved('EXP-2', { lines: lines('900.00', '6120') }).approved('EXP-3', { currency: 'JPY', lines: lines('99999') });
    books.rejected('EXP-4', { amount: '500.00', findings: [refused('VENDOR_UNKNOWN', 'V-0999')] }).rejected('EXP-5', { amount: '40.00', vendors: ['V-2'], findings: [refused('VENDOR_UNKNOWN', 'v-0999')] });
    books.keyed('PO-1', { reference: 'EXP-1', lines: lines('70.00', '6190') }).keyed('PO-9', { vendor: 'V-3', lines: lines('3.00') }).pending('EXP-6', { vendors: ['V-4'] });
    expect(causesOf(books).map(({ status, cause, title, rows, atStake }) => [status, cause, title, rows, atStake])).toEqual([
      ['missing_manual', '', 'POs that nobody entered', 2, { JPY: '99999', USD: '900.00' }],
      ['rejected', 'VENDOR_UNKNOWN', 'vendor V-0999 unknown', 2, { USD: '540.00' }],
      ['coding_variance', 'gl_account', 'account 6110 keyed as 6190', 1, { USD: '70.00' }],
      ['unexpected_manual', '', 'POs of vendor V-3 without an approved expense', 1, { USD: '3.00' }],
    ]);
  });

  test('and not in the one of rows that nobody waits for', () => {
    const books = new Books().approved('EXP-1', { lines: lines('70.00') }).rejected('EXP-2', { currency: 'EUR', amount: '5.00' }).rejected('EXP-3', { currency: 'EUR', amount: '5.00' });
    for (const report of [4, 5, 6]) books.approved(`EXP-${report}`).keyed(`PO-${report}`, { reference: `EXP-${report}` });
    expect(causesOf(books).map(({ status }) => status)).toEqual(['rejected', 'missing_manual']);
    expect([rankingOf(causesOf(books)), rankingOf(causesOf(books).slice(0, 1))]).toEqual(['most money first (in the currency of most open rows; the others break ties)', 'most money first']);
  });

  test('nor in the one of rows that were resolved: what is ranked is the money that is still open', () => {
    const rows = new Books().approved('EXP-1', { lines: lines('70.00') }).rejected('EXP-2', { currency: 'EUR', amount: '5.00' }).rejected('EXP-3', { currency: 'EUR', amount: '5.00' }).approved('EXP-4', { currency: 'EUR', lines: lines('9.00') }).rows();
    expect(rootCausesOf(rows, causeId).map(({ status, atStake }) => [status, atStake])).toEqual([['rejected', { EUR: '10.00' }], ['missing_manual', { EUR: '9.00', USD: '70.00' }]]);
    const resolved = rows.map((row): VarianceRow => (row.transactionId === 'EXP-2' || row.transactionId === 'EXP-4' ? { ...row, resolution: { state: 'resolved' } as VarianceRow['resolution'] } : row));
    const usd = [...resolved, ...new Books().approved('EXP-5', { lines: lines('1.00') }).rows()];
    expect(rootCausesOf(usd, causeId).map(({ status, atStake }) => [status, atStake])).toEqual([['missing_manual', { USD: '71.00' }], ['rejected', { EUR: '5.00' }]]);
  });

  test('so that fourteen reports read as one line', () => {
    const books = new Books();
    for (let report = 10; report < 24; report++) books.rejected(`EXP-${report}`, { amount: report === 10 ? '31420.00' : '1.00', findings: [refused('VENDOR_UNKNOWN', 'V-0999', { from: 'Acme Janitorial', at: 'mapping/vendors.csv:7' })] });
    expect(told(books)).toEqual(['vendor V-0999 unknown: 14 transactions, $31,433.00, one row in mapping/vendors']);
  });

  test.each<[string, Books, string[]]>([
    ['the pair of values, in each dimension', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', vendor: 'V-2', period: '2026-05', lines: ['6120/D-11/L-012 100.00'] }), ['account 6110 keyed as 6120', 'department D-10 keyed as D-11', 'period 2026-06 keyed as 2026-05', 'vendor V-1 keyed as V-2']],
    ['values that can be told apart by their amounts', new Books().approved('EXP-1', { lines: [...lines('60.00'), ...lines('40.00', '6120')] }).keyed('PO-1', { reference: 'EXP-1', lines: [...lines('60.00', '6130'), ...lines('40.00', '6140')] }), ['account 6110 keyed as 6130', 'account 6120 keyed as 6140']],
    ['values that can\'t, together', new Books().approved('EXP-1', { lines: [...lines('50.00'), ...lines('50.00', '6120')] }).keyed('PO-1', { reference: 'EXP-1', lines: [...lines('30.00', '6130'), ...lines('70.00', '6140')] }), ['account 6110, 6120 keyed as 6130, 6140']],
    ['all dimensions that are only combined otherwise', new Books().approved('EXP-1', { lines: ['6110/D-10/L-012 60.00', '6120/D-11/L-012 60.00'] }).keyed('PO-1', { reference: 'EXP-1', lines: ['6110/D-11/L-012 60.00', '6120/D-10/L-012 60.00'] }), ['6110 / D-10, 6120 / D-11 keyed as 6110 / D-11, 6120 / D-10']],
    ['a name in the ledger that stands for nobody', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', vendor: '', vendorName: 'Acme' }), ['vendor V-1 keyed as Acme, which is no vendor with certainty']],
    ['a currency', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', currency: 'EUR' }), ['currency USD keyed as EUR']],
    ['an amount', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: lines('104.00') }), ['amounts that differ: one digit is wrong']],
    ['an amount whose difference has no name', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: lines('123.45') }), ['amounts that differ']],
    ['an amount and an account: it needs both', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: lines('90.00', '6120') }), ['account 6110 keyed as 6120', 'amounts that differ']],
    ['what could not be read', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', incomplete: 'unreadable', lines: lines('90.00', '6120') }), ['POs whose newest version could not be read']],
    ['what exports of one instant disagree about', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', incomplete: 'conflicting', lines: lines('90.00', '6120') }), ['POs that exports of the same time hold with different content']],
    ['what could not be read, and what exports disagree about', new Books().approved('EXP-1', { lines: lines('50.00') }).keyed('PO-1', { reference: 'EXP-1', incomplete: 'conflicting', lines: lines('20.00') }).keyed('PO-2', { reference: 'EXP-1', incomplete: 'unreadable', lines: lines('30.00') }), ['POs that exports of the same time hold with different content', 'POs whose newest version could not be read']],
    ['a PO entered twice, whatever the second says', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1' }).keyed('PO-2', { reference: 'EXP-1', lines: lines('100.00', '6120') }), ['POs entered twice']],
    ['a PO entered too early', new Books().pending('EXP-1').keyed('PO-1', { reference: 'EXP-1' }), ['POs entered before approval']],
    ['a PO whose approval was withdrawn', new Books().withdrawn('EXP-1').keyed('PO-1', { reference: 'EXP-1' }), ['POs whose approval was withdrawn']],
    ['a PO that nobody explains, by its vendor', new Books().keyed('PO-1').keyed('PO-2', { vendor: 'V-2', lines: lines('7.00') }), ['POs of vendor V-1 without an approved expense', 'POs of vendor V-2 without an approved expense']],
    ['two that may belong together', new Books().approved('EXP-1').keyed('PO-1', { vendor: '', vendorName: '', date: '2026-06-04' }), ['POs that may belong to a report', 'POs that may have been entered already']],
    ['nothing, where nothing is open', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1' }).pending('EXP-2', { amount: '7.00' }), []],
  ])('by %s', (_, books, titles) => {
    expect(causesOf(books).map(({ title }) => title).sort()).toEqual(titles);
  });

  test('a report waits for each value that is refused, also where a finding names only the first', () => {
    const books = new Books().rejected('EXP-1', { findings: [refused('VENDOR_UNMAPPED', 'Pier Papers', { further: [{ value: 'Quay Papers' }] }), refused('PERIOD_CLOSED', '2026-05')] });
    expect(told(books).sort()).toEqual([
      'merchant "Pier Papers" unmapped: 1 transaction, $100.00 together with others, one row in mapping/vendors',
      'merchant "Quay Papers" unmapped: 1 transaction, $100.00 together with others, one row in mapping/vendors',
      'period 2026-05 closed: 1 transaction, $100.00 together with others, one row in master/periods',
    ]);
    const [row] = books.rows();
    expect(needsOf(row as VarianceRow)).toHaveLength(3);
  });
});

describe('money is counted as what a fix clears alone, and what it clears together with others', () => {
  const books = new Books()
    .rejected('EXP-1', { amount: '700.00', findings: [refused('VENDOR_UNKNOWN', 'V-0999')] })
    .rejected('EXP-2', { amount: '250.00', vendors: ['V-2'], findings: [refused('VENDOR_UNKNOWN', 'V-0999'), refused('PERIOD_CLOSED', '2026-05')] })
    .rejected('EXP-3', { amount: '20.00', vendors: ['V-3'], findings: [refused('VENDOR_UNKNOWN', 'V-0999'), refused('GL_ACCOUNT_UNMAPPED', 'Plants')] });
  const [vendor, period, account] = causesOf(books) as [RootCause, RootCause, RootCause];

  test('a row with several findings stands at each of them, whole, and is cleared by none alone', () => {
    expect([vendor, period, account].map(({ cause, rows, atStake, alone }) => [cause, rows, atStake.USD, alone.rows, alone.atStake.USD ?? '0.00'])).toEqual([
      ['VENDOR_UNKNOWN', 3, '970.00', 1, '700.00'], ['PERIOD_CLOSED', 1, '250.00', 0, '0.00'], ['GL_ACCOUNT_UNMAPPED', 1, '20.00', 0, '0.00'],
    ]);
  });

  test('and each names the others that its rows need as well', () => {
    expect(new Set(vendor.also)).toEqual(new Set([{ id: period.id, rows: 1 }, { id: account.id, rows: 1 }]));
    expect([period.also, account.also]).toEqual([[{ id: vendor.id, rows: 1 }], [{ id: vendor.id, rows: 1 }]]);
  });

  test('and what is printed says so', () => {
    expect(rootCauseLine(vendor)).toBe('vendor V-0999 unknown: 3 transactions, $970.00, of which $700.00 by this alone, one row in master/vendors');
    expect(rootCauseLine(period)).toBe('period 2026-05 closed: 1 transaction, $250.00 together with others, one row in master/periods');
  });
});

const facts = (parts: Partial<RootCauseFacts>): RootCauseFacts => ({
  id: 'C0', status: 'rejected', cause: '', values: { dryRun: [], manual: [] }, rows: 1, transactions: 1, manualOrders: 1, atStake: { USD: '1.00' }, alone: { rows: 1, atStake: { USD: '1.00' } }, also: [], refused: [], mapping: [], enteredBy: [], examples: [], ...parts,
});
const nearest = { id: 'V-1043', shown: 'V-1043 Acme Janitorial Supply Co', why: 'name equals the merchant' };

describe('the fix of a rejection', () => {
  test.each(FINDING_CODES.filter((code) => FINDINGS[code].severity === 'error'))('%s has a title in words with its value, a place and a size', (code) => {
    const { title, fix } = inWords(facts({ cause: code, values: { dryRun: ['X-1'], manual: [] } }));
    expect(title).not.toContain('further values');
    expect(title).not.toBe('');
    expect(fix.action).toBe(FINDINGS[code].remedy({ field: '', value: '', at: '' }));
    expect(fix.size).toContain(fix.where);
  });

  test('a merchant without a row: the row to add, with the vendor of its name', () => {
    const { fix, suggestion, evidence } = inWords(facts({ cause: 'VENDOR_UNMAPPED', values: { dryRun: ['Acme, Janitorial'], manual: [] }, refused: [{ value: 'Acme, Janitorial', nearest, at: '', rows: 1 }] }));
    expect(fix).toMatchObject({ where: 'mapping/vendors', size: 'one row in mapping/vendors', csv: { sheet: 'mapping/vendors', header: 'merchant,vendor_id', rows: [{ row: '"Acme, Janitorial",V-1043', replaces: '' }] } });
    expect(suggestion).toEqual(nearest);
    expect(evidence).toEqual(['nearest known: V-1043 Acme Janitorial Supply Co, name equals the merchant']);
  });

  test('a vendor to which mapping rows lead: those rows, each instead of the one that is there', () => {
    const ways = [{ value: 'V-0999', from: 'Acme', nearest, at: 'mapping/vendors.csv:7', rows: 3 }, { value: 'V-0999', from: 'Acme Web', nearest, at: 'mapping/vendors.csv:8', rows: 1 }];
    const { fix } = inWords(facts({ cause: 'VENDOR_UNKNOWN', values: { dryRun: ['V-0999'], manual: [] }, refused: ways }));
    expect(fix).toMatchObject({ size: '2 rows in mapping/vendors', csv: { rows: [{ row: 'Acme,V-1043', replaces: 'mapping/vendors.csv:7' }, { row: 'Acme Web,V-1043', replaces: 'mapping/vendors.csv:8' }] } });
  });

  test('a vendor id that the report itself names: no mapping row can mend it', () => {
    const { fix } = inWords(facts({ cause: 'VENDOR_UNKNOWN', values: { dryRun: ['V-0999'], manual: [] }, refused: [{ value: 'V-0999', nearest, at: '', rows: 1 }] }));
    expect(fix).toMatchObject({ where: 'master/vendors', size: 'one row in master/vendors', csv: null });
  });

  test('a month without a fiscal period: the period', () => {
    const books = new Books().rejected('EXP-1', { findings: [refused('PERIOD_MISSING', '2026-02-13')] }).rejected('EXP-2', { findings: [refused('PERIOD_MISSING', '2026-02-28')] });
    expect(causesOf(books).map(({ title, rows, fix }) => [title, rows, fix.csv?.rows[0]?.row])).toEqual([['no fiscal period for 2026-02', 2, '2026-02,2026-02-01,2026-02-28,open']]);
  });

  test('nothing is offered to paste where nothing known is close', () => {
    expect(inWords(facts({ cause: 'VENDOR_UNMAPPED', values: { dryRun: ['Acme'], manual: [] }, refused: [{ value: 'Acme', at: '', rows: 1 }] })).fix.csv).toBeNull();
  });
});

describe('mapping or clerk', () => {
  const used = (rows: number, of: number): UsedMappingRow[] => [{ sheet: 'categories', from: 'Uniforms', to: '6120', at: 'mapping/categories.csv:6', rows, used: of }];
  const clerks = (...names: string[]): RootCauseFacts['enteredBy'] => names.map((name) => ({ name, rows: 1 }));
  const judged = (mapping: UsedMappingRow[], enteredBy: RootCauseFacts['enteredBy'], manual = ['6130']): RootCause => inWords(facts({ status: 'coding_variance', cause: 'gl_account', values: { dryRun: ['6120'], manual }, mapping, enteredBy, manualOrders: 3 }));

  test.each<[string, UsedMappingRow[], RootCauseFacts['enteredBy'], RootCause['likely']]>([
    ['all that used the mapping row were keyed so, by several: the mapping', used(5, 5), clerks('clerk1', 'clerk2'), 'mapping'],
    ['nine in ten, by several: the mapping', used(9, 10), clerks('clerk1', 'clerk2'), 'mapping'],
    ['all of them, by one clerk alone: either', used(5, 5), clerks('clerk1'), null],
    ['few of many: the ledger', used(2, 40), clerks('clerk1', 'clerk2'), 'ledger'],
    ['more than half, by one clerk alone: the clerk', used(3, 5), clerks('clerk1'), 'ledger'],
    ['more than half, by several: either', used(3, 5), clerks('clerk1', 'clerk2'), null],
    ['a single transaction says nothing', used(1, 1), clerks('clerk1'), null],
    ['no mapping row was used', [], clerks('clerk1'), null],
  ])('%s', (_, mapping, enteredBy, likely) => {
    expect(judged(mapping, enteredBy).likely).toBe(likely);
  });

  test('the evidence names the mapping row, how many used it, who keyed, and what follows', () => {
    expect(judged(used(5, 5), clerks('clerk1', 'clerk2')).evidence).toEqual(['category Uniforms → 6120 (mapping/categories.csv:6): 5 of the 5 transactions that used it were keyed as 6130', 'keyed by clerk1 (1), clerk2 (1)', 'so the mapping is the likelier one to be wrong']);
  });

  test('the row to paste is offered unless the ledger is the likelier one, and never with a blank', () => {
    expect(judged(used(5, 5), clerks('clerk1', 'clerk2')).fix).toMatchObject({ size: 'one row in mapping/categories', csv: { rows: [{ row: 'Uniforms,6130', replaces: 'mapping/categories.csv:6' }] } });
    expect(judged(used(5, 5), clerks('clerk1')).fix).toMatchObject({ size: 'one row in mapping/categories, or 3 POs in the ledger', csv: { rows: [{ row: 'Uniforms,6130' }] } });
    expect(judged(used(1, 40), clerks('clerk1')).fix).toMatchObject({ size: '3 POs in the ledger', csv: null });
    expect(judged(used(5, 5), clerks('clerk1', 'clerk2'), ['']).fix.csv).toBeNull();
  });
});

describe('too many to tell one by one', () => {
  test('the largest 300 are listed, the rest stands in one line for each finding, and no money is lost', () => {
    const books = new Books();
    for (let report = 1; report <= 350; report++) books.rejected(`EXP-${1000 + report}`, { amount: `${report}.00`, findings: [refused('VENDOR_UNMAPPED', `Merchant ${report}`)] });
    const rows = books.rows();
    const causes = rootCausesOf(rows, causeId);
    expect(causes).toHaveLength(301);
    const rest = causes.find(({ title }) => title.startsWith('further values')) as RootCause;
    expect(rest).toMatchObject({ title: 'further values: Unmapped Vendor', rows: 50, atStake: { USD: '1275.00' }, fix: { size: 'rows in mapping/vendors', csv: null } });
    expect(rows.filter(rowsOfCause(rest.id, causes, causeId))).toHaveLength(50);
  });
});

describe('whatever the books', () => {
  const RUNS = { numRuns: 300 };
  const books = fc.oneof(account, orderlyAccount);

  test('every open row stands at a root cause, which is found again by its id', () => {
    fc.assert(fc.property(books, (each) => {
      const rows = booksOf(each).rows();
      const causes = rootCausesOf(rows, causeId);
      expect(new Set(causes.map(({ id }) => id)).size).toBe(causes.length);
      const found = new Set<VarianceRow>();
      for (const { id, rows: count } of causes) {
        const own = rows.filter(rowsOfCause(id, causes, causeId));
        expect(own).toHaveLength(count);
        for (const row of own) found.add(row);
      }
      expect(found).toEqual(new Set(rows.filter(isOpen)));
    }), RUNS);
  });

  test('what fixes clear alone is at most what is open, and nothing stands twice in it', () => {
    fc.assert(fc.property(books, (each) => {
      const rows = booksOf(each).rows();
      const open = new MoneySums();
      for (const row of rows) if (isOpen(row)) open.addDecimal(row.currency, row.atStake);
      const alone = new MoneySums();
      let single = 0;
      for (const cause of rootCausesOf(rows, causeId)) {
        single += cause.alone.rows;
        for (const [currency, decimal] of Object.entries(cause.alone.atStake)) {
          alone.addDecimal(currency, decimal);
          expect(minorOf(decimal, currency)).toBeLessThanOrEqual(minorOf(cause.atStake[currency] as string, currency));
        }
      }
      expect(alone.of('USD')).toBeLessThanOrEqual(open.of('USD'));
      expect(single).toBe(rows.filter((row) => isOpen(row) && needsOf(row).length === 1).length);
    }), RUNS);
  });

  test('the order in which transactions are counted changes nothing', () => {
    fc.assert(fc.property(books, (each) => {
      const rows = booksOf(each).rows();
      const backwards = new RootCauseTally(causeId);
      // The rows of one transaction stay together.
      for (const row of rows.toReversed()) backwards.add(row);
      expect(backwards.result()).toEqual(rootCausesOf(rows, causeId));
    }), RUNS);
  });
});

describe('no sentence of a root cause ends in the air', () => {
  const some = [[], ['6110'], ['6110', '6120'], ['6110 / D-10'], ['']];
  const coding = ['vendor', 'vendor_unconfirmed', 'gl_account', 'department', 'location', 'period'].map((cause) => ['coding_variance' as const, cause] as const);
  const amounts = ['currency', 'tax_missing', 'tax_implausible', 'manual_incomplete', 'tax_nearby', ''].map((cause) => ['amount_variance' as const, cause] as const);
  const used = { sheet: 'categories' as const, from: 'Cleaning', to: '6110', at: 'mapping/categories.csv:2', rows: 3, used: 4 };

  test.each([...coding, ...amounts])('of %s %s, whichever side names a value, and with the mapping rows that were used', (status, cause) => {
    for (const dryRun of some) for (const manual of some) for (const mapping of [[], [used]]) {
      const { title, evidence, fix } = inWords(facts({ status, cause, values: { dryRun, manual }, mapping, enteredBy: [{ name: 'clerk1', rows: 3 }] }));
      for (const sentence of [title, ...evidence, fix.action, fix.size]) {
        expect(sentence).toMatch(/[\w.):"]$/);
        expect(sentence).not.toMatch(/ (as|in|of|and|or|for)$| {2}|^ /);
      }
    }
  });

  test('nor where one PO in one currency is shared by would-be POs in two', () => {
    const books = new Books().approved('EXP-1', [{ key: '1' }, { key: '2', currency: 'EUR' }]).keyed('PO-1').paired('EXP-1', ['PO-1']);
    expect(causesOf(books).map(({ title }) => title)).toContain('currency USD not keyed');
  });
});
