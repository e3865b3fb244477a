import { expect, it } from 'vitest';
import type { ReportSnapshot } from '../../src/domain/expense-report.ts';
import { approvalOf } from '../../src/replay/replay-report.ts';

const day = Date.parse('2026-06-02T00:00:00Z');
const snapshot = (given: Partial<ReportSnapshot>): ReportSnapshot => ({
  eventId: 'e', occurredAt: day, dateOnly: false, reportId: 'R', revision: 1, status: 'APPROVED', name: '', currency: 'USD', totalMinor: 0, entity: '', employee: { email: '', department: '', location: '' }, submittedAt: null,
  approvals: [{ approver: 'lee@shop.example', role: 'manager', decision: 'approved', at: day }], lines: [], ...given,
});

it.each([
  ['an approval with a time is an instant', {}, { at: day, dateOnly: false }],
  ['an approval in a snapshot of dates is a date, and never passes through a zone', { dateOnly: true }, { at: day, dateOnly: true }],
  ['without a chain the snapshot says', { approvals: null, dateOnly: true }, { at: day, dateOnly: true }],
  ['without a chain and an instant nothing does', { approvals: null, occurredAt: null }, null],
] as [string, Partial<ReportSnapshot>, unknown][])('%s', (_, given, expected) => {
  expect(approvalOf(snapshot(given))).toEqual(expected);
});
