import { enterCarefully } from './careful-keying.ts';
import type { Fortnight } from './fortnight.ts';
import type { Play } from './kind.ts';
import { type Report, sumOf, theTotal } from './purchase.ts';

/** Tells of a report that still waits: for its manager, or for the second approver where one is needed. */
function leavePending(fortnight: Fortnight, report: Report): void {
  const decisions = fortnight.decisionsOn(report).slice(0, -1);
  if (decisions.length > 0) {
    fortnight.event(report, fortnight.retailer.states.waiting, report.approvedAt, decisions);
    return;
  }
  // The day counts by the latest event, so it is handed in today.
  fortnight.submitted({ ...report, submittedAt: report.approvedAt });
}

export const pending: Play = (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  leavePending(fortnight, report);
  fortnight.truth(report, kind, 'not_triggered', 0, []);
};

export const enteredBeforeApproval: Play = (fortnight, kind) => {
  const report = fortnight.report();
  leavePending(fortnight, report);
  fortnight.truth(report, kind, 'premature_manual', sumOf(report.lines), enterCarefully(fortnight, report));
};
