/** Outcome of a search for the subsets of amounts that add up to a target. */
export interface SubsetSearch {
  /** Places of the one subset that fits, in ascending order; null where none or several fit. */
  only: number[] | null;
  several: boolean;
  /** Whether there are too many amounts to search; then `only` is null. */
  bounded: boolean;
}

/** Most amounts that are searched at once. */
export const MOST_AMOUNTS = 40;

/**
 * Looks for subsets of at least two amounts (minor units) that add up to `target` exactly. Exact integer search; two
 * different subsets that fit are reported as several, since choosing between them would be luck. Every sum of one half of the amounts is held
 * against those of the other (Horowitz and Sahni, 1974): at most 2 × 2^20 sums, whatever the amounts.
 */
export function searchSubset(amounts: readonly number[], target: number): SubsetSearch {
  if (amounts.length > MOST_AMOUNTS) return { only: null, several: false, bounded: true };
  const half = amounts.length >> 1;
  const [low, high] = [sumsOf(amounts.slice(0, half)), sumsOf(amounts.slice(half))];
  let only: number[] | null = null;
  // Both in ascending order: as one goes up, what the other must be goes down.
  let last = high.order.length - 1;
  for (const lowMask of low.order) {
    const missing = target - (low.sums[lowMask] as number);
    while (last >= 0 && (high.sums[high.order[last] as number] as number) > missing) last--;
    for (let place = last; place >= 0 && high.sums[high.order[place] as number] === missing; place--) {
      const places = placesOf(lowMask, high.order[place] as number, half);
      if (places.length < 2) continue;
      if (only !== null) return { only: null, several: true, bounded: false };
      only = places;
    }
  }
  return { only, several: false, bounded: false };
}

/**
 * Whether any subset of amounts, all above zero, adds up to `target`. Where the target is small for the number of subsets, every sum up to it is
 * marked in a bit of its own, which takes a fraction of the steps that the subsets do; else the subsets are searched.
 */
export function addsUp(amounts: readonly number[], target: number): boolean {
  const words = Math.floor(target / BITS_PER_WORD) + 1;
  if (words * amounts.length > STEPS_PER_SUM * 2 ** Math.ceil(amounts.length / 2)) {
    const { only, several } = searchSubset(amounts, target);
    return only !== null || several;
  }
  const reached = new Uint32Array(words);
  reached[0] = 1;
  for (const amount of amounts) shiftInto(reached, amount);
  return ((reached[words - 1] as number) & (1 << target % BITS_PER_WORD)) !== 0;
}

const BITS_PER_WORD = 32;
/** How many words are shifted in the time in which one sum of a half is made, sorted and held against the other half. */
const STEPS_PER_SUM = 4;

/** Marks with each marked sum the one that is larger by an amount. From the top, so that no amount counts twice. */
function shiftInto(reached: Uint32Array, amount: number): void {
  const far = Math.floor(amount / BITS_PER_WORD);
  const near = amount % BITS_PER_WORD;
  for (let word = reached.length - 1; word >= far; word--) {
    const from = word - far;
    // A shift by 32 bits would be none.
    const carried = near === 0 || from === 0 ? 0 : (reached[from - 1] as number) >>> (BITS_PER_WORD - near);
    reached[word] = (reached[word] as number) | ((reached[from] as number) << near) | carried;
  }
}

/** Every sum of some amounts, by the subset as a bit mask, and the masks in the order of their sums. */
function sumsOf(amounts: readonly number[]): { sums: Float64Array; order: Uint32Array } {
  const count = 2 ** amounts.length;
  const sums = new Float64Array(count);
  // Two lists by turns: one for each amount would mostly be too short to be worth making.
  let [order, next] = [new Uint32Array(count), new Uint32Array(count)];
  for (let bit = 0, size = 1; bit < amounts.length; bit++, size *= 2) {
    const amount = amounts[bit] as number;
    for (let mask = 0; mask < size; mask++) sums[size + mask] = (sums[mask] as number) + amount;
    // Merging keeps the order: the sums without an amount, and the same with it, are two lists in order already.
    mergeInto(next, order, sums, size, amount);
    [order, next] = [next, order];
  }
  return { sums, order };
}

/** Of the first `size` masks in the order of their sums, those and the same with one more amount. */
function mergeInto(both: Uint32Array, order: Uint32Array, sums: Float64Array, size: number, amount: number): void {
  let without = 0;
  let within = 0;
  for (let at = 0; at < 2 * size; at++) {
    const isWithout = within === size || (without < size && (sums[order[without] as number] as number) <= (sums[order[within] as number] as number) + amount);
    both[at] = isWithout ? (order[without++] as number) : size + (order[within++] as number);
  }
}

function placesOf(lowMask: number, highMask: number, half: number): number[] {
  const places: number[] = [];
  for (let bit = 0, left = lowMask; left > 0; bit++, left = Math.floor(left / 2)) if (left % 2 === 1) places.push(bit);
  for (let bit = 0, left = highMask; left > 0; bit++, left = Math.floor(left / 2)) if (left % 2 === 1) places.push(half + bit);
  return places;
}
