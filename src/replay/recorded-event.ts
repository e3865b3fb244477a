import type { Instant } from '../domain/calendar.ts';
import type { ReportSnapshot } from '../domain/expense-report.ts';

/** An event of the record: a snapshot, the source it came from, and where it stands. */
export interface RecordedEvent {
  snapshot: ReportSnapshot;
  source: string;
  at: string;
  /** When it was approved, where the snapshot has no instant but that of its export and an event told it. */
  told?: ToldApproval | undefined;
}

/** An approval that an event told without the report itself, and where that event stands. */
export interface ToldApproval {
  at: Instant;
  where: string;
}

/** Orders events as they happened, whatever order they arrived in: revision, instant, event id. */
export function compareEvents(left: RecordedEvent, right: RecordedEvent): number {
  const a = left.snapshot;
  const b = right.snapshot;
  if (a.revision !== b.revision) return a.revision - b.revision;
  const aAt = a.occurredAt ?? Number.NEGATIVE_INFINITY;
  const bAt = b.occurredAt ?? Number.NEGATIVE_INFINITY;
  if (aAt !== bAt) return aAt < bAt ? -1 : 1;
  return a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0;
}
