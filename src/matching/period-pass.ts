import { DAY_MS, dateOfDay } from '../domain/calendar.ts';
import { type MatchingDesk, sumOf } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { type VendorBucket, vendorBuckets } from './vendor-index.ts';

/** For a total that fits to be no chance, the amount has so many minor units for each total that it could have been. */
const RARE = 100;

/** All that one side holds of a vendor for a stretch of time, and the one on the other side that is just as much. */
interface Total {
  dry: readonly DrySide[];
  manual: readonly ManualSide[];
  stretch: string;
}

/**
 * Pairs a PO with all that is left of its vendor and currency for a calendar week, a month or a fiscal period, where that is two or more would-be
 * POs and adds up to it exactly: a clerk's total; and the same the other way round. There is no choice of a subset in it, so days may lie between:
 * the one is dated from the window before the last of the many to the window behind the end of the stretch.
 */
export function periodPass(desk: MatchingDesk): void {
  const totals: Total[] = [];
  const stretchesOf = rememberedStretches();
  for (const bucket of vendorBuckets(desk, desk.unnamedManual(), desk.freeDry().filter(({ order }) => order !== null), (manual) => desk.vendors.keysOf(manual))) totals.push(...totalsOf(desk, bucket, stretchesOf));
  pairLone(desk, totals);
}

function totalsOf(desk: MatchingDesk, bucket: VendorBucket, stretchesOf: Stretches): Total[] {
  const dry = bucket.dry.filter((side) => desk.dryIsFree(side.index) && side.day !== null);
  const manual = bucket.manual.filter((side) => desk.manualIsFree(side.index));
  const dateOfDry = (side: DrySide): Dated => ({ date: side.date as string, day: side.day as number, period: side.order?.period ?? '' });
  const dateOfManual = (side: ManualSide): Dated => ({ date: side.poDate, day: side.day, period: side.period });
  return [
    ...inOne(desk.dateWindowDays, dry, dateOfDry, manual, dateOfManual, stretchesOf).map(({ many, one, stretch }): Total => ({ dry: many, manual: [one], stretch })),
    ...inOne(desk.dateWindowDays, manual, dateOfManual, dry, dateOfDry, stretchesOf).map(({ many, one, stretch }): Total => ({ dry: [one], manual: many, stretch })),
  ].filter((total) => !desk.holdsParted(total.dry, total.manual));
}

interface Dated {
  date: string;
  day: number;
  period: string;
}

/** Those of `ones` that have just what all of `manys` have together that lie in one stretch. */
function inOne<Many extends { amountMinor: number }, One extends { amountMinor: number }>(
  windowDays: number, manys: readonly Many[], dateOfMany: (side: Many) => Dated, ones: readonly One[], dateOfOne: (side: One) => Dated, stretchesOf: Stretches,
): { many: Many[]; one: One; stretch: string }[] {
  if (manys.length < 2 || ones.length === 0) return [];
  const stretches = new Map<string, { many: Many[]; last: number; end: number }>();
  for (const side of manys) {
    const dated = dateOfMany(side);
    for (const [stretch, end] of stretchesOf(dated)) {
      const same = stretches.get(stretch);
      if (same === undefined) stretches.set(stretch, { many: [side], last: dated.day, end });
      else {
        same.many.push(side);
        same.last = Math.max(same.last, dated.day);
        same.end = Math.max(same.end, end);
      }
    }
  }
  const several = [...stretches].filter(([, { many }]) => many.length > 1);
  const byTotal = Map.groupBy(several, ([, { many }]) => sumOf(many));
  return ones.flatMap((one) => {
    // Many totals held against many amounts meet by chance.
    if (several.length * ones.length * RARE > Math.abs(one.amountMinor)) return [];
    const { day } = dateOfOne(one);
    return (byTotal.get(one.amountMinor) ?? []).flatMap(([stretch, { many, last, end }]) => (day >= last - windowDays && day <= end + windowDays ? [{ many, one, stretch }] : []));
  });
}

/** Day numbers count from a Thursday, 1 January 1970; weeks begin on Monday. */
const lastDayOfWeek = (day: number): number => Math.floor((day + 3) / 7) * 7 + 3;
const lastDayOfMonth = (date: string): number => Math.floor(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0) / DAY_MS);

/** The stretches that a day lies in, in words, each with its last day so far as it is known. */
function stretchesOf({ date, day, period }: Dated): [stretch: string, end: number][] {
  const sunday = lastDayOfWeek(day);
  const stretches: [string, number][] = [[`the week to ${dateOfDay(sunday)}`, sunday], [`the month ${date.slice(0, 7)}`, lastDayOfMonth(date)]];
  if (period !== '') stretches.push([`the period ${period}`, day]);
  return stretches;
}

type Stretches = typeof stretchesOf;

/** The same, told once for each day and period: a run has few of them. */
function rememberedStretches(): Stretches {
  const byPeriod = new Map<string, Map<string, ReturnType<Stretches>>>();
  return (dated) => {
    let byDate = byPeriod.get(dated.period);
    if (byDate === undefined) byPeriod.set(dated.period, (byDate = new Map()));
    let stretches = byDate.get(dated.date);
    if (stretches === undefined) byDate.set(dated.date, (stretches = stretchesOf(dated)));
    return stretches;
  };
}

/** Pairs the totals that need nothing that another total needs too; the same sides may lie in several stretches. */
function pairLone(desk: MatchingDesk, totals: readonly Total[]): void {
  const indexes = (sides: readonly { index: number }[]): number[] => sides.map(({ index }) => index).sort((left, right) => left - right);
  const distinct = new Map<string, Total>();
  for (const total of totals) {
    const key = `${indexes(total.dry).join()} = ${indexes(total.manual).join()}`;
    if (!distinct.has(key)) distinct.set(key, total);
  }
  const uses = new Map<DrySide | ManualSide, number>();
  for (const { dry, manual } of distinct.values()) for (const side of [...dry, ...manual]) uses.set(side, (uses.get(side) ?? 0) + 1);
  for (const { dry, manual, stretch } of distinct.values()) {
    if ([...dry, ...manual].some((side) => uses.get(side) !== 1)) {
      for (const side of dry) desk.ambiguousDry.add(side.index);
      for (const side of manual) desk.ambiguousManual.add(side.index);
      continue;
    }
    const [reports, orders] = [dry.map(({ transaction }) => transaction.reportId).sort().join(' + '), manual.map(({ poNumber }) => poNumber).sort().join(' + ')];
    desk.pair({
      dry: indexes(dry), manual: indexes(manual), pass: 'vendor_sum', repeated: false,
      why: dry.length > 1 ? `${orders} is all that was left of this vendor for ${stretch}: ${reports}` : `${orders} are all that was left of this vendor for ${stretch}, and add up to it`,
    });
  }
}
