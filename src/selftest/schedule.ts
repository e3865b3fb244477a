import type { Random } from '../demo/random.ts';
import type { BusinessDate } from '../domain/calendar.ts';
import type { SelftestKind } from './kind.ts';
import type { Plan } from './plan.ts';

/** One thing to plant, on a day. */
export interface Planting {
  kind: SelftestKind;
  day: BusinessDate;
}

/** Of all reports, those of each kind; what is left is keyed as it should be. */
const SHARE = 0.008;
/** Amounts without a reference of one vendor that can still be told apart, in all their sums. */
const LOOSE_A_VENDOR = 40;
/** A kind that is about many things takes no more turns than these in a small self-test. */
const MOST_TURNS = 50;
const ORDINARY = 'match';

/** How often each kind is planted among so many reports: each as often as its share, at least once, and no oftener than can be told apart. */
export function quotasOf({ kinds, retailer }: Pick<Plan, 'kinds' | 'retailer'>, reports: number): Map<SelftestKind, number> {
  const kin = new Set(retailer.parties.vendors.map((vendor) => vendor.kin)).size;
  const looseOfARound = kinds.reduce((sum, { looseAmounts }) => sum + looseAmounts, 0);
  const rounds = Math.max(1, Math.floor((LOOSE_A_VENDOR * kin) / Math.max(1, looseOfARound)));
  const due = new Map<SelftestKind, number>();
  let left = reports;
  for (const kind of kinds) {
    if (kind.kind === ORDINARY) continue;
    const wanted = Math.max(1, Math.round(SHARE * reports));
    const count = Math.max(kind.looseAmounts > 0 ? Math.min(wanted, rounds) : wanted, Math.min(kind.least?.(retailer) ?? 1, MOST_TURNS));
    due.set(kind, count);
    left -= count * kind.reports;
  }
  const ordinary = kinds.find(({ kind }) => kind === ORDINARY);
  if (ordinary !== undefined) due.set(ordinary, Math.max(1, left));
  return due;
}

/** Everything that is to be planted, each on a day that suits its kind, in the order of days. */
export function scheduleOf(plan: Plan, reports: number, random: Random): Planting[] {
  const plantings: Planting[] = [];
  for (const [kind, count] of quotasOf(plan, reports)) {
    const days = plan.retailer.days[kind.days ?? 'open'];
    for (let left = count; left > 0; left--) plantings.push({ kind, day: random.pick(days) });
  }
  return random.shuffle(plantings).sort((left, right) => (left.day < right.day ? -1 : left.day > right.day ? 1 : 0));
}
