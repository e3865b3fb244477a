import { CannotDraw } from './cannot-draw.ts';
import { enterCarefully } from './careful-keying.ts';
import type { Fortnight } from './fortnight.ts';
import type { Play } from './kind.ts';
import { type Report, minorPerUnit, sumOf } from './purchase.ts';

/** The same webhook again, or the same news under another delivery's id. */
export const redelivered: Play = (fortnight, kind) => {
  const report = fortnight.report();
  const line = fortnight.approved(report);
  for (let again = fortnight.random.integer(1, 2); again > 0; again--) {
    if (fortnight.random.chance(0.7)) fortnight.deliver(line, report.lines.length);
    else fortnight.approved(report);
  }
  fortnight.truth(report, kind, 'match', 0, enterCarefully(fortnight, report));
};

export const outOfOrder: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approved(report);
  fortnight.submitted(report);
  fortnight.truth(report, kind, 'match', 0, enterCarefully(fortnight, report));
};

/** One line corrected after the approval, by at least one unit of the currency, and by more than may be off. */
function corrected(fortnight: Fortnight, report: Report): Report {
  const unit = minorPerUnit(report.currency);
  const least = Math.max(unit, fortnight.retailer.toleranceMinor(report.currency, 2 * sumOf(report.lines)) + 1);
  const change = fortnight.random.integer(least, least + 59 * unit);
  const later = fortnight.revised(report, report.lines.map((line, index) => (index === 0 ? { ...line, amountMinor: line.amountMinor + change } : line)));
  fortnight.takeTotal(report.lines, sumOf(later.lines));
  return later;
}

export const updatedFresh: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approved(report);
  const later = corrected(fortnight, report);
  fortnight.approved(later);
  fortnight.truth(later, kind, 'match', 0, enterCarefully(fortnight, later));
};

export const updatedStale: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approved(report);
  const numbers = enterCarefully(fortnight, report);
  const later = corrected(fortnight, report);
  fortnight.approved(later);
  fortnight.truth(later, kind, 'amount_variance', sumOf(report.lines) - sumOf(later.lines), numbers);
};

export const approvedAgain: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approved(report);
  const later = fortnight.revised(report, report.lines);
  const approvedOn = fortnight.timetable.clock.dateOf(later.approvedAt);
  if (!fortnight.retailer.isOpenOn(approvedOn)) throw new CannotDraw(`a PO of ${approvedOn} would be refused`);
  fortnight.submitted(later);
  fortnight.approved(later);
  const numbers = enterCarefully(fortnight, { ...later, approvedOn });
  fortnight.truth(report, kind, 'match', 0, numbers);
};
