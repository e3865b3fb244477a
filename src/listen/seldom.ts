/** Calls something at most once in so many milliseconds; what anybody can cause must not fill a log. `elapsed` never goes back. */
export function seldom<Arguments extends unknown[]>(milliseconds: number, elapsed: () => number, call: (...given: Arguments) => void): (...given: Arguments) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (...given) => {
    const now = elapsed();
    if (now - last < milliseconds) return;
    last = now;
    call(...given);
  };
}
