import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settingsSchema } from '../../../src/domain/settings.ts';
import { amountsNear } from '../../../src/matching/amounts/amounts-near.ts';
import { nearAmount } from '../../../src/matching/amounts/near-amount.ts';
import { amountRules } from '../../../src/matching/amounts/rates.ts';
import { CodingTable, type CodingSum } from '../../../src/matching/coding.ts';

const rules = amountRules(settingsSchema.parse({ window: { from: '2026-06-01', to: '2026-06-14' }, inputs: {}, matching: { taxRates: ['8.875'], fees: [{ percent: '2.9', amount: { USD: '0.30' } }] } }));

test('whatever amount is near by any name is among those that are looked up', () => {
  const codings = new CodingTable();
  const codes = ['6110', '6120', '6130'].map((account) => codings.code(account, 'D-1', 'L-1', 'erp'));
  const coding = (amounts: readonly number[]): CodingSum => ({ codes: codes.slice(0, amounts.length), amounts: [...amounts] });
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
  const amount = fc.oneof(fc.integer({ min: -300, max: 300 }), fc.integer({ min: 1, max: 2_000_000 }));
  const changes = fc.constantFrom<(minor: number) => number>(
    (minor) => -minor, (minor) => minor * 10, (minor) => Math.trunc(minor / 100), (minor) => Math.round(minor * 1.08875), (minor) => Math.round(minor / 1.18), (minor) => Math.round(minor * 1.029) + 30,
    (minor) => Number(String(minor).split('').reverse().join('').replace('-', '')), (minor) => minor + 900, (minor) => minor + 1, (minor) => Math.trunc(minor / 10), (minor) => minor,
  );
  let near = 0;
  fc.assert(fc.property(fc.array(amount, { minLength: 1, maxLength: 3 }), fc.nat({ max: 2 }), changes, changes, fc.option(fc.integer({ min: 0, max: 5_000 })), (expected, place, ofLine, ofTotal, taxMinor) => {
    const keyed = expected.map((minor, index) => (index === place ? ofLine(minor) : minor));
    const dry = { currency: 'USD', amountMinor: sum(expected), coding: coding(expected), taxMinor };
    for (const manual of [{ amountMinor: sum(keyed), coding: coding(keyed), notCompared: [] }, { amountMinor: ofTotal(sum(expected)), coding: coding([ofTotal(sum(expected))]), notCompared: [] }]) {
      if (manual.amountMinor === dry.amountMinor || nearAmount(codings, rules, dry, manual) === null) continue;
      near++;
      expect(amountsNear({ currency: 'USD', wouldBeMinor: dry.amountMinor, parts: expected, taxMinor }, rules)).toContain(manual.amountMinor);
    }
  }), { numRuns: 3_000 });
  expect(near).toBeGreaterThan(1_000);
});
