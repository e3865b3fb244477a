import { type Instant, formatInstant } from '../domain/calendar.ts';

/** How far a document has come, for exports that say neither when it changed nor when they were taken. */
export const STAGES = { open: 1, final: 2, ended: 3 } as const;
export type Stage = keyof typeof STAGES;

/** What tells which of two snapshots of a document is the newer one, surest first. */
export interface OrderEvidence {
  /** When the document last changed, by its own history. */
  changedAt: Instant | null;
  /** When the export was taken. */
  takenAt: Instant | null;
  /** The revision where there is neither: the same for snapshots that their own instants order, else how far the document has come. */
  otherwise: number;
}

/**
 * The revision of a snapshot whose system numbers none: the instant of the surest evidence as a number, `20260604191000` (UTC), which is
 * above any that is counted; else the counted one. The same snapshot has the same revision wherever it is read.
 */
export function revisionOf({ changedAt, takenAt, otherwise }: OrderEvidence): number {
  const at = changedAt ?? takenAt;
  return at === null ? otherwise : Number(new Date(at).toISOString().slice(0, 19).replaceAll(/\D/g, ''));
}

/**
 * The event id of a snapshot: document, revision, state and instant. The rank stands before the state because events of one instant are
 * replayed in the order of their ids. A second content under one id is refused by the import: nobody can say which is the newer one.
 */
export function eventIdOf(document: string, revision: number, rank: number, status: string, occurredAt: { at: Instant; dateOnly: boolean } | null): string {
  const moment = occurredAt === null ? 'undated' : occurredAt.dateOnly ? formatInstant(occurredAt.at).slice(0, 10) : formatInstant(occurredAt.at);
  return `${document}/${revision}/${rank}-${status}/${moment}`;
}
