import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Books } from '../matching/books.ts';

const BASIS = { amountBasis: { approvals: 'net', purchaseOrders: 'net', ledger: 'net' }, tolerance: { absolute: '50.00' } };
const line = (amount: string): { lines: string[] } => ({ lines: [`6110/D-10/L-012 ${amount}`] });
const statusOf = (books: Books): (string | null)[] => books.rows().map(({ status, variance, causes }) => [status, variance, ...causes].join(' '));

describe('tax is no tolerance', () => {
  test.each([
    ['an amount that is more by just the tax', '109.00', ['amount_variance 9.00 tax_included']],
    ['an amount that is less by just the tax', '91.00', ['amount_variance -9.00 tax_excluded']],
    ['an amount that is a cent from what it is with tax', '108.99', ['amount_variance 8.99 tax_nearby']],
    ['an amount that is nearer to what it is without', '91.02', ['amount_variance -8.98 tax_nearby']],
    ['an amount that is half way between the two', '104.50', ['match_within_tolerance 4.50']],
    ['an amount that is nearer to the would-be PO\'s', '104.49', ['match_within_tolerance 4.49']],
    ['the same amount', '100.00', ['match 0.00']],
  ])('%s', (_, keyed, expected) => {
    expect(statusOf(new Books(BASIS).approved('EXP-1', { tax: '9.00', ...line('100.00') }).keyed('PO-1', { reference: 'EXP-1', ...line(keyed) }))).toEqual(expected);
  });

  test.each([
    ['both lines with tax', '5.85', ['amount_variance 0.85 tax_included']],
    ['one of two lines with tax', '5.35', ['amount_variance 0.35 tax_included']],
    ['the other of them', '5.50', ['amount_variance 0.50 tax_included']],
    ['one of them with tax, a cent off', '5.36', ['amount_variance 0.36 tax_nearby']],
    ['a tax taken off that was not in it', '4.65', ['amount_variance -0.35 tax_excluded']],
    ['something small that is no tax', '5.17', ['match_within_tolerance 0.17']],
  ])('of a PO of two lines: %s', (_, keyed, expected) => {
    const books = new Books({ ...BASIS, tolerance: { absolute: '1.00' } }).approved('EXP-1', { tax: '0.85', lineTaxes: ['0.35', '0.50'], ...line('5.00') });
    expect(statusOf(books.keyed('PO-1', { reference: 'EXP-1', ...line(keyed) }))).toEqual(expected);
  });

  test('and the arithmetic says whose tax, and how far from it', () => {
    const how = (keyed: string): unknown => new Books(BASIS).approved('EXP-1', { tax: '0.85', lineTaxes: ['0.35', '0.50'], ...line('5.00') }).keyed('PO-1', { reference: 'EXP-1', ...line(keyed) }).rows()[0]?.differences[0]?.how;
    expect([how('5.85'), how('5.35'), how('4.49')]).toEqual([
      '5.00 USD + 0.85 USD tax of its lines = 5.85 USD', '5.00 USD + 0.35 USD tax of one line = 5.35 USD', '5.00 USD − 0.50 USD tax of one line = 4.50 USD, 0.01 USD from what was keyed',
    ]);
  });

  test('of several reports keyed as one that is more by the tax of all', () => {
    const books = new Books(BASIS).approved('EXP-1', { tax: '9.00', ...line('100.00') }).approved('EXP-2', { tax: '4.50', ...line('50.00') });
    expect(statusOf(books.keyed('PO-1', { reference: 'EXP-1, EXP-2', ...line('163.50') }))).toEqual(['match 0.00', 'amount_variance 13.50']);
  });

  test('without amountBasis nothing is asked: a tolerance lets pass what it says', () => {
    expect(statusOf(new Books({ tolerance: BASIS.tolerance }).approved('EXP-1', { tax: '9.00', ...line('100.00') }).keyed('PO-1', { reference: 'EXP-1', ...line('109.00') }))).toEqual(['match_within_tolerance 9.00']);
  });
});

describe('a PO whose tax is needed and not given', () => {
  const books = (): Books => new Books({ amountBasis: { approvals: 'gross', purchaseOrders: 'net', ledger: 'gross' } });

  test('is never a match, though the amounts look the same, and says so', () => {
    const [row] = books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', offBasis: 'tax_missing' }).rows();
    expect(row).toMatchObject({ status: 'amount_variance', variance: null, atStake: '100.00', causes: ['tax_missing'], match: { pass: 'reference' } });
    expect(row?.match.agrees).not.toContain('amount');
  });

  const two = ['6110/D-10/L-012 60.00', '6120/D-10/L-012 40.00'];

  test('has no coding differences for amounts that could not be compared', () => {
    expect(statusOf(books().approved('EXP-1', { lines: two }).keyed('PO-1', { reference: 'EXP-1', offBasis: 'tax_missing', lines: ['6110/D-10/L-012 71.40', '6120/D-10/L-012 42.80'] }))).toEqual(['amount_variance  tax_missing']);
  });

  test('but codes that only one side has are told, without amounts', () => {
    const [row] = books().approved('EXP-1', { lines: two }).keyed('PO-1', { reference: 'EXP-1', vendor: 'V-2', offBasis: 'tax_missing', lines: ['6110/D-10/L-012 71.40', '6130/D-10/L-012 42.80'] }).rows();
    expect(row?.causes).toEqual(['vendor', 'gl_account', 'tax_missing']);
    const value = (text: string): unknown => ({ value: text, amount: null });
    expect(row?.differences).toEqual([
      { field: 'vendor', dryRun: [value('V-1')], manual: [value('V-2')], how: null }, { field: 'gl_account', dryRun: [value('6120')], manual: [value('6130')], how: null },
    ]);
  });

  test('that several reports share: each is held against the codes of all', () => {
    const shared = (second: string): string[][] =>
      books().approved('EXP-1', { lines: ['6110/D-10/L-012 60.00'] }).approved('EXP-2', { lines: ['6120/D-10/L-012 40.00'] })
        .keyed('PO-1', { reference: 'EXP-1, EXP-2', offBasis: 'tax_missing', lines: ['6110/D-10/L-012 71.40', `${second}/D-10/L-012 42.80`] }).rows().map(({ causes }) => causes);
    expect(shared('6120')).toEqual([['tax_missing'], ['tax_missing']]);
    expect(shared('6130')).toEqual([['tax_missing'], ['gl_account', 'tax_missing']]);
  });

  test('says so too where nothing explains it', () => {
    expect(statusOf(books().keyed('PO-1', { offBasis: 'tax_missing' }))).toEqual(['unexpected_manual 100.00 tax_missing']);
  });
});

describe('at stake, on the basis of purchase orders', () => {
  const NET_ORDERS = { amountBasis: { approvals: 'gross', purchaseOrders: 'net', ledger: 'gross' } };
  const stakes = (books: Books): string[] => books.rows().map(({ status, atStake }) => `${status} ${atStake}`);

  test.each<[string, (books: Books) => Books, string[]]>([
    ['a report whose tax is not known counts by what was keyed for it, which is net', (books) => books.rejected('EXP-1', { amount: '327.00', codes: ['TAX_MISSING'], lacksTax: true }).keyed('PO-1', { reference: 'EXP-1', ...line('300.00') }), ['rejected 300.00']],
    ['as it is read, where what was keyed can hardly be its net amount', (books) => books.rejected('EXP-1', { amount: '327.00', codes: ['TAX_MISSING'], lacksTax: true }).keyed('PO-1', { reference: 'EXP-1', ...line('50.00') }), ['rejected 327.00']],
    ['and where nothing was keyed', (books) => books.rejected('EXP-1', { amount: '327.00', codes: ['TAX_MISSING'], lacksTax: true }), ['rejected 327.00']],
    ['a rejected report whose tax is known counts by its net amount, whatever was keyed gross without its tax', (books) => books.rejected('EXP-1', { amount: '300.00' }).keyed('PO-1', { reference: 'EXP-1', offBasis: 'tax_missing', ...line('327.00') }), ['rejected 300.00']],
    ['unless more was keyed than tax can explain', (books) => books.rejected('EXP-1', { amount: '300.00' }).keyed('PO-1', { reference: 'EXP-1', offBasis: 'tax_missing', ...line('5000.00') }), ['rejected 5000.00']],
    ['a PO entered before approval, gross without its tax, counts by the report', (books) => books.pending('EXP-1', { amount: '300.00' }).keyed('PO-1', { reference: 'EXP-1', offBasis: 'tax_missing', ...line('327.00') }), ['premature_manual 300.00']],
    ['one of a withdrawn report too', (books) => books.withdrawn('EXP-1', { amount: '300.00' }).keyed('PO-1', { reference: 'EXP-1', offBasis: 'tax_missing', ...line('327.00') }), ['cancelled_manual 300.00']],
    ['and by itself where it gives its tax', (books) => books.pending('EXP-1', { amount: '300.00' }).keyed('PO-1', { reference: 'EXP-1', ...line('290.00') }), ['premature_manual 290.00']],
    ['where neither tax is known, the larger of the two as they are', (books) => books.rejected('EXP-1', { amount: '327.00', codes: ['TAX_MISSING'], lacksTax: true }).keyed('PO-1', { reference: 'EXP-1', offBasis: 'tax_missing', ...line('330.00') }), ['rejected 330.00']],
  ])('%s', (_, enter, expected) => {
    expect(stakes(enter(new Books(NET_ORDERS)))).toEqual(expected);
  });

  test('net amounts without their tax are at least what is at stake gross: the larger of the two counts', () => {
    const gross = new Books({ amountBasis: { approvals: 'net', purchaseOrders: 'gross', ledger: 'net' } });
    expect(stakes(gross.rejected('EXP-1', { amount: '300.00', codes: ['TAX_MISSING'], lacksTax: true }).keyed('PO-1', { reference: 'EXP-1', ...line('290.00') }))).toEqual(['rejected 300.00']);
  });
});

const cents = (minor: number): string => (minor / 100).toFixed(2);

test('whatever the tolerance, no amount is a match that is nearer to one with the tax of the PO or of one of its lines; and without amountBasis the same amounts are', () => {
  const seen = { near: 0, plain: 0 };
  const taxed = fc.record({ net: fc.integer({ min: 2_000, max: 50_000 }), taxes: fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 4 }), off: fc.integer({ min: -1_500, max: 1_500 }) });
  fc.assert(fc.property(taxed, ({ net, taxes, off }) => {
    const whole = taxes.reduce((sum, tax) => sum + tax, 0);
    const keyedIn = (settings: Record<string, unknown>): string | undefined =>
      new Books({ ...settings, tolerance: { absolute: '15.00' } }).approved('EXP-1', { tax: cents(whole), lineTaxes: taxes.map(cents), ...line(cents(net)) }).keyed('PO-1', { reference: 'EXP-1', ...line(cents(net + off)) }).rows()[0]?.status;
    const isNear = [whole, ...taxes].some((tax) => Math.min(Math.abs(off - tax), Math.abs(off + tax)) < Math.abs(off));
    const plain = off === 0 ? 'match' : 'match_within_tolerance';
    seen[isNear ? 'near' : 'plain']++;
    expect(keyedIn({ amountBasis: BASIS.amountBasis })).toBe(isNear ? 'amount_variance' : plain);
    expect(keyedIn({})).toBe(plain);
  }), { numRuns: 300 });
  expect(Math.min(seen.near, seen.plain)).toBeGreaterThan(10);
});

test('a PO whose amounts can\'t be put on the basis exactly is never a match either', () => {
  const books = new Books({ amountBasis: { approvals: 'gross', purchaseOrders: 'gross', ledger: 'net' } });
  const [row] = books.approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', offBasis: 'beyond_limit' }).rows();
  expect(row).toMatchObject({ status: 'amount_variance', variance: null, atStake: '100.00', causes: ['beyond_limit'] });
});
