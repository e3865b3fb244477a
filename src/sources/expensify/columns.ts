import type { ColumnAliases } from '../aliased-table.ts';

/** The fields of Expensify's CSV exports and the names that their columns are known to go by; templates may name them at will. */
export const COLUMNS = {
  reportId: ['report_id', 'reportid', 'report_number', 'report_no'],
  reportName: ['report_name', 'report_title', 'report'],
  status: ['report_status', 'status', 'state', 'report_state'],
  currency: ['report_currency', 'currency', 'output_currency'],
  total: ['report_total', 'total', 'total_amount'],
  employee: ['submitter_email', 'employee_email', 'account_email', 'submitter', 'report_submitter', 'employee'],
  created: ['report_created', 'created'],
  submitted: ['submitted_date', 'date_submitted', 'submitted_on', 'submitted', 'report_submitted'],
  approved: ['approved_date', 'date_approved', 'approved_on', 'approved', 'report_approved', 'approval_date'],
  reimbursed: ['reimbursed_date', 'date_reimbursed', 'reimbursed'],
  policyName: ['policy_name', 'policy', 'workspace_name', 'workspace'],
  expenseId: ['expense_id', 'transaction_id', 'transactionid'],
  date: ['timestamp', 'expense_date', 'transaction_date', 'date'],
  merchant: ['merchant', 'modified_merchant'],
  amount: ['amount', 'expense_amount', 'converted_amount'],
  category: ['category', 'expense_category'],
  categoryGlCode: ['category_gl_code', 'gl_code', 'category_glcode'],
  tag: ['tag', 'tags'],
  comment: ['comment', 'description', 'expense_comment'],
  isReimbursable: ['reimbursable'],
  card: ['bank', 'card'],
  tax: ['tax_amount', 'tax'],
} as const satisfies ColumnAliases<string>;
export type Column = keyof typeof COLUMNS;

/** The state of the integration server for the words that the screens use. */
export const SCREEN_STATES: Readonly<Record<string, string>> = {
  draft: 'OPEN', open: 'OPEN', retracted: 'OPEN', processing: 'SUBMITTED', outstanding: 'SUBMITTED', submitted: 'SUBMITTED', approved: 'APPROVED',
  reimbursed: 'REIMBURSED', paid: 'REIMBURSED', confirmed: 'REIMBURSED', closed: 'ARCHIVED', done: 'ARCHIVED', archived: 'ARCHIVED',
};
