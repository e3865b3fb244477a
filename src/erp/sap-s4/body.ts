import type { SapDefaults } from '../../domain/erp-settings.ts';
import { formatMinor } from '../../domain/money.ts';
import { listAt, textAt } from '../api.ts';
import { type BodyLine, decimalAt, signed } from '../body-line.ts';
import type { Body } from '../body-text.ts';
import { fitted } from '../fields.ts';
import { type Sha256, keyWithin } from '../key-within.ts';
import { type OrderDraft, lineText } from '../order-draft.ts';

/** A business date as OData V2 writes Edm.DateTime: milliseconds of midnight UTC, which stand for the date alone. */
const dateTimeOf = (date: string): string => `/Date(${Date.parse(`${date}T00:00:00Z`)})/`;

/**
 * The size of an amount as NetPriceAmount, a decimal with three decimals: a price is never negative, what is refunded is a returns item. A fourth
 * decimal is left out where it is 0; any other stays, and the check of the body refuses it.
 */
const netPriceOf = (minor: number, currency: string): string => formatMinor(Math.abs(minor), currency).replace(/(\.\d{3})0$/, '$1');

/** A PO as a deep insert into `A_PurchaseOrder` (OData V2). Amounts and quantities are decimals in quotes. */
export function sapBody(draft: OrderDraft, defaults: SapDefaults, sha256: Sha256): Body {
  return {
    CompanyCode: draft.entity,
    PurchaseOrderType: defaults.purchaseOrderType,
    Supplier: draft.vendorId,
    PurchasingOrganization: defaults.purchasingOrganization,
    PurchasingGroup: defaults.purchasingGroup,
    PurchaseOrderDate: dateTimeOf(draft.poDate),
    DocumentCurrency: draft.currency,
    CorrespncExternalReference: keyWithin(draft.idempotencyKey, 12, sha256),
    to_PurchaseOrderItem: draft.lines.map((line, index) => itemOf(draft, line, index, defaults)),
  };
}

function itemOf(draft: OrderDraft, line: OrderDraft['lines'][number], index: number, defaults: SapDefaults): Body {
  return {
    PurchaseOrderItem: String((index + 1) * 10),
    PurchaseOrderItemText: fitted(lineText(draft, line), 40, defaults.longText),
    Plant: defaults.plantFrom === 'location' && line.location !== '' ? line.location : defaults.plant,
    MaterialGroup: defaults.materialGroup,
    AccountAssignmentCategory: defaults.accountAssignmentCategory,
    OrderQuantity: '1',
    PurchaseOrderQuantityUnit: defaults.quantityUnit,
    OrderPriceUnit: defaults.quantityUnit,
    NetPriceAmount: netPriceOf(line.amountMinor, draft.currency),
    NetPriceQuantity: '1',
    TaxCode: defaults.taxCode,
    IsReturnsItem: line.amountMinor < 0 ? true : undefined,
    to_AccountAssignment: [{ AccountAssignmentNumber: '1', GLAccount: line.glAccount, CostCenter: line[defaults.costCenterFrom] }],
  };
}

/** An item as it is coded: its cost centre is the department or the location, and its plant the location where that is chosen. */
export function sapLine(item: Body, { costCenterFrom, plantFrom }: Pick<SapDefaults, 'costCenterFrom' | 'plantFrom'>): BodyLine {
  const [assignment = {}] = listAt(item, 'to_AccountAssignment');
  const costCenter = textAt(assignment, 'CostCenter');
  return {
    glAccount: textAt(assignment, 'GLAccount'), department: costCenterFrom === 'department' ? costCenter : '', location: costCenterFrom === 'location' ? costCenter : plantFrom === 'location' ? textAt(item, 'Plant') : '',
    description: textAt(item, 'PurchaseOrderItemText'), amount: signed(decimalAt(item, 'NetPriceAmount'), item.IsReturnsItem === true),
  };
}
