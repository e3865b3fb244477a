import type { DecisionModel } from '../decision-model.ts';

/** Bounds on what one workbook holds (docs/workbook.md says what they cost). */
export const WORKBOOK_LIMITS = {
  /** Variance rows, would-be lines and ledger lines together that fit beside the verdict, as real tables. */
  detailRows: 4_000,
  /** Open items that a workbook without its details still lists: all of them are in the companion. */
  openItems: 2_000,
  /** Rejected reports that it lists, and open rows of each week: those of Open items again, in another order. */
  rejections: 500,
  weekRows: 250,
  /** Entries of the audit trail and rows of other lists, newest or first. */
  listedFacts: 2_000,
  /** Rows of one sheet, header included. */
  sheetRows: 1_048_575,
} as const;

/** Where the detail goes: into the workbook, or into files of its own beside it. */
export interface Plan {
  whole: boolean;
  /** Names of the companion files, where there are any. */
  companions: { variance: string; wouldBe: string; ledger: string } | null;
}

/** `base` is the workbook's own name without its ending. */
export function planOf({ counts }: Pick<DecisionModel, 'counts'>, base: string): Plan {
  const whole = counts.rows + counts.wouldBeLines + counts.ledgerLines <= WORKBOOK_LIMITS.detailRows;
  return { whole, companions: whole ? null : { variance: `${base}-variance.xlsx`, wouldBe: `${base}-would-be-pos.xlsx`, ledger: `${base}-manual-ledger.xlsx` } };
}
