import type { MatchingDesk } from './desk.ts';
import { sumOf } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { vendorBuckets } from './vendor-index.ts';

/** A stretch of time for which a clerk may key one total. */
interface Stretch {
  kind: 'week' | 'month' | 'period';
  name: string;
}

/**
 * Pairs a PO with all that is left of its vendor and currency for a calendar week, a month or a fiscal period, where that is two or more would-be
 * POs and adds up to it exactly: a clerk's total. There is no choice of a subset in it, so days may lie between; the PO is dated in the stretch,
 * or within the date window after its end.
 */
export function periodPass(desk: MatchingDesk): void {
  const totals: { dry: DrySide[]; manual: ManualSide; stretch: Stretch }[] = [];
  for (const bucket of vendorBuckets(desk.unnamedManual(), desk.freeDry().filter(({ order }) => order !== null), (manual) => desk.vendors.keysOf(manual))) {
    const stretches = new Map<string, { stretch: Stretch; dry: DrySide[]; last: number }>();
    for (const dry of bucket.dry) {
      if (!desk.dryIsFree(dry.index) || dry.date === null || dry.day === null) continue;
      for (const [stretch, last] of stretchesOf(dry)) {
        const key = `${stretch.kind} ${stretch.name}`;
        const same = stretches.get(key);
        if (same === undefined) stretches.set(key, { stretch, dry: [dry], last });
        else {
          same.dry.push(dry);
          same.last = Math.max(same.last, last);
        }
      }
    }
    const byTotal = Map.groupBy([...stretches.values()].filter(({ dry }) => dry.length > 1), ({ dry }) => sumOf(dry));
    for (const manual of bucket.manual) {
      if (!desk.manualIsFree(manual.index)) continue;
      for (const { stretch, dry, last } of byTotal.get(manual.amountMinor) ?? []) {
        const first = Math.min(...dry.map(({ day }) => day as number));
        if (manual.day >= first && manual.day <= last + desk.dateWindowDays && !desk.holdsParted(dry, [manual])) totals.push({ dry, manual, stretch });
      }
    }
  }
  pairLone(desk, totals);
}

/** Day numbers count from a Thursday, 1 January 1970. */
const weekOf = (day: number): number => Math.floor((day + 3) / 7);
const lastDayOfMonth = (date: string): number => Math.floor(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0) / 86_400_000);

/** The stretches that a would-be PO lies in, each with its last day so far as it is known. */
function stretchesOf({ date, day, order }: DrySide): [Stretch, last: number][] {
  const at = day as number;
  const month = (date as string).slice(0, 7);
  const week = weekOf(at);
  const stretches: [Stretch, number][] = [[{ kind: 'week', name: String(week) }, week * 7 + 3], [{ kind: 'month', name: month }, lastDayOfMonth(date as string)]];
  if (order !== null && order.period !== '') stretches.push([{ kind: 'period', name: order.period }, at]);
  return stretches;
}

/** Pairs the totals that need nothing that another total needs too; the same would-be POs may lie in several stretches. */
function pairLone(desk: MatchingDesk, totals: readonly { dry: DrySide[]; manual: ManualSide; stretch: Stretch }[]): void {
  const distinct = new Map<string, (typeof totals)[number]>();
  for (const total of totals) distinct.set(`${total.manual.index}: ${total.dry.map(({ index }) => index).sort((left, right) => left - right).join()}`, total);
  const uses = new Map<DrySide | ManualSide, number>();
  for (const { dry, manual } of distinct.values()) for (const side of [manual, ...dry]) uses.set(side, (uses.get(side) ?? 0) + 1);
  for (const { dry, manual, stretch } of distinct.values()) {
    if ([manual, ...dry].some((side) => uses.get(side) !== 1)) {
      desk.ambiguousManual.add(manual.index);
      for (const side of dry) desk.ambiguousDry.add(side.index);
      continue;
    }
    const sides = dry.toSorted((left, right) => left.index - right.index);
    desk.pair({
      dry: sides.map(({ index }) => index), manual: [manual.index], pass: 'vendor_sum', repeated: false,
      why: `${manual.poNumber} is all that was left of this vendor for ${stretch.kind === 'week' ? 'the week' : stretch.kind === 'month' ? `the month ${stretch.name}` : `the period ${stretch.name}`}: ${sides.map(({ transaction }) => transaction.reportId).join(' + ')}`,
    });
  }
}
