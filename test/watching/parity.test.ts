import { describe, expect, test } from 'vitest';
import { ZonedClock, parseInstant } from '../../src/domain/calendar.ts';
import type { ParityEntry } from '../../src/domain/parity.ts';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { judgeRow } from '../../src/watching/parity/judge-row.ts';
import { lastCompleteDate } from '../../src/watching/parity/last-complete-date.ts';
import { ParityTally } from '../../src/watching/parity/parity-tally.ts';
import { type RowParts, row } from '../report/decision-fixture.ts';

const EXACT = { isExact: true, areBasesDifferent: false };

/** A row of 100.00 USD for V-1 on both sides, and what it says otherwise. */
const rowOf = (parts: RowParts): VarianceRow => row('EXP-1', { expenseTotal: '100.00', ...parts, dryRun: { vendorId: 'V-1', ...parts.dryRun }, manual: { poNumbers: ['PO-1'], ...parts.manual } });

describe('whether approvals and ledger agree about a purchase', () => {
  test.each<[what: string, row: RowParts, kind: ParityEntry['kind']]>([
    ['a PO for the same money agrees', {}, null],
    ['another account, department or period is no matter of money', { status: 'coding_variance', causes: ['gl_account', 'period'] }, null],
    ['another vendor is, though the money is the same', { status: 'coding_variance', causes: ['vendor'], manual: { vendors: ['V-2'] } }, 'other_vendor'],
    ['a cent within the tolerance is a difference', { status: 'match_within_tolerance', variance: '0.01', manual: { amount: '100.01' } }, 'different_money'],
    ['a cent within the tolerance is one beside another account too', { status: 'coding_variance', causes: ['gl_account'], variance: '-0.01', manual: { amount: '99.99' } }, 'different_money'],
    ['an approved report without a PO is one', { status: 'missing_manual', manual: { poNumbers: [], amount: null, currency: null } }, 'approved_without_po'],
    ['one that is not due yet is told, and is none', { status: 'awaiting_manual', manual: { poNumbers: [], amount: null, currency: null } }, 'not_yet_due'],
    ['a rejected report is approved all the same: without a PO it lacks one', { status: 'rejected', dryRun: { amount: null, vendorId: null }, manual: { poNumbers: [], amount: null, currency: null } }, 'approved_without_po'],
    ['a rejected report that was entered for its amount agrees, where the PO has its vendor', { status: 'rejected', variance: '100.00', dryRun: { amount: null, vendorId: null }, manual: { vendors: ['V-1'] }, match: { agrees: ['vendor'] } }, null],
    ['a rejected report that was entered for its amount, and for a vendor that nothing says is its own, is not known to agree', { status: 'rejected', variance: '100.00', dryRun: { amount: null, vendorId: null }, manual: { vendors: ['V-2'] } }, 'vendor_unconfirmed'],
    ['a rejected report that was entered for its amount in a ledger without vendors agrees', { status: 'rejected', variance: '100.00', dryRun: { amount: null, vendorId: null }, match: { notCompared: ['vendor'] } }, null],
    ['a name that is no vendor with certainty is not the vendor, though the money is the same', { status: 'coding_variance', causes: ['vendor_unconfirmed'], manual: { vendors: ['Wrong Co'] } }, 'vendor_unconfirmed'],
    ['a rejected report that was entered for another amount does not', { status: 'rejected', variance: '90.00', dryRun: { amount: null, vendorId: null }, manual: { amount: '90.00', vendors: ['V-1'] } }, 'different_money'],
    ['a PO before the approval has none', { status: 'premature_manual' }, 'po_without_approval'],
    ['a PO of a withdrawn report has none', { status: 'cancelled_manual' }, 'po_without_approval'],
    ['the same purchase twice is one', { status: 'duplicate_manual', variance: '100.00', manual: { poNumbers: ['PO-1', 'PO-2'], amount: '200.00' } }, 'entered_twice'],
    ['the same number in another currency is other money', { status: 'amount_variance', variance: null, causes: ['currency'], manual: { currency: 'CAD' } }, 'other_currency'],
    ['a PO whose newest version could not be read is not known to agree', { status: 'amount_variance', causes: ['manual_incomplete'], flags: ['incomplete:PO-1'] }, 'not_comparable'],
    ['a rejected report whose newest snapshot could not be read is not known to agree', { status: 'rejected', flags: ['incomplete'], dryRun: { amount: null } }, 'not_comparable'],
  ])('%s', (_, parts, kind) => {
    expect(judgeRow(rowOf(parts), EXACT)?.kind).toBe(kind);
  });

  test.each([[['incomplete:PO-1'], ['a newer version could not be read']], [['incomplete:PO-1', 'conflicting:PO-1'], ['exports of the same time disagree about a PO']]])('a PO with the flags %j is told as what it is', (flags, notes) => {
    expect(judgeRow(rowOf({ status: 'amount_variance', causes: ['manual_incomplete'], flags }), EXACT)?.notes).toEqual(notes);
  });

  test('where the settings say so, what the tolerance lets pass is told and is no difference', () => {
    expect(judgeRow(rowOf({ status: 'match_within_tolerance', variance: '0.01' }), { ...EXACT, isExact: false })?.kind).toBe('within_tolerance');
  });

  test('gross and net are not held against each other where no would-be PO converts them', () => {
    expect(judgeRow(rowOf({ status: 'rejected', dryRun: { amount: null } }), { ...EXACT, areBasesDifferent: true })?.kind).toBe('not_comparable');
  });

  test.each(['not_triggered', 'cancelled'] as const)('a report that is %s and has no PO is on neither side', (status) => {
    expect(judgeRow(rowOf({ status, manual: { poNumbers: [] } }), EXACT)).toBeNull();
  });
});

const entryOf = (parts: RowParts, source = 'ramp'): ParityEntry => {
  const made = rowOf(parts);
  return { date: '2026-06-02', source, transactionId: made.transactionId, purchaseOrders: [], ...(judgeRow(made, EXACT) as NonNullable<ReturnType<typeof judgeRow>>) };
};

/** The figures of each line, by source, currency and vendor. */
function linesOf(...entries: ParityEntry[]): Record<string, string> {
  const tally = new ParityTally();
  for (const entry of entries) tally.add(entry);
  return Object.fromEntries(tally.result().lines.map(({ source, currency, vendor, approved, ledger, difference, differing }) => [`${source} ${currency} ${vendor}`, `${approved.count} ${approved.amount} ${ledger.count} ${ledger.amount} ${difference} ${differing}`]));
}

describe('counts and money by source, currency and vendor', () => {
  test('a PO in three parts is one purchase, and an entry made twice is two', () => {
    expect(linesOf(entryOf({ manual: { poNumbers: ['PO-1', 'PO-2', 'PO-3'] } }))).toEqual({ 'ramp USD V-1': '1 100.00 1 100.00 0.00 0' });
    expect(linesOf(entryOf({ status: 'duplicate_manual', manual: { poNumbers: ['PO-1', 'PO-2'], amount: '200.00' } }))).toEqual({ 'ramp USD V-1': '1 100.00 2 200.00 100.00 1' });
  });

  test('two differences that cancel each other out are two differences', () => {
    const off = (amount: string, variance: string) => entryOf({ status: 'amount_variance', variance, manual: { amount, vendors: ['V-1'] } });
    expect(linesOf(off('110.00', '10.00'), off('90.00', '-10.00'))).toEqual({ 'ramp USD V-1': '2 200.00 2 200.00 0.00 2' });
  });

  test('a purchase from another vendor stands on the lines of both, and differs on both', () => {
    expect(linesOf(entryOf({ status: 'coding_variance', causes: ['vendor'], manual: { vendors: ['V-2'] } }))).toEqual({ 'ramp USD V-1': '1 100.00 0 0.00 -100.00 1', 'ramp USD V-2': '0 0.00 1 100.00 100.00 1' });
  });

  test('a name that is no vendor with certainty stands on a line of its own', () => {
    expect(linesOf(entryOf({ status: 'coding_variance', causes: ['vendor_unconfirmed'], manual: { vendors: ['Wrong Co'] } }))).toEqual({ 'ramp USD V-1': '1 100.00 0 0.00 -100.00 1', 'ramp USD Wrong Co': '0 0.00 1 100.00 100.00 1' });
  });

  test('currencies and sources are never added to each other', () => {
    const yen = entryOf({ currency: 'JPY', expenseTotal: '100', variance: '0' });
    expect(linesOf(entryOf({}), yen, entryOf({}, 'expensify'))).toEqual({ 'expensify USD V-1': '1 100.00 1 100.00 0.00 0', 'ramp JPY V-1': '1 100 1 100 0 0', 'ramp USD V-1': '1 100.00 1 100.00 0.00 0' });
    const tally = new ParityTally();
    for (const entry of [entryOf({}), yen, entryOf({}, 'expensify')]) tally.add(entry);
    expect(tally.result().totals).toEqual({
      JPY: { approved: { count: 1, amount: '100' }, ledger: { count: 1, amount: '100' }, difference: '0' }, USD: { approved: { count: 2, amount: '200.00' }, ledger: { count: 2, amount: '200.00' }, difference: '0.00' },
    });
  });

  test('the money of a line differs by just what its named purchases differ by', () => {
    const entries = [entryOf({}), entryOf({ status: 'missing_manual', manual: { poNumbers: [], amount: null, currency: null } }), entryOf({ status: 'amount_variance', variance: '5.00', manual: { amount: '105.00', vendors: ['V-1'] } })];
    expect(linesOf(...entries)).toEqual({ 'ramp USD V-1': '3 300.00 2 205.00 -95.00 2' });
  });
});

describe('the last complete date', () => {
  const newYork = new ZonedClock('America/New_York');
  test.each([
    ['at nine in the morning it is yesterday', '2026-06-03T13:00:00Z', '2026-06-02'],
    ['a minute before, the ledger of yesterday is still keyed', '2026-06-03T12:59:00Z', '2026-06-01'],
    ['late in the evening of New York is the next day in UTC, and not there', '2026-06-04T03:30:00Z', '2026-06-02'],
    ['in winter the clocks show another hour', '2026-12-03T13:30:00Z', '2026-12-01'],
  ])('%s', (_, at, date) => {
    expect(lastCompleteDate(parseInstant(at) as number, '09:00', newYork)).toBe(date);
  });
});
