import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VarianceRow } from '../../src/domain/variance.ts';
import type { Books } from '../matching/books.ts';
import { type Account, account, booksOf, orderlyAccount, poNumber, reportId, shuffled } from './books-at-random.ts';

interface Decision {
  kind: 'pair' | 'part';
  report: number;
  orders: number[];
}

/** An account, and what people decided about it by hand; of each report and PO one thing, as the newest entry of the trail has it. */
const decided: fc.Arbitrary<{ each: Account; decisions: Decision[]; order: number[] }> = fc.oneof(account, orderlyAccount).filter(({ keyed }) => keyed.length > 0).chain((each) => {
  const decision = fc.record({
    kind: fc.constantFrom<Decision['kind']>('pair', 'part', 'part'), report: fc.nat({ max: each.reports.length - 1 }),
    orders: fc.uniqueArray(fc.nat({ max: each.keyed.length - 1 }), { minLength: 1, maxLength: 2 }),
  });
  return fc.array(decision, { minLength: 1, maxLength: 5 }).chain((all) => {
    const known = new Set<string>();
    const decisions = all.flatMap(({ orders, ...rest }) => {
      const own = orders.filter((place) => !known.has(`${rest.report} ${place}`));
      for (const place of own) known.add(`${rest.report} ${place}`);
      return own.length === 0 ? [] : [{ ...rest, orders: own }];
    });
    return fc.record({ each: fc.constant(each), decisions: fc.constant(decisions), order: shuffled(decisions.length) });
  });
});

/** Takes the decisions into the books in this order; their entries are numbered as they were made. */
function decide(books: Books, decisions: readonly Decision[], order: readonly number[] = [...decisions.keys()]): Books {
  for (const place of order) {
    const { kind, report, orders } = decisions[place] as Decision;
    if (kind === 'pair') books.paired(reportId(report), orders.map(poNumber), { entry: place + 1 });
    else books.parted(reportId(report), ...orders.map(poNumber));
  }
  return books;
}

const RUNS = { numRuns: 400 };
const byId = (left: VarianceRow, right: VarianceRow): number => (left.id < right.id ? -1 : 1);

describe('whatever people pair and part by hand', () => {
  test('nobody is paired twice, and each ends in exactly one place', () => {
    fc.assert(fc.property(decided, ({ each, decisions }) => {
      const books = decide(booksOf(each), decisions);
      const { pairings } = books.match();
      for (const sides of [pairings.flatMap(({ dry }) => dry), pairings.flatMap(({ manual }) => manual)]) expect(new Set(sides).size).toBe(sides.length);
      const groups = new Map<string, VarianceRow>(books.rows().map((row) => [row.match.group ?? row.id, row]));
      expect([...groups.values()].flatMap(({ manual }) => manual.poNumbers).sort()).toEqual(each.keyed.map((_, place) => poNumber(place)).sort());
    }), RUNS);
  });

  test('every pair by hand stands, but for what is told that could not be done', () => {
    let stood = 0;
    fc.assert(fc.property(decided, ({ each, decisions }) => {
      const books = decide(booksOf(each), decisions);
      const told = new Set(books.match().handProblems.map(({ pairing, purchaseOrder }) => `${pairing.transaction} ${purchaseOrder}`));
      const rows = books.rows();
      for (const { kind, report, orders } of decisions) {
        if (kind === 'part') continue;
        for (const number of orders.map(poNumber)) {
          if (told.has(`${reportId(report)} ${number}`)) continue;
          stood++;
          const owners = rows.filter(({ manual }) => manual.poNumbers.includes(number));
          expect(owners.map(({ transactionId }) => transactionId)).toContain(reportId(report));
          for (const { match } of owners) expect(match.pass).toBe('by_hand');
        }
      }
    }), RUNS);
    expect(stood).toBeGreaterThan(100);
  });

  test('a pair that was parted never appears, and neither side is a candidate for the other', () => {
    fc.assert(fc.property(decided, ({ each, decisions }) => {
      const rows = decide(booksOf(each), decisions).rows();
      for (const { kind, report, orders } of decisions) {
        if (kind === 'pair') continue;
        for (const number of orders.map(poNumber)) {
          for (const { transactionId, manual, match } of rows) {
            if (transactionId === reportId(report)) expect([...manual.poNumbers, ...match.candidates.map(({ id }) => id)]).not.toContain(number);
            if (manual.poNumbers.includes(number)) expect(match.candidates.map(({ id }) => id)).not.toContain(reportId(report));
          }
        }
      }
    }), RUNS);
  });

  test('the order in which decisions are handed over changes no row, nor does telling the plain pairs first', () => {
    fc.assert(fc.property(decided, ({ each, decisions, order }) => {
      const books = decide(booksOf(each), decisions);
      const rows = books.rows();
      expect(decide(booksOf(each), decisions, order).rows()).toEqual(rows);
      expect(books.rowsStraightFirst().rows.sort(byId)).toEqual(rows.toSorted(byId));
    }), RUNS);
  });
});
