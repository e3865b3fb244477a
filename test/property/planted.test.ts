import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AMOUNT_CAUSES } from '../../src/domain/amount-cause.ts';
import { Books, type KeyedParts, type LineText } from '../matching/books.ts';
import { account, booksOf } from './books-at-random.ts';

const RUNS = { numRuns: 150 };

const accounts = ['6110', '6120', '6130', '6140'];
const departments = ['D-10', 'D-11', 'D-12'];
const locations = ['L-003', 'L-012', 'L-019'];

interface Line {
  account: string;
  department: string;
  location: string;
  cents: number;
}

const line: fc.Arbitrary<Line> = fc.record({ account: fc.constantFrom(...accounts), department: fc.constantFrom(...departments), location: fc.constantFrom(...locations), cents: fc.integer({ min: 1, max: 500_000 }) });
const text = ({ account: gl, department, location, cents }: Line): LineText => `${gl}/${department}/${location} ${(cents / 100).toFixed(2)}`;
/** Another value than this one. */
const otherThan = (value: string, among: readonly string[]): string => among[(among.indexOf(value) + 1) % among.length] as string;

const changed = (lines: readonly Line[], place: number, change: (one: Line) => Line): Line[] => lines.map((each, index) => (index === place ? change(each) : each));

/** What goes wrong at the keyboard, by name: the PO as it should be, with one mistake in the line of a place. */
const MISTAKES: Record<string, (lines: readonly Line[], place: number) => KeyedParts & { keyed: readonly Line[] }> = {
  amount: (lines, place) => ({ keyed: changed(lines, place, (one) => ({ ...one, cents: one.cents + 1 })) }),
  vendor: (lines) => ({ keyed: lines, vendor: 'V-2' }),
  account: (lines, place) => ({ keyed: changed(lines, place, (one) => ({ ...one, account: otherThan(one.account, accounts) })) }),
  department: (lines, place) => ({ keyed: changed(lines, place, (one) => ({ ...one, department: otherThan(one.department, departments) })) }),
  location: (lines, place) => ({ keyed: changed(lines, place, (one) => ({ ...one, location: otherThan(one.location, locations) })) }),
  period: (lines) => ({ keyed: lines, period: '2026-05' }),
  currency: (lines) => ({ keyed: lines, currency: 'EUR' }),
};

const planted = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 5 }), place: fc.nat(), mistake: fc.constantFrom(...Object.keys(MISTAKES)),
  how: fc.constantFrom('reference' as const, 'memo' as const, 'none' as const), split: fc.boolean(), others: account,
});

describe('a mistake at the keyboard', () => {
  test('is never a match: amount, vendor, account, department, location, period, currency', () => {
    fc.assert(fc.property(planted, ({ lines, place, mistake, how, split, others }) => {
      const books = booksOf(others).approved('EXP-100', { vendor: 'V-1', lines: lines.map(text) });
      const { keyed, ...parts } = (MISTAKES[mistake] as (typeof MISTAKES)[string])(lines, place % lines.length);
      const named = how === 'reference' ? { reference: 'EXP-100' } : how === 'memo' ? { memo: 'for EXP-100' } : {};
      const cut = split ? Math.floor(keyed.length / 2) : 0;
      if (cut > 0) books.keyed('PO-1', { ...parts, ...named, lines: keyed.slice(0, cut).map(text) });
      books.keyed('PO-2', { ...parts, ...named, lines: keyed.slice(cut).map(text) });
      const rows = books.rows().filter(({ transactionId, manual }) => transactionId === 'EXP-100' || manual.poNumbers.includes('PO-2'));
      // Another PO of the books may be the right one by chance; the mistaken one is no match in any case.
      for (const row of rows) if (row.manual.poNumbers.some((number) => number === 'PO-1' || number === 'PO-2')) expect(row.status).not.toMatch(/^match/);
    }), RUNS);
  });

  test('is found, by its transaction, wherever the transaction is named', () => {
    fc.assert(fc.property(planted, ({ lines, place, mistake }) => {
      const { keyed, ...parts } = (MISTAKES[mistake] as (typeof MISTAKES)[string])(lines, place % lines.length);
      const [row, ...more] = new Books().approved('EXP-100', { lines: lines.map(text) }).keyed('PO-2', { ...parts, reference: 'EXP-100', lines: keyed.map(text) }).rows();
      expect(more).toEqual([]);
      expect(row?.status).toBe(mistake === 'amount' || mistake === 'currency' ? 'amount_variance' : 'coding_variance');
      const cause = { account: 'gl_account', amount: '' }[mistake] ?? mistake;
      expect(row?.causes.filter((each) => !(each in AMOUNT_CAUSES))).toEqual(cause === '' ? [] : [cause]);
    }), RUNS);
  });

  test('and without one, a PO keyed as it should be is a match, however its lines are ordered and parted', () => {
    fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), fc.boolean(), (lines, named) => {
      const books = new Books().approved('EXP-100', { lines: lines.map(text) }).keyed('PO-2', { ...(named ? { reference: 'exp 100' } : {}), lines: lines.toReversed().map(text) });
      expect(books.rows().map(({ status, variance, causes }) => [status, variance, causes])).toEqual([['match', '0.00', []]]);
    }), RUNS);
  });
});
