import { z } from 'zod';
import { filled, quotedDecimal, text } from '../fields.ts';

/** Edm.DateTime as OData V2 writes it, or as a date where a tool wrote it so. */
const dateTime = z.string().regex(/^(\/Date\(-?\d+\)\/|\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?)$/, 'takes a date');

/** One row of `to_AccountAssignment`. */
export const sapAccountAssignment = z.object({
  AccountAssignmentNumber: text(2).optional(),
  GLAccount: filled(10),
  CostCenter: filled(10),
  BusinessArea: text(4).optional(),
  ControllingArea: text(4).optional(),
  OrderID: text(12).optional(),
  ProfitCenter: text(10).optional(),
  WBSElement: text(24).optional(),
  MasterFixedAsset: text(12).optional(),
  FunctionalArea: text(16).optional(),
  TaxCode: text(2).optional(),
});

/** One row of `to_PurchaseOrderItem`, without what is in it. */
export const sapItem = z.object({
  PurchaseOrderItem: filled(5),
  PurchaseOrderItemText: filled(40),
  Plant: filled(4),
  StorageLocation: text(4).optional(),
  MaterialGroup: filled(9),
  Material: text(40).optional(),
  AccountAssignmentCategory: filled(1),
  OrderQuantity: quotedDecimal(13, 3),
  PurchaseOrderQuantityUnit: filled(3),
  OrderPriceUnit: filled(3),
  NetPriceAmount: quotedDecimal(12, 3),
  NetPriceQuantity: quotedDecimal(5, 0),
  TaxCode: text(2).optional(),
  TaxJurisdiction: text(15).optional(),
  IsReturnsItem: z.boolean().optional(),
  RequisitionerName: text(12).optional(),
});

/** The header of `A_PurchaseOrder`, without what is in it. */
export const sapHeader = z.object({
  CompanyCode: filled(4),
  PurchaseOrderType: filled(4),
  Supplier: filled(10),
  PurchasingOrganization: filled(4),
  PurchasingGroup: filled(3),
  PurchaseOrderDate: dateTime,
  DocumentCurrency: filled(5),
  Language: text(2).optional(),
  PaymentTerms: text(4).optional(),
  ExchangeRate: text(12).optional(),
  CorrespncExternalReference: text(12).optional(),
  CorrespncInternalReference: text(12).optional(),
  SupplierRespSalesPersonName: text(30).optional(),
  InvoicingParty: text(10).optional(),
  IncotermsClassification: text(3).optional(),
});

/** The deep insert into `A_PurchaseOrder`: header, items, one account assignment an item at least. */
export const sapOrder = sapHeader.extend({ to_PurchaseOrderItem: z.array(sapItem.extend({ to_AccountAssignment: z.array(sapAccountAssignment).min(1) })).min(1) });
