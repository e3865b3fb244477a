import { MINUTE_MS } from '../domain/calendar.ts';
import { CannotDraw } from './cannot-draw.ts';
import { keyedOnce } from './careful-keying.ts';
import type { Fortnight } from './fortnight.ts';
import type { Play } from './kind.ts';
import type { OrderLine } from './order.ts';
import { type PurchaseLine, type Report, sumOf } from './purchase.ts';
import { MEMOS_WITHOUT_REFERENCE } from './references.ts';
import { mistyped } from './typing-slip.ts';

/** An amount in whose currency nearly every report is smaller, in minor units. */
const USUAL_MINOR = 100_000;

export const withinTolerance: Play = (fortnight, kind) => {
  const { retailer } = fortnight;
  const employee = fortnight.random.pick(retailer.employees.filter(({ currency }) => retailer.toleranceMinor(currency, USUAL_MINOR) > 0));
  const report = fortnight.report({ employee });
  fortnight.approve(report);
  const order = keyedOnce(fortnight, report, report.id);
  const tolerance = retailer.toleranceMinor(report.currency, sumOf(report.lines));
  if (tolerance === 0) throw new CannotDraw(`nothing may be off of ${sumOf(report.lines)} ${report.currency}`);
  const rounding = fortnight.random.integer(1, tolerance) * (fortnight.random.chance(0.5) ? 1 : -1);
  fortnight.random.pick(order.lines).amountMinor += rounding;
  fortnight.takeTotal(report.lines, sumOf(order.lines));
  fortnight.truth(report, kind, 'match_within_tolerance', rounding, [fortnight.enter(order)]);
};

const apartOf = ({ retailer }: Fortnight, { currency, lines }: Report): number => retailer.apartMinor(currency, sumOf(lines));

export const amountTypo: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approve(report);
  const order = keyedOnce(fortnight, report, report.id);
  const line = fortnight.random.pick(order.lines);
  const right = line.amountMinor;
  line.amountMinor = mistyped(fortnight.random, right, apartOf(fortnight, report));
  fortnight.truth(report, kind, 'amount_variance', line.amountMinor - right, [fortnight.enter(order)]);
};

/** Without a reference only the vendor, the date and the look of the number tell; so every line has an account of its own. */
export const amountTypoWithoutReference: Play = (fortnight, kind) => {
  let place = 0;
  let wrong = 0;
  const loose = (lines: readonly PurchaseLine[], currency: string): readonly number[] => {
    place = fortnight.random.integer(0, lines.length - 1);
    const right = (lines[place] as PurchaseLine).amountMinor;
    wrong = mistyped(fortnight.random, right, fortnight.retailer.apartMinor(currency, sumOf(lines)));
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
  const wrong: OrderLine = { ...first, amountMinor: mistyped(random, first.amountMinor, apartOf(fortnight, report)), cancelled: true };
  if (random.chance(0.4)) {
    fortnight.truth(report, kind, 'match', 0, [fortnight.enter({ ...order, lines: [wrong, ...others, first] })]);
    return;
  }
  const cancelled = fortnight.enter({ ...order, lines: [wrong, ...others.map((line) => ({ ...line, cancelled: true }))] });
  fortnight.truth(report, kind, 'match', 0, [fortnight.enter({ ...order, enteredAt: order.enteredAt + 7 * MINUTE_MS, memo: `replaces ${cancelled}` })]);
};
