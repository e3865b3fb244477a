import type { Act, ActKind, AuditEntry } from '../domain/audit.ts';
import type { Instant } from '../domain/calendar.ts';
import { kindOfBound } from './bound.ts';
import { handDecisions } from './hand-decisions.ts';

/** An entry of one kind. */
export type EntryOf<Kind extends ActKind> = Omit<AuditEntry, 'act'> & { act: Extract<Act, { kind: Kind }> };

/** What needs a second person: each of these is an entry that a reviewer agrees to or refuses. */
export const REVIEWED_KINDS = ['resolve', 'pair', 'unpair', 'waive', 'quarantine'] as const;
export type ReviewedKind = (typeof REVIEWED_KINDS)[number];
export type Reviewable = { [Kind in ReviewedKind]: EntryOf<Kind> }[ReviewedKind];

const isOf = <Kind extends ActKind>(entry: AuditEntry, kind: Kind): entry is EntryOf<Kind> => entry.act.kind === kind;

/** Whether an entry needs a review. */
export const needsReview = (entry: AuditEntry): entry is Reviewable => (REVIEWED_KINDS as readonly string[]).includes(entry.act.kind);

/** What is in force of all that people decided: the audit trail, folded from its oldest entry on. */
export class DecisionBook {
  readonly entries: readonly AuditEntry[];
  /** The newest decision about each row, by row id. */
  readonly resolutions = new Map<string, EntryOf<'resolve'>>();
  /** The newest review of an entry, by the number of that entry. */
  readonly reviews = new Map<number, EntryOf<'review'>>();
  /** The newest waiver of a gate, by the gate's id. */
  readonly waivers = new Map<string, EntryOf<'waive'>>();
  /** The newest disposition of a quarantined document, by its number. */
  readonly quarantine = new Map<number, EntryOf<'quarantine'>>();
  /** The entries that count at the instant that was asked for. */
  readonly #counting: readonly AuditEntry[];
  /** The newest review of what scope left out. */
  scope: EntryOf<'scope'> | undefined;
  /** The newest review of POs that a newer export no longer holds. */
  vanished: EntryOf<'vanished'> | undefined;

  /** With `upTo`, what was decided after that instant does not count yet. */
  constructor(entries: readonly AuditEntry[], upTo: Instant | null = null) {
    this.entries = entries;
    this.#counting = upTo === null ? entries : entries.filter(({ at }) => at === null || at <= upTo);
    for (const entry of this.#counting) {
      if (isOf(entry, 'resolve')) this.resolutions.set(entry.act.row, entry);
      else if (isOf(entry, 'review')) this.reviews.set(entry.act.of, entry);
      else if (isOf(entry, 'waive')) this.waivers.set(entry.act.gate, entry);
      else if (isOf(entry, 'quarantine')) this.quarantine.set(entry.act.item, entry);
      else if (isOf(entry, 'scope')) this.scope = entry;
      else if (isOf(entry, 'vanished')) this.vanished = entry;
    }
  }

  /** The entry with this number. */
  entry(sequence: number): AuditEntry | undefined {
    return this.entries[sequence - 1];
  }

  /** Whether somebody else agreed to an entry; null where nobody has looked at it. */
  reviewOf(sequence: number): 'approved' | 'rejected' | null {
    return this.reviews.get(sequence)?.act.decision ?? null;
  }

  /**
   * The newest disposition that was agreed to, by the status and causes of the row that it was given for: what may be proposed for a
   * new row of that kind, and never more than proposed.
   */
  precedents(): Map<string, EntryOf<'resolve'>> {
    const precedents = new Map<string, EntryOf<'resolve'>>();
    for (const entry of this.entries) {
      if (!isOf(entry, 'resolve') || this.reviewOf(entry.sequence) !== 'approved') continue;
      const kind = kindOfBound(entry.act.bound.row);
      if (kind !== undefined) precedents.set(kind, entry);
    }
    return precedents;
  }

  /** Pairings and partings by hand of which any part is in force, oldest first: those that the next replay heeds. */
  pairings(): (EntryOf<'pair'> | EntryOf<'unpair'>)[] {
    const { pairings, partings } = handDecisions(this.#counting);
    const standing = new Set([...pairings, ...partings].map(({ entry }) => entry));
    return this.#counting.filter((entry): entry is EntryOf<'pair'> | EntryOf<'unpair'> => standing.has(entry.sequence));
  }
}
