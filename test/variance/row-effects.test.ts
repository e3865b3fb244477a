import { describe, expect, test } from 'vitest';
import type { VarianceRow, VarianceStatus } from '../../src/domain/variance.ts';
import type { Effect } from '../../src/domain/whatif.ts';
import { alignedRows, effectOf } from '../../src/variance/row-effects.ts';
import { Books } from '../matching/books.ts';

describe('what becomes of rows', () => {
  test.each<[VarianceStatus[], VarianceStatus[], Effect]>([
    [['coding_variance'], ['match'], 'cured'],
    [['rejected'], ['match', 'match_within_tolerance'], 'cured'],
    [['match'], ['rejected'], 'newly_caused'],
    [[], ['missing_manual'], 'newly_caused'],
    [['awaiting_manual'], ['missing_manual'], 'newly_caused'],
    [['rejected'], ['match', 'missing_manual'], 'changed'],
    [['amount_variance'], ['amount_variance'], 'changed'],
    [['missing_manual'], ['awaiting_manual'], 'no_longer_open'],
    [['rejected'], [], 'no_longer_open'],
    [['rejected'], ['match', 'not_triggered'], 'no_longer_open'],
    [['match'], ['match_within_tolerance'], 'otherwise'],
    [['match'], [], 'otherwise'],
  ])('%j, then %j: %s', (before, after, effect) => {
    const rows = (statuses: readonly VarianceStatus[]): { status: VarianceStatus }[] => statuses.map((status) => ({ status }));
    expect(effectOf(rows(before), rows(after))).toBe(effect);
  });
});

describe('rows of a transaction', () => {
  const [agreeing] = new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1' }).rows() as [VarianceRow];

  test('are held against each other by their ids, and those that say the same are left out', () => {
    const changed: VarianceRow = { ...agreeing, id: 'B', atStake: '5.00' };
    expect(alignedRows({ before: [agreeing, { ...agreeing, id: 'B' }], after: [agreeing, changed] })).toEqual([{ before: [{ ...agreeing, id: 'B' }], after: [changed] }]);
  });

  test('say the same where only wording and places in files are others', () => {
    expect(alignedRows({ before: [agreeing], after: [{ ...agreeing, match: { ...agreeing.match, why: 'in other words' } }] })).toEqual([]);
  });

  test('are taken together where their ids are others: one row may become several', () => {
    const [first, second] = ['B', 'C'].map((id): VarianceRow => ({ ...agreeing, id })) as [VarianceRow, VarianceRow];
    expect(alignedRows({ before: [agreeing], after: [first, second] })).toEqual([{ before: [agreeing], after: [first, second] }]);
  });
});
