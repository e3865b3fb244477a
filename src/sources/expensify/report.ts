import { DAY_MS, type Instant } from '../../domain/calendar.ts';
import type { ReportSnapshot } from '../../domain/expense-report.ts';
import { formatMinor } from '../../domain/money.ts';
import { readCurrency, readText } from '../../intake/fields.ts';
import type { ControlTotal, ReadingOptions, Refusal } from '../../intake/sink.ts';
import { orderLines } from '../order-lines.ts';
import { readId } from '../read-id.ts';
import { known } from '../json/read-one.ts';
import type { Part } from '../json/part.ts';
import { eventIdOf, revisionOf } from '../snapshot-order.ts';
import { readHundredths } from './amounts.ts';
import { readApprovals } from './approvers.ts';
import { readExpenses } from './expenses.ts';
import { type Moments, latest, readMoments } from './moments.ts';
import { stateOf } from './states.ts';

/** What one report says: the snapshot, and its stated total beside the sum of its expenses. */
export interface ReadReport {
  snapshot: ReportSnapshot;
  total: ControlTotal;
}

type ReportIdentity = Pick<ReportSnapshot, 'eventId' | 'occurredAt' | 'dateOnly' | 'reportId' | 'revision' | 'status'>;

/** Reads one report of the Integration Server. `takenAt` is when the export was taken, where it is known. Throws Unreadable. */
export function readReport(report: Part, options: ReadingOptions, takenAt: Instant | null): ReadReport {
  const approvers = report.parts('approvers');
  const moments = readMoments(report, approvers, options.clock);
  const identity = identify(report, moments, takenAt);
  const currency = report.text('currency');
  readCurrency(report.at('currency'), currency);
  const lines = readExpenses(report, currency, options);
  const totalMinor = readHundredths(report.at('total'), report.text('total'), currency);
  return {
    snapshot: {
      ...identity,
      name: report.text('reportName'),
      currency,
      totalMinor,
      entity: entityOf(report, options.entityField),
      employee: employeeOf(report, options),
      submittedAt: moments.submitted,
      approvals: report.has('approvers') ? readApprovals(approvers, moments, options) : null,
      lines: orderLines(lines),
    },
    total: totalOf(identity.reportId, totalMinor, lines.reduce((sum, line) => sum + line.amountMinor, 0), currency),
  };
}

/** What can still be told of a report that could not be read, so that it counts as incomplete. */
export function identityOf(report: Part, options: ReadingOptions, takenAt: Instant | null): Partial<Refusal> {
  const reportId = known(() => readId(report.at('reportID'), report.text('reportID')));
  const identity = known(() => identify(report, readMoments(report, report.parts('approvers'), options.clock), takenAt));
  if (identity === undefined) return { documentId: reportId };
  return { documentId: reportId, eventId: identity.eventId, revision: identity.revision, occurredAt: identity.occurredAt ?? undefined };
}

function identify(report: Part, moments: Moments, takenAt: Instant | null): ReportIdentity {
  const reportId = readId(report.at('reportID'), report.text('reportID'));
  const status = readText(report.at('status'), report.text('status'));
  const { isFinal, rank } = stateOf(status);
  // Without evidence of its own a report is ordered by its dates: submission, approval, a second submission.
  const revision = revisionOf({ changedAt: moments.changedAt, takenAt, otherwise: 1 });
  const moment = isFinal ? approvalOf(moments) : openMoment(moments, takenAt);
  return { eventId: eventIdOf(reportId, revision, rank, status, moment), occurredAt: moment?.at ?? null, dateOnly: moments.dateOnly, reportId, revision, status };
}

type Moment = { at: Instant; dateOnly: boolean } | null;

/** When a report was finally approved: as it says itself, else its latest approver. */
function approvalOf({ approved, approvers, dateOnly }: Moments): Moment {
  const at = approved ?? latest(approvers);
  return at === null ? null : { at, dateOnly };
}

/** When a report was in a state that is not final: when it last changed, else was seen, else how far its own dates go. */
function openMoment({ changedAt, submitted, created, dateOnly }: Moments, takenAt: Instant | null): Moment {
  const at = changedAt ?? takenAt ?? submitted ?? created;
  return at === null ? null : { at: dateOnly ? startOfDay(at) : at, dateOnly };
}

const startOfDay = (at: Instant): Instant => Math.floor(at / DAY_MS) * DAY_MS;

function entityOf(report: Part, field: string | undefined): string {
  if (field === undefined) return '';
  if (report.has(field)) return report.text(field);
  // Expensify writes an underscore for what is neither letter nor digit in the name of a custom field.
  return report.has('customField') ? report.part('customField').text(field.replaceAll(/[^A-Za-z0-9]/g, '_')) : '';
}

function employeeOf(report: Part, { employeeFields }: ReadingOptions): ReportSnapshot['employee'] {
  const field = (number: number | undefined): string => (number === undefined ? '' : report.text(`employeeCustomField${number}`));
  const submitter = report.has('submitter') ? report.part('submitter').text('email') : '';
  return { email: report.text('accountEmail') || submitter, department: field(employeeFields?.department), location: field(employeeFields?.location) };
}

function totalOf(reportId: string, statedMinor: number, foundMinor: number, currency: string): ControlTotal {
  return {
    what: `total of report ${reportId}`,
    stated: `${formatMinor(statedMinor, currency)} ${currency}`,
    found: `${formatMinor(foundMinor, currency)} ${currency}`,
    agrees: statedMinor === foundMinor,
  };
}
