/** Outcome of a search for the subsets of amounts that add up to a target. */
export interface SubsetSearch {
  /** Places of the one subset that fits, in ascending order; null where none or several fit. */
  only: number[] | null;
  several: boolean;
  /** Whether a bound was reached before the search was complete; then `only` is null. */
  bounded: boolean;
}

/** Most amounts that are searched at once, and most sums that are looked at. */
export const SUBSET_LIMITS = { amounts: 20, sums: 200_000 } as const;

/**
 * Looks for subsets of at least two amounts (minor units) that add up to `target` exactly and that `accepts`. Exact integer
 * search, depth first, bounded; two different subsets that fit are reported as several, since choosing between them would be luck.
 */
export function searchSubset(amounts: readonly number[], target: number, accepts: (places: readonly number[]) => boolean = () => true): SubsetSearch {
  if (amounts.length > SUBSET_LIMITS.amounts) return { only: null, several: false, bounded: true };
  let looked = 0;
  let found: number[] | null = null;
  let several = false;
  let bounded = false;
  const chosen: number[] = [];
  // What the amounts from a place on can still add or take away, to leave branches that can't reach the target.
  const most: number[] = new Array<number>(amounts.length + 1).fill(0);
  const least: number[] = new Array<number>(amounts.length + 1).fill(0);
  for (let place = amounts.length - 1; place >= 0; place--) {
    const amount = amounts[place] as number;
    most[place] = (most[place + 1] as number) + Math.max(amount, 0);
    least[place] = (least[place + 1] as number) + Math.min(amount, 0);
  }
  const search = (place: number, left: number): void => {
    if (several || bounded) return;
    if (++looked > SUBSET_LIMITS.sums) {
      bounded = true;
      return;
    }
    if (left === 0 && chosen.length >= 2 && accepts(chosen)) {
      if (found === null) found = [...chosen];
      else several = true;
    }
    for (let next = place; next < amounts.length; next++) {
      if (left > (most[next] as number) || left < (least[next] as number)) return;
      chosen.push(next);
      search(next + 1, left - (amounts[next] as number));
      chosen.pop();
    }
  };
  search(0, target);
  return { only: several || bounded ? null : found, several, bounded };
}

/** The same for exactly two amounts, however many there are to choose from. */
export function searchPair(amounts: readonly number[], target: number, accepts: (places: readonly number[]) => boolean): SubsetSearch {
  const places = new Map<number, number[]>();
  let found: number[] | null = null;
  let several = false;
  for (let place = 0; place < amounts.length && !several; place++) {
    const amount = amounts[place] as number;
    for (const other of places.get(target - amount) ?? []) {
      if (!accepts([other, place])) continue;
      several = found !== null;
      if (several) break;
      found = [other, place];
    }
    const same = places.get(amount);
    if (same === undefined) places.set(amount, [place]);
    else same.push(place);
  }
  return { only: several ? null : found, several, bounded: false };
}
