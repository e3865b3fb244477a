import { DISPOSITIONS, DISPOSITION_NAMES, type Disposition, WRONG_SIDES, type WrongSide } from './audit.ts';
import { fold } from './text.ts';

/**
 * The part of the decision workbook that comes back: names of sheets and columns, on which who writes it (report/workbook) and who
 * reads it (intake/decision-workbook) agree. A change of any of them needs a new FORM_VERSION.
 */
export const FORM_MARK = 'po-shadow decision workbook';
export const FORM_VERSION = '1';

/** The sheets that a returned workbook must still have; the record is hidden. */
export const FORM_SHEETS = { openItems: 'Open items', review: 'Review', record: 'po-shadow' } as const;

/** Columns of Open items that people fill in; the wrong side only where the disposition does not say it. */
export const OPEN_ITEM_FIELDS = { disposition: 'Disposition', wrong: 'Wrong side', reason: 'Reason', resolvedBy: 'Resolved by', owner: 'Owner', due: 'Due', comment: 'Comment', pairWith: 'Pair with PO' } as const;

/** Columns of Open items that nobody may change; the first names the row. */
export const OPEN_ITEM_FIGURES = ['Row', 'Date', 'Transaction ID', 'Status', 'Currency', 'Expense System Total', 'Integration Dry-Run Output', 'Manual Entry Ledger', 'Variance', 'At stake', 'State'] as const;

/** Columns of Review that people fill in. */
export const REVIEW_FIELDS = { review: 'Review', reviewedBy: 'Reviewed by', comment: 'Comment' } as const;

/** Columns of Review that nobody may change; the first names the entry of the audit trail. */
export const REVIEW_FIGURES = ['Entry', 'Decision', 'About', 'Status', 'Currency', 'At stake', 'Reason', 'Decided by', 'Decided at'] as const;

/** What a reviewer may choose. */
export const REVIEW_CHOICES = ['approve', 'reject'] as const;
export type ReviewChoice = (typeof REVIEW_CHOICES)[number];

/** Columns of the hidden record: a long value stands in several parts. */
export const RECORD_COLUMNS = ['What', 'Key', 'Part', 'Value'] as const;
/** What the record holds: facts of the file, and one entry for each row of the two forms. */
export const RECORD_KINDS = { identity: 'identity', openItem: 'open item', review: 'review' } as const;

/** What the record says of the file itself; instants in ISO 8601. */
export interface FormIdentity {
  company: string;
  window: { from: string; to: string };
  programVersion: string;
  run: { id: string; number: number; digest: string; asOf: string | null };
  auditHead: { length: number; hash: string };
}

/** What the record says of one row of a form, as it was written. */
export interface FormRow {
  /** What its decision is bound to: the row's bound text, or the hash of the entry to review. */
  bound: string;
  figures: string[];
  filled: string[];
}

/** The disposition that a cell means, by its name or its label; undefined for any other text. */
export function dispositionNamed(text: string): Disposition | undefined {
  const wanted = fold(text);
  return DISPOSITION_NAMES.find((name) => fold(name) === wanted || fold(DISPOSITIONS[name].label) === wanted);
}

/** The side that a cell says was wrong; undefined for any other text. */
export function wrongSideNamed(text: string): WrongSide | undefined {
  const wanted = fold(text);
  return WRONG_SIDES.find((side) => side === wanted);
}

/** The choice that a reviewer's cell means; undefined for any other text. */
export function reviewNamed(text: string): ReviewChoice | undefined {
  const wanted = fold(text);
  return REVIEW_CHOICES.find((choice) => choice === wanted);
}
