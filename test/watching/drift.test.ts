import { describe, expect, test } from 'vitest';
import type { CoverageFact, RunCoverage } from '../../src/domain/coverage.ts';
import { changedTargets } from '../../src/watching/drift/changed-targets.ts';
import { judgeRate } from '../../src/watching/drift/judge-rates.ts';

const rate = (failures: number, trials: number) => ({ failures, trials });
const verdict = (now: ReturnType<typeof rate>, history: ReturnType<typeof rate>, minReports = 30): string => judgeRate('VENDOR_UNMAPPED', now, history, minReports).verdict;

describe('the rate of a finding against its own history', () => {
  test.each<[what: string, now: ReturnType<typeof rate>, history: ReturnType<typeof rate>, says: string]>([
    ['one in a hundred before, and half of the new ones: more', rate(50, 100), rate(1, 100), 'rose'],
    ['half before, and one in a hundred of the new ones: less; a drift has two directions', rate(1, 100), rate(50, 100), 'fell'],
    ['the same rate', rate(5, 100), rate(50, 1_000), 'as_before'],
    ['twice as often, of numbers in which chance does as much', rate(4, 100), rate(2, 100), 'as_before'],
    ['none before, and three of many: chance could be that', rate(3, 100), rate(0, 60), 'as_before'],
    ['all of too few new ones', rate(29, 29), rate(0, 1_000), 'too_few'],
    ['all new ones, of too little history', rate(100, 100), rate(0, 29), 'too_few'],
  ])('%s', (_, now, history, says) => {
    expect(verdict(now, history)).toBe(says);
  });

  test('is bounded exactly: without a failure the upper bound is 1 − 0.05^(1/n), with nothing but failures the lower one is 0.05^(1/n)', () => {
    const { bounds } = judgeRate('VENDOR_UNMAPPED', rate(0, 59), rate(40, 40), 30);
    expect(bounds?.now[0]).toBe(0);
    expect(bounds?.now[1]).toBeCloseTo(1 - 0.05 ** (1 / 59), 12);
    expect(bounds?.history[0]).toBeCloseTo(0.05 ** (1 / 40), 12);
    expect(bounds?.history[1]).toBe(1);
  });
});

const fact = (parts: Partial<CoverageFact> = {}): CoverageFact => ({ what: 'mapping/vendors', name: 'Acme', target: 'V-1 Acme Inc', active: true, transactions: 2, amounts: {}, elsewhere: { transactions: 1, amounts: {} }, at: 'mapping/vendors.csv:2', ...parts });
const coverage = (...facts: CoverageFact[]): RunCoverage => ({ transactions: 0, amounts: {}, facts, approvers: [] });

describe('mapping rows that led somewhere', () => {
  test.each<[what: string, before: CoverageFact, now: CoverageFact[], found: Record<string, unknown>[]]>([
    ['and still do, are not told, however they are spelled and wherever they stand', fact(), [fact({ name: 'ACME', at: 'mapping/vendors.csv:9' })], []],
    ['and are gone, need action where reports went through them', fact(), [], [{ is: null, needsAction: true, reports: 3, at: 'mapping/vendors.csv:2' }]],
    ['and are gone, and nothing used them, are to be looked at', fact({ transactions: 0, elsewhere: { transactions: 0, amounts: {} } }), [], [{ is: null, needsAction: false }]],
    ['and now lead to what the ERP does not take, need action', fact(), [fact({ active: false })], [{ is: 'V-1 Acme Inc, which the ERP does not take', needsAction: true }]],
    ['and now lead elsewhere, are to be looked at', fact(), [fact({ target: 'V-2 Bluebird' })], [{ was: 'V-1 Acme Inc', is: 'V-2 Bluebird', needsAction: false }]],
    ['nowhere before, are nothing new', fact({ active: false }), [], []],
    ['and are no mapping rows, are not looked at', fact({ what: 'routing' }), [], []],
  ])('%s', (_, before, now, found) => {
    expect(changedTargets(coverage(before), coverage(...now))).toMatchObject(found);
    expect(changedTargets(coverage(before), coverage(...now))).toHaveLength(found.length);
  });
});
