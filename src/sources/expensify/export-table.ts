import { AMOUNT_PROBLEMS, parseMinor } from '../../domain/money.ts';
import { EXPENSIFY_COLUMNS } from '../../domain/table-columns.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { readRowCurrency } from '../../intake/fields.ts';
import type { JsonValue } from '../../intake/json-text.ts';
import { Unreadable, UnreadableRow } from '../../intake/row-problem.ts';
import type { ApprovalsSink, InputFile, ReadingOptions } from '../../intake/sink.ts';
import { type PartColumns, type SourceRow, type SourceTable, assertAgreeing, groupRows, inOrderOfContent, readSourceTable } from '../source-table.ts';
import { Part } from '../json/part.ts';
import { type Column, EXPENSIFY_EXPORT, SCREEN_STATES } from './columns.ts';
import { identityOf, readReport } from './report.ts';

type Row = SourceRow<Column>;
type Table = SourceTable<Column>;

/** Columns that say the same on every row of a report. */
const OF_THE_REPORT: readonly Column[] = ['report_name', 'status', 'currency', 'total', 'employee', 'created', 'submitted', 'approved', 'reimbursed', 'policy_name'];
/** A currency beside the input stands in every row, and tells nothing of one. */
const PARTS: PartColumns<Column> = { id: 'report_id', shared: OF_THE_REPORT.filter((column) => column !== 'currency'), ofAPart: ['expense_id', 'date', 'merchant', 'category'], amount: 'amount' };
/** From which column the fields of a report and of an expense come, so that a refusal names the column. */
const REPORT_FIELDS: Readonly<Record<string, Column>> = { reportID: 'report_id', status: 'status', currency: 'currency', total: 'total', submitted: 'submitted', approved: 'approved', reimbursed: 'reimbursed', created: 'created' };
const EXPENSE_FIELDS: Readonly<Record<string, Column>> = { transactionID: 'expense_id', created: 'date', convertedAmount: 'amount', reimbursable: 'reimbursable' };

/**
 * Reads a CSV or XLSX export: one expense a row, or, where it has no column of merchants, one report a row. Amounts are formatted, and in
 * the report's currency. An export carries no chain of approvers. Throws CannotRun.
 */
export async function readExportTable(file: InputFile, options: ReadingOptions, sink: ApprovalsSink): Promise<void> {
  const table = await readSourceTable<Column>(file, EXPENSIFY_COLUMNS, [EXPENSIFY_EXPORT], options, sink);
  const level = table.has('merchant') ? EXPENSE_LEVEL : REPORT_LEVEL;
  const missing = level.required.filter((column) => !table.has(column));
  if (missing.length > 0) throw new CannotRun(`the header lacks ${missing.join(', ')}`, { where: file.shown, remedy: `Add the column${missing.length === 1 ? '' : 's'}, or name ${missing.length === 1 ? 'it' : 'them'} in a header profile (docs/header-profiles.md).` });
  for (const rows of groupRows(table, PARTS).values()) deliverReport(table, rows, level, options, sink);
}

interface Level {
  required: readonly Column[];
  expensesOf(rows: readonly Row[], table: Table, currency: string): Map<string, JsonValue>[];
}

const EXPENSE_LEVEL: Level = { required: ['amount', 'date'], expensesOf: (rows, table, currency) => rows.map((row, place) => expenseOf(row, table, place, currency)) };
/** A report without its expenses: one line that nothing codes. */
const REPORT_LEVEL: Level = { required: ['total'], expensesOf: ([row], table, currency) => (row === undefined ? [] : [summaryOf(row, table, currency)]) };

function deliverReport(table: Table, given: readonly Row[], level: Level, options: ReadingOptions, sink: ApprovalsSink): void {
  const rows = table.has('expense_id') ? given : inOrderOfContent(given, EXPENSIFY_COLUMNS);
  const takenAt = options.takenAt ?? null;
  let report: Part | undefined;
  try {
    assertAgreeing(table, given, OF_THE_REPORT, 'report', (column) => (column === 'currency' ? 'mixed currencies under one total: differs' : 'differs'));
    report = reportOf(table, rows, level);
    const { snapshot, total } = readReport(report, options, takenAt);
    sink.accept(snapshot, (given[0] as Row).line, given.length);
    if (table.has('total')) sink.control(total);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { line, field } = placeOf(error, table, rows);
    const identity = report === undefined ? { documentId: (given[0] as Row).cell('report_id') || undefined } : identityOf(report, options, takenAt);
    sink.refuse({ line, rows: given.length, ...error.problem, field, ...identity });
  }
}

/** The report as the Integration Server would give it, so that both are read by the same rules. */
function reportOf(table: Table, rows: readonly Row[], level: Level): Part {
  const first = rows[0] as Row;
  const currency = first.cell('currency');
  readRowCurrency(table.columnOf('currency'), currency);
  const expenses = level.expensesOf(rows, table, currency);
  const total = table.has('total') ? hundredths(first, 'total', table) : String(expenses.reduce((sum, expense) => sum + BigInt(expense.get('convertedAmount') as string), 0n));
  const status = first.cell('status');
  return new Part(new Map<string, JsonValue>([
    ['reportID', first.cell('report_id')],
    ['reportName', first.cell('report_name')],
    ['status', SCREEN_STATES[status.toLowerCase()] ?? status],
    ['policyName', first.cell('policy_name')],
    ['currency', currency],
    ['total', total],
    ['accountEmail', first.cell('employee')],
    ...(['created', 'submitted', 'approved', 'reimbursed'] as const).map((column): [string, JsonValue] => [column, first.cell(column)]),
    ['transactionList', expenses],
  ]));
}

function expenseOf(row: Row, table: Table, place: number, currency: string): Map<string, JsonValue> {
  return new Map<string, JsonValue>([
    ['transactionID', table.has('expense_id') ? row.cell('expense_id') : String(place + 1)],
    ['created', row.cell('date')],
    ['merchant', row.cell('merchant')],
    ['convertedAmount', hundredths(row, 'amount', table)],
    ['currency', currency],
    ['category', row.cell('category')],
    ['categoryGlCode', row.cell('category_gl_code')],
    ['tag', row.cell('tag')],
    ['comment', row.cell('comment')],
    ['reimbursable', row.cell('reimbursable')],
    ['bank', row.cell('card')],
    ['taxAmount', row.cell('tax') === '' ? '' : hundredths(row, 'tax', table)],
  ]);
}

function summaryOf(row: Row, table: Table, currency: string): Map<string, JsonValue> {
  const day = (['approved', 'submitted', 'created'] as const).map((column) => row.cell(column)).find((text) => text !== '') ?? '';
  return new Map<string, JsonValue>([['transactionID', '1'], ['created', day], ['convertedAmount', hundredths(row, 'total', table)], ['currency', currency], ['comment', row.cell('report_name')]]);
}

/** An amount as Expensify's hundredths. */
function hundredths(row: Row, column: Column, table: Table): string {
  const field = table.columnOf(column);
  if (row.cell(column) === '') throw new UnreadableRow(row.line, { field, value: '', reason: AMOUNT_PROBLEMS.blank });
  const minor = parseMinor(row.cell(column), 2);
  if (typeof minor === 'number') return String(minor);
  throw new UnreadableRow(row.line, { field, value: row.cell(column), reason: 'more than the two decimals that Expensify keeps, or too large' });
}

/** Where trouble stands: its row, and the file's own name of the column. */
function placeOf(error: Unreadable, table: Table, rows: readonly Row[]): { line: number; field: string } {
  const { field } = error.problem;
  if (error instanceof UnreadableRow) return { line: error.line, field };
  const [, place, key = ''] = /^transactionList\[(\d+)\]\.(\w+)$/.exec(field) ?? [];
  const row = rows[Number(place ?? 0)] ?? (rows[0] as Row);
  const column = place === undefined ? REPORT_FIELDS[field] : EXPENSE_FIELDS[key];
  return { line: row.line, field: column === undefined ? field : table.columnOf(column) };
}
