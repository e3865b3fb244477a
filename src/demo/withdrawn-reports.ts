import { MINUTE_MS, formatInstant } from '../domain/calendar.ts';
import { enterCarefully, keyedOnce } from './careful-keying.ts';
import type { Fortnight } from './fortnight.ts';
import type { Play } from './kind.ts';
import { type Report, sumOf, theTotal } from './purchase.ts';

/** Takes an approval back a few hours later, or the next morning. */
function withdraw(fortnight: Fortnight, report: Report): void {
  const { random, timetable } = fortnight;
  const status = random.pick(fortnight.retailer.states.withdrawn);
  const approvals = status === 'rejected' ? fortnight.approversOf(report).slice(0, 1).map(({ email, role }) => ({ approver: email, role, decision: 'rejected', at: formatInstant(report.approvedAt + 150 * MINUTE_MS) })) : [];
  const nextMorning = timetable.at(timetable.step(report.approvedOn, 1), random.integer(8 * 60, 10 * 60));
  const occurredAt = status === 'rejected' || nextMorning < report.approvedAt ? report.approvedAt + 150 * MINUTE_MS : nextMorning;
  fortnight.event({ ...report, revision: report.revision + 1 }, status, occurredAt, approvals);
}

export const withdrawn: Play = (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  fortnight.approved(report);
  withdraw(fortnight, report);
  fortnight.truth(report, kind, 'cancelled', 0, []);
};

export const withdrawnAndOrderCancelled: Play = (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  fortnight.approved(report);
  const order = keyedOnce(fortnight, report, report.id, 'withdrawn, cancelled');
  fortnight.enter({ ...order, lines: order.lines.map((line) => ({ ...line, cancelled: true })) });
  withdraw(fortnight, report);
  fortnight.truth(report, kind, 'cancelled', 0, []);
};

export const withdrawnButEntered: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approved(report);
  const numbers = enterCarefully(fortnight, report);
  withdraw(fortnight, report);
  fortnight.truth(report, kind, 'cancelled_manual', sumOf(report.lines), numbers);
};
