import { expect, test } from 'vitest';
import { basisText, convertedTexts } from '../../src/report/basis-text.ts';
import { row } from './decision-fixture.ts';

test('explain shows the arithmetic of both sides', () => {
  const plain = row('EXP-1', {});
  const converted = { ...plain, currency: 'USD', dryRun: { ...plain.dryRun, amount: '1000.00' }, manual: { ...plain.manual, amount: '1090.00', currency: 'USD' }, match: { ...plain.match, converted: { dryRun: { basis: 'gross' as const, amount: '1090.00', tax: '90.00' }, manual: { basis: 'net' as const, amount: '1000.00', tax: '90.00' } } } };
  expect(convertedTexts(converted)).toEqual(['dry run: $1,090.00 gross − $90.00 tax = $1,000.00 net', 'manual: $1,000.00 net + $90.00 tax = $1,090.00 gross']);
  expect(convertedTexts(plain)).toEqual([]);
});

test('the table says on which basis its columns are', () => {
  expect(basisText({ approvals: 'gross', purchaseOrders: 'net', ledger: 'gross' })).toBe('Expense totals are gross; would-be POs, manual amounts and variances are net (the ledger is gross).');
});
