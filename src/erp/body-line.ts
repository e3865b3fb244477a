import { type Body, WrittenNumber } from './body-text.ts';

/** A line of a request body as it is coded there; '' where it has none of it. `amount` is a plain decimal in the PO's currency, negative for a refund. */
export interface BodyLine {
  glAccount: string;
  department: string;
  location: string;
  description: string;
  amount: string;
}

/** The decimal under a field of a body that was read back, as a number or in quotes; '' where there is none. */
export function decimalAt(body: Body, field: string): string {
  const value = body[field];
  return value instanceof WrittenNumber ? value.text : typeof value === 'string' ? value : '';
}

/** An amount that a body carries without its sign. */
export const signed = (size: string, isRefund: boolean): string => (isRefund && size !== '' ? `-${size}` : size);
