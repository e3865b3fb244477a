import fc from 'fast-check';
import { expect, test } from 'vitest';
import { absolute, minorOf } from '../../src/domain/money.ts';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { booksOf, orderlyAccount, poNumber, reportId } from './books-at-random.ts';

const entities = fc.array(fc.constantFrom('', '1010', '2000', '3000'), { minLength: 16, maxLength: 16 });

test('no row pairs a would-be PO with a PO of another legal entity, whatever the books; and plain pairs first give the same rows', () => {
  fc.assert(
    fc.property(orderlyAccount, entities, entities, (account, ofReports, ofOrders) => {
      const books = booksOf(account, {}, {}, { reports: ofReports, keyed: ofOrders });
      const { dry, manual } = books.sides();
      const compared = dry.some(({ entity }) => entity !== '') && manual.some(({ entity }) => entity !== '');
      for (const pairing of books.match().pairings) {
        for (const index of pairing.dry) {
          const side = dry[index];
          for (const other of pairing.manual) if (compared && (side?.order !== null || side.entity !== '')) expect(manual[other]?.entity).toBe(side?.entity);
        }
      }
      const sorted = (rows: { id: string }[]): { id: string }[] => rows.toSorted((left, right) => (left.id < right.id ? -1 : 1));
      expect(sorted(books.rowsStraightFirst().rows)).toEqual(sorted(books.rows()));
    }),
    { numRuns: 300 },
  );
});

test('with all of one entity the pairs are those without any', () => {
  fc.assert(
    fc.property(orderlyAccount, (account) => {
      const all = Array<string>(16).fill('1010');
      expect(booksOf(account, {}, {}, { reports: all, keyed: all }).pairs()).toEqual(booksOf(account).pairs());
    }),
    { numRuns: 100 },
  );
});

test('every report and every PO is still there once', () => {
  fc.assert(
    fc.property(orderlyAccount, entities, entities, (account, ofReports, ofOrders) => {
      const rows = booksOf(account, {}, {}, { reports: ofReports, keyed: ofOrders }).rows();
      expect(new Set(rows.flatMap(({ transactionId }) => transactionId ?? []))).toEqual(new Set(account.reports.map((_, place) => reportId(place))));
      expect(new Set(rows.flatMap(({ manual }) => manual.poNumbers))).toEqual(new Set(account.keyed.map((_, place) => poNumber(place))));
    }),
    { numRuns: 100 },
  );
});

test('one PO in the wrong company is never a pair: both rows are open, name each other, and their money counts once', () => {
  const seen = { reference: 0, vendor_amount_date: 0 };
  const size = (decimal: string | null | undefined, currency: string): bigint => absolute(minorOf(decimal ?? '0', currency));
  fc.assert(
    fc.property(orderlyAccount, entities, entities, (account, ofReports, ofOrders) => {
      const rows = booksOf(account, {}, {}, { reports: ofReports, keyed: ofOrders }).rows();
      for (const order of rows.filter(({ transactionId, match }) => transactionId === null && match.counterpart !== undefined)) {
        const { id, entity, by } = order.match.counterpart as NonNullable<VarianceRow['match']['counterpart']>;
        const home = rows.find(({ transactionId, match }) => transactionId === id && match.counterpart?.id === order.manual.poNumbers[0]);
        expect([order.status, home?.status, home?.match.counterpart?.by]).toEqual(['unexpected_manual', 'missing_manual', by]);
        expect([home?.dryRun.entity ?? '', home?.match.counterpart?.entity ?? '']).toEqual([entity, order.manual.entities?.[0] ?? '']);
        expect(entity).not.toBe(order.manual.entities?.[0] ?? '');
        const [keyed, wouldBe] = [size(order.manual.amount, order.currency), size(home?.dryRun.amount, order.currency)];
        expect(size(order.atStake, order.currency) + size(home?.atStake, order.currency)).toBe([keyed, wouldBe].sort((left, right) => Number(left - right))[1]);
        seen[by]++;
      }
    }),
    { numRuns: 4_000 },
  );
  expect([seen.reference > 100, seen.vendor_amount_date > 0]).toEqual([true, true]);
});
