import { isAwaiting } from '../domain/awaiting.ts';
import type { StoredQuarantine } from '../store/record-reader.ts';

/** Reports of which nothing is unread but events that await their object: what such a report is now has not come yet, so that a run can't try it. */
export function awaitingReports(unread: ReadonlyMap<string, readonly StoredQuarantine[]>): ReadonlySet<string> {
  return new Set([...unread].flatMap(([reportId, items]) => (items.every(isAwaiting) ? [reportId] : [])));
}
