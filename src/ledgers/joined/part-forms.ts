import type { LedgerPart } from '../../domain/ledger-part.ts';
import type { LedgerFormatName } from '../../domain/settings.ts';
import type { NamedProfile } from '../../intake/profiled/fit.ts';
import { API_DECIMALS, BC_STATUS, DELETED, FO_REJECTED, FO_STATUS, NETSUITE_STATUS, PADDED, SAP_REJECTED, YES, named } from '../known-profiles.ts';

/** The known forms of each file of an export whose headers, lines and assignments are tables of their own. */
export type PartForms = Readonly<Record<LedgerPart, readonly NamedProfile[]>>;

/** SuiteQL: a line names the internal id of its transaction; the main line repeats the header, and tax lines are no lines of the PO. */
const NETSUITE: PartForms = {
  headers: [
    named('rows of transaction (SuiteQL)', {
      columns: {
        key: ['id'], po_number: ['tranid'], po_date: ['trandate'], posting_period: ['postingperiod'], vendor_id: ['entity'], vendor_name: ['entityname', 'vendorname'], currency: ['currency'], entity: ['subsidiary'],
        reference: ['externalid', 'otherrefnum'], memo: ['memo'], entered_by: ['createdby'], entered_at: ['createddate'], status: ['status'],
      },
      values: { status: NETSUITE_STATUS },
    }),
  ],
  lines: [
    named('rows of transactionLine (SuiteQL)', {
      columns: {
        key: ['transaction'], line: ['linesequencenumber'], entity: ['subsidiary'], memo: ['memo'], gl_account: ['expenseaccount', 'account'], department: ['department'], location: ['location'], amount: ['foreignamount'],
      },
      skip: { mainline: [...YES], taxline: [...YES] },
    }),
  ],
  assignments: [],
};

const SAP_S4: PartForms = {
  headers: [
    named('rows of EKKO', {
      columns: {
        po_number: ['EBELN'], po_date: ['BEDAT', 'AEDAT'], vendor_id: ['LIFNR'], vendor_name: ['NAME1'], currency: ['WAERS'], entity: ['BUKRS'], reference: ['IHREZ'], entered_by: ['ERNAM'], entered_at: ['AEDAT'], status: ['LOEKZ'],
      },
      values: { status: DELETED }, rejected: SAP_REJECTED, leadingZeros: PADDED,
    }),
    named('answers of A_PurchaseOrder', {
      columns: {
        po_number: ['PurchaseOrder'], po_date: ['PurchaseOrderDate'], vendor_id: ['Supplier'], vendor_name: ['AddressName', 'SupplierName'], currency: ['DocumentCurrency'], entity: ['CompanyCode'],
        reference: ['CorrespncExternalReference'], entered_by: ['CreatedByUser'], entered_at: ['CreationDate'], status: ['PurchasingDocumentDeletionCode'],
      },
      decimals: API_DECIMALS,
      values: { status: DELETED }, rejected: SAP_REJECTED, leadingZeros: PADDED,
    }),
  ],
  lines: [
    named('rows of EKPO', {
      columns: {
        po_number: ['EBELN'], line: ['EBELP'], entity: ['BUKRS'], memo: ['TXZ01'], gl_account: ['SAKTO'], department: ['KOSTL'], location: ['WERKS'], amount: ['NETWR'], status: ['LOEKZ'],
        price: ['NETPR'], price_per: ['PEINH'], price_unit: ['BPRME'], quantity: ['MENGE'], unit: ['MEINS'],
      },
      values: { status: DELETED }, leadingZeros: PADDED,
    }),
    named('answers of A_PurchaseOrderItem', {
      columns: {
        po_number: ['PurchaseOrder'], line: ['PurchaseOrderItem'], currency: ['DocumentCurrency'], memo: ['PurchaseOrderItemText'], location: ['Plant'], amount: ['NetAmount'], status: ['PurchasingDocumentDeletionCode'],
        price: ['NetPriceAmount'], price_per: ['NetPriceQuantity'], price_unit: ['OrderPriceUnit'], quantity: ['OrderQuantity'], unit: ['PurchaseOrderQuantityUnit'],
      },
      decimals: API_DECIMALS,
      values: { status: DELETED }, leadingZeros: PADDED,
    }),
  ],
  assignments: [
    named('rows of EKKN', {
      columns: { po_number: ['EBELN'], line: ['EBELP'], assignment: ['ZEKKN'], gl_account: ['SAKTO'], department: ['KOSTL'], amount: ['NETWR'], percent: ['VPROZ'], quantity: ['MENGE'], deleted: ['LOEKZ'] },
      values: { deleted: { L: 'true' } }, leadingZeros: [...PADDED, 'assignment'],
    }),
    named('answers of A_PurOrdAccountAssignment', {
      columns: {
        po_number: ['PurchaseOrder'], line: ['PurchaseOrderItem'], assignment: ['AccountAssignmentNumber'], gl_account: ['GLAccount'], department: ['CostCenter'], amount: ['PurgDocNetAmount'],
        percent: ['MultipleAcctAssgmtDistrPercent'], quantity: ['Quantity'], deleted: ['IsDeleted'],
      },
      decimals: API_DECIMALS,
      leadingZeros: [...PADDED, 'assignment'],
    }),
  ],
};

const DYNAMICS_BC: PartForms = {
  headers: [
    named('answers of purchaseOrders', {
      columns: {
        key: ['id'], po_number: ['number'], po_date: ['orderDate'], vendor_id: ['vendorNumber'], vendor_name: ['vendorName'], currency: ['currencyCode'], reference: ['yourReference', 'vendorOrderNumber'],
        department: ['shortcutDimension1Code'], location: ['shortcutDimension2Code'], status: ['status'], total: ['totalAmountExcludingTax'],
      },
      decimals: API_DECIMALS,
      values: { status: BC_STATUS },
    }),
  ],
  lines: [
    named('answers of purchaseOrderLines', {
      columns: { key: ['documentId'], line: ['sequence'], memo: ['description'], gl_account: ['lineObjectNumber'], department: ['dimensionSetLines'], amount: ['netAmount', 'amountExcludingTax'] },
      decimals: API_DECIMALS,
      skip: { lineType: ['Comment'] },
    }),
  ],
  assignments: [],
};

/** Names of OData and of data packages: they differ in case alone. */
const DYNAMICS_FO: PartForms = {
  headers: [
    named('rows of PurchaseOrderHeadersV2', {
      columns: {
        po_number: ['PurchaseOrderNumber', 'Purchase order'], po_date: ['AccountingDate', 'Accounting date'], vendor_id: ['OrderVendorAccountNumber', 'Vendor account'], vendor_name: ['PurchaseOrderName', 'Vendor name'],
        currency: ['CurrencyCode', 'Currency'], entity: ['dataAreaId', 'Company'], reference: ['VendorOrderReference', 'Vendor reference'], entered_by: ['OrdererPersonnelNumber'], status: ['PurchaseOrderStatus', 'Status'],
      },
      values: { status: FO_STATUS }, rejected: FO_REJECTED,
    }),
  ],
  lines: [
    named('rows of PurchaseOrderLinesV2', {
      columns: {
        po_number: ['PurchaseOrderNumber', 'Purchase order'], line: ['LineNumber', 'Line number'], currency: ['CurrencyCode', 'Currency'], entity: ['dataAreaId', 'Company'], memo: ['LineDescription'],
        gl_account: ['MainAccountIdDisplayValue', 'Main account'], department: ['DefaultLedgerDimensionDisplayValue'], location: ['ReceivingSiteId', 'Site'], amount: ['LineAmount', 'Net amount'], status: ['PurchaseOrderLineStatus', 'Status'],
      },
      values: { status: FO_STATUS },
    }),
  ],
  assignments: [],
};

const NONE: PartForms = { headers: [], lines: [], assignments: [] };

/** By format; `generic` knows none but a header profile of the project. */
export const PART_FORMS: Readonly<Record<LedgerFormatName, PartForms>> = { generic: NONE, netsuite: NETSUITE, 'sap-s4': SAP_S4, 'dynamics-bc': DYNAMICS_BC, 'dynamics-fo': DYNAMICS_FO };
