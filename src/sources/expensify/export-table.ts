import { parseMinor } from '../../domain/money.ts';
import { readCurrency } from '../../intake/fields.ts';
import type { JsonValue } from '../../intake/json-text.ts';
import { Unreadable, UnreadableRow, atLine } from '../../intake/row-problem.ts';
import type { ApprovalsSink, InputFile, ReadingOptions } from '../../intake/sink.ts';
import { type AliasedRow, type AliasedTable, assertAgreeing, assertColumns, assertCurrency, groupRows, inOrderOfContent, readAliasedTable, tellShape } from '../aliased-table.ts';
import { plainAmount } from '../formatted-amount.ts';
import { Part } from '../json/part.ts';
import { isoDate } from '../table-dates.ts';
import { COLUMNS, type Column, SCREEN_STATES } from './columns.ts';
import { identityOf, readReport } from './report.ts';

type Row = AliasedRow<Column>;
type Table = AliasedTable<Column>;

/** Columns that say the same on every row of a report. */
const OF_THE_REPORT: readonly Column[] = ['reportName', 'status', 'currency', 'total', 'employee', 'created', 'submitted', 'approved', 'reimbursed', 'policyName'];
/** From which column the fields of a report and of an expense come, so that a refusal names the column. */
const REPORT_FIELDS: Readonly<Record<string, Column>> = { reportID: 'reportId', status: 'status', currency: 'currency', total: 'total', submitted: 'submitted', approved: 'approved', reimbursed: 'reimbursed', created: 'created' };
const EXPENSE_FIELDS: Readonly<Record<string, Column>> = { transactionID: 'expenseId', created: 'date', convertedAmount: 'amount', reimbursable: 'isReimbursable' };

/**
 * Reads a CSV or XLSX export: one expense a row, or, where it has no column of merchants, one report a row. Amounts are formatted, and in
 * the report's currency. An export carries no chain of approvers. Throws CannotRun.
 */
export async function readExportTable(file: InputFile, options: ReadingOptions, sink: ApprovalsSink): Promise<void> {
  const table = await readAliasedTable<Column>(file, COLUMNS, ['reportId', 'status'], (count) => sink.bytes(count));
  const level = table.has('merchant') ? EXPENSE_LEVEL : REPORT_LEVEL;
  assertColumns(table, COLUMNS, level.required, file.shown);
  assertCurrency(table, COLUMNS, options, file.shown);
  tellShape(table, sink);
  for (const rows of groupRows(table.rows, 'reportId').values()) deliverReport(table, rows, level, options, sink);
}

interface Level {
  required: readonly Column[];
  expensesOf(rows: readonly Row[], table: Table, currency: string): Map<string, JsonValue>[];
}

const EXPENSE_LEVEL: Level = { required: ['amount', 'date'], expensesOf: (rows, table, currency) => rows.map((row, place) => expenseOf(row, table, place, currency)) };
/** A report without its expenses: one line that nothing codes. */
const REPORT_LEVEL: Level = { required: ['total'], expensesOf: ([row], table, currency) => (row === undefined ? [] : [summaryOf(row, table, currency)]) };

function deliverReport(table: Table, given: readonly Row[], level: Level, options: ReadingOptions, sink: ApprovalsSink): void {
  const rows = table.has('expenseId') ? given : inOrderOfContent(given, COLUMNS);
  const takenAt = options.takenAt ?? null;
  let report: Part | undefined;
  try {
    assertAgreeing(table, given, OF_THE_REPORT, 'report', (column) => (column === 'currency' ? 'mixed currencies under one total: differs' : 'differs'));
    report = reportOf(table, rows, level, options);
    const { snapshot, total } = readReport(report, options, takenAt);
    sink.accept(snapshot, (given[0] as Row).line, given.length);
    if (table.has('total')) sink.control(total);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { line, field } = placeOf(error, table, rows);
    const identity = report === undefined ? { documentId: (given[0] as Row).cell('reportId') || undefined } : identityOf(report, options, takenAt);
    sink.refuse({ line, rows: given.length, ...error.problem, field, ...identity });
  }
}

/** The report as the Integration Server would give it, so that both are read by the same rules. */
function reportOf(table: Table, rows: readonly Row[], level: Level, options: ReadingOptions): Part {
  const first = rows[0] as Row;
  const currency = first.cell('currency') || (options.currency ?? '');
  readCurrency(table.columnOf('currency'), currency);
  const expenses = level.expensesOf(rows, table, currency);
  const total = table.has('total') ? hundredths(first, 'total', table, currency) : String(expenses.reduce((sum, expense) => sum + BigInt(expense.get('convertedAmount') as string), 0n));
  const status = first.cell('status');
  return new Part(new Map<string, JsonValue>([
    ['reportID', first.cell('reportId')],
    ['reportName', first.cell('reportName')],
    ['status', SCREEN_STATES[status.toLowerCase()] ?? status],
    ['policyName', first.cell('policyName')],
    ['currency', currency],
    ['total', total],
    ['accountEmail', first.cell('employee')],
    ...(['created', 'submitted', 'approved', 'reimbursed'] as const).map((column): [string, JsonValue] => [column, isoDate(first.cell(column))]),
    ['transactionList', expenses],
  ]));
}

function expenseOf(row: Row, table: Table, place: number, currency: string): Map<string, JsonValue> {
  return new Map<string, JsonValue>([
    ['transactionID', table.has('expenseId') ? row.cell('expenseId') : String(place + 1)],
    ['created', isoDate(row.cell('date'))],
    ['merchant', row.cell('merchant')],
    ['convertedAmount', hundredths(row, 'amount', table, currency)],
    ['currency', currency],
    ['category', row.cell('category')],
    ['categoryGlCode', row.cell('categoryGlCode')],
    ['tag', row.cell('tag')],
    ['comment', row.cell('comment')],
    ['reimbursable', row.cell('isReimbursable')],
    ['bank', row.cell('card')],
    ['taxAmount', row.cell('tax') === '' ? '' : hundredths(row, 'tax', table, currency)],
  ]);
}

function summaryOf(row: Row, table: Table, currency: string): Map<string, JsonValue> {
  const day = (['approved', 'submitted', 'created'] as const).map((column) => row.cell(column)).find((text) => text !== '') ?? '';
  return new Map<string, JsonValue>([['transactionID', '1'], ['created', isoDate(day)], ['convertedAmount', hundredths(row, 'total', table, currency)], ['currency', currency], ['comment', row.cell('reportName')]]);
}

/** A formatted amount as Expensify's hundredths. */
function hundredths(row: Row, column: Column, table: Table, currency: string): string {
  const field = table.columnOf(column);
  const minor = parseMinor(atLine(row.line, () => plainAmount(field, row.cell(column), currency)), 2);
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
