import { z } from 'zod';
import { date, decimal } from '../fields.ts';

const reference = z.object({ id: z.string().regex(/^\d+$/, 'takes an internal id, which is a whole number') });

/** One line of the `expense` sublist. */
export const netsuiteExpense = z.object({ account: reference, amount: decimal, department: reference.optional(), location: reference.optional(), memo: z.string().optional() });

/** The body of `purchaseOrder` in NetSuite's REST record service. Lengths of texts are not published. */
export const netsuiteOrder = z.object({
  externalId: z.string().regex(/^[A-Za-z0-9_-]+$/, 'takes letters, digits, underscores and hyphens'),
  entity: reference,
  subsidiary: reference.optional(),
  currency: reference,
  tranDate: date,
  memo: z.string().optional(),
  expense: z.object({ items: z.array(netsuiteExpense).min(1) }),
});
