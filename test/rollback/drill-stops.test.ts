import { describe, expect, it } from 'vitest';
import { StopTally, spread, stopsOf } from '../../src/pipeline/drill-stops.ts';

describe('the stops of a drill', () => {
  it('are before the first event, after each, and after the last', () => {
    expect(stopsOf(3)).toEqual([0, 1, 2, 3]);
    expect(stopsOf(0)).toEqual([0]);
    expect(stopsOf(10_000)).toHaveLength(10_001);
  });

  it('are 10,001 spread evenly above 10,000 events, both ends among them', () => {
    const stops = stopsOf(300_000);
    expect(stops).toHaveLength(10_001);
    expect([stops[0], stops.at(-1)]).toEqual([0, 300_000]);
    const steps = stops.slice(1).map((stop, index) => stop - (stops[index] as number));
    expect([Math.min(...steps), Math.max(...steps)]).toEqual([30, 30]);
    expect(new Set(stopsOf(10_001)).size).toBe(10_001);
  });

  it.each([[0, 5, [0]], [9, 4, [0, 3, 6, 9]], [3, 50, [0, 1, 2, 3]]])('spreads over 0 to %i in at most %i', (last, count, expected) => {
    expect(spread(last, count)).toEqual(expected);
  });
});

describe('what is summed up over ranges of stops', () => {
  it('counts for the stops in them, and for no other', () => {
    const tally = new StopTally([0, 10, 20, 30]);
    tally.add(0, 9, 1);
    tally.add(10, 25, 2);
    tally.add(11, 19, 4);
    tally.add(26, 30, 8);
    expect([...tally.sums()]).toEqual([[0, 1], [10, 2], [20, 2], [30, 8]]);
    expect([tally.meets(11, 19), tally.meets(10, 10), tally.meets(21, 29), tally.meets(29, 40)]).toEqual([false, true, false, true]);
  });
});
