import { z } from 'zod';
import { date, decimal, filled, text } from '../fields.ts';

const code = text(20);

/** One row of `dimensionSetLines`. */
const dimensionSetLine = z.object({ code: filled(20), valueCode: filled(20) });

/** One row of `purchaseOrderLines`. */
export const businessCentralLine = z.object({
  lineType: z.enum(['Comment', 'Account', 'Item', 'Resource', 'Fixed Asset', 'Charge']),
  lineObjectNumber: filled(20),
  description: text(100).optional(),
  description2: text(50).optional(),
  unitOfMeasureCode: text(10).optional(),
  quantity: decimal,
  directUnitCost: decimal,
  taxCode: code.optional(),
  dimensionSetLines: z.array(dimensionSetLine).optional(),
});

/** The header of `purchaseOrders`, without its lines. */
export const businessCentralHeader = z.object({
  vendorNumber: filled(20),
  orderDate: date,
  postingDate: date,
  currencyCode: text(10),
  shortcutDimension1Code: code.optional(),
  shortcutDimension2Code: code.optional(),
  payToVendorNumber: code.optional(),
  shipToName: text(100).optional(),
  shipToAddressLine1: text(100).optional(),
  shipToAddressLine2: text(50).optional(),
  shipToCity: text(30).optional(),
  shipToCountry: text(10).optional(),
  shipToPostCode: code.optional(),
  purchaser: code.optional(),
  discountAmount: decimal.optional(),
});

/**
 * The body of `purchaseOrders` of API v2.0 with its lines. `keyField` is a field of the company's own API page that takes the idempotency key in 35
 * characters.
 */
export function businessCentralOrder(keyField: string | undefined): z.ZodType {
  const key = keyField === undefined ? {} : { [keyField]: filled(35) };
  return businessCentralHeader.extend({ ...key, purchaseOrderLines: z.array(businessCentralLine).min(1) });
}
