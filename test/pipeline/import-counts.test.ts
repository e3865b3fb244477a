import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatMinor } from '../../src/domain/money.ts';
import { Measure } from '../../src/pipeline/import-counts.ts';

it('documents add up exactly by currency, however large they are and whatever order they come in', () => {
  const minor = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 1));
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('EUR', 'JPY', 'USD'), minor)), (documents) => {
    const measure = new Measure();
    for (const [currency, each] of documents) measure.add(currency, each);
    const sums = ['EUR', 'JPY', 'USD'].flatMap((currency): [string, string][] => {
      const own = documents.filter(([of]) => of === currency);
      return own.length === 0 ? [] : [[currency, formatMinor(own.reduce((sum, [, each]) => sum + BigInt(each), 0n), currency)]];
    });
    expect(measure.amounts()).toEqual(Object.fromEntries(sums));
    expect(measure.amounts()).toEqual(Object.fromEntries(sums));
  }), { seed: 20_260_601 });
});
