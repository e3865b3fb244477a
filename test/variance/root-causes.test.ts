import { expect, test } from 'vitest';
import { RootCauseTally } from '../../src/variance/root-causes.ts';
import { Books } from '../matching/books.ts';

const lines = (amount: string, account = '6110') => [`${account}/D-10/L-012 ${amount}`];

test('open rows are grouped by what they are open for, and ranked by the money of the currency that most rows have', () => {
  const books = new Books().approved('EXP-1', { lines: lines('70.00') }).approved('EXP-2', { lines: lines('900.00', '6120') }).approved('EXP-3', { currency: 'JPY', lines: lines('99999') });
  books.rejected('EXP-4', { amount: '500.00', codes: ['VENDOR_UNKNOWN', 'PERIOD_CLOSED'] }).rejected('EXP-5', { amount: '40.00', vendors: ['V-2'], codes: ['VENDOR_UNKNOWN'] });
  books.keyed('PO-1', { reference: 'EXP-1', lines: lines('70.00', '6190') }).keyed('PO-9', { vendor: 'V-3', lines: lines('3.00') }).pending('EXP-6', { vendors: ['V-4'] });
  const tally = new RootCauseTally();
  for (const row of books.rows()) tally.add(row);
  expect(tally.result().map(({ status, cause, title, rows, atStake }) => [status, cause, title, rows, atStake])).toEqual([
    ['missing_manual', '', 'Missing in ledger', 2, { JPY: '99999', USD: '900.00' }],
    ['rejected', 'VENDOR_UNKNOWN', 'Invalid Vendor ID', 2, { USD: '540.00' }],
    ['coding_variance', 'gl_account', 'Another GL account was keyed', 1, { USD: '70.00' }],
    ['unexpected_manual', '', 'No approved expense', 1, { USD: '3.00' }],
  ]);
});
