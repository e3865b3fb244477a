import { writeFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import type { XlsxWriteOptions } from 'exceljs';
import { parseInstant } from '../../domain/calendar.ts';
import { type VarianceRow, isOpen } from '../../domain/variance.ts';
import type { DecisionModel } from '../decision-model.ts';
import { shownText } from './cell-text.ts';
import { writeCompanion } from './companion.ts';
import { type CurrencyFigures, FigureTally, assertTies } from './figures.ts';
import { Largest } from './largest.ts';
import { LEDGER_COLUMNS, WOULD_BE_COLUMNS } from './line-columns.ts';
import { dropFiles, placeFiles, temporaryName } from './place-file.ts';
import { type Plan, WORKBOOK_LIMITS, planOf } from './plan.ts';
import { repack } from './repack.ts';
import { addApproversSheet } from './sheets/approvers.ts';
import { addAuditSheet } from './sheets/audit.ts';
import { addChartsSheet } from './sheets/charts.ts';
import { addCoverageSheet } from './sheets/coverage.ts';
import { addDecisionSheet } from './sheets/decision.ts';
import { addFormRecord } from './sheets/form-record.ts';
import { addLedgerSheet, addWouldBeSheet } from './sheets/lines.ts';
import { addOpenItemsSheet } from './sheets/open-items.ts';
import { addRejectionsSheet } from './sheets/rejections.ts';
import { addReviewSheet } from './sheets/review.ts';
import { addRollbackSheet } from './sheets/rollback-checklist.ts';
import { addRootCausesSheet } from './sheets/root-causes.ts';
import { addVarianceSheet } from './sheets/variance.ts';
import { WeekRows, addWeekSheet } from './sheets/week.ts';
import { varianceColumns } from './variance-columns.ts';

/** The files that were written; companions only where the detail does not fit into the workbook. */
export interface WrittenWorkbook {
  path: string;
  companions: string[];
}

/**
 * Writes the decision workbook to `out` (and, for many rows, companions beside it): all of it or nothing, readable by the owner
 * alone. The same model gives the same bytes. A model whose rows do not add up to its totals is a bug and throws.
 */
export async function writeDecisionWorkbook(model: DecisionModel, out: string): Promise<WrittenWorkbook> {
  const folder = dirname(out);
  const plan = planOf(model, parse(out).name);
  const files: { temporary: string; out: string }[] = [];
  const begin = (path: string): string => {
    const temporary = temporaryName(path);
    files.push({ temporary, out: path });
    return temporary;
  };
  try {
    const workbook = begin(out);
    // The companions first: they hold little at a time, and the workbook then stands in memory alone.
    if (plan.companions !== null) {
      const { variance, wouldBe, ledger } = plan.companions;
      const written = writtenAt(model);
      await writeCompanion(begin(join(folder, variance)), 'Variance', varianceColumns(model), model.rows(), written);
      await writeCompanion(begin(join(folder, wouldBe)), 'Would-be POs', WOULD_BE_COLUMNS, model.wouldBeLines(), written);
      await writeCompanion(begin(join(folder, ledger)), 'Manual ledger', LEDGER_COLUMNS, model.ledgerLines(), written);
    }
    await writeFile(workbook, await workbookBytes(model, plan), { mode: 0o600 });
    await placeFiles(files);
  } catch (error) {
    await dropFiles(files.map(({ temporary }) => temporary));
    throw error;
  }
  return { path: out, companions: files.slice(1).map((file) => file.out) };
}

/** The workbook from its first sheet to its last. */
async function workbookBytes(model: DecisionModel, plan: Plan): Promise<Uint8Array> {
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.Workbook();
  book.creator = 'po-shadow';
  book.lastModifiedBy = 'po-shadow';
  book.company = shownText(model.company);
  book.created = writtenAt(model);
  book.modified = book.created;
  const gathered = gather(model, plan);
  const headline = addDecisionSheet(book, model, gathered.figures);
  await addChartsSheet(book, model);
  addVarianceSheet(book, model, gathered.figures, headline, plan.companions?.variance ?? null);
  for (const week of gathered.weeks) addWeekSheet(book, model, week, plan.whole);
  const items = addOpenItemsSheet(book, model, gathered.open.rows(), gathered.open.count);
  const reviews = addReviewSheet(book, model);
  addRootCausesSheet(book, model);
  addRejectionsSheet(book, model, gathered.rejected.rows(), gathered.rejected.count);
  addWouldBeSheet(book, model, plan.companions?.wouldBe ?? null);
  addLedgerSheet(book, model, plan.companions?.ledger ?? null);
  addApproversSheet(book, model);
  addCoverageSheet(book, model);
  addRollbackSheet(book, model);
  addAuditSheet(book, model);
  addFormRecord(book, model, items, reviews);
  // Stored as it is: repack packs it, once.
  return repack(new Uint8Array(await book.xlsx.writeBuffer({ zip: { compression: 'STORE' } } as Partial<XlsxWriteOptions>)));
}

/** The date that the file carries: the run's as-of, since the clock is an input. */
function writtenAt({ run, window }: DecisionModel): Date {
  const instant = run.asOf === null ? null : parseInstant(run.asOf);
  return new Date(typeof instant === 'number' ? instant : Date.parse(`${window.from}T00:00:00Z`));
}

/** What one pass over all rows finds: figures that must agree with the model's, and the rows of the sheets that list some. */
function gather(model: DecisionModel, plan: Plan): { figures: CurrencyFigures[]; open: Largest; rejected: Largest; weeks: WeekRows[] } {
  const all = new FigureTally();
  const unresolved = new FigureTally();
  const open = new Largest(plan.whole ? WORKBOOK_LIMITS.detailRows : WORKBOOK_LIMITS.openItems);
  const rejected = new Largest(plan.whole ? WORKBOOK_LIMITS.detailRows : WORKBOOK_LIMITS.rejections);
  const weeks = model.weeks.map((week) => new WeekRows(week, plan.whole ? null : WORKBOOK_LIMITS.weekRows));
  let rows = 0;
  let resolved = 0;
  for (const row of model.rows()) {
    const rowIsOpen = isOpen(row);
    rows++;
    all.add(row);
    if (isClosedByDecision(row)) resolved++;
    else unresolved.add(row);
    if (rowIsOpen) open.add(row);
    if (row.status === 'rejected') rejected.add(row);
    for (const week of weeks) week.add(row, rowIsOpen);
  }
  const figures = all.result();
  assertTies(model, { currencies: figures, rows, open: open.count, resolved }, unresolved.result());
  return { figures, open, rejected, weeks };
}

const isClosedByDecision = ({ resolution }: VarianceRow): boolean => resolution?.state === 'resolved';
