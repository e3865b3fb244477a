import type { BusinessDate, ZonedClock } from '../domain/calendar.ts';
import type { Database } from './database.ts';
import { NO_INSTANT } from './record-writer.ts';

/** What happened on each business date that the record knows, in the order of dates; a date without any is not there. */
export interface Activity {
  /** Approval events, by the date of what they say. */
  approvals: Map<BusinessDate, number>;
  /** Manual POs, by the date of their newest version. */
  ledger: Map<BusinessDate, number>;
}

/** Every zone's midnight lies on a quarter of an hour of UTC, so that what is counted by quarters is counted by dates too. */
const QUARTER_MS = 900_000;

/** Counts approval events and manual POs by business date, over the whole record. Events without an instant are on no date. */
export function activityByDay(database: Database, clock: ZonedClock): Activity {
  // A packed snapshot ends in whether its instant is a date only (packSnapshot), which midnight UTC alone can be.
  const events = database.sqlite
    .prepare(
      `SELECT occurred_at / ${QUARTER_MS} AS quarter, CASE WHEN occurred_at % 86400000 = 0 THEN substr(content, -2, 1) = '1' ELSE 0 END AS is_date, count(*) AS events
       FROM event WHERE occurred_at <> ${NO_INSTANT} GROUP BY quarter, is_date`,
    )
    .all() as { quarter: number; is_date: number; events: number }[];
  const approvals = new Map<BusinessDate, number>();
  for (const { quarter, is_date: isDate, events: count } of events) {
    const instant = quarter * QUARTER_MS;
    const date = isDate === 1 ? new Date(instant).toISOString().slice(0, 10) : clock.dateOf(instant);
    approvals.set(date, (approvals.get(date) ?? 0) + count);
  }
  // Of the columns beside a single max() SQLite gives those of the row that has it.
  const orders = database.sqlite.prepare('SELECT po_date, count(*) AS orders FROM (SELECT po_date, max(version) FROM manual_po GROUP BY po_number) GROUP BY po_date').all() as { po_date: string; orders: number }[];
  return { approvals: inOrder(approvals), ledger: inOrder(new Map(orders.map(({ po_date: date, orders: count }) => [date, count]))) };
}

const inOrder = (byDate: Map<BusinessDate, number>): Map<BusinessDate, number> => new Map([...byDate].sort(([left], [right]) => (left < right ? -1 : 1)));
