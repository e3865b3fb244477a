import { describe, expect, it } from 'vitest';
import type { VarianceRow, VarianceStatus } from '../../src/domain/variance.ts';
import { type TrialFacts, type TrialLookups, TrialTally, firstEvidence } from '../../src/gates/trials.ts';
import { type RowParts, row } from '../report/decision-fixture.ts';

/** What the trials of these rows come to; `first` are first statuses of transactions, which is `match` where it says nothing. */
function trialsOf(rows: readonly VarianceRow[], first: Record<string, VarianceStatus | undefined> = {}, isUnproven: TrialLookups['isUnproven'] = () => false): TrialFacts {
  const tally = new TrialTally({ pathOf: () => 'manager', firstOf: (id) => (id in first ? first[id] : 'match'), notComparedAtFirst: () => new Set(), isUnproven });
  for (const each of rows) tally.add(each);
  return tally.result();
}
const txn = (parts: RowParts = {}): VarianceRow => row('EXP-1', parts);
const untried = (status: VarianceStatus): VarianceRow => txn({ status, firstStatus: null, match: { pass: null } });

describe('a transaction is clean', () => {
  it.each<[string, VarianceRow[], Record<string, VarianceStatus | undefined>, [clean: number, total: number]]>([
    ['where it agrees, and agreed at first', [txn()], {}, [1, 1]],
    ['also in all of several rows', [txn(), txn({ id: 'R2', status: 'match_within_tolerance', firstStatus: 'match_within_tolerance' })], {}, [1, 1]],
    ['not where a row differs', [txn(), txn({ id: 'R2', status: 'coding_variance', firstStatus: 'coding_variance' })], {}, [0, 1]],
    ['not where a row differed when both sides were first there', [txn(), txn({ id: 'R2', firstStatus: 'coding_variance' })], {}, [0, 1]],
    ['not where it was rejected at first, whatever its rows say: they are new ones', [txn(), txn({ id: 'R2' })], { 'EXP-1': 'rejected' }, [0, 1]],
    ['not where nobody knows how it stood at first', [txn()], { 'EXP-1': undefined }, [0, 1]],
    ['not where people paired it', [txn({ match: { pass: 'by_hand' } })], {}, [0, 1]],
    ['not yet while a row waits for the clerk, which is no trial', [txn(), untried('awaiting_manual')], { 'EXP-1': undefined }, [0, 0]],
    ['not while one waits and another differs', [txn({ status: 'coding_variance', firstStatus: 'coding_variance' }), untried('awaiting_manual')], { 'EXP-1': 'coding_variance' }, [0, 1]],
    ['not where one waits and it failed before', [txn(), untried('awaiting_manual')], { 'EXP-1': 'rejected' }, [0, 1]],
    ['not where nobody keyed it', [untried('missing_manual')], { 'EXP-1': undefined }, [0, 1]],
    ['nor a trial before it is approved', [untried('not_triggered')], { 'EXP-1': undefined }, [0, 0]],
    ['nor where it was withdrawn', [untried('cancelled')], { 'EXP-1': undefined }, [0, 0]],
    ['but withdrawing one that failed does not make the failure go away', [untried('cancelled')], { 'EXP-1': 'amount_variance' }, [0, 1]],
    ['nor does an update that awaits approval', [untried('not_triggered')], { 'EXP-1': 'rejected' }, [0, 1]],
    ['not where a PO has no transaction behind it', [row(null, { status: 'unexpected_manual' })], {}, [0, 1]],
  ])('%s', (_, rows, first, [clean, total]) => {
    expect(trialsOf(rows, first).trials).toEqual({ clean, total });
  });

  it('not where a first status of it is another one by this version of the program', () => {
    const facts = trialsOf([txn(), txn({ id: 'R2' }), row('EXP-2')], {}, ({ id }) => id === 'R2');
    expect(facts.trials).toEqual({ clean: 1, total: 2 });
    expect(firstEvidence(facts)).toEqual(['1 transaction agrees now and did not at first: EXP-1 (not known)']);
  });

  it('not where a column was not compared at first, and is now', () => {
    const withUnseen = (...now: string[]): TrialFacts => {
      const tally = new TrialTally({ pathOf: () => 'manager', firstOf: () => 'match', notComparedAtFirst: (id) => new Set(id === 'EXP-1' ? ['gl_account', 'location'] : []), isUnproven: () => false });
      for (const each of [txn({ match: { notCompared: now } }), row('EXP-2')]) tally.add(each);
      return tally.result();
    };
    expect(withUnseen('location')).toMatchObject({ trials: { clean: 1, total: 2 }, notAtFirst: { count: 1, named: [{ id: 'EXP-1', first: 'gl_account not compared' }] } });
    expect(withUnseen('location', 'gl_account').trials).toEqual({ clean: 2, total: 2 });
  });

  it('on its date', () => {
    const facts = trialsOf([row('EXP-1', { date: '2026-06-02' }), row('EXP-2', { date: '2026-06-03' }), row('EXP-3', { date: '2026-06-03' }), row('EXP-4', { date: '2026-06-04' })], { 'EXP-4': 'rejected' });
    expect([...facts.cleanByDate]).toEqual([['2026-06-02', 1], ['2026-06-03', 2]]);
  });
});

describe('transactions that agree now and did not at first', () => {
  it('are counted, and the first of them named with what they were', () => {
    const ids = Array.from({ length: 22 }, (_, index) => `EXP-${index}`);
    const facts = trialsOf([...ids.map((id) => row(id)), row('EXP-A', { firstStatus: 'coding_variance' }), row('EXP-B', { status: 'coding_variance' })], Object.fromEntries(ids.map((id) => [id, 'rejected'])));
    expect(facts.notAtFirst.count).toBe(23);
    expect(firstEvidence(facts)).toEqual([`23 transactions agree now and did not at first: ${ids.slice(0, 20).map((id) => `${id} (Rejected)`).join(', ')} and 3 more`]);
    expect(firstEvidence(trialsOf([row('EXP-A', { firstStatus: 'coding_variance' })]))).toEqual(['1 transaction agrees now and did not at first: EXP-A (Coding variance)']);
    expect(firstEvidence(trialsOf([row('EXP-A')]))).toEqual([]);
  });
});
