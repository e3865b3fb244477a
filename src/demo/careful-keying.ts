import { MINUTE_MS, dayNumber } from '../domain/calendar.ts';
import type { Fortnight } from './fortnight.ts';
import type { Order } from './order.ts';
import type { Vendor } from './parties.ts';
import { type Purchase, type PurchaseLine, type Report, businessLines } from './purchase.ts';

/** The POs that a careful clerk would key for a purchase, one a vendor, or one a line where that is how POs are made. They are not entered yet. */
export function keyed(fortnight: Fortnight, purchase: Purchase, reference: string, memo = ''): Order[] {
  const orders = new Map<Vendor | PurchaseLine, Order>();
  const moment = keying(fortnight, purchase);
  for (const line of businessLines(purchase)) {
    const place = fortnight.retailer.grouping === 'line' ? line : line.vendor;
    let order = orders.get(place);
    if (order === undefined) {
      // The clerk posts to the period of the approval, as the integration would.
      order = { number: '', ...moment, period: fortnight.retailer.periodOf(purchase.approvedOn), vendor: line.vendor, currency: purchase.currency, reference, memo, lines: [] };
      orders.set(place, order);
    }
    order.lines.push({
      account: line.category.keyedAccount,
      department: (line.department ?? purchase.employee.department)?.erpId ?? '',
      location: (line.store ?? purchase.employee.store)?.erpId ?? '',
      amountMinor: line.amountMinor,
      cancelled: false,
    });
  }
  return [...orders.values()];
}

/** When a PO for a purchase is keyed, and what date it bears: that of the approval, or of the entry where that is near. */
function keying({ random, timetable, retailer }: Fortnight, purchase: Purchase): Pick<Order, 'date' | 'enteredAt'> {
  const { clock } = timetable;
  const approvedOn = clock.dateOf(purchase.approvedAt);
  const evening = purchase.approvedAt > timetable.at(approvedOn, 17 * 60 + 30);
  const daysLater = Math.max(evening ? 1 : 0, random.weighted([[0, 45], [1, 35], [2, 15], [3, 5]]));
  const enteredOn = timetable.step(approvedOn, daysLater);
  const soon = purchase.approvedAt + random.integer(8, 25) * MINUTE_MS;
  const enteredAt = enteredOn === approvedOn ? soon : timetable.at(enteredOn, random.integer(8 * 60, 17 * 60 + 30), random.integer(0, 59));
  const near = dayNumber(enteredOn) - dayNumber(purchase.approvedOn) <= retailer.keyedWithinDays;
  return { date: near && random.chance(0.4) ? enteredOn : purchase.approvedOn, enteredAt };
}

/** The one PO of a purchase from one vendor, or of one line. */
export function keyedOnce(fortnight: Fortnight, purchase: Purchase, reference: string, memo = ''): Order {
  const [order, ...others] = keyed(fortnight, purchase, reference, memo);
  if (order === undefined || others.length > 0) throw new Error('a purchase that makes one PO was expected');
  return order;
}

/** Enters what a careful clerk would, with the report's id as the reference. */
export function enterCarefully(fortnight: Fortnight, report: Report): string[] {
  return fortnight.enterAll(keyed(fortnight, report, report.id, fortnight.random.pick(['', '', report.name, 'Expense report'])));
}
