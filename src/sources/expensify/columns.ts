import { headerProfileSchema } from '../../domain/header-profile.ts';
import type { EXPENSIFY_COLUMNS } from '../../domain/table-columns.ts';
import type { NamedProfile } from '../../intake/profiled/fit.ts';

/** The fields of Expensify's CSV exports and the names that their columns are known to go by; templates may name them at will. */
export const EXPENSIFY_EXPORT: NamedProfile = {
  name: 'a CSV export of Expensify',
  profile: headerProfileSchema.parse({
    columns: {
      report_id: ['report_id', 'reportid', 'report_number', 'report_no'],
      report_name: ['report_name', 'report_title', 'report'],
      status: ['report_status', 'status', 'state', 'report_state'],
      currency: ['report_currency', 'currency', 'output_currency'],
      total: ['report_total', 'total', 'total_amount'],
      employee: ['submitter_email', 'employee_email', 'account_email', 'submitter', 'report_submitter', 'employee'],
      created: ['report_created', 'created'],
      submitted: ['submitted_date', 'date_submitted', 'submitted_on', 'submitted', 'report_submitted'],
      approved: ['approved_date', 'date_approved', 'approved_on', 'approved', 'report_approved', 'approval_date'],
      reimbursed: ['reimbursed_date', 'date_reimbursed', 'reimbursed'],
      policy_name: ['policy_name', 'policy', 'workspace_name', 'workspace'],
      expense_id: ['expense_id', 'transaction_id', 'transactionid'],
      date: ['timestamp', 'expense_date', 'transaction_date', 'date'],
      merchant: ['merchant', 'modified_merchant'],
      amount: ['amount', 'expense_amount', 'converted_amount'],
      category: ['category', 'expense_category'],
      category_gl_code: ['category_gl_code', 'gl_code', 'category_glcode'],
      tag: ['tag', 'tags'],
      comment: ['comment', 'description', 'expense_comment'],
      reimbursable: ['reimbursable'],
      card: ['bank', 'card'],
      tax: ['tax_amount', 'tax'],
    },
    dates: 'M/D/YYYY',
    decimals: '1,234.56',
  }),
};
export type Column = (typeof EXPENSIFY_COLUMNS)[number]['name'];

/** The state of the integration server for the words that the screens use. */
export const SCREEN_STATES: Readonly<Record<string, string>> = {
  draft: 'OPEN', open: 'OPEN', retracted: 'OPEN', processing: 'SUBMITTED', outstanding: 'SUBMITTED', submitted: 'SUBMITTED', approved: 'APPROVED',
  reimbursed: 'REIMBURSED', paid: 'REIMBURSED', confirmed: 'REIMBURSED', closed: 'ARCHIVED', done: 'ARCHIVED', archived: 'ARCHIVED',
};
