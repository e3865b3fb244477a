import { describe, expect, it } from 'vitest';
import { type RowFacts, RowFactsTally } from '../../src/gates/row-facts.ts';
import { judgeGates } from '../../src/gates/verdict.ts';
import { type RowParts, row } from '../report/decision-fixture.ts';
import { goodFacts, goodRows } from './facts.ts';

function factsOf(...rows: RowParts[]): RowFacts {
  const tally = new RowFactsTally({ pathOf: () => '', firstOf: () => 'match', notComparedAtFirst: () => new Set(), costCentresOf: () => [], isUnproven: () => false });
  for (const [place, parts] of rows.entries()) tally.add(row(`EXP-${place}`, parts));
  return tally.result();
}

describe('legal entities', () => {
  const notCompared = { match: { notCompared: ['entity'] } };

  it('are counted, and so are rows with a would-be PO in which they were not compared', () => {
    expect(factsOf(...['1010', '2000', '1010'].map((entity) => ({ dryRun: { entity }, ...notCompared })))).toMatchObject({ entities: 2, notCompared: { entity: 3 } });
  });

  it('are not asked of a report without a would-be PO: it is open for another reason', () => {
    expect(factsOf({ status: 'rejected', dryRun: { poNumber: null }, ...notCompared })).toMatchObject({ entities: 0, notCompared: {} });
  });
});

describe('the money of all rows, of which one hundredth may be accepted', () => {
  it.each<[string, RowParts, string]>([
    ['is that of the would-be PO, not the gross amount of its report', { expenseTotal: '109.00', dryRun: { amount: '100.00' }, manual: { amount: '100.00' } }, '100.00'],
    ['is the larger PO of the two', { expenseTotal: '109.00', dryRun: { amount: '100.00' }, manual: { amount: '104.00' } }, '104.00'],
    ['is what is at stake in a rejected report', { status: 'rejected', expenseTotal: '109.00', atStake: '100.00', dryRun: { amount: null }, manual: { amount: '100.00' } }, '100.00'],
    ['is the amount of a report that is not approved yet', { status: 'not_triggered', expenseTotal: '109.00', atStake: '0.00', dryRun: { amount: null }, manual: { amount: null } }, '109.00'],
  ])('%s', (_, parts, expected) => {
    expect(factsOf(parts).money).toEqual({ USD: expected });
  });
});

describe('what tolerances let pass', () => {
  it.each<[string, RowParts[], Record<string, string>]>([
    ['is nothing where both sides are the same', [{}], {}],
    ['is how far amounts are apart', [{ status: 'match_within_tolerance', variance: '-0.05', atStake: '0.05' }, { status: 'match_within_tolerance', variance: '0.02', atStake: '0.02' }], { USD: '0.07' }],
    ['and what stands under another code while the amounts are equal', [{ atStake: '9.00' }], { USD: '9.00' }],
    ['and the larger of the two where both are off', [{ status: 'match_within_tolerance', variance: '1.00', atStake: '9.00' }], { USD: '9.00' }],
    ['not what is open anyway', [{ status: 'coding_variance', atStake: '9.00' }], {}],
  ])('%s', (_, rows, tolerated) => {
    expect(factsOf(...rows).tolerated).toEqual(tolerated);
  });

  it('keeps zero_variance from passing, also where every amount is equal', () => {
    const gate = judgeGates(goodFacts({ rows: goodRows({ tolerated: factsOf({ atStake: '9.00' }).tolerated }) }), []).find(({ id }) => id === 'zero_variance');
    expect(gate).toMatchObject({ passed: false, evidence: ['USD: tolerances let $9.00 pass'] });
  });
});
