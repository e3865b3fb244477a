import { plural } from '../domain/plural.ts';
import { type FiscalPeriod, periodOf } from '../domain/reference-data.ts';
import { fold } from '../domain/text.ts';
import type { DrySide, ManualSide } from '../matching/sides.ts';

/** The pass whose pairs are totals of a week, month or period: they stand apart from what they add up to, and say so. */
const OF_TOTALS = 'vendor_sum';

/** What is told of POs that are dated far from the would-be PO. */
export interface DatesApart {
  /** With both dates: `PO-88 is dated 2025-06-02, 365 days before the would-be PO (2026-06-02)`; '' where none is. */
  words: string;
  /** Whether one of them names the would-be PO's fiscal period and is dated outside of it: that both are `June` says nothing about the year. */
  outsidePeriod: boolean;
}

const NONE_APART: DatesApart = { words: '', outsidePeriod: false };

/** The POs that are dated further from the would-be PO than `dateWindowDays`, before or after. */
export function datesFarApart(
  { day, order }: Pick<DrySide, 'day' | 'order'>, manuals: readonly ManualSide[], pass: string | null, dateWindowDays: number, periods: readonly Pick<FiscalPeriod, 'start' | 'end'>[],
): DatesApart {
  if (day === null || order === null || pass === OF_TOTALS) return NONE_APART;
  const far = manuals.filter((manual) => Math.abs(manual.day - day) > dateWindowDays);
  if (far.length === 0) return NONE_APART;
  const named = fold(order.period);
  const period = periodOf(order.poDate, periods);
  const isOutside = (manual: ManualSide): boolean => !manual.notCompared.includes('period') && manual.period === named && (period === undefined || manual.poDate < period.start || manual.poDate > period.end);
  const told = far.map((manual) => `${manual.poNumber} is dated ${manual.poDate}, ${plural(Math.abs(manual.day - day), 'day')} ${manual.day < day ? 'before' : 'after'} the would-be PO (${order.poDate})${isOutside(manual) ? `, and not in the period that it names, ${manual.keyed.period}` : ''}`);
  return { words: told.join('; '), outsidePeriod: far.some(isOutside) };
}
