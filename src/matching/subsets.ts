/** Outcome of a search for the subsets of amounts that add up to a target. */
export interface SubsetSearch {
  /** Places of the one subset that fits, in ascending order; null where none or several fit. */
  only: number[] | null;
  several: boolean;
  /** Whether a bound was reached before the search was complete; then `only` is null. */
  bounded: boolean;
}

/** Most amounts that are searched at once, most sums that are made of one half of them, and most subsets that fit by amount and are looked at. */
export const SUBSET_LIMITS = { amounts: 40, fitting: 10_000 } as const;

type Accepts = (places: readonly number[]) => boolean;
const ANY: Accepts = () => true;

/**
 * Looks for subsets of at least two amounts (minor units) that add up to `target` exactly and that `accepts`. Exact integer search; two
 * different subsets that fit are reported as several, since choosing between them would be luck. Every sum of one half of the amounts is held
 * against those of the other (Horowitz and Sahni, 1974): at most 2 × 2^20 sums, whatever the amounts.
 */
export function searchSubset(amounts: readonly number[], target: number, accepts: Accepts = ANY): SubsetSearch {
  if (amounts.length > SUBSET_LIMITS.amounts) return { only: null, several: false, bounded: true };
  const found = new Found(accepts);
  const half = amounts.length >> 1;
  const [low, high] = [sumsOf(amounts.slice(0, half)), sumsOf(amounts.slice(half))];
  // Both in ascending order: as one goes up, what the other must be goes down.
  let last = high.order.length - 1;
  for (const lowMask of low.order) {
    const missing = target - (low.sums[lowMask] as number);
    while (last >= 0 && (high.sums[high.order[last] as number] as number) > missing) last--;
    for (let place = last; place >= 0 && high.sums[high.order[place] as number] === missing; place--) {
      found.take(placesOf(lowMask, high.order[place] as number, half));
      if (found.isDecided) return found.result();
    }
  }
  return found.result();
}

/** What was found, and whether more need be looked at. */
class Found {
  readonly #accepts: Accepts;
  #only: number[] | null = null;
  #several = false;
  #looked = 0;

  constructor(accepts: Accepts) {
    this.#accepts = accepts;
  }

  take(places: number[]): void {
    if (places.length < 2) return;
    this.#looked++;
    if (!this.#accepts(places)) return;
    if (this.#only === null) this.#only = places;
    else this.#several = true;
  }

  get isDecided(): boolean {
    return this.#several || this.#looked >= SUBSET_LIMITS.fitting;
  }

  result(): SubsetSearch {
    const bounded = !this.#several && this.#looked >= SUBSET_LIMITS.fitting;
    return { only: this.#several || bounded ? null : this.#only, several: this.#several, bounded };
  }
}

/** Every sum of some amounts, by the subset as a bit mask, and the masks in the order of their sums. */
function sumsOf(amounts: readonly number[]): { sums: Float64Array; order: Uint32Array } {
  const sums = new Float64Array(2 ** amounts.length);
  for (const [bit, amount] of amounts.entries()) {
    const size = 2 ** bit;
    for (let mask = 0; mask < size; mask++) sums[size + mask] = (sums[mask] as number) + amount;
  }
  // Merging keeps the order: the sums without an amount, and the same with it, are two lists in order already.
  let order = Uint32Array.of(0);
  for (const [bit, amount] of amounts.entries()) order = merged(order, sums, 2 ** bit, amount);
  return { sums, order };
}

function merged(order: Uint32Array, sums: Float64Array, size: number, amount: number): Uint32Array<ArrayBuffer> {
  const both = new Uint32Array(2 * order.length);
  let [without, within] = [0, 0];
  for (let at = 0; at < both.length; at++) {
    const isWithout = within === order.length || (without < order.length && (sums[order[without] as number] as number) <= (sums[order[within] as number] as number) + amount);
    both[at] = isWithout ? (order[without++] as number) : size + (order[within++] as number);
  }
  return both;
}

function placesOf(lowMask: number, highMask: number, half: number): number[] {
  const places: number[] = [];
  for (let bit = 0, left = lowMask; left > 0; bit++, left = Math.floor(left / 2)) if (left % 2 === 1) places.push(bit);
  for (let bit = 0, left = highMask; left > 0; bit++, left = Math.floor(left / 2)) if (left % 2 === 1) places.push(half + bit);
  return places;
}
