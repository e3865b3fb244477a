import { type BusinessDate, formatInstant } from '../domain/calendar.ts';
import { AGREEING, type Resolution, type ResolutionState, type VarianceRow } from '../domain/variance.ts';
import { boundOf } from './bound.ts';
import type { DecisionBook, EntryOf } from './decision-book.ts';

/** What a decision is held against besides its row. */
export interface OverlayFacts {
  /** Number and configuration of the run that the rows are of. */
  run: { number: number; configuration: string };
  /** The newest ledger import that the run saw. */
  ledgerImport: number;
  /** The business date of the as-of; null for an empty record. */
  today: BusinessDate | null;
  /** Whether all rows of a transaction agree. */
  transactionAgrees(transactionId: string): boolean;
}

/** Lays what people decided over rows. Nothing of the row changes but `resolution`. */
export class Overlay {
  readonly #book: DecisionBook;
  readonly #facts: OverlayFacts;

  constructor(book: DecisionBook, facts: OverlayFacts) {
    this.#book = book;
    this.#facts = facts;
  }

  /** The row with its decision, or the very row where nobody decided about it. */
  over(row: VarianceRow): VarianceRow {
    const entry = this.#book.resolutions.get(row.id);
    return entry === undefined ? row : { ...row, resolution: this.#resolutionOf(row, entry) };
  }

  #resolutionOf(row: VarianceRow, { sequence, at, actor, act }: EntryOf<'resolve'>): Resolution {
    const review = this.#book.reviews.get(sequence);
    return {
      entry: sequence, disposition: act.disposition, wrong: act.wrong, reason: act.reason, by: actor.person ?? '', at: at === null ? null : formatInstant(at),
      due: act.due, owner: act.owner, comment: act.comment,
      review: review === undefined ? null : { by: review.actor.person ?? '', at: review.at === null ? null : formatInstant(review.at), decision: review.act.decision, reason: review.act.reason },
      state: this.#stateOf(row, act, review?.act.decision ?? null),
    };
  }

  #stateOf(row: VarianceRow, act: EntryOf<'resolve'>['act'], review: 'approved' | 'rejected' | null): ResolutionState {
    if (review === 'rejected') return 'refused';
    if (act.bound.row !== boundOf(row)) return this.#isProven(row, act) ? 'proven' : 'lapsed';
    if (act.disposition === 'mapping_fixed' || act.disposition === 'ledger_corrected') return 'fix_pending';
    if (act.disposition === 'timing' && (act.due === null || this.#facts.today === null || this.#facts.today > act.due)) return 'expired';
    return review === 'approved' ? 'resolved' : 'awaiting_review';
  }

  /** Whether what was said to be fixed has changed since, and the transaction matches now. */
  #isProven(row: VarianceRow, { disposition, bound }: EntryOf<'resolve'>['act']): boolean {
    const { run, ledgerImport, transactionAgrees } = this.#facts;
    const fixed = disposition === 'mapping_fixed' ? run.number > bound.run && run.configuration !== bound.configuration : disposition === 'ledger_corrected' && ledgerImport > bound.ledgerImport;
    return fixed && (row.transactionId === null ? AGREEING.includes(row.status) : transactionAgrees(row.transactionId));
  }
}
