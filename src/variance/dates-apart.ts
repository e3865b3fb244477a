import { plural } from '../domain/plural.ts';
import type { DrySide, ManualSide } from '../matching/sides.ts';

/** The pass whose pairs are totals of a week, month or period: they stand apart from what they add up to, and say so. */
const OF_TOTALS = 'vendor_sum';

/**
 * The POs that are dated further from the would-be PO than `dateWindowDays`, before or after, in words with both dates:
 * `PO-88 is dated 2025-06-02, 365 days before the would-be PO (2026-06-02)`; '' where none is.
 */
export function datesFarApart({ day, order }: Pick<DrySide, 'day' | 'order'>, manuals: readonly ManualSide[], pass: string | null, dateWindowDays: number): string {
  if (day === null || order === null || pass === OF_TOTALS) return '';
  const far = manuals.filter((manual) => Math.abs(manual.day - day) > dateWindowDays);
  return far.map((manual) => `${manual.poNumber} is dated ${manual.poDate}, ${plural(Math.abs(manual.day - day), 'day')} ${manual.day < day ? 'before' : 'after'} the would-be PO (${order.poDate})`).join('; ');
}
