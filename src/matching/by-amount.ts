/** The place of the first amount that is at least `leastMinor`, in ascending amounts. */
export function firstFrom(sides: readonly { amountMinor: number }[], leastMinor: number): number {
  let from = 0;
  let to = sides.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sides[middle] as { amountMinor: number }).amountMinor < leastMinor) from = middle + 1;
    else to = middle;
  }
  return from;
}
