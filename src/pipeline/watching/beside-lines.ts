import { isWithin } from '../../domain/calendar.ts';
import type { ParityBeside } from '../../domain/parity.ts';
import type { ComparisonResult } from '../comparison.ts';
import type { NewestOrder } from './dated-orders.ts';
import type { Dates, TakenDay } from './taken-day.ts';

/** What of the dates is in no line. Throws where a PO dated on them is nowhere. */
export function besideOf(taken: TakenDay, orders: Iterable<NewestOrder>, inLines: ReadonlySet<string>, dates: Dates): Omit<ParityBeside, 'vendorNotCompared' | 'entityNotCompared' | 'unreadAccepted'> {
  const { summary, leftOut, pairedOutside } = taken.result as ComparisonResult;
  const named = { vanished: new Set(summary.vanished), outOfScope: new Set(leftOut.flatMap(({ what, documentId }) => (what === 'manual_po' ? [documentId] : []))), others: new Set(pairedOutside.map(({ poName }) => poName)) };
  const beside: ReturnType<typeof besideOf> = {
    notApproved: 0, withdrawn: 0, codedOtherwise: 0, rejectedEnteredByHand: 0, reportsOutOfScope: taken.outOfScope,
    ordersOfOtherDates: 0, ordersOutOfScope: 0, ordersCancelled: 0, ordersVanished: 0, ordersDatedOtherwise: 0,
  };
  for (const { status, causes, manual } of taken.varianceRows) {
    if (status === 'not_triggered') beside.notApproved++;
    if (status === 'cancelled') beside.withdrawn++;
    if (status === 'coding_variance' && !causes.includes('vendor') && !causes.includes('vendor_unconfirmed')) beside.codedOtherwise++;
    if (status === 'rejected' && manual.poNumbers.length > 0) beside.rejectedEnteredByHand++;
  }
  for (const { name, order, stands } of orders) {
    const isDated = isWithin(dates, order.poDate);
    if (inLines.has(name)) {
      if (!isDated) beside.ordersDatedOtherwise++;
    } else if (isDated) {
      if (!stands) beside.ordersCancelled++;
      else if (named.vanished.has(name)) beside.ordersVanished++;
      else if (named.outOfScope.has(name)) beside.ordersOutOfScope++;
      else if (named.others.has(name)) beside.ordersOfOtherDates++;
      else throw new Error(`the PO ${name} of ${order.poDate} ended nowhere`);
    }
  }
  return beside;
}
