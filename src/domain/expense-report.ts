import type { BusinessDate, Instant } from './calendar.ts';

export interface Approval {
  approver: string;
  role: string;
  decision: 'approved' | 'rejected';
  at: Instant;
}

/** One expense line; amounts are minor units of the report's currency. Absent texts are ''. */
export interface ExpenseLine {
  id: string;
  date: BusinessDate;
  merchant: string;
  vendorId: string;
  category: string;
  department: string;
  location: string;
  description: string;
  amountMinor: number;
  itemId: string;
  quantity: string;
  paymentType: string;
  personal: boolean;
  /** Unknown where the source does not say. */
  reimbursable: boolean | null;
  claimedMinor: number | null;
  taxMinor: number | null;
}

/** What an expense system said of a report at one instant. */
export interface ReportSnapshot {
  eventId: string;
  /** Null where the source gives no time at all. */
  occurredAt: Instant | null;
  /** Whether occurredAt, and the instants of submission and approvals, are dates without a time (midnight UTC of that date). */
  dateOnly: boolean;
  reportId: string;
  revision: number;
  status: string;
  name: string;
  currency: string;
  totalMinor: number;
  /** The legal entity (subsidiary, company) that the source names, as it names it; '' where it names none. */
  entity: string;
  employee: { email: string; department: string; location: string };
  submittedAt: Instant | null;
  /** Null where the source carries no approver chain. */
  approvals: Approval[] | null;
  lines: ExpenseLine[];
}

type LineTuple = [
  id: string, date: string, merchant: string, vendorId: string, category: string, department: string, location: string,
  description: string, amountMinor: number, ...rest: unknown[],
];

/** Where a stored content has the legal entity, from 0; a content without one ends before it. */
export const ENTITY_PLACE = 10;

/**
 * A snapshot's content as stored in one column of the record: a JSON array without keys. What orders it and finds it again
 * (report, revision, instant, event id, status) has columns of its own.
 */
export function packSnapshot(snapshot: ReportSnapshot): string {
  return JSON.stringify([
    snapshot.name,
    snapshot.currency,
    snapshot.totalMinor,
    snapshot.employee.email,
    snapshot.employee.department,
    snapshot.employee.location,
    snapshot.submittedAt,
    snapshot.approvals?.map((approval) => [approval.approver, approval.role, approval.decision === 'approved' ? 1 : 0, approval.at]) ?? null,
    snapshot.lines.map((line): LineTuple => {
      const tuple: LineTuple = [line.id, line.date, line.merchant, line.vendorId, line.category, line.department, line.location, line.description, line.amountMinor];
      if (line.itemId !== '' || line.quantity !== '' || line.paymentType !== '' || line.personal || line.reimbursable !== null || line.claimedMinor !== null || line.taxMinor !== null) {
        tuple.push(line.itemId, line.quantity, line.paymentType, line.personal ? 1 : 0, line.reimbursable, line.claimedMinor, line.taxMinor);
      }
      return tuple;
    }),
    snapshot.dateOnly ? 1 : 0,
    ...(snapshot.entity === '' ? [] : [snapshot.entity]),
  ]);
}

/** A snapshot as it is stored and as it passes between threads: what orders and finds it, and the rest packed. */
export interface PackedEvent {
  reportId: string;
  revision: number;
  occurredAt: Instant | null;
  eventId: string;
  status: string;
  content: string;
  currency: string;
  totalMinor: number;
  /** The latest instant that it names. */
  latestInstant: Instant | null;
}

/** Packs a snapshot. */
export function packEvent(snapshot: ReportSnapshot): PackedEvent {
  let latestInstant = snapshot.occurredAt;
  for (const approval of snapshot.approvals ?? []) if (latestInstant === null || approval.at > latestInstant) latestInstant = approval.at;
  return {
    reportId: snapshot.reportId, revision: snapshot.revision, occurredAt: snapshot.occurredAt, eventId: snapshot.eventId, status: snapshot.status, content: packSnapshot(snapshot),
    currency: snapshot.currency, totalMinor: snapshot.totalMinor, latestInstant,
  };
}

/** Approvals as they are stored: approver, role, 1 for approved, instant. */
type ApprovalTuple = [approver: string, role: string, approved: number, at: number];

/** The snapshot that packSnapshot stored. */
export function unpackSnapshot(
  { eventId, occurredAt, reportId, revision, status }: { eventId: string; occurredAt: Instant | null; reportId: string; revision: number; status: string },
  content: string,
): ReportSnapshot {
  // Written by packSnapshot alone, in the same transaction as its hash: the shape is known.
  const [name, currency, totalMinor, email, department, location, submittedAt, approvals, lines, dateOnly, entity = ''] = JSON.parse(content) as [
    string, string, number, string, string, string, number | null, ApprovalTuple[] | null, LineTuple[], number, string?,
  ];
  return {
    eventId, occurredAt, reportId, revision, status, dateOnly: dateOnly === 1, name, currency, totalMinor, entity, employee: { email, department, location }, submittedAt,
    approvals: approvals === null ? null : approvals.map(unpackApproval), lines: lines.map(unpackLine),
  };
}

const unpackApproval = (tuple: ApprovalTuple): Approval => ({ approver: tuple[0], role: tuple[1], decision: tuple[2] === 1 ? 'approved' : 'rejected', at: tuple[3] });

function unpackLine(tuple: LineTuple): ExpenseLine {
  const plain = tuple.length === 9;
  return {
    id: tuple[0],
    date: tuple[1],
    merchant: tuple[2],
    vendorId: tuple[3],
    category: tuple[4],
    department: tuple[5],
    location: tuple[6],
    description: tuple[7],
    amountMinor: tuple[8],
    itemId: plain ? '' : (tuple[9] as string),
    quantity: plain ? '' : (tuple[10] as string),
    paymentType: plain ? '' : (tuple[11] as string),
    personal: !plain && tuple[12] === 1,
    reimbursable: plain ? null : (tuple[13] as boolean | null),
    claimedMinor: plain ? null : (tuple[14] as number | null),
    taxMinor: plain ? null : (tuple[15] as number | null),
  };
}
