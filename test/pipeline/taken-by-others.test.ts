import { describe, expect, test } from 'vitest';
import { takenByOthers } from '../../src/pipeline/taken-by-others.ts';
import { row } from '../report/decision-fixture.ts';

const missing = row('EXP-1', { status: 'missing_manual', date: '2026-06-03', manual: { poNumbers: [], amount: null, currency: null } });
const told = (other: ReturnType<typeof row>): string[] => takenByOthers([missing], [missing, other], 5).map(({ id, why }) => `${id}: ${why}`);

describe('a row that lacks a PO tells who has one that is like it', () => {
  test('of the same amount, however far away', () => {
    expect(told(row('EXP-2', { date: '2026-06-13', dryRun: { vendorId: 'V-7' } }))).toEqual(['PO-7782: same amount, another vendor, 10 days apart, but it is EXP-2\'s: the PO names the transaction']);
  });

  test('of the same vendor near in time', () => {
    expect(told(row('EXP-2', { date: '2026-06-04', manual: { amount: '10.00' }, expenseTotal: '10.00' }))).toEqual(['PO-7782: another amount, same vendor, 1 day apart, but it is EXP-2\'s: the PO names the transaction']);
  });

  test.each([
    ['in another currency', { currency: 'EUR' }],
    ['of another vendor and amount', { date: '2026-06-03', dryRun: { vendorId: 'V-7' }, manual: { amount: '10.00' } }],
    ['of the same vendor long after', { date: '2026-06-13', manual: { amount: '10.00' } }],
    ['that nobody has', { transactionId: null }],
  ])('but not %s', (_, parts) => {
    expect(told(row('EXP-2', parts))).toEqual([]);
  });
});

test('a PO without a report tells which report of its amount has another PO', () => {
  const surplus = row(null, { status: 'unexpected_manual', expenseTotal: null, dryRun: { outcome: 'none', vendorId: null, amount: null }, manual: { poNumbers: ['PO-9'], amount: '845.50' } });
  expect(takenByOthers([surplus], [surplus, row('EXP-2')], 5)).toEqual([{ rowId: surplus.id, id: 'EXP-2', why: 'same amount, 0 days apart, but it has PO-7782: the PO names the transaction' }]);
});

test('rows that are settled, or have both sides, tell nothing', () => {
  const pair = row('EXP-1', { status: 'amount_variance' });
  const done = { ...missing, resolution: { state: 'resolved' } as NonNullable<typeof missing.resolution> };
  expect(takenByOthers([pair, done], [row('EXP-2')], 5)).toEqual([]);
});

test('five are told at most, the nearest first', () => {
  const others = [9, 4, 7, 5, 6, 8, 3].map((day) => row(`EXP-${10 + day}`, { date: `2026-06-0${day}`, manual: { poNumbers: [`PO-${day}`] } }));
  expect(takenByOthers([missing], others, 5).map(({ id }) => id)).toEqual(['PO-3', 'PO-4', 'PO-5', 'PO-6', 'PO-7']);
});
