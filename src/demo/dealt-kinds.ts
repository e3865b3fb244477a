import type { Kind } from './kind.ts';
import { KINDS } from './kinds.ts';
import { ordinary } from './plain-reports.ts';
import type { Random } from './random.ts';

/** At most this share of the reports is anything but ordinary, so that a small demonstration is not all trouble. */
const EXTRAORDINARY_SHARE = 0.45;

/** How often each kind is due among `reports` reports; each at least once as far as room goes, in the order of the list. */
export function quotas(reports: number): Map<Kind, number> {
  const due = new Map<Kind, number>();
  let room = Math.floor(reports * EXTRAORDINARY_SHARE);
  for (const kind of KINDS) {
    const wanted = Math.max(1, Math.round((kind.perMille * reports) / 1000));
    const count = kind.reports === 0 ? wanted : Math.min(wanted, Math.floor(room / kind.reports));
    due.set(kind, count);
    room -= count * kind.reports;
  }
  const taken = [...due].reduce((sum, [kind, count]) => sum + kind.reports * count, 0);
  due.set({ name: 'match', perMille: 0, reports: 1, play: ordinary }, reports - taken);
  return due;
}

/** Deals the kinds in random order, each as often as it is due, without holding the order of all of them. */
export function* dealt(due: Map<Kind, number>, random: Random): Generator<Kind> {
  const kinds = [...due].map(([kind, count]) => ({ kind, count })).reverse();
  for (let left = kinds.reduce((sum, { count }) => sum + count, 0); left > 0; left--) {
    let draw = random.integer(1, left);
    const drawn = kinds.find(({ count }) => (draw -= count) <= 0);
    if (drawn === undefined) throw new Error('fewer kinds than were counted');
    drawn.count--;
    yield drawn.kind;
  }
}
