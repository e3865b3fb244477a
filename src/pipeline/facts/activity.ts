import type { BusinessDate } from '../../domain/calendar.ts';
import type { EventPage } from '../../domain/event-page.ts';
import { reportsIn } from '../../domain/event-page.ts';
import type { ReportSnapshot } from '../../domain/expense-report.ts';
import { RecordReader } from '../../store/record-reader.ts';
import type { Workplace } from '../workplace.ts';

/** What the record holds by business date, and along which path each report was approved. */
export interface Activity {
  approvals: Map<BusinessDate, number>;
  ledger: Map<BusinessDate, number>;
  pathOf(transactionId: string): string;
}

/** The roles that approved a report, in the order of their decisions: `manager → vp`. */
export function approvalPathOf({ approvals }: ReportSnapshot): string {
  if (approvals === null) return 'no approver chain';
  const roles = approvals.filter(({ decision }) => decision === 'approved').sort((left, right) => left.at - right.at).map(({ role }) => role);
  return roles.length === 0 ? 'nobody' : roles.join(' → ');
}

/** Reads the whole record once. */
export function readActivity({ database, clock }: Workplace): Activity {
  const reader = new RecordReader(database);
  const approvals = new Map<BusinessDate, number>();
  const ledger = new Map<BusinessDate, number>();
  const paths = new Map<string, string>();
  const count = (map: Map<BusinessDate, number>, date: BusinessDate): void => {
    map.set(date, (map.get(date) ?? 0) + 1);
  };
  const addEvents = (page: EventPage): void => {
    for (const occurredAt of page.occurredAt) if (occurredAt !== null) count(approvals, clock.dateOf(occurredAt));
    for (const events of reportsIn(page)) {
      const newest = events.at(-1)?.snapshot;
      if (newest !== undefined) paths.set(newest.reportId, approvalPathOf(newest));
    }
  };
  for (const page of reader.eventPages()) addEvents(page);
  for (const page of reader.ledgerPages()) for (const date of page.poDate) count(ledger, date);
  return { approvals, ledger, pathOf: (transactionId) => paths.get(transactionId) ?? '' };
}
