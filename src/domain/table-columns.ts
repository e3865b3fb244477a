import { type WantedColumn, headerProfileSchema } from './header-profile.ts';
import { MASTER_SHEETS, type MasterSheetName } from './reference-data.ts';

/** The columns of the canonical ledger, those that must be there first (docs/file-formats.md). */
export const LEDGER_COLUMNS = [
  { name: 'po_number', kind: 'id', required: true }, { name: 'po_date', kind: 'date', required: true }, { name: 'currency', kind: 'currency', required: true },
  { name: 'amount', kind: 'amount', required: true }, { name: 'entity', kind: 'id', required: false }, { name: 'posting_period', kind: 'text', required: false },
  { name: 'vendor_id', kind: 'id', required: false }, { name: 'vendor_name', kind: 'text', required: false }, { name: 'reference', kind: 'text', required: false },
  { name: 'memo', kind: 'text', required: false }, { name: 'line', kind: 'id', required: false }, { name: 'gl_account', kind: 'id', required: false },
  { name: 'department', kind: 'id', required: false }, { name: 'location', kind: 'id', required: false }, { name: 'entered_by', kind: 'text', required: false },
  { name: 'entered_at', kind: 'instant', required: false }, { name: 'status', kind: 'text', required: false }, { name: 'tax', kind: 'amount', required: false },
] as const satisfies readonly WantedColumn[];

/** The columns of a table of ledger headers; `key` is what its lines name where they do not name the PO's number, `total` the sum of its lines. */
export const HEADER_COLUMNS = [
  { name: 'po_number', kind: 'id', required: true }, { name: 'po_date', kind: 'date', required: true }, { name: 'currency', kind: 'currency', required: true },
  { name: 'key', kind: 'id', required: false }, { name: 'entity', kind: 'id', required: false }, { name: 'posting_period', kind: 'text', required: false },
  { name: 'vendor_id', kind: 'id', required: false }, { name: 'vendor_name', kind: 'text', required: false }, { name: 'reference', kind: 'text', required: false },
  { name: 'memo', kind: 'text', required: false }, { name: 'department', kind: 'id', required: false }, { name: 'location', kind: 'id', required: false },
  { name: 'entered_by', kind: 'text', required: false }, { name: 'entered_at', kind: 'instant', required: false }, { name: 'status', kind: 'text', required: false },
  { name: 'total', kind: 'amount', required: false },
] as const satisfies readonly WantedColumn[];

/** The columns of a table of ledger lines; `price` is for `price_per` of `price_unit`. */
export const LINE_COLUMNS = [
  { name: 'po_number', kind: 'id', required: true, or: ['key'] }, { name: 'key', kind: 'id', required: false }, { name: 'line', kind: 'id', required: false },
  { name: 'amount', kind: 'amount', required: true, or: ['price'] }, { name: 'currency', kind: 'currency', required: false }, { name: 'entity', kind: 'id', required: false },
  { name: 'memo', kind: 'text', required: false }, { name: 'gl_account', kind: 'id', required: false }, { name: 'department', kind: 'id', required: false },
  { name: 'location', kind: 'id', required: false }, { name: 'entered_by', kind: 'text', required: false }, { name: 'entered_at', kind: 'instant', required: false },
  { name: 'status', kind: 'text', required: false }, { name: 'tax', kind: 'amount', required: false },
  { name: 'price', kind: 'quantity', required: false }, { name: 'price_per', kind: 'quantity', required: false }, { name: 'price_unit', kind: 'text', required: false },
  { name: 'quantity', kind: 'quantity', required: false }, { name: 'unit', kind: 'text', required: false },
] as const satisfies readonly WantedColumn[];

/** The columns of a table of account assignments, each of them a share of a line. */
export const ASSIGNMENT_COLUMNS = [
  { name: 'po_number', kind: 'id', required: true }, { name: 'line', kind: 'id', required: true }, { name: 'assignment', kind: 'id', required: false },
  { name: 'gl_account', kind: 'id', required: true }, { name: 'department', kind: 'id', required: false }, { name: 'amount', kind: 'amount', required: false },
  { name: 'percent', kind: 'quantity', required: false }, { name: 'quantity', kind: 'quantity', required: false }, { name: 'deleted', kind: 'flag', required: false },
] as const satisfies readonly WantedColumn[];

/** Columns of a record of master data: whether it can be used is said by `active`, or by any of those behind it, which say the opposite. */
const record = (...between: WantedColumn[]): WantedColumn[] => [
  { name: 'id', kind: 'id', required: true }, { name: 'name', kind: 'text', required: false }, ...between, { name: 'active', kind: 'flag', required: true, or: ['inactive', 'blocked', 'deleted'] },
  { name: 'inactive', kind: 'flag', required: false }, { name: 'blocked', kind: 'flag', required: false }, { name: 'deleted', kind: 'flag', required: false },
];

/** The columns that a header profile of a master sheet may name (docs/systems/master-data.md). */
export const MASTER_COLUMNS: Record<MasterSheetName, readonly WantedColumn[]> = {
  vendors: record({ name: 'currency', kind: 'currency', required: false }),
  gl_accounts: record(),
  departments: record(),
  locations: record(),
  items: record(),
  entities: record(),
  approvers: record({ name: 'email', kind: 'text', required: true }),
  periods: [
    { name: 'name', kind: 'text', required: true }, { name: 'start', kind: 'date', required: true, or: ['end', 'end_day'] }, { name: 'end', kind: 'date', required: false },
    { name: 'end_year', kind: 'text', required: false }, { name: 'end_month', kind: 'text', required: false }, { name: 'end_day', kind: 'text', required: false },
    { name: 'status', kind: 'text', required: true, or: ['closed'] }, { name: 'closed', kind: 'flag', required: false }, { name: 'locked', kind: 'flag', required: false },
    // A lock of payables alone, which an export may have beside the one of all.
    { name: 'ap_locked', kind: 'flag', required: false },
  ],
  expense_approvers: [{ name: 'email', kind: 'text', required: true }],
};

/** The columns of the canonical approvals (docs/file-formats.md); a header profile must name those that no report can do without. */
export const APPROVALS_COLUMNS = [
  { name: 'event_id', kind: 'id', required: true }, { name: 'occurred_at', kind: 'moment', required: true }, { name: 'report_id', kind: 'id', required: true },
  { name: 'revision', kind: 'text', required: true }, { name: 'status', kind: 'text', required: true }, { name: 'report_name', kind: 'text', required: false },
  { name: 'currency', kind: 'currency', required: true }, { name: 'total', kind: 'amount', required: true }, { name: 'employee_email', kind: 'text', required: false },
  { name: 'department', kind: 'text', required: false }, { name: 'location', kind: 'text', required: false }, { name: 'submitted_at', kind: 'moment', required: false },
  { name: 'approvers', kind: 'text', required: false }, { name: 'line_id', kind: 'id', required: true }, { name: 'expense_date', kind: 'date', required: true },
  { name: 'merchant', kind: 'text', required: false }, { name: 'vendor_id', kind: 'id', required: false }, { name: 'category', kind: 'text', required: false },
  { name: 'line_department', kind: 'text', required: false }, { name: 'line_location', kind: 'text', required: false }, { name: 'description', kind: 'text', required: false },
  { name: 'amount', kind: 'amount', required: true }, { name: 'entity', kind: 'id', required: false }, { name: 'item_id', kind: 'id', required: false },
  { name: 'quantity', kind: 'text', required: false }, { name: 'payment_type', kind: 'text', required: false }, { name: 'personal', kind: 'flag', required: false },
  { name: 'reimbursable', kind: 'flag', required: false }, { name: 'claimed', kind: 'amount', required: false }, { name: 'tax', kind: 'amount', required: false },
] as const satisfies readonly WantedColumn[];

/** The columns of Expensify's CSV exports (docs/systems/expensify.md). */
export const EXPENSIFY_COLUMNS = [
  { name: 'report_id', kind: 'id', required: true }, { name: 'report_name', kind: 'text', required: false }, { name: 'status', kind: 'text', required: true },
  { name: 'currency', kind: 'currency', required: true }, { name: 'total', kind: 'amount', required: false }, { name: 'employee', kind: 'text', required: false },
  { name: 'created', kind: 'moment', required: false }, { name: 'submitted', kind: 'moment', required: false }, { name: 'approved', kind: 'moment', required: false },
  { name: 'reimbursed', kind: 'moment', required: false }, { name: 'policy_name', kind: 'text', required: false }, { name: 'expense_id', kind: 'id', required: false },
  { name: 'date', kind: 'moment', required: false }, { name: 'merchant', kind: 'text', required: false }, { name: 'amount', kind: 'amount', required: false },
  { name: 'category', kind: 'text', required: false }, { name: 'category_gl_code', kind: 'id', required: false }, { name: 'tag', kind: 'text', required: false },
  { name: 'comment', kind: 'text', required: false }, { name: 'reimbursable', kind: 'flag', required: false }, { name: 'card', kind: 'text', required: false },
  { name: 'tax', kind: 'amount', required: false },
] as const satisfies readonly WantedColumn[];

/** The columns of Ramp's transaction CSV (docs/systems/ramp.md). */
export const RAMP_COLUMNS = [
  { name: 'id', kind: 'id', required: true }, { name: 'status', kind: 'text', required: false }, { name: 'currency', kind: 'currency', required: true },
  { name: 'amount', kind: 'amount', required: true }, { name: 'memo', kind: 'text', required: false }, { name: 'transaction_date', kind: 'moment', required: true },
  { name: 'clearing_date', kind: 'moment', required: false }, { name: 'accounting_date', kind: 'moment', required: false }, { name: 'merchant', kind: 'text', required: false },
  { name: 'ramp_category', kind: 'text', required: false }, { name: 'ramp_department', kind: 'text', required: false }, { name: 'ramp_location', kind: 'text', required: false },
  { name: 'user', kind: 'text', required: false }, { name: 'accounting_category', kind: 'text', required: false }, { name: 'accounting_category_code', kind: 'id', required: false },
  { name: 'accounting_merchant', kind: 'id', required: false }, { name: 'accounting_subsidiary', kind: 'text', required: false },
  { name: 'accounting_department', kind: 'text', required: false }, { name: 'accounting_location', kind: 'text', required: false },
] as const satisfies readonly WantedColumn[];

/** Sources whose tables may be read by a header profile of the project, and the columns that it may name. */
export const PROFILED_SOURCES: Readonly<Record<'generic' | 'expensify' | 'ramp', readonly WantedColumn[]>> = { generic: APPROVALS_COLUMNS, expensify: EXPENSIFY_COLUMNS, ramp: RAMP_COLUMNS };

/** What a table of these columns is called, as `po-shadow profile --as` takes it; undefined for columns of none. */
export function tableOf(columns: readonly WantedColumn[]): string | undefined {
  const tables: [string, readonly WantedColumn[]][] = [['ledger', LEDGER_COLUMNS], ['approvals', APPROVALS_COLUMNS], ['expensify', EXPENSIFY_COLUMNS], ['ramp', RAMP_COLUMNS], ...Object.entries(MASTER_COLUMNS)];
  return tables.find(([, own]) => own === columns)?.[0];
}

/** A header profile that names none but these columns; `what` is the table that they are of. */
export function profileSchemaOf(columns: readonly WantedColumn[], what: string) {
  const known = columns.map(({ name }) => name);
  return headerProfileSchema.superRefine((profile, context) => {
    const named: [key: string, columns: readonly string[]][] = [
      ['columns', Object.keys(profile.columns)], ['defaults', Object.keys(profile.defaults)], ['values', Object.keys(profile.values)], ['fillDown', profile.fillDown], ['negate', profile.negate],
      ['leadingZeros', Array.isArray(profile.leadingZeros) ? profile.leadingZeros : []],
    ];
    for (const [key, mentioned] of named) {
      for (const column of mentioned) if (!known.includes(column)) context.addIssue({ code: 'custom', path: [key], message: `${column} is no column of ${what}; the columns are ${known.join(', ')}` });
    }
  });
}

/** A profile of a ledger: every column that it names is one of the canonical ledger's. */
export const ledgerProfileSchema = profileSchemaOf(LEDGER_COLUMNS, 'the ledger');
/** A profile of a master sheet, by its name. */
export const MASTER_PROFILE_SCHEMAS = Object.fromEntries(MASTER_SHEETS.map((sheet) => [sheet, profileSchemaOf(MASTER_COLUMNS[sheet], `master/${sheet}`)])) as Record<MasterSheetName, typeof ledgerProfileSchema>;
/** A profile of a source's table, by the source's name. */
export const SOURCE_PROFILE_SCHEMAS = Object.fromEntries(Object.entries(PROFILED_SOURCES).map(([source, columns]) => [source, profileSchemaOf(columns, `a table of ${source}`)])) as Record<keyof typeof PROFILED_SOURCES, typeof ledgerProfileSchema>;
