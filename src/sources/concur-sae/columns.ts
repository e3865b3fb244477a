/** Columns of a row, all told: 364 to 400 are reserved. */
export const ROW_CELLS = 400;
/** Cells of the header: EXTRACT, batch date, record count, journal amount total, batch id. */
export const HEADER_CELLS = 5;

/** The columns that are read, counted from 1 as the extract's specification counts them, and what it calls them. */
export const COLUMNS = {
  batchId: [2, 'Batch ID'],
  batchDate: [3, 'Batch Date'],
  employeeId: [5, 'Employee ID'],
  employeeOrgUnit: [10, 'Employee Org Unit'],
  reportId: [19, 'Report ID'],
  reportKey: [20, 'Report Key'],
  ledger: [21, 'Ledger'],
  currency: [22, 'Employee Default Currency Alpha Code'],
  submitDate: [24, 'Report Submit Date'],
  processingDate: [26, 'Report Payment Processing Date'],
  reportName: [27, 'Report Name'],
  totalApproved: [32, 'Report Total Approved Amount'],
  reportOrgUnit: [35, 'Report Org Unit'],
  entryId: [61, 'Report Entry Id'],
  transactionType: [62, 'Report Entry Transaction Type'],
  expenseType: [63, 'Report Entry Expense Type Name'],
  transactionDate: [64, 'Report Entry Transaction Date'],
  entryCurrency: [65, 'Report Entry Currency Alpha Code'],
  personal: [68, 'Report Entry Is Personal Flag'],
  description: [69, 'Report Entry Description'],
  vendorName: [70, 'Report Entry Vendor Name'],
  vendorDescription: [71, 'Report Entry Vendor Description'],
  entryOrgUnit: [77, 'Report Entry Org Unit'],
  transactionAmount: [123, 'Report Entry Transaction Amount'],
  paymentType: [126, 'Payment Type Code'],
  cardMerchant: [146, 'Credit Card Transaction Merchant Name'],
  debitOrCredit: [168, 'Journal Debit or Credit'],
  journalAmount: [169, 'Journal Amount'],
  allocationKey: [189, 'Allocation Key'],
  allocationCustom: [191, 'Allocation Custom'],
  entryTax: [246, 'Report Entry Total Tax Posted Amount'],
  loginId: [264, 'Employee Login ID'],
  email: [265, 'Employee Email Address'],
  allocationTax: [348, 'Allocation Total Tax Posted Amount'],
} as const satisfies Record<string, readonly [number, string]>;

export type Column = keyof typeof COLUMNS;

/** A column as a refusal names it: `Journal Amount (column 169)`. The org units and custom fields are counted from their first. */
export function fieldName(column: Column, nth = 1): string {
  const [place, name] = COLUMNS[column];
  return `${name} (column ${place + nth - 1})`;
}
