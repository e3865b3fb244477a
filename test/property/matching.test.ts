import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { Books } from '../matching/books.ts';
import { type Account, account, booksOf, orderlyAccount, poNumber, reportId, shuffled } from './books-at-random.ts';

const RUNS = { numRuns: 150 };

/** An exact sum of decimals with two places, in cents. */
const cents = (decimals: readonly (string | null)[]): bigint => decimals.reduce((sum, decimal) => sum + (decimal === null ? 0n : BigInt(decimal.replace('.', ''))), 0n);

const amountOf = (lines: readonly string[]): string[] => lines.map((line) => line.split(' ')[1] as string);

/** Amounts by code, without codes that come to nothing. */
function byCode(lines: readonly string[]): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const line of lines) {
    const [code = '', amount = ''] = line.split(' ');
    sums.set(code, (sums.get(code) ?? 0n) + cents([amount]));
  }
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, sum]) => [code, String(sum)]));
}

/** What was asked for in a row, and what was keyed, as the account has them in writing. */
function inWriting({ reports, keyed }: Account, row: VarianceRow): { asked: { vendor: string; lines: string[] } | undefined; pos: Account['keyed'] } {
  const entry = reports.find((_, place) => reportId(place) === row.transactionId);
  const order = entry?.kind === 'approved' ? entry.orders[Number(row.dryRun.poNumber?.split('.').at(-1)) - 1] : undefined;
  return { asked: order === undefined ? undefined : { vendor: order.vendor as string, lines: order.lines ?? [] }, pos: keyed.filter((_, place) => row.manual.poNumbers.includes(poNumber(place))) };
}

/** Rows that share manual POs, together; every other row alone. */
function together(rows: readonly VarianceRow[]): VarianceRow[][] {
  const groups = new Map<string, VarianceRow[]>();
  for (const row of rows) {
    const key = row.match.group ?? row.id;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

describe('whatever the books', () => {
  test('the order in which they are read changes no row', () => {
    const both = account.chain((each) => fc.tuple(fc.constant(each), shuffled(each.reports.length), shuffled(each.keyed.length)));
    fc.assert(fc.property(both, ([each, reports, keyed]) => {
      expect(booksOf(each, {}, { reports, keyed }).rows()).toEqual(booksOf(each).rows());
    }), RUNS);
  });

  test('telling the plain pairs before the passes changes no row', () => {
    const byId = (left: VarianceRow, right: VarianceRow): number => (left.id < right.id ? -1 : 1);
    let straight = 0;
    fc.assert(fc.property(fc.oneof(account, orderlyAccount), (each) => {
      const first = booksOf(each).rowsStraightFirst();
      straight += first.straight;
      expect(first.rows.sort(byId)).toEqual(booksOf(each).rows().sort(byId));
    }), { numRuns: 600 });
    expect(straight).toBeGreaterThan(100);
  });

  test('no report and no PO is paired twice, and each ends in exactly one place', () => {
    fc.assert(fc.property(account, (each) => {
      const books = booksOf(each);
      const { pairings } = books.match();
      for (const sides of [pairings.flatMap(({ dry }) => dry), pairings.flatMap(({ manual }) => manual)]) expect(new Set(sides).size).toBe(sides.length);
      const rows = books.rows();
      const numbers = together(rows).flatMap(([first]) => first?.manual.poNumbers ?? []);
      expect(numbers.sort()).toEqual(each.keyed.map((_, place) => poNumber(place)).sort());
      const ids = each.reports.flatMap((entry, place) => (entry.kind === 'approved' ? entry.orders : [entry]).map(() => reportId(place)));
      expect(rows.flatMap(({ transactionId }) => transactionId ?? []).sort()).toEqual(ids.sort());
    }), RUNS);
  });

  test('the columns add up to the ledger and to the approvals, shares included', () => {
    fc.assert(fc.property(account, (each) => {
      const rows = booksOf(each).rows();
      expect(cents(rows.map(({ manual }) => manual.amount))).toBe(cents(each.keyed.flatMap(({ lines }) => amountOf(lines))));
      expect(cents(rows.map(({ expenseTotal }) => expenseTotal))).toBe(cents(each.reports.flatMap((entry) => (entry.kind === 'approved' ? entry.orders.flatMap(({ lines }) => amountOf(lines ?? [])) : [entry.amount]))));
    }), RUNS);
  });

  test('variance is manual less dry run, and a side that is absent counts as nothing', () => {
    fc.assert(fc.property(account, (each) => {
      for (const row of booksOf(each).rows()) expect(cents([row.variance])).toBe(cents([row.manual.amount]) - cents([row.dryRun.amount]));
    }), RUNS);
  });

  test('a match says what the ledger says: amount by vendor, account, department and location', () => {
    const ofVendor = (vendor: string, lines: readonly string[]): string[] => lines.map((line) => `${vendor}:${line}`);
    fc.assert(fc.property(account, (each) => {
      for (const group of together(booksOf(each).rows())) {
        if (!group.every(({ status }) => status === 'match')) continue;
        const sides = group.map((row) => inWriting(each, row));
        const pos = sides[0]?.pos ?? [];
        expect(byCode(pos.flatMap(({ vendor, lines }) => ofVendor(vendor, lines)))).toEqual(byCode(sides.flatMap(({ asked }) => (asked === undefined ? ['nothing 1.00'] : ofVendor(asked.vendor, asked.lines)))));
      }
    }), { numRuns: 600 });
  });

  test('a PO is only ever paired with what it names, or with a vendor of its own', () => {
    fc.assert(fc.property(account, (each) => {
      for (const row of booksOf(each).rows()) {
        if (row.match.pass === null || row.transactionId === null) continue;
        const entry = each.reports.find((_, place) => reportId(place) === row.transactionId);
        const vendors = entry?.kind === 'approved' ? entry.orders.map(({ vendor }) => vendor) : (entry?.vendors ?? []);
        const { pos } = inWriting(each, row);
        if (row.match.pass === 'reference') expect(pos.some(({ names }) => names.map(reportId).includes(row.transactionId as string))).toBe(true);
        else expect(pos.every(({ vendor }) => vendors.includes(vendor))).toBe(true);
      }
    }), RUNS);
  });

  test('a PO that has nothing to do with the others changes no row of theirs', () => {
    fc.assert(fc.property(account, (each) => {
      const more = { ...each, keyed: [...each.keyed, { vendor: 'V-4', date: '2026-06-05', lines: ['6190/D-19/L-019 77.77'], names: [], inMemo: false }] };
      expect(booksOf(more).rows().filter((row) => !row.manual.poNumbers.includes(poNumber(each.keyed.length)))).toEqual(booksOf(each).rows());
    }), RUNS);
  });

  test('swapping the two sides mirrors the pairs', () => {
    interface Item { vendor: string; day: number; code: string; minor: number }
    const item: fc.Arbitrary<Item> = fc.record({ vendor: fc.constantFrom('V-1', 'V-2', 'V-3'), day: fc.integer({ min: 1, max: 12 }), code: fc.constantFrom('6110/D-10/L-012', '6120/D-10/L-012'), minor: fc.constantFrom(1_000, 2_500, 4_000, 6_000, 10_000, 10_900, 19_000) });
    // What is said twice on one side is one purchase keyed twice, or two purchases, by the side it stands on: that has no mirror.
    const list = fc.uniqueArray(item, { maxLength: 7, selector: ({ vendor, code, minor }) => `${vendor} ${code} ${minor}` });
    const pairsOf = (approved: readonly Item[], keyed: readonly Item[]): [string, string][] => {
      const books = new Books();
      const parts = ({ vendor, day, code, minor }: Item) => ({ vendor, date: `2026-06-${String(day).padStart(2, '0')}`, lines: [`${code} ${(minor / 100).toFixed(2)}`] });
      for (const [place, each] of approved.entries()) books.approved(`EXP-${100 + place}`, parts(each));
      for (const [place, each] of keyed.entries()) books.keyed(`PO-${100 + place}`, parts(each));
      const { dry, manual } = books.sides();
      return books.match().pairings.flatMap((pairing) => pairing.dry.flatMap((left) => pairing.manual.map((right): [string, string] => [dry[left]?.transaction.reportId.slice(4) ?? '', manual[right]?.poNumber.slice(3) ?? ''])));
    };
    fc.assert(fc.property(list, list, (one, other) => {
      expect(pairsOf(other, one).map(([left, right]) => `${right} ${left}`).sort()).toEqual(pairsOf(one, other).map(([left, right]) => `${left} ${right}`).sort());
    }), { numRuns: 500 });
  });

  test('amounts within the tolerance are told as such, and no further ones', () => {
    fc.assert(fc.property(account, (each) => {
      for (const row of booksOf(each, { tolerance: { absolute: '10.00', percent: '0' } }).rows()) {
        if (row.status === 'match') expect(row.variance).toBe('0.00');
        if (row.status === 'match_within_tolerance') expect(Math.abs(Number(row.variance))).toBeGreaterThan(0);
        if (row.status === 'match_within_tolerance') expect(Math.abs(Number(row.variance))).toBeLessThanOrEqual(10);
        if (row.status === 'amount_variance' && row.match.group === null) expect(Math.abs(Number(row.variance))).toBeGreaterThan(10);
      }
    }), RUNS);
  });
});
