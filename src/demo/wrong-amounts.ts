import { keyedOnce } from './careful-keying.ts';
import type { Play } from './kind.ts';
import type { OrderLine } from './order.ts';
import { type PurchaseLine, minorPerUnit, sumOf } from './purchase.ts';
import { MEMOS_WITHOUT_REFERENCE } from './references.ts';
import { EMPLOYEES } from './retailer.ts';
import { TOLERANCE_MINOR } from './thresholds.ts';
import { MINUTE_MS } from './timetable.ts';
import { mistyped } from './typing-slip.ts';

const EMPLOYEES_WITH_CENTS = EMPLOYEES.filter(({ store }) => minorPerUnit(store.currency) > 1);

export const withinTolerance: Play = (fortnight, kind) => {
  // Five hundredths are nothing in yen: there the tolerance allows no difference at all.
  const employee = fortnight.random.pick(EMPLOYEES_WITH_CENTS);
  const report = fortnight.report({ employee });
  fortnight.approve(report);
  const order = keyedOnce(fortnight, report, report.id);
  const rounding = fortnight.random.integer(1, TOLERANCE_MINOR) * (fortnight.random.chance(0.5) ? 1 : -1);
  fortnight.random.pick(order.lines).amountMinor += rounding;
  fortnight.truth(report, kind, 'match_within_tolerance', rounding, [fortnight.enter(order)]);
};

export const amountTypo: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approve(report);
  const order = keyedOnce(fortnight, report, report.id);
  const line = fortnight.random.pick(order.lines);
  const right = line.amountMinor;
  line.amountMinor = mistyped(fortnight.random, right);
  fortnight.truth(report, kind, 'amount_variance', line.amountMinor - right, [fortnight.enter(order)]);
};

/** Without a reference only the vendor, the date and the look of the number tell; so every line has an account of its own. */
export const amountTypoWithoutReference: Play = (fortnight, kind) => {
  let place = 0;
  let wrong = 0;
  const loose = (lines: readonly PurchaseLine[]): readonly number[] => {
    place = fortnight.random.integer(0, lines.length - 1);
    const right = (lines[place] as PurchaseLine).amountMinor;
    wrong = mistyped(fortnight.random, right);
    return [sumOf(lines), sumOf(lines) + wrong - right];
  };
  const report = fortnight.report({ lineCount: [1, 3], distinctAccounts: true, loose });
  fortnight.approve(report);
  const order = keyedOnce(fortnight, report, '', fortnight.random.pick(MEMOS_WITHOUT_REFERENCE));
  const line = order.lines[place] as OrderLine;
  const difference = wrong - line.amountMinor;
  line.amountMinor = wrong;
  fortnight.truth(report, kind, 'amount_variance', difference, [fortnight.enter(order)]);
};

/** Keyed wrongly, cancelled and keyed again: as a new PO, or as a new line of the same one. */
export const reKeyed: Play = (fortnight, kind) => {
  const { random } = fortnight;
  const report = fortnight.report();
  fortnight.approve(report);
  const order = keyedOnce(fortnight, report, report.id);
  const [first, ...others] = order.lines as [OrderLine, ...OrderLine[]];
  const wrong: OrderLine = { ...first, amountMinor: mistyped(random, first.amountMinor), cancelled: true };
  if (random.chance(0.4)) {
    fortnight.truth(report, kind, 'match', 0, [fortnight.enter({ ...order, lines: [wrong, ...others, first] })]);
    return;
  }
  const cancelled = fortnight.enter({ ...order, lines: [wrong, ...others.map((line) => ({ ...line, cancelled: true }))] });
  fortnight.truth(report, kind, 'match', 0, [fortnight.enter({ ...order, enteredAt: order.enteredAt + 7 * MINUTE_MS, memo: `replaces ${cancelled}` })]);
};
