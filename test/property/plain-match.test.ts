import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LedgerLine, type ManualPurchaseOrder, packOrder } from '../../src/domain/ledger-entry.ts';
import type { LedgerPage } from '../../src/domain/ledger-page.ts';
import { Comparison, type ComparisonResult } from '../../src/pipeline/comparison.ts';
import { ReplayPageBuilder, RunCodes } from '../../src/pipeline/replay-page.ts';
import { type ReadyRow, readyRows } from '../../src/pipeline/rows-page.ts';
import type { StoredImport } from '../../src/store/record-reader.ts';
import { type EventParts, World } from '../replay/world.ts';

/** Mostly what is usual, so that most pairs are plain and the others differ in little. */
const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> => fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

interface Line {
  category: 'Cleaning' | 'Supplies';
  amountMinor: number;
}

const ACCOUNT = { Cleaning: '6110', Supplies: '6120' };
const line = (category: Line['category'], amountMinor: number): Line => ({ category, amountMinor });
const money = fc.constantFrom<{ currency: string; merchant: string; vendorId: string; vendorName: string; decimals: number }>(
  { currency: 'USD', merchant: 'Acme Janitorial', vendorId: 'V-1001', vendorName: 'Acme Janitorial Supply Co', decimals: 2 }, { currency: 'JPY', merchant: 'Kanto Paper', vendorId: 'V-1003', vendorName: 'Kanto Paper', decimals: 0 },
  { currency: 'KWD', merchant: 'Gulf Catering', vendorId: 'V-1004', vendorName: 'Gulf Catering', decimals: 3 },
);
const plain = fc.record({
  money, lines: mostly<Line[]>([line('Cleaning', 10_000)], [line('Cleaning', 6_000), line('Supplies', 4_050)], [line('Supplies', 1), line('Cleaning', 5), line('Supplies', 12_345)]),
  report: fc.record<EventParts>({ name: mostly('', 'Window graphics 88123'), entity: mostly('', 'US1'), chain: mostly<string[] | null>(['manager lee@shop.example approved 2026-06-02T15:10:00Z'], null), total: fc.constant(''), at: mostly('2026-06-02T15:10:00Z', '2026-05-02T15:10:00Z') }),
  keyed: fc.record({
    reference: mostly('EXP-1', '', 'exp-1', 'EXP-1 and EXP-0'), memo: mostly('', 'for EXP-1', 'inv 88123 graphics', 'EXP-0'), poDate: mostly('2026-06-02', '2026-06-06', '2026-06-20', '2025-06-03'), period: mostly('2026-06', 'JUNE', ''),
    entity: mostly('', 'US1', 'US2'), enteredBy: mostly(['clerk'], ['clerk', 'other']), vendor: mostly('same', 'by_name', 'V-1002', ''), currency: mostly('', 'EUR'),
  }),
  /** What was keyed of the lines. */
  otherwise: mostly('same', 'reversed', 'parted', 'recoded', 'one_more', 'two_less', 'cancelled'),
  settings: fc.record({ tolerance: mostly({ absolute: '0', percent: '0' }, { absolute: '0.02', percent: '0' }), matching: fc.constantFrom({ dateWindowDays: 5 }, { dateWindowDays: 3 }), amountBasis: mostly<object | undefined>(undefined, { approvals: 'gross', purchaseOrders: 'gross', ledger: 'gross' }, { approvals: 'gross', purchaseOrders: 'gross', ledger: 'net' }) }),
  blankColumns: mostly<StoredImport['blankColumns']>([], ['vendor'], ['period', 'location']), isQuarantined: mostly(false, true), isLast: fc.boolean(),
});
type Plain = typeof plain extends fc.Arbitrary<infer Value> ? Value : never;

const KEYED: Record<string, (lines: Line[]) => (Line & { status?: LedgerLine['status'] })[]> = {
  same: (lines) => lines, reversed: (lines) => lines.toReversed(), parted: (lines) => lines.flatMap((each) => [{ ...each, amountMinor: 1 }, { ...each, amountMinor: each.amountMinor - 1 }]),
  recoded: (lines) => lines.map((each) => ({ ...each, category: each.category === 'Cleaning' ? 'Supplies' : 'Cleaning' })),
  one_more: (lines) => lines.map((each, place) => ({ ...each, amountMinor: each.amountMinor + (place === 0 ? 1 : 0) })), two_less: (lines) => lines.map((each, place) => ({ ...each, amountMinor: each.amountMinor - (place === 0 ? 2 : 0) })),
  cancelled: (lines) => [...lines, { ...line('Cleaning', 77), status: 'cancelled' }],
};

const decimal = (minor: number, decimals: number): string => (decimals === 0 ? String(minor) : `${Math.floor(minor / 10 ** decimals)}.${String(minor % 10 ** decimals).padStart(decimals, '0')}`);

/** The ledger with its PO, and another that has nothing to do with it, before or behind it. */
function ledgerOf({ money: { currency, vendorId, vendorName }, lines, keyed, otherwise, isLast }: Plain): LedgerPage {
  const vendor = { same: { vendorId, vendorName }, by_name: { vendorId: '', vendorName }, 'V-1002': { vendorId: 'V-1002', vendorName: '' }, '': { vendorId: '', vendorName: '' } }[keyed.vendor] as Pick<ManualPurchaseOrder, 'vendorId' | 'vendorName'>;
  const own: ManualPurchaseOrder = {
    poNumber: isLast ? 'PO-3' : 'PO-1', ...keyed, ...vendor, currency: keyed.currency || currency, enteredAt: null,
    lines: (KEYED[otherwise] as (typeof KEYED)[string])(lines).map(({ category, amountMinor, status = 'open' }, place) => ({ line: String(place + 1), glAccount: ACCOUNT[category], department: 'D-10', location: 'L-012', amountMinor, taxMinor: null, status, row: place + 2 })),
  };
  const other: ManualPurchaseOrder = { ...own, poNumber: 'PO-2', entity: '', reference: '', memo: '', vendorId: 'V-1009', vendorName: 'Dormant Goods Inc', currency: 'USD', lines: [{ line: '1', glAccount: '6190', department: 'D-11', location: 'L-003', amountMinor: 7, taxMinor: null, status: 'open', row: 99 }] };
  const packed = (isLast ? [other, own] : [own, other]).map(packOrder);
  const each = <Value>(value: Value): Value[] => packed.map(() => value);
  return { poNumber: packed.map(({ poNumber }) => poNumber), version: each(1), poDate: packed.map(({ poDate }) => poDate), currency: packed.map((order) => order.currency), content: packed.map(({ content }) => content), lineRows: packed.map(({ lineRows }) => lineRows), importId: each(1), seenImportId: each(1), heldBy: each([1]) };
}

const ledgerImport = (blankColumns: StoredImport['blankColumns']): StoredImport => ({ id: 1, kind: 'ledger', format: 'generic', sheet: null, shown: 'ledger.csv', sha256: '', asOf: null, rowsRead: 2, rowsAccepted: 2, rowsKnown: 0, rowsQuarantined: 0, latestInstant: null, firstDate: null, lastDate: null, blankColumns, controlTotals: [] }) as unknown as StoredImport;

/** The rows of a run, what is told of them together, and how many of them passed as plain matches. `partedFrom` is a PO that somebody says is not EXP-1's. */
function compared(pair: Plain, partedFrom?: string): { rows: ReadyRow[]; result: ComparisonResult; plain: number } {
  const { settings: { amountBasis, ...settings }, money: { currency, merchant, decimals }, lines, report: { total: _, ...report } } = pair;
  const world = new World({ ...settings, ...(amountBasis === undefined ? {} : { amountBasis }) });
  const replayed = new ReplayPageBuilder(new RunCodes());
  replayed.add(world.replay({ ...report, currency, lines: lines.map(({ category, amountMinor }) => ({ merchant, category, amount: decimal(amountMinor, decimals) })) }), null, null);
  replayed.add(world.replay({ id: 'EXP-0', lines: [{ amount: '1.00', category: 'Supplies' }] }), null, null);
  const quarantine = pair.isQuarantined ? [{ kind: 'ledger', documentId: 'PO-1', importId: 1, line: 9, shown: 'ledger.csv', rows: 1, field: '', value: '', reason: '' }] : [];
  const hand = { pairings: [], partings: partedFrom === undefined ? [] : [{ entry: 1, by: '', reason: '', transaction: 'EXP-1', purchaseOrders: [partedFrom] }] };
  const comparison = new Comparison({ settings: world.settings, sheets: [], imports: [ledgerImport(pair.blankColumns)], quarantine: quarantine as never, overlapping: [], asOf: null, hand }, world.context());
  comparison.addReports(replayed.take(2).sides);
  comparison.addLedger(ledgerOf(pair));
  comparison.textsWanted();
  comparison.addTexts([]);
  const { rows, result } = comparison.compare();
  const pages = [...rows];
  return { rows: pages.flatMap(readyRows), result: result(), plain: pages.reduce((sum, { matches }) => sum + matches.transactionId.length, 0) };
}

test('the row of a plain match, told from columns, is the one that the passes make of its two sides, and counts as that', () => {
  const seen = { plain: 0, others: 0 };
  fc.assert(fc.property(plain, (pair) => {
    const { plain: count, ...straight } = compared(pair);
    // A report that people decided something about is left to the passes; what they decided concerns a PO that the ledger does not have.
    const { plain: none, ...passed } = compared(pair, 'PO-9');
    expect(none).toBe(0);
    expect(straight).toEqual(passed);
    seen[count > 0 ? 'plain' : 'others']++;
  }), { numRuns: 1_000 });
  expect([seen.plain > 200, seen.others > 200], JSON.stringify(seen)).toEqual([true, true]);
});
