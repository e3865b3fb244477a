import type { BusinessDate, ZonedClock } from '../../domain/calendar.ts';
import { type StoredEvent, reportsIn } from '../../domain/event-page.ts';
import type { Settings } from '../../domain/settings.ts';
import { compareText, fold } from '../../domain/text.ts';
import { approvalOf } from '../../replay/replay-report.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { stateMeanings } from '../state-meanings.ts';
import type { Workplace } from '../workplace.ts';

/** How much happened on each business date, in the order of dates; a date on which nothing did is not there. */
export type ByDay = Map<BusinessDate, number>;

/**
 * Final approvals by business date, over the whole record: what the gate means by a day's approvals. A submission, a first of two
 * signatures or a payment is none. A report counts on the date of the last approving decision of each of its final snapshots, each
 * decision once; where a source tells no decisions, on the date of its first final snapshot, and of each that follows another state or
 * another revision. What has no instant is on no date.
 */
export function approvalsByDay({ database, settings, clock }: Workplace): ByDay {
  const days: ByDay = new Map();
  const isFinal = finality(settings);
  for (const page of new RecordReader(database).eventPages()) {
    for (const events of reportsIn(page)) for (const date of finalApprovalDates(events, isFinal, clock)) days.set(date, (days.get(date) ?? 0) + 1);
  }
  return inOrder(days);
}

/** The date of the first final approval that the record holds of each source; one without any is not there. */
export function firstApprovals({ database, settings, clock }: Workplace): Map<string, BusinessDate> {
  const firsts = new Map<string, BusinessDate>();
  const isFinal = finality(settings);
  for (const page of new RecordReader(database).eventPages()) {
    for (const events of reportsIn(page)) {
      const { source } = events[0] as StoredEvent;
      for (const date of finalApprovalDates(events, isFinal, clock)) {
        const known = firsts.get(source);
        if (known === undefined || date < known) firsts.set(source, date);
      }
    }
  }
  return firsts;
}

function finality(settings: Settings): (event: StoredEvent) => boolean {
  const meaningOf = stateMeanings(settings);
  return ({ source, snapshot }) => meaningOf(source).final.has(fold(snapshot.status));
}

/** The dates of a report's final approvals; its events are in order. */
function finalApprovalDates(events: readonly StoredEvent[], isFinal: (event: StoredEvent) => boolean, clock: ZonedClock): BusinessDate[] {
  const dates: BusinessDate[] = [];
  const told = new Set<number>();
  let standing: number | null = null;
  for (const event of events) {
    const { snapshot } = event;
    if (!isFinal(event)) {
      standing = null;
      continue;
    }
    const approval = approvalOf(snapshot);
    const isDecided = snapshot.approvals?.some(({ decision }) => decision === 'approved') === true;
    const isNew = approval !== null && (isDecided ? !told.has(approval.at) : standing !== snapshot.revision);
    standing = snapshot.revision;
    if (!isNew) continue;
    if (isDecided) told.add(approval.at);
    dates.push(clock.dateOfMoment(approval));
  }
  return dates;
}

const inOrder = (byDate: ByDay): ByDay => new Map([...byDate].sort(([left], [right]) => compareText(left, right)));
