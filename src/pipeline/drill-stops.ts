import type { RecordReader } from '../store/record-reader.ts';

const MOST_STOPS = 10_000;
const LINES_PER_IMPORT = 2 ** 32;

/** When each event arrived, counted from 0: the order of imports and of lines within them. In the order of the record's event pages. */
export function arrivalRanks(reader: RecordReader): Uint32Array {
  const arrivals: number[] = [];
  for (const { importId, line } of reader.eventPages()) for (let place = 0; place < line.length; place++) arrivals.push((importId[place] as number) * LINES_PER_IMPORT + (line[place] as number));
  const order = Uint32Array.from(arrivals.keys()).sort((left, right) => (arrivals[left] as number) - (arrivals[right] as number) || left - right);
  const ranks = new Uint32Array(arrivals.length);
  for (const [rank, place] of order.entries()) ranks[place] = rank;
  return ranks;
}

/** `count` whole numbers from 0 to `last`, ascending and spread evenly, both ends among them; all of them where there are no more. */
export function spread(last: number, count: number): number[] {
  if (last + 1 <= count) return Array.from({ length: last + 1 }, (_, index) => index);
  return Array.from({ length: count }, (_, index) => Math.round((index * last) / (count - 1)));
}

/** After how many events the sync is switched off: every number up to 10,000 events, above as many spread evenly. */
export const stopsOf = (events: number): number[] => spread(events, Math.min(events, MOST_STOPS) + 1);

/** Place of the first number that is at least `wanted`, in ascending numbers. */
function firstAtLeast(numbers: readonly number[], wanted: number): number {
  let low = 0;
  for (let high = numbers.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Adds up, for each stop, what holds over ranges of stops. */
export class StopTally {
  readonly #stops: readonly number[];
  readonly #steps: Float64Array;

  constructor(stops: readonly number[]) {
    this.#stops = stops;
    this.#steps = new Float64Array(stops.length + 1);
  }

  /** Whether any stop lies between the two, both included. */
  meets(from: number, to: number): boolean {
    return firstAtLeast(this.#stops, from) < firstAtLeast(this.#stops, to + 1);
  }

  /** Counts `amount` for all stops between the two, both included. */
  add(from: number, to: number, amount: number): void {
    (this.#steps[firstAtLeast(this.#stops, from)] as number) += amount;
    (this.#steps[firstAtLeast(this.#stops, to + 1)] as number) -= amount;
  }

  /** Each stop with its sum. */
  *sums(): Generator<[stop: number, sum: number]> {
    let sum = 0;
    for (const [index, stop] of this.#stops.entries()) {
      sum += this.#steps[index] as number;
      yield [stop, sum];
    }
  }
}
