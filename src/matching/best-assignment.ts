/** A pair that is possible: places on either side, and how much speaks for it, in whole points above 0. */
export interface PossiblePair {
  left: number;
  right: number;
  points: number;
}

/** The best way to pair two sides. */
export interface Assignment {
  /** By place on the left: the place on the right, or NOBODY. */
  rightOf: Int32Array;
  /** By place on the right. */
  leftOf: Int32Array;
  /**
   * How many points the best way has less that pairs `left` otherwise, at most `margin`. `isSame` says of another place on the right that it is
   * as good as the present one, so that to have it instead is no other way; `isTwin` of another on the left that exchanging the two is none.
   */
  lead(left: number, margin: number, same: { isSame(right: number): boolean; isTwin(left: number): boolean }): number;
}

export const NOBODY = -1;

interface Edge {
  to: number;
  points: number;
}

/**
 * Of all ways to pair two sides one to one, one with the most points in all (maximum-weight bipartite matching; shortest augmenting paths with
 * dual variables, after Kuhn, Munkres, and Edmonds and Karp). Nobody need be paired. The same pairs in any order give the same way as long as the
 * places are the same.
 */
export function bestAssignment(leftCount: number, rightCount: number, pairs: readonly PossiblePair[]): Assignment {
  const edges: Edge[][] = Array.from({ length: leftCount }, () => []);
  for (const { left, right, points } of pairs) (edges[left] as Edge[]).push({ to: right, points });
  for (const own of edges) own.sort((one, other) => one.to - other.to);
  const rightOf = new Int32Array(leftCount).fill(NOBODY);
  const leftOf = new Int32Array(rightCount).fill(NOBODY);
  // Prices: of every possible pair together at least its points, of a pair that is made just its points, of whoever is alone 0.
  const leftPrice = new Float64Array(leftCount);
  const rightPrice = new Float64Array(rightCount);
  const slackOf = (left: number, { to, points }: Edge): number => (leftPrice[left] as number) + (rightPrice[to] as number) - points;

  for (let start = 0; start < leftCount; start++) {
    for (const { to, points } of edges[start] as Edge[]) leftPrice[start] = Math.max(leftPrice[start] as number, points - (rightPrice[to] as number));
    const path = shortestWayOut(start);
    for (const [left, distance] of path.leftDistance) (leftPrice[left] as number) -= Math.max(0, path.length - distance);
    for (const [right, distance] of path.rightDistance) (rightPrice[right] as number) += Math.max(0, path.length - distance);
    // Everybody on the way takes the next; the last either takes somebody who was alone, or is alone now.
    let right = path.endsAtRight;
    if (path.endsAtLeft !== NOBODY) {
      right = rightOf[path.endsAtLeft] as number;
      rightOf[path.endsAtLeft] = NOBODY;
      if (right !== NOBODY) leftOf[right] = NOBODY;
    }
    while (right !== NOBODY) {
      const left = path.cameFrom.get(right) as number;
      const before = rightOf[left] as number;
      rightOf[left] = right;
      leftOf[right] = left;
      right = before;
    }
  }

  /** The cheapest way to take one more in: to somebody on the right who is alone, or to somebody on the left who will be. */
  function shortestWayOut(start: number): { length: number; endsAtRight: number; endsAtLeft: number; cameFrom: Map<number, number>; leftDistance: Map<number, number>; rightDistance: Map<number, number> } {
    const leftDistance = new Map<number, number>([[start, 0]]);
    const rightDistance = new Map<number, number>();
    const cameFrom = new Map<number, number>();
    const queue = new DistanceQueue();
    let length = leftPrice[start] as number;
    let endsAtLeft = start;
    let endsAtRight = NOBODY;
    const reach = (left: number, distance: number): void => {
      for (const edge of edges[left] as Edge[]) {
        if (edge.to === rightOf[left]) continue;
        const there = distance + slackOf(left, edge);
        if (there >= length || there >= (rightDistance.get(edge.to) ?? Number.POSITIVE_INFINITY)) continue;
        rightDistance.set(edge.to, there);
        cameFrom.set(edge.to, left);
        queue.push(there, edge.to);
      }
    };
    reach(start, 0);
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { distance, place: right } = next;
      if (distance >= length) break;
      if (distance > (rightDistance.get(right) as number)) continue;
      const mate = leftOf[right] as number;
      if (mate === NOBODY) {
        // Who is alone has no price: nobody who comes later is nearer.
        [length, endsAtRight, endsAtLeft] = [distance, right, NOBODY];
        break;
      }
      leftDistance.set(mate, distance);
      const alone = distance + (leftPrice[mate] as number);
      if (alone < length) [length, endsAtLeft, endsAtRight] = [alone, mate, NOBODY];
      reach(mate, distance);
    }
    return { length, endsAtRight, endsAtLeft, cameFrom, leftDistance, rightDistance };
  }

  /** The cheapest round of exchanges that takes `start` from the one that it has, which somebody else may have or nobody; see Assignment. */
  function lead(start: number, margin: number, { isSame, isTwin }: Parameters<Assignment['lead']>[2]): number {
    const own = rightOf[start] as number;
    if (own === NOBODY) return 0;
    const best = new Map<number, number>();
    const queue = new DistanceQueue();
    let least = margin;
    // Places: those on the left from 0, those on the right behind them, and last the one where everybody is alone.
    const rightAt = (right: number): number => leftCount + right;
    const alone = leftCount + rightCount;
    const reach = (place: number, distance: number): void => {
      if (distance >= least || distance >= (best.get(place) ?? Number.POSITIVE_INFINITY)) return;
      best.set(place, distance);
      queue.push(distance, place);
    };
    const leave = (left: number, distance: number): void => {
      for (const edge of edges[left] as Edge[]) {
        if (edge.to === rightOf[left] || (left === start && isSame(edge.to))) continue;
        if (edge.to === own) {
          // Somebody else has what `start` had: the round is closed.
          if (!(isTwin(left) && rightOf[left] !== NOBODY)) least = Math.min(least, distance + slackOf(left, edge));
        } else reach(rightAt(edge.to), distance + slackOf(left, edge));
      }
      reach(alone, distance + (leftPrice[left] as number));
    };
    leave(start, 0);
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { distance, place } = next;
      if (distance >= least) break;
      if (distance > (best.get(place) as number)) continue;
      if (place < leftCount) leave(place, distance);
      else if (place < alone) {
        const mate = leftOf[place - leftCount] as number;
        if (mate === NOBODY) reach(alone, distance);
        else if (mate !== start) leave(mate, distance);
      } else {
        // Nobody has what `start` had, or others who were alone are paired, or are alone now.
        least = Math.min(least, distance + (rightPrice[own] as number));
        for (let left = 0; left < leftCount; left++) if (rightOf[left] === NOBODY) reach(left, distance);
        for (let right = 0; right < rightCount; right++) {
          const mate = leftOf[right] as number;
          if (mate !== NOBODY && mate !== start) reach(mate, distance + (rightPrice[right] as number));
        }
      }
    }
    return least;
  }

  return { rightOf, leftOf, lead };
}

/** Places by their distance, nearest first; among equals the lowest place (binary heap). */
class DistanceQueue {
  readonly #heap: { distance: number; place: number }[] = [];

  push(distance: number, place: number): void {
    const heap = this.#heap;
    let at = heap.push({ distance, place }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) break;
      this.#exchange(at, parent);
      at = parent;
    }
  }

  pop(): { distance: number; place: number } | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && this.#isBefore(child, least)) least = child;
      if (least === at) return first;
      this.#exchange(at, least);
      at = least;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]] as [{ distance: number; place: number }, { distance: number; place: number }];
    return a.distance < b.distance || (a.distance === b.distance && a.place < b.place);
  }

  #exchange(one: number, other: number): void {
    const heap = this.#heap;
    [heap[one], heap[other]] = [heap[other] as { distance: number; place: number }, heap[one] as { distance: number; place: number }];
  }
}
