import type { FinanceAndOperationsDefaults } from '../../domain/erp-settings.ts';
import { textAt } from '../api.ts';
import { type BodyLine, decimalAt } from '../body-line.ts';
import { type Body, JsonDecimal } from '../body-text.ts';
import { type OrderDraft, lineText } from '../order-draft.ts';

type DraftLine = OrderDraft['lines'][number];

/**
 * A PO as the body of `PurchaseOrderHeadersV2` and the bodies of `PurchaseOrderLinesV2`, one a line. Amounts are JSON numbers in the PO's currency.
 * The lines lack `PurchaseOrderNumber`, which the answer to the header gives.
 */
export function financeAndOperationsBody(draft: OrderDraft, defaults: FinanceAndOperationsDefaults): Body {
  const dataAreaId = draft.entity;
  return {
    PurchaseOrderHeadersV2: {
      dataAreaId,
      OrderVendorAccountNumber: draft.vendorId,
      CurrencyCode: draft.currency,
      // Noon keeps the date in every time zone that a reader may convert it to.
      AccountingDate: `${draft.poDate}T12:00:00Z`,
      VendorOrderReference: draft.idempotencyKey,
      DefaultReceivingSiteId: defaults.site,
      DefaultReceivingWarehouseId: defaults.warehouse,
    },
    PurchaseOrderLinesV2: draft.lines.map((line, index) => lineOf(draft, line, index, dataAreaId, defaults)),
  };
}

function lineOf(draft: OrderDraft, line: DraftLine, index: number, dataAreaId: string, defaults: FinanceAndOperationsDefaults): Body {
  return {
    dataAreaId,
    LineNumber: index + 1,
    ProcurementProductCategoryName: defaults.procurementCategory,
    ProcurementProductCategoryHierarchyName: defaults.procurementHierarchy,
    LineDescription: lineText(draft, line),
    OrderedPurchaseQuantity: line.amountMinor < 0 ? -1 : 1,
    PurchasePrice: new JsonDecimal(Math.abs(line.amountMinor), draft.currency),
    PurchasePriceQuantity: 1,
    LineAmount: new JsonDecimal(line.amountMinor, draft.currency),
    MainAccountIdDisplayValue: line.glAccount,
    DefaultLedgerDimensionDisplayValue: dimensionsOf(line, defaults),
    ReceivingSiteId: defaults.site,
    ReceivingWarehouseId: defaults.warehouse,
  };
}

/** The line's dimensions in the order and with the delimiter of the dimension format for integrating applications. */
function dimensionsOf(line: DraftLine, { dimensions: { order, delimiter } }: FinanceAndOperationsDefaults): string {
  const values = { account: line.glAccount, department: line.department, location: line.location, blank: '' };
  return order.map((dimension) => values[dimension]).join(delimiter);
}

/** A line as it is coded: department and location stand among its dimensions, as far as the dimension format has them. */
export function financeAndOperationsLine(line: Body, { dimensions: { order, delimiter } }: Pick<FinanceAndOperationsDefaults, 'dimensions'>): BodyLine {
  const values = textAt(line, 'DefaultLedgerDimensionDisplayValue').split(delimiter);
  return {
    glAccount: textAt(line, 'MainAccountIdDisplayValue'), department: values[order.indexOf('department')] ?? '', location: values[order.indexOf('location')] ?? '',
    description: textAt(line, 'LineDescription'), amount: decimalAt(line, 'LineAmount'),
  };
}
