import { formatMinor } from '../domain/money.ts';
import type { WouldBePurchaseOrder } from '../domain/purchase-order.ts';

/** One line of a PO as a clerk reads and keys it; '' where a dimension is absent. */
export interface KeyedLine {
  glAccount: string;
  department: string;
  location: string;
  /** Plain decimal. */
  amount: string;
  itemId: string;
  quantity: string;
}

/** A PO as a clerk keys it. */
export interface KeyedOrder {
  vendorId: string;
  currency: string;
  poDate: string;
  period: string;
  lines: KeyedLine[];
}

/** What a clerk would have keyed for this PO. */
export const keyedOrderOf = ({ vendorId, currency, poDate, period, lines }: WouldBePurchaseOrder): KeyedOrder => ({
  vendorId, currency, poDate, period,
  lines: lines.map((line) => ({ glAccount: line.glAccount, department: line.department, location: line.location, amount: formatMinor(line.amountMinor, currency), itemId: line.itemId, quantity: line.quantity })),
});

/** POs that stand in the ERP, by their numbers; each as a text that is equal for equal POs. */
export type StandingOrders = ReadonlyMap<string, string>;

/** A PO as a text that is equal for equal POs, whatever the order of their lines' properties. */
export const contentOf = ({ vendorId, currency, poDate, period, lines }: KeyedOrder): string =>
  JSON.stringify([vendorId, currency, poDate, period, ...lines.map((line) => [line.glAccount, line.department, line.location, line.amount, line.itemId, line.quantity])]);

export const standingOrdersOf = (orders: readonly WouldBePurchaseOrder[]): StandingOrders => new Map(orders.map((order) => [order.number, contentOf(keyedOrderOf(order))]));
