import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { StoredManual } from '../../src/domain/ledger-page.ts';
import type { LedgerLineStatus, ManualPurchaseOrder } from '../../src/domain/ledger-entry.ts';
import { replacedVersions } from '../../src/pipeline/replaced-orders.ts';
import type { StoredImport } from '../../src/store/record-reader.ts';

interface Said {
  vendorId?: string;
  vendorName?: string;
  amount?: number;
  currency?: string;
  poDate?: string;
  reference?: string;
  memo?: string;
  status?: LedgerLineStatus;
}

/** A version that the export of so many days says. */
function version(day: number, said: Said = {}): StoredManual {
  const { vendorId = 'V-1001', vendorName = 'Acme', amount = 10_000, currency = 'USD', poDate = '2026-06-03', reference = 'EXP-1', memo = '', status = 'open' } = said;
  const order: ManualPurchaseOrder = {
    poNumber: 'PO-88', entity: '', poDate, currency, period: '2026-06', vendorId, vendorName, reference, memo, enteredBy: ['clerk1'], enteredAt: null,
    lines: [{ line: '1', glAccount: '6110', department: 'D-10', location: 'L-012', amountMinor: amount, taxMinor: null, status, row: 2 }],
  };
  return { order, version: day, importId: day, seenImportId: day, heldBy: [day] };
}

const IMPORTS = new Map(Array.from({ length: 9 }, (_, day) => [day, { id: day, asOf: day } as StoredImport]));
/** The days of the exports of which another PO stood under the number. */
const replaced = (...versions: StoredManual[]): number[] => replacedVersions(versions, IMPORTS).map(({ seenImportId }) => seenImportId);

describe('another PO under a number', () => {
  test.each<[string, Said]>([
    ['of another vendor over another amount for another report on another day', { vendorId: 'V-1002', amount: 5_500, reference: 'EXP-2', poDate: '2026-06-09' }],
    ['that has the day in common by chance', { vendorId: 'V-1002', amount: 5_500, reference: 'EXP-2' }],
    ['that has the vendor in common', { amount: 5_500, reference: 'EXP-2', poDate: '2026-06-09' }],
    ['that has the figures in common, in another currency', { vendorId: 'V-1002', currency: 'EUR', reference: 'EXP-2' }],
    ['of which neither says what it is for', { vendorId: 'V-1002', amount: 5_500, reference: '' }],
    ['that is cancelled', { vendorId: 'V-1002', reference: 'EXP-2', poDate: '2026-06-09', status: 'cancelled' }],
  ])('%s is one', (_, newer) => {
    expect(replaced(version(1), version(2, newer))).toEqual([1]);
  });

  test.each<[string, Said]>([
    ['a corrected amount', { amount: 12_000, poDate: '2026-06-04' }],
    ['a corrected vendor', { vendorId: 'V-1002', poDate: '2026-06-04' }],
    ['a corrected vendor and amount', { vendorId: 'V-1002', amount: 12_000 }],
    ['another reference', { reference: 'EXP-2' }],
    ['a cancellation', { status: 'cancelled' }],
    ['a cancellation that is dated on its own day and says why', { status: 'cancelled', poDate: '2026-06-09', reference: '', memo: 'cancelled, ordered twice' }],
    ['an id for the name of the vendor', { vendorId: '', vendorName: 'ACME ', amount: 12_000, reference: '' }],
  ])('%s is none', (_, newer) => {
    expect(replaced(version(1, { vendorName: 'Acme' }), version(2, newer))).toEqual([]);
  });

  test('is told by the memo where no reference says it', () => {
    const other: Said = { vendorId: 'V-1002', amount: 5_500, reference: '' };
    expect(replaced(version(1, { reference: '', memo: 'Store 12' }), version(2, { ...other, memo: 'store  12' }))).toEqual([]);
    expect(replaced(version(1, { reference: '', memo: 'Store 12' }), version(2, { ...other, memo: 'Store 13' }))).toEqual([1]);
  });

  test('did not stand where it was cancelled', () => {
    expect(replaced(version(1, { status: 'cancelled' }), version(2, { vendorId: 'V-1002', amount: 5_500, reference: 'EXP-2' }))).toEqual([]);
  });

  test('is none where nothing stood under the number but a draft without money', () => {
    expect(replaced(version(1, { vendorId: '', vendorName: '', amount: 0, reference: '' }), version(2, { amount: 5_500, poDate: '2026-06-09' }))).toEqual([]);
  });

  test('is none where a third version lies between the two', () => {
    const last: Said = { vendorId: 'V-1002', amount: 12_000, reference: 'EXP-2' };
    expect(replaced(version(1), version(3, last))).toEqual([1]);
    expect(replaced(version(1), version(2, { vendorId: 'V-1002', amount: 12_000 }), version(3, last))).toEqual([]);
  });

  test('is each of several, by its newest version', () => {
    const second: Said = { vendorId: 'V-1002', amount: 5_500, reference: 'EXP-2', poDate: '2026-06-09' };
    const third: Said = { vendorId: 'V-1003', amount: 700, reference: 'EXP-3', poDate: '2026-06-12' };
    expect(replaced(version(1), version(2, second), version(3, { amount: 12_000 }), version(4, { ...second, amount: 5_600 }), version(5, third))).toEqual([4, 3]);
  });

  test('follows from the versions, in whatever order they stand', () => {
    const said = fc.record({ vendorId: fc.constantFrom('V-1', 'V-2'), amount: fc.constantFrom(100, 200), poDate: fc.constantFrom('2026-06-03', '2026-06-04'), reference: fc.constantFrom('EXP-1', 'EXP-2') });
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), said), { minLength: 2, maxLength: 6 }).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))), ([all, shuffled]) => {
      const contents = (list: typeof all): string[] => replacedVersions(list.map(([day, each]) => version(day, each)), IMPORTS).map(({ order }) => JSON.stringify([order.vendorId, order.lines[0]?.amountMinor, order.poDate, order.reference]));
      expect(contents(shuffled)).toEqual(contents(all));
    }));
  });
});
