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
  // Counted here: SQLite would sort whole rows for it, contents included, in memory.
  const events = database.sqlite
    .prepare(`SELECT occurred_at / ${QUARTER_MS}, CASE WHEN occurred_at % 86400000 = 0 THEN substr(content, -2, 1) = '1' ELSE 0 END FROM event WHERE occurred_at <> ${NO_INSTANT}`)
    .raw()
    .iterate() as IterableIterator<[quarter: number, isDate: number]>;
  const quarters = new Map<number, number>();
  const approvals = new Map<BusinessDate, number>();
  const count = (date: BusinessDate, times: number): void => {
    approvals.set(date, (approvals.get(date) ?? 0) + times);
  };
  for (const [quarter, isDate] of events) {
    if (isDate === 1) count(new Date(quarter * QUARTER_MS).toISOString().slice(0, 10), 1);
    else quarters.set(quarter, (quarters.get(quarter) ?? 0) + 1);
  }
  for (const [quarter, times] of quarters) count(clock.dateOf(quarter * QUARTER_MS), times);
  // Of the columns beside a single max() SQLite gives those of the row that has it.
  const orders = database.sqlite.prepare('SELECT po_date, count(*) AS orders FROM (SELECT po_date, max(version) FROM manual_po GROUP BY po_number) GROUP BY po_date').all() as { po_date: string; orders: number }[];
  return { approvals: inOrder(approvals), ledger: inOrder(new Map(orders.map(({ po_date: date, orders: count }) => [date, count]))) };
}

const inOrder = (byDate: Map<BusinessDate, number>): Map<BusinessDate, number> => new Map([...byDate].sort(([left], [right]) => (left < right ? -1 : 1)));
