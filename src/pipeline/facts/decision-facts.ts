import { DISPOSITIONS } from '../../domain/audit.ts';
import type { VarianceRow } from '../../domain/variance.ts';
import type { DecisionFact, QuarantineFact } from '../../gates/facts.ts';
import type { WaiverGiven } from '../../gates/verdict.ts';
import { formatInstant } from '../../domain/calendar.ts';
import type { Person } from '../../domain/people.ts';
import { fold } from '../../domain/text.ts';
import { type Subject, partTakenBy } from '../decisions/took-part.ts';
import type { Workplace } from '../workplace.ts';
import type { StoredQuarantine } from '../../store/record-reader.ts';
import type { DecisionBook } from '../../resolution/decision-book.ts';

/** Everything in force that needs a second person. `rows` are those with a decision laid over them. */
export function decisionsInForce(workplace: Workplace, book: DecisionBook, rows: readonly VarianceRow[]): DecisionFact[] {
  const facts: DecisionFact[] = [];
  const add = (entry: number, what: string, by: string | null, subject: Subject = NO_SUBJECT): void => {
    const review = book.reviewOf(entry);
    if (review !== 'rejected') facts.push({ entry, what, by: by ?? '', reviewed: review === 'approved' && isIndependent(workplace, book, entry, subject), effective: book.entry(entry)?.act.kind !== 'waive' });
  };
  for (const { resolution, transactionId, id, manual } of rows) {
    if (resolution !== null && resolution.state !== 'lapsed') add(resolution.entry, `${DISPOSITIONS[resolution.disposition].label}, ${transactionId ?? id}`, resolution.by, { transaction: transactionId, purchaseOrders: manual.poNumbers });
  }
  for (const { sequence, act, actor } of book.pairings()) add(sequence, `${act.kind === 'pair' ? 'paired' : 'parted'} ${act.transaction} and ${act.purchaseOrders.join(', ')}`, actor.person, { transaction: act.transaction, purchaseOrders: act.purchaseOrders });
  for (const { sequence, act, actor } of book.waivers.values()) add(sequence, `waived ${act.gate}`, actor.person);
  for (const { sequence, act, actor } of book.quarantine.values()) add(sequence, `${act.decision === 'accept' ? 'accepted' : 'corrected'} quarantine ${act.item}`, actor.person);
  return facts.sort((left, right) => left.entry - right.entry);
}

const NO_SUBJECT: Subject = { transaction: null, purchaseOrders: [] };

/**
 * Whether the two who decided and reviewed are, by the settings and the record of now, two people who may: both named, the reviewer in the
 * role, and without a part in it. Settings and approval chains can change after a review.
 */
function isIndependent(workplace: Workplace, book: DecisionBook, entry: number, subject: Subject): boolean {
  const { people } = workplace.settings;
  const named = (id: string | null | undefined): Person | undefined => people.find((person) => person.id === id);
  const preparer = named(book.entry(entry)?.actor.person);
  const reviewer = named(book.reviews.get(entry)?.actor.person);
  return preparer !== undefined && reviewer !== undefined && preparer !== reviewer && reviewer.roles.map(fold).includes('reviewer') && partTakenBy(reviewer, subject, workplace) === undefined;
}

/** What is in quarantine, and what was said of it; a disposition that was refused counts for nothing. */
export function quarantineFacts(items: readonly StoredQuarantine[], book: DecisionBook): QuarantineFact[] {
  return items.map(({ id, shown, line, reason }) => {
    const said = book.quarantine.get(id);
    const review = said === undefined ? null : book.reviewOf(said.sequence);
    return { id, at: `${shown}:${line}`, reason, decision: said === undefined || review === 'rejected' ? null : said.act.decision, reviewed: review === 'approved' };
  });
}

/** The newest waiver of each gate that was not refused; reviewed only where the two who gave and reviewed it still may. */
export function waiversGiven(workplace: Workplace, book: DecisionBook): WaiverGiven[] {
  return [...book.waivers.values()]
    .filter(({ sequence }) => book.reviewOf(sequence) !== 'rejected')
    .map(({ sequence, act, actor, at }) => {
      const review = isIndependent(workplace, book, sequence, NO_SUBJECT) ? book.reviews.get(sequence) : undefined;
      return {
        gate: act.gate, measured: act.measured, entry: sequence, reason: act.reason, by: actor.person ?? '', at: at === null ? null : formatInstant(at),
        review: review === undefined ? null : { by: review.actor.person ?? '', at: review.at === null ? null : formatInstant(review.at) },
      };
    });
}
