import type { BusinessDate } from '../domain/calendar.ts';

/** What to invent. The same options give the same bytes. */
export interface FortnightOptions {
  /** Expense reports in all, at least 10: the fixed ones and the few outside the window included. */
  reports: number;
  seed?: number;
  /** Business dates, inclusive; the two weeks of June 2026 unless given. */
  window?: { from: BusinessDate; to: BusinessDate };
  /** Calendar days after the window on which anything happens. */
  daysAfter?: number;
}

export const DEFAULT_SEED = 9041;
export const DEFAULT_WINDOW = { from: '2026-06-01', to: '2026-06-14' } as const;
