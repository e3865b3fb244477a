import { type Coding, type CodingTable, comparedOf } from './coding.ts';

/** What came of looking for the parts that make up an amount. */
export interface ChosenParts<Side> {
  /** The only ones that fit; null where none do, or several do. */
  parts: Side[] | null;
  several: boolean;
  /** Whether a bound was reached before all were looked at; then nothing is chosen. */
  bounded: boolean;
  /** Whether larger subsets were not looked at because so many are possible that some fit by chance. */
  tooMany: boolean;
}

/** For a sum that fits to be no chance, the amount could have been so many times as many others as there are subsets. */
const RARE = 200;
/** Most subsets that are looked at in one search. */
export const MOST_LOOKED_AT = 2_000_000;

/**
 * How many other amounts something could have had that is coded like this, for all one knows: the more, the less likely does a sum fit by chance. Each
 * code that must agree multiplies it.
 */
export function chancesOf(codings: CodingTable, coding: Coding, notCompared: readonly string[]): number {
  const { amounts } = codings.projected(coding, comparedOf(notCompared));
  return amounts.reduce((product, amount) => product * Math.max(1, Math.abs(amount)), 1);
}

/**
 * Looks for parts (amounts above 0) that add up to `targetMinor` exactly and that `accepts`: the fewest parts that do, and only if one choice of so
 * many fits. Larger subsets are looked at only while all subsets up to their size are rare among `chances`: of thirty amounts some subset adds up to
 * anything. `least` is the fewest parts that count.
 */
export function chooseParts<Side extends { amountMinor: number }>(
  parts: readonly Side[], targetMinor: number, { chances, least, accepts }: { chances: number; least: 1 | 2; accepts: (chosen: readonly Side[]) => boolean },
): ChosenParts<Side> {
  const search = new PartsSearch(parts, accepts);
  let subsets = 0;
  let ofSize = 1;
  for (let size = 1; size <= parts.length; size++) {
    ofSize = (ofSize * (parts.length - size + 1)) / size;
    if (size < least) continue;
    subsets += ofSize;
    if (subsets * RARE > chances) return { parts: null, several: false, bounded: false, tooMany: true };
    search.look(size, targetMinor);
    if (search.bounded) return { parts: null, several: false, bounded: true, tooMany: false };
    if (search.found.length > 0) return { parts: search.found.length === 1 ? (search.found[0] as Side[]) : null, several: search.found.length > 1, bounded: false, tooMany: false };
  }
  return { parts: null, several: false, bounded: false, tooMany: false };
}

class PartsSearch<Side extends { amountMinor: number }> {
  /** Choices that fit; two are enough to know that there is more than one. */
  readonly found: Side[][] = [];
  bounded = false;
  readonly #parts: readonly Side[];
  readonly #accepts: (chosen: readonly Side[]) => boolean;
  readonly #places = new Map<number, number[]>();
  #looked = 0;

  constructor(parts: readonly Side[], accepts: (chosen: readonly Side[]) => boolean) {
    this.#parts = parts.toSorted((left, right) => right.amountMinor - left.amountMinor);
    this.#accepts = accepts;
    for (const [place, { amountMinor }] of this.#parts.entries()) {
      const same = this.#places.get(amountMinor);
      if (same === undefined) this.#places.set(amountMinor, [place]);
      else same.push(place);
    }
  }

  /** Looks at all subsets of just this size. */
  look(size: number, targetMinor: number): void {
    this.#from(0, size, targetMinor, []);
  }

  #from(start: number, missing: number, leftMinor: number, chosen: Side[]): void {
    if (this.found.length > 1 || this.bounded) return;
    if (++this.#looked > MOST_LOOKED_AT) {
      this.bounded = true;
      return;
    }
    if (missing === 1) {
      for (const place of this.#places.get(leftMinor) ?? []) {
        if (place < start) continue;
        const all = [...chosen, this.#parts[place] as Side];
        if (this.#accepts(all)) this.found.push(all);
      }
      return;
    }
    for (let place = start; place <= this.#parts.length - missing; place++) {
      const { amountMinor } = this.#parts[place] as Side;
      // In descending order: so many of this one are too little from here on, and one that is too much is passed over.
      if (amountMinor * missing < leftMinor) return;
      if (amountMinor >= leftMinor) continue;
      this.#from(place + 1, missing - 1, leftMinor - amountMinor, [...chosen, this.#parts[place] as Side]);
    }
  }
}
