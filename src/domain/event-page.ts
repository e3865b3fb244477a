import { adjacent } from './adjacent.ts';
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
export function reportsIn(page: EventPage): Generator<StoredEvent[]> {
  return adjacent(page.reportId, (place) => ({
    snapshot: unpackSnapshot(
      { eventId: page.eventId[place] as string, occurredAt: page.occurredAt[place] as Instant | null, reportId: page.reportId[place] as string, revision: page.revision[place] as number, status: page.status[place] as string },
      page.content[place] as string,
    ),
    source: page.source[place] as string, importId: page.importId[place] as number, line: page.line[place] as number,
  }));
}
