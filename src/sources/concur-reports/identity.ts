import type { ReportSnapshot } from '../../domain/expense-report.ts';
import { readInstant, readText } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { ReadingOptions, Refusal } from '../../intake/sink.ts';
import { known } from '../json/read-one.ts';
import type { Part } from '../json/part.ts';
import { readId } from '../read-id.ts';
import { eventIdOf } from '../snapshot-order.ts';
import type { Dialect, Moment } from './dialect.ts';
import { FINAL_STATES } from './states.ts';
import { V3 } from './v3.ts';
import { V4 } from './v4.ts';

type ReportIdentity = Pick<ReportSnapshot, 'eventId' | 'occurredAt' | 'dateOnly' | 'reportId' | 'revision' | 'status'>;

/** Which version of the API wrote the report. Throws Unreadable for what is no report. */
export function dialectOf(report: Part): Dialect {
  if (report.has(V4.id) && !report.has(V4.entryId)) return V4;
  if (report.has(V3.id) && (report.has(V3.status) || report.has(V3.currency))) return V3;
  throw new Unreadable('', '', 'no report: neither ID and ApprovalStatusCode (v3) nor reportId and approvalStatusId (v4)');
}

/** What orders a snapshot and finds it again. Throws Unreadable. */
export function identify(report: Part, dialect: Dialect, options: ReadingOptions): ReportIdentity {
  const reportId = readId(report.at(dialect.id), report.text(dialect.id));
  const status = readText(report.at(dialect.status), report.text(dialect.status));
  const isFinal = FINAL_STATES.includes(status);
  const revision = dialect.revisionOf(report, options);
  const moment = eventOf(report, dialect, status) ?? dialect.reachedAt(report, isFinal, options);
  const shown = report.has(dialect.entries) ? status : `${status}-header`;
  return { eventId: eventIdOf(reportId, revision, isFinal ? 2 : 1, shown, moment), occurredAt: moment?.at ?? null, dateOnly: moment?.dateOnly ?? false, reportId, revision, status };
}

/** When the report came into its state, by the notifications beside it; null where none is of that state. */
function eventOf(report: Part, dialect: Dialect, status: string): Moment | null {
  let last: Moment | null = null;
  for (const event of report.parts(dialect.events)) {
    const facts = event.part('facts');
    if (facts.text('currentApprovalStatus') !== status || !['', report.text(dialect.id)].includes(facts.text('reportId'))) continue;
    const at = readInstant(event.at('timeStamp'), event.text('timeStamp'), undefined);
    if (last === null || at > last.at) last = { at, dateOnly: false };
  }
  return last;
}

/** What can still be told of a report that could not be read, so that it counts as incomplete. */
export function identityOf(report: Part, options: ReadingOptions): Partial<Refusal> {
  const dialect = known(() => dialectOf(report));
  if (dialect === undefined) return {};
  const identity = known(() => identify(report, dialect, options));
  if (identity !== undefined) return { documentId: identity.reportId, eventId: identity.eventId, revision: identity.revision, occurredAt: identity.occurredAt ?? undefined };
  return { documentId: known(() => readId(report.at(dialect.id), report.text(dialect.id))), revision: known(() => dialect.revisionOf(report, options)) };
}
