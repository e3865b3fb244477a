import { stat } from 'node:fs/promises';
import { DISPOSITIONS, DISPOSITION_NAMES, type Disposition, WRONG_SIDES, type WrongSide } from '../../domain/audit.ts';
import { type BusinessDate, isBusinessDate } from '../../domain/calendar.ts';
import {
  FORM_SHEETS, type FormIdentity, OPEN_ITEM_FIELDS, OPEN_ITEM_FIGURES, REVIEW_CHOICES, REVIEW_FIELDS, REVIEW_FIGURES, type ReviewChoice, dispositionNamed, reviewNamed, wrongSideNamed,
} from '../../domain/decision-form.ts';
import { shorten, visible } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { readWorkbook } from '../workbook.ts';
import { readFormRecord } from './form-record.ts';
import { type ReturnedRow, readFormSheet } from './form-sheet.ts';

/** What every returned row says besides what people filled in. */
interface Returned {
  /** Row of the sheet. */
  line: number;
  /** What the decision is bound to, as the workbook was written: the row's bound text, or the hash of the entry to review. */
  bound: string;
  /** The figures as they stand in the sheet now, by column. */
  figures: Record<string, string>;
  /** Columns whose figures are not those that were written: such a row must be refused. */
  edited: string[];
  /** Whether anything was filled in or changed since the workbook was written. */
  touched: boolean;
}

/** A row of Open items; texts are '' and the others null where the cell is empty. */
export interface ReturnedItem extends Returned {
  row: string;
  disposition: Disposition | null;
  /** Only where somebody chose it: most dispositions say it themselves. */
  wrong: WrongSide | null;
  reason: string;
  resolvedBy: string;
  owner: string;
  due: BusinessDate | null;
  comment: string;
  pairWith: string[];
}

/** A row of Review. */
export interface ReturnedReview extends Returned {
  /** Number of the entry of the audit trail. */
  entry: number;
  review: ReviewChoice | null;
  reviewedBy: string;
  comment: string;
}

/** A decision workbook that came back. */
export interface ReturnedWorkbook {
  shown: string;
  identity: FormIdentity;
  openItems: ReturnedItem[];
  reviews: ReturnedReview[];
}

/**
 * Reads what people filled into a decision workbook, by row id, whatever was sorted, filtered or hidden; nothing is judged but the
 * form. `shown` names the file in messages. Throws CannotRun, naming sheet, row and column, for anything that is no such workbook,
 * that is not safe to open, or that can't be understood.
 */
export async function readDecisionWorkbook(path: string, shown: string): Promise<ReturnedWorkbook> {
  await assertFile(path, shown);
  const sheets = await readWorkbook(path, shown);
  const { identity, openItems, reviews } = readFormRecord(sheets, shown);
  const items = readFormSheet(sheets, { sheet: FORM_SHEETS.openItems, figures: OPEN_ITEM_FIGURES, fields: Object.values(OPEN_ITEM_FIELDS) }, openItems, shown);
  const reviewed = readFormSheet(sheets, { sheet: FORM_SHEETS.review, figures: REVIEW_FIGURES, fields: Object.values(REVIEW_FIELDS) }, reviews, shown);
  return { shown, identity, openItems: items.map((row) => itemOf(row, shown)), reviews: reviewed.map((row) => reviewOf(row, shown)) };
}

async function assertFile(path: string, shown: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new CannotRun('there is no such file', { where: shown, remedy: 'Give the workbook that was filled in.' });
  if (!found.isFile()) throw new CannotRun('this is no file', { where: shown, remedy: 'Give the workbook that was filled in.' });
}

function itemOf(row: ReturnedRow, shown: string): ReturnedItem {
  const said = (field: keyof typeof OPEN_ITEM_FIELDS): string => row.filled[OPEN_ITEM_FIELDS[field]] ?? '';
  const refuse = (field: keyof typeof OPEN_ITEM_FIELDS, what: string, remedy: string): CannotRun => refusal(shown, FORM_SHEETS.openItems, row.line, OPEN_ITEM_FIELDS[field], what, said(field), remedy);
  const disposition = said('disposition') === '' ? null : dispositionNamed(said('disposition'));
  if (disposition === undefined) throw refuse('disposition', 'is no disposition', `Choose one of: ${DISPOSITION_NAMES.map((name) => DISPOSITIONS[name].label).join(', ')}.`);
  const wrong = said('wrong') === '' ? null : wrongSideNamed(said('wrong'));
  if (wrong === undefined) throw refuse('wrong', 'is no side that could be wrong', `Choose one of: ${WRONG_SIDES.join(', ')}.`);
  const due = said('due') === '' ? null : said('due');
  if (due !== null && !isBusinessDate(due)) throw refuse('due', 'is no date', 'Give a date such as 2026-06-30.');
  return {
    ...returned(row), row: row.id, disposition, wrong, reason: said('reason'), resolvedBy: said('resolvedBy'), owner: said('owner'), due, comment: said('comment'),
    pairWith: said('pairWith').split(';').map((number) => number.trim()).filter((number) => number !== ''),
  };
}

function reviewOf(row: ReturnedRow, shown: string): ReturnedReview {
  const said = (field: keyof typeof REVIEW_FIELDS): string => row.filled[REVIEW_FIELDS[field]] ?? '';
  const review = said('review') === '' ? null : reviewNamed(said('review'));
  if (review === undefined) throw refusal(shown, FORM_SHEETS.review, row.line, REVIEW_FIELDS.review, 'is no review', said('review'), `Choose one of: ${REVIEW_CHOICES.join(', ')}.`);
  // Entries are named A1, A2, …
  return { ...returned(row), entry: Number(row.id.slice(1)), review, reviewedBy: said('reviewedBy'), comment: said('comment') };
}

const returned = ({ line, written, figures, edited, touched }: ReturnedRow): Returned => ({ line, bound: written.bound, figures, edited, touched });

const refusal = (shown: string, sheet: string, line: number, column: string, what: string, value: string, remedy: string): CannotRun =>
  new CannotRun(`${shorten(visible(value), 60)} ${what}`, { where: `${shown}: ${sheet}, row ${line}, ${column}`, remedy });
