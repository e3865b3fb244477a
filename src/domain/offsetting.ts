/** Rows that differ and cancel each other out in one group: net zero is not zero variance. */
export interface Offsetting {
  /** `vendor V-1001`, `cost centre D-10`, `day 2026-06-03`. */
  within: string;
  currency: string;
  net: string;
  gross: string;
  /** Transactions, or the ids of rows without one. */
  rows: string[];
}
