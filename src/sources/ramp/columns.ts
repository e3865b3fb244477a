import type { ColumnAliases } from '../aliased-table.ts';

/** The fields of Ramp's transaction CSV and the names that their columns are known to go by; a company may have others. */
export const COLUMNS = {
  id: ['external_id', 'transaction_id', 'id'],
  status: ['approval_status', 'approval_state', 'status'],
  currency: ['currency', 'currency_code', 'transaction_currency'],
  amount: ['amount'],
  memo: ['memo', 'header_memo'],
  transactionDate: ['transaction_date', 'transaction_time'],
  clearingDate: ['clearing_date', 'clearing_time'],
  accountingDate: ['accounting_date'],
  merchant: ['merchant_name', 'merchant_description'],
  rampCategory: ['ramp_category'],
  rampDepartment: ['ramp_department'],
  rampLocation: ['ramp_location'],
  user: ['user_email', 'user'],
  accountingCategory: ['accounting_category', 'quickbooks_category'],
  accountingCategoryCode: ['accounting_category_code'],
  accountingMerchant: ['accounting_merchant_id', 'accounting_vendor_id'],
  accountingSubsidiary: ['accounting_subsidiary'],
  accountingDepartment: ['accounting_department'],
  accountingLocation: ['accounting_location'],
} as const satisfies ColumnAliases<string>;
export type Column = keyof typeof COLUMNS;
