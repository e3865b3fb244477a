import { describe, expect, test } from 'vitest';
import { Books } from '../matching/books.ts';

const BASIS = { amountBasis: { approvals: 'net', purchaseOrders: 'net', ledger: 'net' }, tolerance: { absolute: '50.00' } };
const line = (amount: string): { lines: string[] } => ({ lines: [`6110/D-10/L-012 ${amount}`] });
const statusOf = (books: Books): (string | null)[] => books.rows().map(({ status, variance, causes }) => [status, variance, ...causes].join(' '));

describe('tax is no tolerance', () => {
  test.each([
    ['an amount that is more by just the tax', '109.00', ['amount_variance 9.00 tax_included']],
    ['an amount that is less by just the tax', '91.00', ['amount_variance -9.00 tax_excluded']],
    ['an amount that is off by something else within the tolerance', '108.99', ['match_within_tolerance 8.99']],
    ['the same amount', '100.00', ['match 0.00']],
  ])('%s', (_, keyed, expected) => {
    expect(statusOf(new Books(BASIS).approved('EXP-1', { tax: '9.00', ...line('100.00') }).keyed('PO-1', { reference: 'EXP-1', ...line(keyed) }))).toEqual(expected);
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
    const [row] = books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', lacksTax: true }).rows();
    expect(row).toMatchObject({ status: 'amount_variance', variance: null, atStake: '100.00', causes: ['tax_missing'], match: { pass: 'reference' } });
    expect(row?.match.agrees).not.toContain('amount');
  });

  test('says so too where nothing explains it', () => {
    expect(statusOf(books().keyed('PO-1', { lacksTax: true }))).toEqual(['unexpected_manual 100.00 tax_missing']);
  });
});
