import { type Act, type AuditEntry, entryName } from '../../domain/audit.ts';
import { FORM_SHEETS } from '../../domain/decision-form.ts';
import { type Person, type Role, personActing } from '../../domain/people.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { VarianceRow } from '../../domain/variance.ts';
import type { ReturnedItem, ReturnedReview, ReturnedWorkbook } from '../../intake/decision-workbook/read-decision-workbook.ts';
import { boundOf } from '../../resolution/bound.ts';
import { needsReview } from '../../resolution/decision-book.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import type { EntityNames } from '../../mapping/entity-names.ts';
import type { DecidedRun } from '../decided-run.ts';
import { entityNamesInForce } from '../entity-names-in-force.ts';
import type { Workplace } from '../workplace.ts';
import { needsAttention } from './choose-rows.ts';
import type { Deciding } from './deciding.ts';
import { pairingAct } from './pair-by-hand.ts';
import { resolutionActs } from './resolve-rows.ts';
import { reviewActs } from './review-entries.ts';

/** What a workbook can decide. */
type WorkbookAct = Extract<Act, { kind: 'resolve' | 'pair' | 'unpair' | 'review' }>;

/** A decision of the workbook that can be taken over, and by whom. */
export interface PlannedDecision {
  /** Sheet and row. */
  where: string;
  person: Person;
  act: WorkbookAct;
  /** In words, for the preview. */
  what: string;
}

/** What an import of a workbook would do. */
export interface WorkbookPlan {
  planned: PlannedDecision[];
  /** Rows that are not taken, each with where it stands and why. */
  refused: { where: string; why: string }[];
  /** Rows that nobody filled in. */
  untouched: number;
}

/**
 * Looks at a returned workbook row by row. Taken over is what somebody filled in, for a row that is still what it was when the workbook
 * was written, by people who may. Throws CannotRun for a workbook of another project or of another history.
 */
export async function planWorkbook(workplace: Workplace, decided: DecidedRun, returned: ReturnedWorkbook): Promise<WorkbookPlan> {
  assertOurs(decided, returned);
  const names = await entityNamesInForce(workplace);
  const rows = new Map<string, VarianceRow>();
  for (const row of decided.rows()) rows.set(row.id, row);
  const plan: WorkbookPlan = { planned: [], refused: [], untouched: 0 };
  const decides = new Set(returned.openItems.filter(({ touched }) => touched).map(({ row }) => row));
  const reviews = new Set(returned.reviews.filter(({ touched }) => touched).map(({ entry }) => rowOfEntry(decided, entry)));
  const consider = (where: string, touched: boolean, look: () => Omit<PlannedDecision, 'where'>): void => {
    if (!touched) {
      plan.untouched++;
      return;
    }
    try {
      plan.planned.push({ where, ...look() });
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      plan.refused.push({ where, why: error.message });
    }
  };
  for (const item of returned.openItems) {
    consider(`${FORM_SHEETS.openItems}, row ${item.line}`, item.touched, () => {
      if (reviews.has(item.row)) throw new CannotRun('this file decides about the row and reviews it too; one file can\'t supply both sides');
      return planItem(workplace, decided, returned, item, rows.get(item.row), names);
    });
  }
  for (const review of returned.reviews) {
    consider(`${FORM_SHEETS.review}, row ${review.line}`, review.touched, () => {
      if (decides.has(rowOfEntry(decided, review.entry) ?? '')) throw new CannotRun('this file decides about the row and reviews it too; one file can\'t supply both sides');
      return planReview(workplace, decided, review);
    });
  }
  return plan;
}

/** Throws CannotRun unless the trail still holds the head that the workbook was written at. */
function assertOurs({ book }: DecidedRun, { shown, identity: { auditHead, run } }: ReturnedWorkbook): void {
  const hash = auditHead.length === 0 ? '0'.repeat(64) : book.entry(auditHead.length)?.hash;
  if (hash !== auditHead.hash) throw new CannotRun(`this workbook was written from another record than this one (${run.id})`, { where: shown, remedy: 'Import it into the project that it comes from, or write a new one with po-shadow report.' });
}

function rowOfEntry({ book }: DecidedRun, sequence: number): string | undefined {
  const act = book.entry(sequence)?.act;
  return act?.kind === 'resolve' ? act.row : undefined;
}

function namedPerson(workplace: Workplace, name: string, role: Role, column: string): Person {
  if (name === '') throw new CannotRun(`nobody is named under ${column}`);
  return personActing(workplace.settings.people, name, role);
}

const assertUnedited = (edited: readonly string[]): void => {
  if (edited.length > 0) throw new CannotRun(`figures were changed in the workbook: ${edited.join(', ')}`);
};

function planItem(workplace: Workplace, decided: DecidedRun, { identity }: ReturnedWorkbook, item: ReturnedItem, row: VarianceRow | undefined, names: EntityNames): Omit<PlannedDecision, 'where'> {
  assertUnedited(item.edited);
  if (row === undefined) throw new CannotRun('the row is no longer in the table: it belongs to an older state');
  if (boundOf(row) !== item.bound) throw new CannotRun('the row has changed since the workbook was written: it belongs to an older state');
  if (row.resolution !== null && row.resolution.entry > identity.auditHead.length) throw new CannotRun(`${row.resolution.by} decided about the row since the workbook was written (${entryName(row.resolution.entry)})`);
  if (!needsAttention(row)) throw new CannotRun('the row needs nobody\'s attention any more');
  const person = namedPerson(workplace, item.resolvedBy, 'preparer', 'Resolved by');
  const name = row.transactionId ?? row.manual.poNumbers.join(', ');
  if (item.pairWith.length > 0) {
    if (item.disposition !== null) throw new CannotRun('a row is either paired or given a disposition: pairing makes another row of it');
    if (row.transactionId === null) throw new CannotRun('the row has no transaction that could be paired');
    const act = pairingAct(workplace, decided, 'pair', { transaction: row.transactionId, order: row.dryRun.poNumber ?? undefined, purchaseOrders: item.pairWith, reason: item.reason }, names);
    return { person, act, what: `pair ${name} with ${act.purchaseOrders.join(', ')}` };
  }
  if (item.disposition === null) throw new CannotRun('no disposition is chosen');
  const [act] = resolutionActs(workplace.settings, decided, [row], { disposition: item.disposition, reason: item.reason, wrong: item.wrong ?? undefined, due: item.due ?? undefined, owner: item.owner, comment: item.comment });
  return { person, act: act as WorkbookAct, what: `${item.disposition} for ${name}` };
}

function planReview(workplace: Workplace, decided: DecidedRun, review: ReturnedReview): Omit<PlannedDecision, 'where'> {
  assertUnedited(review.edited);
  const entry = decided.book.entry(review.entry);
  if (entry === undefined || entry.hash !== review.bound || !needsReview(entry)) throw new CannotRun(`${entryName(review.entry)} is not the decision that the workbook showed`);
  if (decided.book.reviewOf(review.entry) !== null) throw new CannotRun(`${entryName(review.entry)} was reviewed since the workbook was written`);
  if (review.review === null) throw new CannotRun('neither approve nor reject is chosen');
  const person = namedPerson(workplace, review.reviewedBy, 'reviewer', 'Reviewed by');
  const [act] = reviewActs(workplace, decided, person, [entry], review.review === 'approve' ? 'approved' : 'rejected', review.comment);
  return { person, act: act as WorkbookAct, what: `${review.review} ${entryName(review.entry)}` };
}

/**
 * Writes what was planned, all of it or nothing, with the workbook itself kept as evidence. `importer` is who hands the file in; the
 * people named in its cells stand in the entries, each of which names the entry of the workbook, and the operating system's user and host
 * are the importer's. Throws CannotRun where the record changed since the plan was made.
 */
export async function applyWorkbook({ database, evidence }: Workplace, importer: Deciding, plan: WorkbookPlan, file: { path: string; shown: string }, decided: number): Promise<AuditEntry[]> {
  return database.transaction(() => {
    const trail = new AuditTrail(database);
    if (trail.head().length !== decided) throw new CannotRun('somebody else decided or replayed at the same time, so nothing was written', { remedy: 'Repeat the command.' });
    const { sha256, bytes } = evidence.keep(file.path);
    const { sequence: workbook } = trail.append(importer.entry({ kind: 'workbook', shown: file.shown, sha256, bytes, applied: plan.planned.length }));
    return plan.planned.map(({ person, act }) => {
      const entry = importer.entry({ ...act, workbook });
      return trail.append({ ...entry, actor: { ...entry.actor, person: person.id } });
    });
  });
}
