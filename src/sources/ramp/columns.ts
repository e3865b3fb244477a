import { headerProfileSchema } from '../../domain/header-profile.ts';
import type { RAMP_COLUMNS } from '../../domain/table-columns.ts';
import type { NamedProfile } from '../../intake/profiled/fit.ts';

/** The fields of Ramp's transaction CSV and the names that their columns are known to go by; a company may have others. */
export const RAMP_TRANSACTIONS: NamedProfile = {
  name: 'the transaction CSV of Ramp',
  profile: headerProfileSchema.parse({
    columns: {
      id: ['external_id', 'transaction_id', 'id'],
      status: ['approval_status', 'approval_state', 'status'],
      currency: ['currency', 'currency_code', 'transaction_currency'],
      amount: ['amount'],
      memo: ['memo', 'header_memo'],
      transaction_date: ['transaction_date', 'transaction_time'],
      clearing_date: ['clearing_date', 'clearing_time'],
      accounting_date: ['accounting_date'],
      merchant: ['merchant_name', 'merchant_description'],
      ramp_category: ['ramp_category'],
      ramp_department: ['ramp_department'],
      ramp_location: ['ramp_location'],
      user: ['user_email', 'user'],
      accounting_category: ['accounting_category', 'quickbooks_category'],
      accounting_category_code: ['accounting_category_code'],
      accounting_merchant: ['accounting_merchant_id', 'accounting_vendor_id'],
      accounting_subsidiary: ['accounting_subsidiary'],
      accounting_department: ['accounting_department'],
      accounting_location: ['accounting_location'],
    },
    dates: 'M/D/YYYY',
    decimals: '1,234.56',
  }),
};
export type Column = (typeof RAMP_COLUMNS)[number]['name'];
