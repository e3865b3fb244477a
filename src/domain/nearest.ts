import { distance } from 'fastest-levenshtein';
import { fold } from './text.ts';

/**
 * The candidate closest to `value` by edit distance, or undefined where none is close: at most a third of the longer text may
 * differ, and never more than three characters. Ties go to the first in code-unit order, or with `onTie: 'none'` to nobody: of ids
 * that count up, many are as near as one another, and none of them is meant more than the next.
 */
export function nearest(value: string, candidates: Iterable<string>, { onTie = 'first' }: { onTie?: 'first' | 'none' } = {}): string | undefined {
  const wanted = fold(value);
  if (wanted === '') return undefined;
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  let isTied = false;
  for (const candidate of candidates) {
    const known = fold(candidate);
    const longer = Math.max(wanted.length, known.length);
    const limit = Math.min(3, Math.floor(longer / 3));
    if (Math.abs(wanted.length - known.length) > limit) continue;
    const apart = distance(wanted, known);
    if (apart > limit) continue;
    if (apart < bestDistance) {
      best = candidate;
      bestDistance = apart;
      isTied = false;
    } else if (apart === bestDistance) {
      isTied = true;
      if (best !== undefined && candidate < best) best = candidate;
    }
  }
  return isTied && onTie === 'none' ? undefined : best;
}
