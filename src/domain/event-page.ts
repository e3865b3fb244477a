import type { Instant } from './calendar.ts';
import { type ReportSnapshot, unpackSnapshot } from './expense-report.ts';

/** Events as the record keeps them, many at a time and in columns: so they are read fast, and pass from thread to thread cheaply. */
export interface EventPage {
  reportId: string[];
  revision: number[];
  occurredAt: (Instant | null)[];
  eventId: string[];
  source: string[];
  status: string[];
  /** As packSnapshot wrote it. */
  content: string[];
  importId: number[];
  line: number[];
}

/** An event of the record: what was said, by which source, and where it stands. */
export interface StoredEvent {
  snapshot: ReportSnapshot;
  source: string;
  importId: number;
  line: number;
}

/** The events of a page, report by report; a page holds whole reports, in the order of their ids, and their events in order. */
export function* reportsIn(page: EventPage): Generator<StoredEvent[]> {
  let events: StoredEvent[] = [];
  for (let index = 0; index < page.reportId.length; index++) {
    const reportId = page.reportId[index] as string;
    if (index > 0 && reportId !== page.reportId[index - 1]) {
      yield events;
      events = [];
    }
    const key = { eventId: page.eventId[index] as string, occurredAt: page.occurredAt[index] as Instant | null, reportId, revision: page.revision[index] as number, status: page.status[index] as string };
    events.push({
      snapshot: unpackSnapshot(key, page.content[index] as string),
      source: page.source[index] as string, importId: page.importId[index] as number, line: page.line[index] as number,
    });
  }
  if (events.length > 0) yield events;
}
