import { type BusinessDate, isWithin } from '../../domain/calendar.ts';
import { type VarianceRow, unpackRow } from '../../domain/variance.ts';
import type { ComparisonResult } from '../comparison.ts';
import { valueAt } from '../page-columns.ts';
import type { ReplayPage } from '../replay-page.ts';
import type { RunTaker } from '../replay-record.ts';
import type { ReadyRow } from '../rows-page.ts';

/** The dates that are asked for, both inclusive. */
export interface Dates {
  from: BusinessDate;
  to: BusinessDate;
}

/** Takes what a run of these dates comes to. */
export class TakenDay implements RunTaker {
  readonly varianceRows: VarianceRow[] = [];
  readonly #dates: Dates;
  result: ComparisonResult | undefined;
  /** Reports of these dates of which scope leaves out lines, or that order nothing. */
  outOfScope = 0;

  constructor(dates: Dates) {
    this.#dates = dates;
  }

  replayed({ sides: { reports } }: ReplayPage): void {
    for (const [index, rest] of reports.rest) {
      if ((rest.outOfScope === true || rest.leftOut !== undefined) && isWithin(this.#dates, valueAt(reports.date, index))) this.outOfScope++;
    }
  }

  rows(rows: readonly ReadyRow[]): void {
    for (const { detail } of rows) this.varianceRows.push(unpackRow(detail, null));
  }

  besides(result: ComparisonResult): void {
    this.result = result;
  }
}
