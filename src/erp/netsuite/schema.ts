import { z } from 'zod';
import type { NetSuiteDefaults } from '../../domain/erp-settings.ts';
import { date, decimal } from '../fields.ts';

const internal = z.object({ id: z.string().regex(/^\d+$/, 'takes an internal id, which is a whole number') });
const externalId = z.string().regex(/^[A-Za-z0-9_-]+$/, 'takes letters, digits, underscores and hyphens');
const REFERENCES = { internalId: internal, externalId: z.object({ externalId }) };

/** The body of `purchaseOrder` in NetSuite's REST record service, its lines in the `expense` sublist. Lengths of texts are not published. */
export function netsuiteOrder({ references }: Pick<NetSuiteDefaults, 'references'>): z.ZodType {
  const reference = REFERENCES[references];
  const expense = z.object({ account: reference, amount: decimal, department: reference.optional(), location: reference.optional(), memo: z.string().optional() });
  return z.object({
    externalId,
    entity: reference,
    subsidiary: internal.optional(),
    currency: internal,
    tranDate: date,
    memo: z.string().optional(),
    expense: z.object({ items: z.array(expense).min(1) }),
  });
}
