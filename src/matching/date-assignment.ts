/** What stands on a day. */
interface Dated {
  day: number | null;
}

export interface DateAssignment<Dry, Manual> {
  pairs: [Dry, Manual][];
  /** Whether every other choice of who is paired at all pairs fewer or needs more days. */
  unique: boolean;
  /** Whether there were too many to look at; then only equally many that pair in date order are paired. */
  bounded: boolean;
}

/** Most cells of the table below; two lists of a thousand. */
export const MOST_CELLS = 1_000_000;
/** Ways are only counted to know whether there is more than one. */
const MANY = 1e15;

const apart = (left: Dated, right: Dated): number => Math.abs((left.day as number) - (right.day as number));

/**
 * The largest assignment with the least sum of days between two lists in date order, of pairs at most `windowDays` apart (dynamic
 * programming: with distances on a line, crossing never helps). Counts the equally good choices of sides.
 */
export function assignByDate<Dry extends Dated, Manual extends Dated>(dry: readonly Dry[], manual: readonly Manual[], windowDays: number): DateAssignment<Dry, Manual> {
  const width = manual.length + 1;
  const cells = (dry.length + 1) * width;
  if (cells > MOST_CELLS) return inDateOrder(dry, manual, windowDays);
  const count = new Int32Array(cells);
  const days = new Float64Array(cells);
  const ways = new Float64Array(cells).fill(1);
  const take = new Uint8Array(cells);
  for (let row = 1; row <= dry.length; row++) {
    for (let column = 1; column <= manual.length; column++) {
      const at = row * width + column;
      const [up, left, diagonal] = [at - width, at - 1, at - width - 1];
      const isBetter = (a: number, aDays: number, b: number, bDays: number): boolean => a > b || (a === b && aDays < bDays);
      // Leave out the dry side, or the PO; a choice that leaves out both is reached through either and counts once.
      const upIsBetter = isBetter(count[up] as number, days[up] as number, count[left] as number, days[left] as number);
      const leftIsBetter = isBetter(count[left] as number, days[left] as number, count[up] as number, days[up] as number);
      const skip = leftIsBetter ? left : up;
      let best = count[skip] as number;
      let bestDays = days[skip] as number;
      let total = ways[skip] as number;
      if (!upIsBetter && !leftIsBetter) {
        total += ways[left] as number;
        if (count[diagonal] === best && days[diagonal] === bestDays) total -= ways[diagonal] as number;
      }
      take[at] = leftIsBetter ? 3 : 2;
      const between = apart(dry[row - 1] as Dry, manual[column - 1] as Manual);
      if (between <= windowDays) {
        const pairedCount = (count[diagonal] as number) + 1;
        const pairedDays = (days[diagonal] as number) + between;
        if (isBetter(pairedCount, pairedDays, best, bestDays)) {
          [best, bestDays, total] = [pairedCount, pairedDays, ways[diagonal] as number];
          take[at] = 1;
        } else if (pairedCount === best && pairedDays === bestDays) {
          total += ways[diagonal] as number;
          take[at] = 1;
        }
      }
      count[at] = best;
      days[at] = bestDays;
      ways[at] = Math.min(total, MANY);
    }
  }
  const pairs: [Dry, Manual][] = [];
  for (let row = dry.length, column = manual.length; row > 0 && column > 0; ) {
    const choice = take[row * width + column];
    if (choice === 1) pairs.push([dry[--row] as Dry, manual[--column] as Manual]);
    else if (choice === 2) row--;
    else column--;
  }
  return { pairs: pairs.reverse(), unique: ways[cells - 1] === 1, bounded: false };
}

function inDateOrder<Dry extends Dated, Manual extends Dated>(dry: readonly Dry[], manual: readonly Manual[], windowDays: number): DateAssignment<Dry, Manual> {
  const pairs = dry.length === manual.length ? dry.map((side, place): [Dry, Manual] => [side, manual[place] as Manual]) : [];
  return { pairs: pairs.every(([side, other]) => apart(side, other) <= windowDays) ? pairs : [], unique: false, bounded: true };
}
