import { writeFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import type { XlsxWriteOptions } from 'exceljs';
import { parseInstant } from '../../domain/calendar.ts';
import { AGREEING, type VarianceRow, isOpen } from '../../domain/variance.ts';
import type { DecisionModel } from '../decision-model.ts';
import { shownText } from './cell-text.ts';
import { writeCompanion } from './companion.ts';
import { FigureTally, type RowFigures, assertTies } from './figures.ts';
import { KeyedInRows } from './keyed-in-rows.ts';
import { Largest } from './largest.ts';
import { LEDGER_COLUMNS, WOULD_BE_COLUMNS } from './line-columns.ts';
import { LineTally } from './line-figures.ts';
import { dropFiles, placeFiles, temporaryName } from './place-file.ts';
import { type Plan, WORKBOOK_LIMITS, planOf } from './plan.ts';
import { repack } from './repack.ts';
import { addApproversSheet } from './sheets/approvers.ts';
import { addAuditSheet } from './sheets/audit.ts';
import { addChartsSheet } from './sheets/charts.ts';
import { addCoverageSheet } from './sheets/coverage.ts';
import { addDecisionSheet } from './sheets/decision.ts';
import { addFormRecord } from './sheets/form-record.ts';
import { type LinesBeside, addLedgerSheet, addWouldBeSheet } from './sheets/lines.ts';
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
    const gathering = new Gathering(model, plan);
    // The companions first: they hold little at a time, and the workbook then stands in memory alone.
    const beside = plan.companions === null ? null : await writeCompanions(model, gathering, plan.companions, (name) => begin(join(folder, name)));
    if (beside === null) for (const row of model.rows()) gathering.add(row);
    await writeFile(workbook, await workbookBytes(model, plan, gathering.result(), beside), { mode: 0o600 });
    await placeFiles(files);
  } catch (error) {
    await dropFiles(files.map(({ temporary }) => temporary));
    throw error;
  }
  return { path: out, companions: files.slice(1).map((file) => file.out) };
}

/** The companions, and what was counted while their lines were written. */
interface Beside {
  variance: string;
  wouldBe: LinesBeside;
  ledger: LinesBeside;
}

/** Writes the companions of these names, each to the path that `begin` gives for it; rows and lines are counted on their way. */
async function writeCompanions(model: DecisionModel, gathering: Gathering, { variance, wouldBe, ledger }: NonNullable<Plan['companions']>, begin: (name: string) => string): Promise<Beside> {
  const written = writtenAt(model);
  const beside: Beside = { variance, wouldBe: { file: wouldBe, tally: new LineTally() }, ledger: { file: ledger, tally: new LineTally(gathering.keyed.isPart) } };
  await writeCompanion(begin(variance), 'Variance', varianceColumns(model), seenBy(gathering, model.rows()), written);
  await writeCompanion(begin(wouldBe), 'Would-be POs', WOULD_BE_COLUMNS, seenBy(beside.wouldBe.tally, model.wouldBeLines()), written);
  await writeCompanion(begin(ledger), 'Manual ledger', LEDGER_COLUMNS, seenBy(beside.ledger.tally, model.ledgerLines()), written);
  return beside;
}

/** The same things, of which each is counted on its way: they are read from the database once. */
function* seenBy<Fact>(tally: { add(fact: NoInfer<Fact>): void }, facts: Iterable<Fact>): Generator<Fact> {
  for (const fact of facts) {
    tally.add(fact);
    yield fact;
  }
}

/** The workbook from its first sheet to its last. */
async function workbookBytes(model: DecisionModel, plan: Plan, gathered: Gathered, beside: Beside | null): Promise<Uint8Array> {
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.Workbook();
  book.creator = 'po-shadow';
  book.lastModifiedBy = 'po-shadow';
  book.company = shownText(model.company);
  book.created = writtenAt(model);
  book.modified = book.created;
  const headline = addDecisionSheet(book, model, gathered.figures);
  await addChartsSheet(book, model);
  const { currencies } = gathered.figures;
  const sides = addVarianceSheet(book, model, currencies, headline, beside?.variance ?? null);
  for (const week of gathered.weeks) addWeekSheet(book, model, week, plan.whole);
  const items = addOpenItemsSheet(book, model, gathered.open.rows(), gathered.open.count);
  const reviews = addReviewSheet(book, model);
  addRootCausesSheet(book, model);
  addRejectionsSheet(book, model, gathered.rejected.rows(), gathered.rejected.count);
  addWouldBeSheet(book, model, currencies, sides, beside?.wouldBe ?? null);
  addLedgerSheet(book, model, currencies, sides, gathered.keyed, beside?.ledger ?? null);
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

/** What one pass over all rows finds: their figures, and the rows of the sheets that list some. */
interface Gathered {
  figures: RowFigures;
  open: Largest;
  rejected: Largest;
  weeks: WeekRows[];
  keyed: KeyedInRows;
}

/** Takes in every row once, wherever rows pass by, and checks that they add up to the model's figures. */
class Gathering {
  readonly #model: DecisionModel;
  readonly #all = new FigureTally();
  readonly #unresolved = new FigureTally();
  readonly #open: Largest;
  readonly #rejected: Largest;
  readonly #weeks: WeekRows[];
  /** What the lines of the ledger are held against: rows pass before lines do. */
  readonly keyed: KeyedInRows;
  #rows = 0;
  #agreeing = 0;
  #resolved = 0;
  #settled = 0;
  #apart = 0;

  constructor(model: DecisionModel, { whole }: Plan) {
    this.#model = model;
    this.keyed = new KeyedInRows(model.summary.amountBasis);
    this.#open = new Largest(whole ? WORKBOOK_LIMITS.detailRows : WORKBOOK_LIMITS.openItems);
    this.#rejected = new Largest(whole ? WORKBOOK_LIMITS.detailRows : WORKBOOK_LIMITS.rejections);
    this.#weeks = model.weeks.map((week) => new WeekRows(week, whole ? null : WORKBOOK_LIMITS.weekRows));
  }

  add(row: VarianceRow): void {
    const rowIsOpen = isOpen(row);
    this.#rows++;
    this.#all.add(row);
    this.keyed.add(row);
    if (row.variance === null) this.#apart++;
    if (isClosedByDecision(row)) this.#resolved++;
    else this.#unresolved.add(row);
    if (AGREEING.includes(row.status)) this.#agreeing++;
    else if (!rowIsOpen && !isClosedByDecision(row)) this.#settled++;
    if (rowIsOpen) this.#open.add(row);
    if (row.status === 'rejected') this.#rejected.add(row);
    for (const week of this.#weeks) week.add(row, rowIsOpen);
  }

  /** Throws where the rows do not add up to what the model says. */
  result(): Gathered {
    const figures: RowFigures = { currencies: this.#all.result(), rows: this.#rows, agreeing: this.#agreeing, open: this.#open.count, resolved: this.#resolved, settled: this.#settled, apart: this.#apart };
    assertTies(this.#model, figures, this.#unresolved.result());
    return { figures, open: this.#open, rejected: this.#rejected, weeks: this.#weeks, keyed: this.keyed };
  }
}

const isClosedByDecision = ({ resolution }: VarianceRow): boolean => resolution?.state === 'resolved';
