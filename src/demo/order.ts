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
  /** Who keys it, and what its number begins with; as everybody's unless given. */
  enteredBy?: string;
  prefix?: string;
  enteredAt: Instant;
}
