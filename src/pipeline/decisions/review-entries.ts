import { type Act, entryName } from '../../domain/audit.ts';
import type { Person } from '../../domain/people.ts';
import { fold } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { VarianceRow } from '../../domain/variance.ts';
import { type Reviewable, needsReview } from '../../resolution/decision-book.ts';
import type { DecidedRun } from '../decided-run.ts';
import type { Workplace } from '../workplace.ts';
import { unknownRow } from './choose-rows.ts';
import { statedReason } from './deciding.ts';
import { type Subject, partTakenBy, subjectOfRow } from './took-part.ts';

/** The entries that targets name: `A12`, a row's id, or a transaction id for all decisions about it that wait. Throws CannotRun. */
export function reviewTargets(decided: DecidedRun, targets: readonly string[]): Reviewable[] {
  const chosen = new Map<number, Reviewable>();
  for (const target of targets) for (const entry of entriesNamed(decided, target)) chosen.set(entry.sequence, entry);
  return [...chosen.values()].sort((left, right) => left.sequence - right.sequence);
}

function entriesNamed(decided: DecidedRun, target: string): Reviewable[] {
  const number = /^a(\d{1,9})$/i.exec(target.trim())?.[1];
  if (number !== undefined) return [entryNumbered(decided, Number(number))];
  const rows: VarianceRow[] = [];
  for (const row of decided.rows()) if (fold(row.id) === fold(target) || (row.transactionId !== null && fold(row.transactionId) === fold(target))) rows.push(row);
  if (rows.length === 0) throw unknownRow(decided, target);
  const waiting = rows.flatMap(({ resolution }) => (resolution === null || resolution.state === 'lapsed' || resolution.review !== null ? [] : [entryNumbered(decided, resolution.entry)]));
  const [first] = rows as [VarianceRow, ...VarianceRow[]];
  const paired = decided.book.pairings().filter(({ sequence, act }) => fold(act.transaction) === fold(first.transactionId ?? '') && decided.book.reviewOf(sequence) === null);
  const found = [...waiting, ...paired];
  if (found.length === 0) throw new CannotRun(`no decision about ${target} waits for a review`, { remedy: 'po-shadow audit --list shows what was decided, and who reviewed it.' });
  return found;
}

function entryNumbered({ book }: DecidedRun, sequence: number): Reviewable {
  const entry = book.entry(sequence);
  if (entry === undefined) throw new CannotRun(`the audit trail has no entry ${entryName(sequence)}`, { remedy: `It has ${book.entries.length}: po-shadow audit --list.` });
  if (!needsReview(entry)) throw new CannotRun(`${entryName(sequence)} is nothing that is reviewed (${entry.act.kind})`, { remedy: 'Resolutions, pairings, waivers and dispositions of quarantine are: po-shadow audit --list.' });
  return entry;
}

/** The acts of a review. Throws CannotRun where the reviewer is the preparer or took part, where a decision was replaced or lapsed, or without a reason to refuse. */
export function reviewActs(workplace: Workplace, decided: DecidedRun, reviewer: Person, entries: readonly Reviewable[], decision: 'approved' | 'rejected', reason: string | undefined): Extract<Act, { kind: 'review' }>[] {
  const said = decision === 'rejected' ? statedReason(reason, 'the reason to refuse') : (reason?.trim() ?? '');
  return entries.map((entry) => {
    assertInForce(decided, entry);
    assertIndependent(workplace, decided, reviewer, entry);
    return { kind: 'review', of: entry.sequence, decision, reason: said };
  });
}

/** Throws CannotRun for a decision that no longer counts. */
function assertInForce(decided: DecidedRun, { sequence, act }: Reviewable): void {
  const { book } = decided;
  if (book.reviewOf(sequence) !== null) throw new CannotRun(`${entryName(sequence)} was reviewed already (${entryName(book.reviews.get(sequence)?.sequence ?? 0)})`, { remedy: 'Decide anew, and have that reviewed.' });
  if (act.kind === 'resolve') {
    for (const row of decided.rows(act.transaction === null ? {} : { transactionId: act.transaction })) {
      if (row.id === act.row && row.resolution?.entry === sequence && row.resolution.state === 'lapsed') throw new CannotRun(`${entryName(sequence)} has lapsed: the row has changed since`, { remedy: 'Decide anew, and have that reviewed.' });
    }
  }
  const newer = act.kind === 'resolve' ? book.resolutions.get(act.row) : act.kind === 'waive' ? book.waivers.get(act.gate) : act.kind === 'quarantine' ? book.quarantine.get(act.item) : undefined;
  if (newer !== undefined && newer.sequence !== sequence) throw new CannotRun(`${entryName(sequence)} was replaced by ${entryName(newer.sequence)}`, { remedy: `Review ${entryName(newer.sequence)}.` });
  if ((act.kind === 'pair' || act.kind === 'unpair') && !book.pairings().some((each) => each.sequence === sequence)) throw new CannotRun(`${entryName(sequence)} is no longer in force: it was refused, or taken back later`, { remedy: 'po-shadow audit --list shows it.' });
}

/** Throws CannotRun where somebody would review what they decided or took part in. */
function assertIndependent(workplace: Workplace, decided: DecidedRun, reviewer: Person, entry: Reviewable): void {
  const name = entryName(entry.sequence);
  if (entry.actor.person === reviewer.id) throw new CannotRun(`${reviewer.id} made the decision ${name}, and so can't review it`, { remedy: 'Have somebody else review it.' });
  const part = partTakenBy(reviewer, subjectOf(decided, entry), workplace);
  if (part !== undefined) throw new CannotRun(`${reviewer.id} ${part}, and so can't review ${name}`, { remedy: 'Have somebody review it who took no part in it.' });
}

function subjectOf(decided: DecidedRun, { act }: Reviewable): Subject {
  switch (act.kind) {
    case 'resolve':
      return subjectOfRow(decided, act.row, act.transaction);
    case 'pair':
    case 'unpair':
      return { transaction: act.transaction, purchaseOrders: act.purchaseOrders };
    default:
      return { transaction: null, purchaseOrders: [] };
  }
}
