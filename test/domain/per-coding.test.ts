import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PerCoding } from '../../src/domain/per-coding.ts';

/** Few texts, so that codings come again, one after the other and later; '' is what a line without a department or location has. */
const text = fc.constantFrom('', 'D-10', 'D-1', '0', 'L-900');

test('each combination of account, department and location has what was made for it, which is made once', () => {
  fc.assert(fc.property(fc.array(fc.tuple(text, text, text)), (codings) => {
    const made: string[] = [];
    const perCoding = new PerCoding((...texts) => {
      made.push(JSON.stringify(texts));
      return made.length;
    });
    for (const coding of codings) expect(made[perCoding.of(...coding) - 1]).toBe(JSON.stringify(coding));
    expect(new Set(made).size).toBe(made.length);
  }));
});
