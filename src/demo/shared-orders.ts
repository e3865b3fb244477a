import { enterCarefully, keyedOnce } from './careful-keying.ts';
import type { Play } from './kind.ts';
import type { Order } from './order.ts';
import type { Employee } from './parties.ts';
import { type Money, type PurchaseLine, type Report, sumOf, theTotal } from './purchase.ts';
import type { Random } from './random.ts';

/** A report of one of these employees with lines of several vendors, and a PO for each. */
export const severalVendors = (employees: readonly Employee[]): Play => (fortnight, kind) => {
  const { random, retailer } = fortnight;
  const employee = random.pick(employees);
  const vendors = random.shuffle(retailer.vendorsFor(employee)).slice(0, random.weighted([[2, 80], [3, 20]]));
  const report = fortnight.report({ employee, vendors, lineCount: [vendors.length, 8], severalOrders: true });
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, enterCarefully(fortnight, report));
};

export const multiVendor: Play = (fortnight, kind) => severalVendors(fortnight.retailer.employees)(fortnight, kind);

/** An order in two, or now and then three, by lines; each part keeps one line at least. */
function inParts(random: Random, order: Order): Order[] {
  const parts = order.lines.length > 3 && random.chance(0.25) ? 3 : 2;
  const perPart = Math.ceil(order.lines.length / parts);
  return Array.from({ length: parts }, (_, part) => ({ ...order, lines: order.lines.slice(part * perPart, (part + 1) * perPart) })).filter(({ lines }) => lines.length > 0);
}

export const split: Play = (fortnight, kind) => {
  const report = fortnight.report({ lineCount: [2, 8] });
  fortnight.approve(report);
  const parts = inParts(fortnight.random, keyedOnce(fortnight, report, report.id));
  const numbered = fortnight.random.chance(0.5);
  const numbers = parts.map((part, index) => fortnight.enter(numbered ? { ...part, reference: `${report.id}/${index + 1}` } : part));
  fortnight.truth(report, kind, 'match', 0, numbers);
};

export const splitWithoutReference: Play = (fortnight, kind) => {
  const inHalves = (lines: Money): readonly number[] => [sumOf(lines), sumOf(lines.slice(0, 2)), sumOf(lines.slice(2))];
  const report = fortnight.report({ lineCount: [3, 4], loose: inHalves, sums: true });
  fortnight.approve(report);
  const order = keyedOnce(fortnight, report, '', 'part delivery');
  const numbers = [order.lines.slice(0, 2), order.lines.slice(2)].map((lines) => fortnight.enter({ ...order, lines }));
  fortnight.truth(report, kind, 'match', 0, numbers);
};

export const merged: Play = (fortnight, kind) => {
  const first = fortnight.report();
  const { employee } = first;
  const second = fortnight.report({ employee, vendors: [(first.lines[0] as PurchaseLine).vendor] });
  for (const report of [first, second]) fortnight.approve(report);
  const [left, right] = [keyedOnce(fortnight, first, first.id), keyedOnce(fortnight, second, second.id)];
  const [reference, memo] = fortnight.random.pick([[`${first.id}, ${second.id}`, 'combined'], [`${first.id} + ${second.id}`, ''], [first.id, `together with ${second.id}`]] as const);
  const later = left.enteredAt > right.enteredAt ? left : right;
  const number = fortnight.enter({ ...later, reference, memo, lines: [...left.lines, ...right.lines] });
  for (const report of [first, second]) fortnight.truth(report, kind, 'match', 0, [number]);
};

/** The same thing bought twice in a day, rightly: two reports, two POs, of which only the first says which report it is for. */
export const identical: Play = (fortnight, kind) => {
  const first = fortnight.report({ loose: theTotal });
  const second: Report = { ...fortnight.report({ employee: first.employee, vendors: [(first.lines[0] as PurchaseLine).vendor] }), lines: first.lines, name: first.name };
  for (const report of [first, second]) fortnight.approve(report);
  fortnight.truth(first, kind, 'match', 0, [fortnight.enter(keyedOnce(fortnight, first, first.id))]);
  const secondReference = fortnight.random.chance(0.5) ? second.id : '';
  fortnight.truth(second, kind, 'match', 0, [fortnight.enter(keyedOnce(fortnight, second, secondReference))]);
};
