import { CannotDraw } from './cannot-draw.ts';

const TWO_TO_32 = 0x1_0000_0000;

/**
 * A seeded generator (xoshiro128**, seeded through splitmix32). Integer arithmetic only: the same seed draws the same numbers on
 * every machine, which `Math.exp` or `Math.log` would not promise.
 */
export class Random {
  readonly #state: [number, number, number, number];

  /** Seeds are taken modulo 2^32. */
  constructor(seed: number) {
    let state = seed >>> 0;
    const next = (): number => {
      state = (state + 0x9e3779b9) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return (mixed ^ (mixed >>> 15)) >>> 0;
    };
    this.#state = [next(), next(), next(), next()];
  }

  #next(): number {
    const state = this.#state;
    const [first, second, third, fourth] = state;
    const times5 = Math.imul(second, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0;
    const shifted = second << 9;
    const mixedThird = third ^ first;
    const mixedFourth = fourth ^ second;
    state[1] = second ^ mixedThird;
    state[0] = first ^ mixedFourth;
    state[2] = mixedThird ^ shifted;
    state[3] = (mixedFourth << 11) | (mixedFourth >>> 21);
    return result;
  }

  /** A whole number from `from` to `to`, both inclusive. */
  integer(from: number, to: number): number {
    return from + Math.floor((this.#next() / TWO_TO_32) * (to - from + 1));
  }

  /** True with the given probability, from 0 to 1. */
  chance(probability: number): boolean {
    return this.#next() < probability * TWO_TO_32;
  }

  /** One of the items. Throws CannotDraw where there is none. */
  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new CannotDraw('nothing to pick from');
    return items[this.integer(0, items.length - 1)] as Item;
  }

  /** One of the items, each as often as its whole-number weight says. */
  weighted<Item>(choices: readonly (readonly [item: Item, weight: number])[]): Item {
    let left = this.integer(1, choices.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [item, weight] of choices) {
      left -= weight;
      if (left <= 0) return item;
    }
    throw new Error('weights must be positive whole numbers');
  }

  /** The items in another order; the list that was given stays as it is. */
  shuffle<Item>(items: readonly Item[]): Item[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.integer(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other] as Item, shuffled[last] as Item];
    }
    return shuffled;
  }
}
