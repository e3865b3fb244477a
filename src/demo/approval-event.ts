import { MINUTE_MS, type Instant, formatInstant } from '../domain/calendar.ts';
import { formatMinor } from '../domain/money.ts';
import type { Approver } from './parties.ts';
import { type PurchaseLine, type Report, totalOf } from './purchase.ts';

/** As many as decide some minutes one after the other; of more than these, one decides a minute, so that all are later than the submission. */
const FEW = 4;

/** The chain of these approvers, the last decision at the instant of approval. */
export function decisionsOn(report: Report, approvers: readonly Approver[]): object[] {
  return approvers.map(({ email, role }, place) => {
    const earlier = (approvers.length - 1 - place) * (approvers.length <= FEW ? 5 + (place % 3) : 1) * MINUTE_MS;
    return { approver: email, role, decision: 'approved', at: formatInstant(report.approvedAt - earlier) };
  });
}

/** A line of approvals.jsonl: the report as it stood at an instant. Events are numbered from 1. */
export function eventLine(number: number, report: Report, status: string, occurredAt: Instant, approvals: readonly object[]): string {
  const { employee, currency } = report;
  const eventNumber = String(number).padStart(7, '0');
  return JSON.stringify({
    eventId: `evt-${eventNumber}`,
    occurredAt: formatInstant(occurredAt),
    report: {
      id: report.id,
      revision: report.revision,
      status,
      name: report.name,
      currency,
      total: formatMinor(totalOf(report), currency),
      employee: { email: employee.email, department: employee.department?.expenseName ?? '', location: employee.store?.expenseName ?? '' },
      submittedAt: formatInstant(report.submittedAt),
      approvals,
      lines: report.lines.map((each, index) => expenseLine(each, index, currency)),
    },
  });
}

function expenseLine(line: PurchaseLine, index: number, currency: string): object {
  return {
    id: String(index + 1),
    date: line.date,
    merchant: line.merchant,
    ...(line.vendorId !== '' && { vendorId: line.vendorId }),
    category: line.category.name,
    ...(line.department !== null && { department: line.department.expenseName }),
    ...(line.store !== null && { location: line.store.expenseName }),
    description: line.description,
    amount: formatMinor(line.amountMinor, currency),
    ...(line.itemId !== '' && { itemId: line.itemId }),
    ...line.marks,
  };
}
