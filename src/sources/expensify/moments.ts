import type { Instant, ZonedClock } from '../../domain/calendar.ts';
import { readDate, readInstant } from '../../intake/fields.ts';
import type { Part } from '../json/part.ts';

/** The moments of a report: instants, or, where one of them is a date alone, dates (midnight UTC) throughout. */
export interface Moments {
  dateOnly: boolean;
  created: Instant | null;
  submitted: Instant | null;
  approved: Instant | null;
  /** In the order of the approvers. */
  approvers: (Instant | null)[];
  /** The latest of the report's history; null where the export has none. */
  changedAt: Instant | null;
}

const DATE_LENGTH = 'YYYY-MM-DD'.length;

/** A moment as it is written; '' where it is absent. */
interface Written {
  field: string;
  text: string;
}

/**
 * Reads a report's moments. A date never passes through a time zone; where one of those that a report is ordered by has no time, the
 * others count by their written date too, so that none comes before another for want of a time. Throws Unreadable.
 */
export function readMoments(report: Part, approvers: readonly Part[], clock: ZonedClock | undefined): Moments {
  const written = (part: Part, key: string): Written => ({ field: part.at(key), text: part.text(key) });
  const submitted = written(report, 'submitted');
  const approved = written(report, 'approved');
  const reimbursed = written(report, 'reimbursed');
  const dates = approvers.map((approver) => written(approver, 'date'));
  const created = written(report, 'created');
  const dateOnly = [submitted, approved, reimbursed, ...dates].some(({ text }) => text.length === DATE_LENGTH);
  const read = (moment: Written): Instant | null => readMoment(moment, dateOnly, clock);
  const known = [submitted, approved, reimbursed, ...dates].map(read);
  const acts = report.parts('actionList').map((act) => readMoment(written(act, 'created'), false, clock));
  return {
    dateOnly,
    created: readMoment(created, created.text.length === DATE_LENGTH, clock),
    submitted: known[0] ?? null,
    approved: known[1] ?? null,
    approvers: known.slice(3),
    changedAt: acts.length === 0 ? null : latest([...acts, ...known]),
  };
}

/** One moment, as a date (midnight UTC) where `dateOnly` says so or it has no time; null where it is absent. */
function readMoment({ field, text }: Written, dateOnly: boolean, clock: ZonedClock | undefined): Instant | null {
  if (text === '') return null;
  if (dateOnly || text.length === DATE_LENGTH) return Date.parse(`${readDate(field, text.slice(0, DATE_LENGTH))}T00:00:00Z`);
  return readInstant(field, text, clock);
}

/** The latest of the moments that are known; null where none is. */
export function latest(moments: readonly (Instant | null)[]): Instant | null {
  let last: Instant | null = null;
  for (const moment of moments) if (moment !== null && (last === null || moment > last)) last = moment;
  return last;
}
