import { z } from 'zod';
import { isBusinessDate } from './calendar.ts';
import { currencyDecimals } from './currency.ts';

/** A decimal in quotes, which never goes through a float. */
export const decimal = (what: string) =>
  z.string(`${what} must be a decimal in quotes, such as "5000.00"`).regex(/^\d+(\.\d+)?$/, `${what} must be a plain decimal such as "5000.00"`);
export const currency = z.string().refine((code) => currencyDecimals(code) !== undefined, 'is not an ISO 4217 currency');
export const date = z.string('must be a date such as 2026-06-01').refine(isBusinessDate, 'is not an existing date written YYYY-MM-DD');
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "08:00"');

/** What a person read off the system's own screen. */
export const controls = z.strictObject({
  count: z.number().int().nonnegative().optional(),
  amount: z.record(currency, decimal('a control amount').or(z.string().regex(/^-\d+(\.\d+)?$/))).optional(),
});
