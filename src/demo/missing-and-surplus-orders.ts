import { keyedOnce } from './careful-keying.ts';
import type { Play } from './kind.ts';
import { sumOf, theTotal } from './purchase.ts';

/** A PO that nobody keyed: missing, or still awaited on the day for which it is judged. */
export const missingInLedger = (status: 'missing_manual' | 'awaiting_manual'): Play => (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  fortnight.approve(report);
  fortnight.truth(report, kind, status, -sumOf(report.lines), []);
};

export const enteredTwice: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approve(report);
  const [first, second] = [keyedOnce(fortnight, report, report.id), keyedOnce(fortnight, report, report.id)];
  if (fortnight.random.chance(0.3)) second.reference = report.id.replace('-', ' ');
  fortnight.truth(report, kind, 'duplicate_manual', sumOf(report.lines), [fortnight.enter(first), fortnight.enter(second)]);
};

export const withoutApproval: Play = (fortnight, kind) => {
  const purchase = fortnight.purchase({ loose: theTotal });
  const number = fortnight.enter({ ...keyedOnce(fortnight, purchase, '', fortnight.random.pick(['urgent', 'ordered by phone', 'approval to follow'])), date: fortnight.day });
  fortnight.truthOfOrder(number, kind, 'unexpected_manual', sumOf(purchase.lines), purchase.currency);
};

/** A PO outside the window that nothing explains; no row is due. */
export const orderOutsideWindow: Play = (fortnight, kind) => {
  const purchase = fortnight.purchase({ loose: theTotal });
  const enteredAt = fortnight.timetable.at(fortnight.day, 16 * 60);
  const number = fortnight.enter({ ...keyedOnce(fortnight, purchase, '', 'other purchase'), date: fortnight.day, enteredAt });
  fortnight.truthOfOrder(number, kind, 'none', 0, purchase.currency);
};
