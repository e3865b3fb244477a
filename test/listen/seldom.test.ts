import { expect, it } from 'vitest';
import { seldom } from '../../src/listen/seldom.ts';

it('what anybody can cause is told once in a while, and not each time', () => {
  let now = 0;
  const told: string[] = [];
  const tell = seldom(5_000, () => now, (what: string) => told.push(what));
  for (const at of [0, 1, 4_999, 5_000, 5_001, 60_000]) {
    now = at;
    tell(String(at));
  }
  expect(told).toEqual(['0', '5000', '60000']);
});
