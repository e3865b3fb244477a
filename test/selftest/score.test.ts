import { describe, expect, it } from 'vitest';
import type { TruthEntry } from '../../src/demo/fortnight-sink.ts';
import { type SelftestKindResult, figuresOf, hundredths, selftestPassed, selftestWords } from '../../src/domain/selftest.ts';
import type { VarianceRow } from '../../src/domain/variance.ts';
import type { SelftestKind } from '../../src/selftest/kind.ts';
import { SELFTEST_KINDS } from '../../src/selftest/kinds/all-kinds.ts';
import { type Score, Scorer } from '../../src/selftest/score.ts';
import { type RowParts, row } from '../report/decision-fixture.ts';

const truth = (transactionId: string | null, kind: string, status: TruthEntry['status'], parts: Partial<TruthEntry> = {}): TruthEntry => ({ transactionId, kind, status, variance: '0.00', currency: 'USD', poNumbers: [`PO-${transactionId}`], ...parts });
/** A row of a transaction with its PO; it matches unless it says otherwise. */
const shown = (transactionId: string | null, parts: RowParts = {}): VarianceRow => row(transactionId, { ...parts, manual: { poNumbers: [`PO-${transactionId}`], ...parts.manual } });
const alone = (poNumber: string): VarianceRow => row(null, { status: 'unexpected_manual', variance: '845.50', manual: { poNumbers: [poNumber] } });

function scored(planted: readonly TruthEntry[], rows: readonly VarianceRow[]): Score {
  const scorer = new Scorer();
  for (const entry of planted) scorer.plant(entry);
  for (const each of rows) scorer.add(each);
  return scorer.result(SELFTEST_KINDS as readonly SelftestKind[]);
}
const kindOf = ({ kinds }: Score, kind: string): SelftestKindResult => kinds.find((each) => each.kind === kind) as SelftestKindResult;
const rightOf = (score: Score, kind: string): [detected: number, attributed: number] => [kindOf(score, kind).detection.right, kindOf(score, kind).attribution.right];

const WRONG = truth('A', 'wrong_account', 'coding_variance', { causes: ['gl_account'] });
const wrong: RowParts = { status: 'coding_variance', causes: ['gl_account'] };

describe('a planted mistake', () => {
  it('is attributed where status, causes, POs and money are right', () => {
    expect(rightOf(scored([WRONG], [shown('A', wrong)]), 'wrong_account')).toEqual([1, 1]);
  });

  it.each<readonly [string, RowParts]>([
    ['another cause', { ...wrong, causes: ['department'] }], ['one cause too many', { ...wrong, causes: ['gl_account', 'department'] }], ['no cause', { ...wrong, causes: [] }],
    ['another PO', { ...wrong, manual: { poNumbers: ['PO-9'] } }], ['one PO too many', { ...wrong, manual: { poNumbers: ['PO-A', 'PO-9'] } }], ['another variance', { ...wrong, variance: '0.01' }],
  ])('is detected, and not attributed, with %s', (_, parts) => {
    expect(rightOf(scored([WRONG], [shown('A', parts)]), 'wrong_account')).toEqual([1, 0]);
  });

  it('is neither where the status is another, and what is shown instead is told', () => {
    const score = scored([WRONG], [shown('A', { status: 'amount_variance', variance: '-1.00' })]);
    expect(rightOf(score, 'wrong_account')).toEqual([0, 0]);
    expect(kindOf(score, 'wrong_account')).toMatchObject({ open: 1, shownAs: { amount_variance: 1 } });
    expect(score).toMatchObject({ falseMatches: 0, falseAlarms: 0, mistakes: { planted: 1, open: 1, detected: 0, attributed: 0 } });
  });

  it('may have a cause that names its arithmetic beside those that are judged', () => {
    const typo = truth('A', 'amount_digits_swapped', 'amount_variance', { variance: '9.00' });
    expect(rightOf(scored([typo], [shown('A', { status: 'amount_variance', variance: '9.00', causes: ['digits_swapped'] })]), 'amount_digits_swapped')).toEqual([1, 1]);
  });

  it('is open under another name where transaction and PO stand apart', () => {
    const score = scored([WRONG], [shown('A', { status: 'missing_manual', manual: { poNumbers: [] } }), alone('PO-A')]);
    expect(kindOf(score, 'wrong_account')).toMatchObject({ open: 1, shownAs: { 'missing_manual+unexpected_manual': 1 } });
    expect(selftestPassed(score)).toBe(true);
  });

  it('that is shown as a match is a false match, and hidden', () => {
    const score = scored([WRONG], [shown('A')]);
    expect(score).toMatchObject({ falseMatches: 1, mistakes: { planted: 1, open: 0 } });
    expect(selftestPassed(score)).toBe(false);
    expect(selftestWords({ ...score, reports: 600, seed: 2 })).toBe('0 of 1 planted mistake found under its right name, 1 hidden; 1 false match, 0 false alarms; 600 reports, seed 2');
  });

  it('that has no row at all is hidden', () => {
    const score = scored([WRONG], []);
    expect(kindOf(score, 'wrong_account').shownAs).toEqual({ none: 1 });
    expect(selftestPassed(score)).toBe(false);
  });

  it('in a PO that several would-be POs share leaves the other rows as they are', () => {
    expect(rightOf(scored([WRONG], [shown('A', wrong), shown('A')]), 'wrong_account')).toEqual([1, 1]);
  });
});

describe('what is clean', () => {
  const clean = truth('A', 'match', 'match');

  it('is right as a match, and a false alarm as anything open', () => {
    expect(scored([clean], [shown('A')])).toMatchObject({ falseAlarms: 0, clean: { planted: 1, quiet: 1 } });
    const score = scored([clean], [shown('A', wrong)]);
    expect(score).toMatchObject({ falseAlarms: 1, falseMatches: 0, clean: { planted: 1, quiet: 0 } });
    expect(selftestPassed(score)).toBe(false);
  });

  it('is a false alarm too where only its PO is left over', () => {
    expect(scored([truth('A', 'cancelled', 'cancelled')], [shown('A', { status: 'cancelled' }), alone('PO-A')]).falseAlarms).toBe(1);
  });

  it('may be a match within the tolerance or another quiet status without an alarm, and is not right then', () => {
    const score = scored([clean], [shown('A', { status: 'match_within_tolerance', variance: '0.01' })]);
    expect(score.falseAlarms).toBe(0);
    expect(rightOf(score, 'match')).toEqual([0, 0]);
  });

  it('outside the window has no row, and one would be an alarm where it is open', () => {
    const outside = truth(null, 'outside_window_order', 'none', { poNumber: 'PO-7', poNumbers: undefined as never });
    expect(rightOf(scored([outside], []), 'outside_window_order')).toEqual([1, 1]);
    expect(scored([outside], [alone('PO-7')])).toMatchObject({ falseAlarms: 1 });
  });

  it('shown as a match although it was withdrawn is a false match', () => {
    expect(scored([truth('A', 'cancelled', 'cancelled')], [shown('A')]).falseMatches).toBe(1);
  });
});

describe('a row of something that nobody planted', () => {
  it('is a bug', () => {
    expect(() => scored([WRONG], [shown('B')])).toThrow('nobody planted B');
  });
});

describe('precision, recall and F1', () => {
  it('count how often a status is said, and of anything: kinds that look alike share their precision', () => {
    const planted = [truth('A', 'missing_manual', 'missing_manual', { poNumbers: [], variance: '-845.50' }), WRONG, truth('C', 'wrong_account', 'coding_variance', { causes: ['gl_account'] })].map((entry, place) => ({ ...entry, transactionId: 'ABC'[place] as string }));
    const missing: RowParts = { status: 'missing_manual', variance: '-845.50', manual: { poNumbers: [] } };
    const score = scored(planted, [shown('A', missing), shown('B', missing), shown('C', { ...wrong, manual: { poNumbers: ['PO-C'] } })]);
    expect(figuresOf(kindOf(score, 'missing_manual').detection, 1)).toEqual({ precision: 50, recall: 100, f1: 66 });
    expect(figuresOf(kindOf(score, 'wrong_account').detection, 2)).toEqual({ precision: 100, recall: 50, f1: 66 });
  });

  it('are cut and never rounded up: only all of it is 1.00', () => {
    expect(hundredths(999, 1000)).toBe(99);
    expect(hundredths(0, 0)).toBeNull();
    expect(figuresOf({ right: 999, said: 999, saidRightly: 999 }, 1000)).toEqual({ precision: 100, recall: 99, f1: 99 });
    expect(figuresOf({ right: 0, said: 0, saidRightly: 0 }, 5)).toEqual({ precision: null, recall: 0, f1: 0 });
  });
});
