import { type WrittenProfile, headerProfileSchema } from '../domain/header-profile.ts';
import type { NamedProfile } from '../intake/profiled/fit.ts';

/** A known form by its name, and what it knows beyond a header profile; a wrong one is a bug. */
export const named = (name: string, profile: WrittenProfile, more: Pick<NamedProfile, 'refuses' | 'cancels' | 'holdsAll'> = {}): NamedProfile => ({ name, profile: headerProfileSchema.parse(profile), ...more });

const ITEM_LINE = 'item lines are not read, and without them the PO is not whole';

/** Answers of an API write decimals with a point, as numbers or in quotes, whatever their user's language is. */
export const API_DECIMALS = '1,234.56';

/** Rows that reports and searches add to their lines: `Total - Acme`, and the sum of all, in whatever column they say so. A vendor whose name begins so is none. */
const SUMS = ['Total - *', 'Total', 'Grand Total', 'Overall Total'];

/** Sums of lists of SAP: an asterisk a level. */
const SAP_SUMS = ['~*', '~*~*', '~*~*~*', '~*~*~*~*'];

export const NETSUITE_STATUS = {
  'Pending Supervisor Approval': 'open', 'Pending Receipt': 'open', 'Partially Received': 'open', 'Pending Billing/Partially Received': 'open', 'Pending Bill': 'open', 'Pending Billing': 'open',
  'Fully Billed': 'closed', Closed: 'closed', 'Rejected by Supervisor': 'cancelled',
  A: 'open', B: 'open', C: 'cancelled', D: 'open', E: 'open', F: 'open', G: 'closed', H: 'closed',
  'PurchOrd:A': 'open', 'PurchOrd:B': 'open', 'PurchOrd:C': 'cancelled', 'PurchOrd:D': 'open', 'PurchOrd:E': 'open', 'PurchOrd:F': 'open', 'PurchOrd:G': 'closed', 'PurchOrd:H': 'closed',
};

/** A PO that its approval refused, where its own status is not in the export. */
const NETSUITE_REJECTED = { 'Approval Status': ['Rejected'], 'approvalStatus.refName': ['Rejected'] };

/** How NetSuite's services and connectors write that a line is the main one, or one of taxes. */
export const YES = ['T', 'true', 'Yes', 'Y', '1'] as const;

/** NetSuite: saved searches and CSV exports by their usual labels, SuiteQL rows, and the record of the REST API with its expense lines. */
export const NETSUITE: readonly NamedProfile[] = [
  named('a saved search or CSV export of NetSuite', {
    columns: {
      po_number: ['Document Number', 'PO #', 'Transaction Number', 'Number'], po_date: ['Date', 'Transaction Date'], posting_period: ['Period'], vendor_id: ['Vendor ID', 'Vendor: ID', 'Entity ID'],
      vendor_name: ['Name', 'Vendor', 'Main Line Name'], currency: ['Currency'], entity: ['Subsidiary'], reference: ['External ID', 'Other Ref Num', 'PO/Check Number'], memo: ['Memo', 'Memo (Main)'],
      line: ['Line ID', 'Line'], gl_account: ['Account'], department: ['Department'], location: ['Location'], amount: ['Amount (Foreign Currency)', 'Amount'], entered_by: ['Created By'], entered_at: ['Date Created'], status: ['Status'],
    },
    values: { status: NETSUITE_STATUS }, rejected: NETSUITE_REJECTED,
    mainLine: { '*': ['~*'], 'Main Line': ['~*', ...YES] },
    skip: { 'Tax Line': ['~*', ...YES] },
    sums: SUMS,
    fillDown: [],
  }),
  named('rows of SuiteQL', {
    columns: {
      po_number: ['tranid'], po_date: ['trandate'], posting_period: ['postingperiod'], vendor_id: ['entity'], vendor_name: ['entityname', 'vendorname'], currency: ['currency'], entity: ['subsidiary'],
      reference: ['externalid', 'otherrefnum'], memo: ['memo'], line: ['linesequencenumber', 'line'], gl_account: ['expenseaccount', 'account'], department: ['department'], location: ['location'],
      amount: ['foreignamount', 'netamount'], entered_by: ['createdby'], entered_at: ['createddate'], status: ['status'],
    },
    values: { status: NETSUITE_STATUS },
    mainLine: { mainline: [...YES] },
    skip: { taxline: [...YES] },
  }),
  named('rows of SuiteQL without lines', {
    columns: {
      po_number: ['tranid'], po_date: ['trandate'], vendor_id: ['entity'], vendor_name: ['entityname', 'vendorname'], currency: ['currency'], entity: ['subsidiary'], reference: ['externalid', 'otherrefnum'],
      memo: ['memo'], amount: ['foreigntotal'], entered_by: ['createdby'], entered_at: ['createddate'], status: ['status'],
    },
    values: { status: NETSUITE_STATUS },
    negate: ['amount'],
  }, { holdsAll: 'row' }),
  named('records of the REST API of NetSuite', {
    columns: {
      po_number: ['tranId'], po_date: ['tranDate'], vendor_id: ['entity.id'], vendor_name: ['entity.refName'], currency: ['currency.refName'], entity: ['subsidiary.id'], reference: ['externalId', 'otherRefNum'],
      memo: ['memo'], line: ['expense.line'], gl_account: ['expense.account.id'], department: ['expense.department.id'], location: ['expense.location.id'], amount: ['expense.amount'], tax: ['expense.tax1Amt'], entered_at: ['createdDate'], status: ['status.refName', 'orderStatus.id', 'status'],
      total_with_tax: ['total'], total_tax: ['taxTotal'], total_tax_2: ['tax2Total'],
    },
    decimals: API_DECIMALS,
    values: { status: NETSUITE_STATUS }, rejected: NETSUITE_REJECTED,
  }, { refuses: { 'item.amount': ITEM_LINE, 'item.item.id': ITEM_LINE, 'item.line': ITEM_LINE }, holdsAll: 'document' }),
];

/** A PO that its release refused is no commitment. */
export const SAP_REJECTED = { PROCSTAT: ['08'], PurchasingProcessingStatus: ['08'] };
export const DELETED = { L: 'cancelled', X: 'cancelled', S: 'open', true: 'cancelled', false: 'open' };

/** Numbers that SAP fills up with zeros; a plant and a company code are four characters as they stand. */
export const PADDED = ['po_number', 'vendor_id', 'line', 'gl_account', 'department'];

/** A deleted assignment has no share of its item. */
const DELETED_ASSIGNMENT = { 'to_PurchaseOrderItem.to_AccountAssignment.IsDeleted': ['true', 'X'] };

/** SAP S/4HANA: lists of ME2N, EKPO rows joined with their header, and OData V2 answers with items and account assignments. */
export const SAP_S4: readonly NamedProfile[] = [
  named('a list of ME2N', {
    columns: {
      po_number: ['Purchasing Document', 'Purchase Order', 'Purch.Doc.'], po_date: ['Document Date', 'Doc. Date'], vendor_id: ['Supplier', 'Vendor', 'Supplier/Supplying Plant', 'Vendor/supplying plant'],
      vendor_name: ['Name of Supplier', 'Supplier Name', 'Supplier/Supplying Plant', 'Vendor/supplying plant'],
      currency: ['Currency', 'Crcy'], entity: ['Company Code', 'CoCd'], reference: ['Your Reference', 'Our Reference'], memo: ['Short Text'], line: ['Item'], gl_account: ['G/L Account', 'G/L Acct'], department: ['Cost Center', 'Cost Ctr'],
      location: ['Plant', 'Plnt'], amount: ['Net Order Value', 'Net Value', 'Effective value'], entered_by: ['Created By', 'Created by'], entered_at: ['Created On'], status: ['Deletion Indicator', 'Deletion indicator', 'D'],
    },
    values: { status: DELETED }, rejected: SAP_REJECTED, leadingZeros: PADDED, fillDown: [], numberAndName: ['vendor_id', 'vendor_name'], sums: SAP_SUMS,
  }),
  named('rows of the tables EKKO and EKPO', {
    columns: {
      po_number: ['EBELN'], po_date: ['BEDAT', 'AEDAT'], vendor_id: ['LIFNR'], vendor_name: ['NAME1'], currency: ['WAERS'], entity: ['BUKRS'], reference: ['IHREZ'], memo: ['TXZ01'], line: ['EBELP'], gl_account: ['SAKTO'],
      department: ['KOSTL'], location: ['WERKS'], amount: ['NETWR'], entered_by: ['ERNAM'], entered_at: ['AEDAT'], status: ['LOEKZ'],
    },
    values: { status: DELETED }, rejected: SAP_REJECTED, leadingZeros: PADDED,
  }),
  named('answers of A_PurchaseOrder with account assignments', {
    columns: {
      po_number: ['PurchaseOrder'], po_date: ['PurchaseOrderDate'], vendor_id: ['Supplier'], vendor_name: ['AddressName', 'SupplierName'], currency: ['DocumentCurrency'], entity: ['CompanyCode'],
      reference: ['CorrespncExternalReference'], memo: ['to_PurchaseOrderItem.PurchaseOrderItemText'], gl_account: ['to_PurchaseOrderItem.to_AccountAssignment.GLAccount'],
      department: ['to_PurchaseOrderItem.to_AccountAssignment.CostCenter'], location: ['to_PurchaseOrderItem.Plant'], amount: ['to_PurchaseOrderItem.to_AccountAssignment.PurgDocNetAmount'],
      entered_by: ['CreatedByUser'], entered_at: ['CreationDate'], status: ['to_PurchaseOrderItem.PurchasingDocumentDeletionCode'],
    },
    decimals: API_DECIMALS,
    values: { status: DELETED }, rejected: { ...SAP_REJECTED, ...DELETED_ASSIGNMENT }, leadingZeros: PADDED,
  }, { cancels: { PurchasingDocumentDeletionCode: ['L', 'X', 'true'] }, holdsAll: 'document' }),
];

export const BC_STATUS = { Draft: 'open', 'In Review': 'open', Open: 'open', Released: 'open', 'Pending Approval': 'open', 'Pending Prepayment': 'open' };

/** Dynamics 365 Business Central: the list page opened in Excel (headers alone), and the API without and with its lines. */
export const DYNAMICS_BC: readonly NamedProfile[] = [
  named('the purchase order list of Business Central', {
    columns: {
      po_number: ['No.'], po_date: ['Document Date', 'Order Date', 'Posting Date'], vendor_id: ['Buy-from Vendor No.', 'Vendor No.'], vendor_name: ['Buy-from Vendor Name', 'Vendor Name'], currency: ['Currency Code'],
      reference: ['Your Reference', 'Vendor Order No.'], memo: ['Posting Description'], department: ['Shortcut Dimension 1 Code', 'Department Code'], location: ['Shortcut Dimension 2 Code', 'Store Code'], amount: ['Amount'], entered_by: ['Assigned User ID'], status: ['Status'],
    },
    values: { status: BC_STATUS },
  }, { holdsAll: 'row' }),
  named('answers of purchaseOrders without their lines', {
    columns: {
      po_number: ['number'], po_date: ['orderDate'], vendor_id: ['vendorNumber'], vendor_name: ['vendorName'], currency: ['currencyCode'], reference: ['yourReference', 'vendorOrderNumber'],
      department: ['shortcutDimension1Code'], location: ['shortcutDimension2Code'], amount: ['totalAmountExcludingTax'], tax: ['totalTaxAmount'], status: ['status'],
    },
    values: { status: BC_STATUS },
  }, { holdsAll: 'row' }),
  named('answers of purchaseOrders with their lines', {
    columns: {
      po_number: ['number'], po_date: ['orderDate'], vendor_id: ['vendorNumber'], vendor_name: ['vendorName'], currency: ['currencyCode'], reference: ['yourReference', 'vendorOrderNumber'],
      memo: ['purchaseOrderLines.description'], line: ['purchaseOrderLines.sequence'], gl_account: ['purchaseOrderLines.lineObjectNumber'], department: ['shortcutDimension1Code'], location: ['shortcutDimension2Code'],
      amount: ['purchaseOrderLines.netAmount', 'purchaseOrderLines.amountExcludingTax'], status: ['status'], total: ['totalAmountExcludingTax'],
      dimensions: ['purchaseOrderLines.dimensionSetLines'],
    },
    decimals: API_DECIMALS,
    values: { status: BC_STATUS },
    skip: { 'purchaseOrderLines.lineType': ['Comment'] },
  }, { holdsAll: 'document' }),
];

/** A PO that its workflow refused is no commitment. */
export const FO_REJECTED = { DocumentApprovalStatus: ['Rejected'], 'Approval status': ['Rejected'] };
/** What the header of a PO says where all of it is cancelled. */
const FO_CANCELS = { PurchaseOrderStatus: ['Canceled', 'Cancelled'] };
export const FO_STATUS = { Backorder: 'open', 'Open order': 'open', Received: 'open', Invoiced: 'closed', Canceled: 'cancelled', Cancelled: 'cancelled' };

/** Dynamics 365 Finance & Operations: OData answers of headers with lines, and flat files that hold a line with its header. */
export const DYNAMICS_FO: readonly NamedProfile[] = [
  named('answers of PurchaseOrderHeadersV2 with their lines', {
    columns: {
      po_number: ['PurchaseOrderNumber'], po_date: ['AccountingDate'], vendor_id: ['OrderVendorAccountNumber'], vendor_name: ['PurchaseOrderName'], currency: ['CurrencyCode'], entity: ['dataAreaId'], reference: ['VendorOrderReference'],
      memo: ['PurchaseOrderLinesV2.LineDescription', 'PurchaseOrderLines.LineDescription'], line: ['PurchaseOrderLinesV2.LineNumber', 'PurchaseOrderLines.LineNumber'], gl_account: ['PurchaseOrderLinesV2.MainAccountIdDisplayValue', 'PurchaseOrderLines.MainAccountIdDisplayValue'],
      department: ['PurchaseOrderLinesV2.DefaultLedgerDimensionDisplayValue', 'PurchaseOrderLines.DefaultLedgerDimensionDisplayValue'], location: ['PurchaseOrderLinesV2.ReceivingSiteId', 'PurchaseOrderLines.ReceivingSiteId'],
      amount: ['PurchaseOrderLinesV2.LineAmount', 'PurchaseOrderLines.LineAmount'], entered_by: ['OrdererPersonnelNumber'], status: ['PurchaseOrderLinesV2.PurchaseOrderLineStatus', 'PurchaseOrderLines.PurchaseOrderLineStatus', 'PurchaseOrderStatus'],
    },
    decimals: API_DECIMALS,
    values: { status: FO_STATUS }, rejected: FO_REJECTED,
  }, { cancels: FO_CANCELS, holdsAll: 'document' }),
  named('a data export of purchase order lines with their header', {
    columns: {
      po_number: ['PURCHASEORDERNUMBER', 'Purchase order'], po_date: ['ACCOUNTINGDATE', 'Accounting date'], vendor_id: ['ORDERVENDORACCOUNTNUMBER', 'Vendor account'], vendor_name: ['PURCHASEORDERNAME', 'Vendor name'], currency: ['CURRENCYCODE', 'Currency'],
      entity: ['DATAAREAID', 'Company'], reference: ['VENDORORDERREFERENCE', 'Vendor reference'], memo: ['LINEDESCRIPTION'], line: ['LINENUMBER', 'Line number'], gl_account: ['MAINACCOUNTIDDISPLAYVALUE', 'Main account'],
      department: ['DEFAULTLEDGERDIMENSIONDISPLAYVALUE'], location: ['RECEIVINGSITEID', 'Site'], amount: ['LINEAMOUNT', 'Net amount'], entered_by: ['ORDERERPERSONNELNUMBER'], status: ['PURCHASEORDERLINESTATUS', 'PURCHASEORDERSTATUS', 'Status'],
    },
    values: { status: FO_STATUS }, rejected: FO_REJECTED,
  }, { cancels: FO_CANCELS }),
];
