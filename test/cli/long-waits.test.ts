import { describe, expect, it } from 'vitest';
import { LongWaits } from '../../src/cli/long-waits.ts';

describe('what waits for long', () => {
  it('is told once, from as long on as is said, and is no longer one when it is gone', () => {
    const waits = new LongWaits(60_000);
    expect([waits.note(['a', 'b'], 1_000), waits.note(['a', 'b'], 60_999)]).toEqual([[], []]);
    expect([waits.note(['a'], 61_000), waits.long()]).toEqual([['a'], ['a']]);
    expect([waits.note(['a'], 62_000), waits.long()]).toEqual([[], ['a']]);
    expect([waits.note([], 63_000), waits.long()]).toEqual([[], []]);
  });

  it('waits anew where it comes back', () => {
    const waits = new LongWaits(60_000);
    waits.note(['a'], 0);
    waits.note(['a'], 60_000);
    waits.note([], 61_000);
    expect([waits.note(['a'], 62_000), waits.note(['a'], 122_000)]).toEqual([[], ['a']]);
  });
});
