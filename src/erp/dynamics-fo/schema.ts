import { z } from 'zod';
import type { FinanceAndOperationsDefaults } from '../../domain/erp-settings.ts';
import { decimal, filled } from '../fields.ts';

const company = filled(4);
const dateTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'takes a date and time in UTC');

/** The body of `PurchaseOrderHeadersV2`. The metadata gives no lengths; those here are general knowledge. */
const header = z.object({
  dataAreaId: company,
  OrderVendorAccountNumber: filled(20),
  CurrencyCode: filled(3),
  AccountingDate: dateTime,
  VendorOrderReference: filled(),
  DefaultReceivingSiteId: filled().optional(),
  DefaultReceivingWarehouseId: filled().optional(),
});

/** The body of `PurchaseOrderLinesV2`. As many delimiters as the dimension format has, or a value holds one. */
function line({ dimensions: { order, delimiter } }: FinanceAndOperationsDefaults) {
  return z.object({
    dataAreaId: company,
    LineNumber: z.number().int().positive(),
    ProcurementProductCategoryName: filled(),
    ProcurementProductCategoryHierarchyName: filled(),
    LineDescription: filled(),
    OrderedPurchaseQuantity: z.number().int(),
    PurchasePrice: decimal,
    PurchasePriceQuantity: z.number().int().positive(),
    LineAmount: decimal,
    MainAccountIdDisplayValue: filled(20),
    DefaultLedgerDimensionDisplayValue: z.string().refine((value) => value.split(delimiter).length === order.length, `takes ${order.length} values, none of which may hold the delimiter ${delimiter}`),
    ReceivingSiteId: filled().optional(),
    ReceivingWarehouseId: filled().optional(),
  });
}

/** The bodies of both requests of one PO. */
export const financeAndOperationsOrder = (defaults: FinanceAndOperationsDefaults): z.ZodType => z.object({ PurchaseOrderHeadersV2: header, PurchaseOrderLinesV2: z.array(line(defaults)).min(1) });
