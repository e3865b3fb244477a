import type { BusinessDate, Instant } from '../domain/calendar.ts';
import type { Vendor } from './parties.ts';

export interface OrderLine {
  account: string;
  department: string;
  location: string;
  amountMinor: number;
  cancelled: boolean;
}

export interface Order {
  /** Given at entry unless it has one. */
  number: string;
  date: BusinessDate;
  period: string;
  vendor: Vendor;
  currency: string;
  reference: string;
  memo: string;
  lines: OrderLine[];
  enteredAt: Instant;
}
