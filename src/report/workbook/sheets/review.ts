import type { Workbook } from 'exceljs';
import { entryName } from '../../../domain/audit.ts';
import { FORM_SHEETS, type FormRow, REVIEW_CHOICES, REVIEW_FIELDS, REVIEW_FIGURES } from '../../../domain/decision-form.ts';
import { STATUSES } from '../../../domain/variance.ts';
import type { DecisionModel, ReviewFact } from '../../decision-model.ts';
import type { Column } from '../column.ts';
import { amount, text } from '../content.ts';
import { addPage, freeze, letterOf, putTitle } from '../sheet-page.ts';
import { putTable, setWidths } from '../table.ts';
import { choices, suggestions } from '../validation.ts';

const FIGURES: readonly Column<ReviewFact>[] = [
  { name: 'Entry', width: 9, of: ({ entry }) => text(entryName(entry)) },
  { name: 'Decision', width: 30, wrap: true, of: ({ decision }) => text(decision) },
  { name: 'About', width: 20, wrap: true, of: ({ about }) => text(about) },
  { name: 'Status', width: 24, of: ({ row }) => text(row === null ? '' : STATUSES[row.status].label) },
  { name: 'Currency', width: 10, of: ({ row }) => text(row?.currency ?? '') },
  { name: 'At stake', width: 16, of: ({ row }) => amount(row?.atStake ?? null, row?.currency ?? '') },
  { name: 'Reason', width: 50, wrap: true, of: ({ reason }) => text(reason) },
  { name: 'Decided by', width: 14, of: ({ by }) => text(by) },
  { name: 'Decided at', width: 22, of: ({ at }) => text(at ?? '') },
];
const INPUTS: readonly Column<ReviewFact>[] = [
  { name: REVIEW_FIELDS.review, width: 12, input: true, of: () => text('') },
  { name: REVIEW_FIELDS.reviewedBy, width: 16, input: true, of: () => text('') },
  { name: REVIEW_FIELDS.comment, width: 40, input: true, wrap: true, of: () => text('') },
];

/** Every decision that waits for somebody else's agreement. Gives what the hidden record must hold. */
export function addReviewSheet(book: Workbook, model: DecisionModel): Map<string, FormRow> {
  if (FIGURES.some(({ name }, index) => name !== REVIEW_FIGURES[index])) throw new Error('Review has other columns than decision-form.ts says');
  const sheet = addPage(book, FORM_SHEETS.review, model);
  const columns = [...FIGURES, ...INPUTS];
  setWidths(sheet, columns.map(({ width }) => width));
  const { reviews, people } = model;
  const headerRow = putTitle(sheet, FORM_SHEETS.review, [
    `${reviews.length.toLocaleString('en-US')} ${reviews.length === 1 ? 'decision waits' : 'decisions wait'} for a review. Fill in the yellow columns and hand the file back: po-shadow import resolutions FILE.xlsx.`,
    'Nobody reviews his own decision, and one file can’t both decide and review a row. A rejection says why in Comment.',
  ]);
  putTable(sheet, headerRow, 'Reviews', columns, reviews);
  if (reviews.length > 0) {
    const cells = (name: string): string => {
      const letter = letterOf(columns.findIndex((column) => column.name === name) + 1);
      return `${letter}${headerRow + 1}:${letter}${headerRow + reviews.length}`;
    };
    choices(sheet, cells(REVIEW_FIELDS.review), REVIEW_CHOICES, REVIEW_FIELDS.review);
    suggestions(sheet, cells(REVIEW_FIELDS.reviewedBy), people.map(({ id }) => id));
  }
  freeze(sheet, headerRow, 1);
  return new Map(reviews.map((fact) => [entryName(fact.entry), { bound: fact.hash, figures: FIGURES.map((column) => column.of(fact).read), filled: INPUTS.map(() => '') }]));
}
