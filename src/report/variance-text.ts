import { visible, visibleJson } from '../domain/text.ts';
import { STATUSES, type VarianceRow } from '../domain/variance.ts';
import { differenceTexts } from './difference-text.ts';
import { COLUMNS, type VarianceDocument, cellsOf, notesOf } from './model.ts';

const FORMULA_START = /^[=+\-@\t\r\n\u0000]/;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/** One CSV cell (RFC 4180); a text that a spreadsheet would take for a formula gets an apostrophe in front, a number does not. */
export function csvCell(text: string): string {
  const safe = FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${visible(text)}` : visible(text);
  return /[",\n\r]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const CSV_COLUMNS: [string, (row: VarianceRow) => string][] = [
  ['row_id', (row) => row.id],
  ['date', (row) => row.date ?? ''],
  ['transaction_id', (row) => row.transactionId ?? ''],
  ['currency', (row) => row.currency],
  ['expense_total', (row) => row.expenseTotal ?? ''],
  ['report_total', (row) => row.reportTotal ?? ''],
  ['dry_run_outcome', (row) => row.dryRun.outcome],
  ['dry_run_po', (row) => row.dryRun.poNumber ?? ''],
  ['dry_run_vendor', (row) => row.dryRun.vendorId ?? ''],
  ['dry_run_amount', (row) => row.dryRun.amount ?? ''],
  ['findings', (row) => row.dryRun.findings.map((finding) => finding.code).join(' ')],
  ['manual_pos', (row) => row.manual.poNumbers.join(' ')],
  ['manual_amount', (row) => row.manual.amount ?? ''],
  ['manual_currency', (row) => row.manual.currency ?? ''],
  ['variance', (row) => row.variance ?? ''],
  ['at_stake', (row) => row.atStake],
  ['status', (row) => row.status],
  ['label', (row) => STATUSES[row.status].label],
  ['first_status', (row) => row.firstStatus ?? ''],
  ['causes', (row) => row.causes.join(' ')],
  ['differences', (row) => differenceTexts(row).join('; ')],
  ['flags', (row) => row.flags.join(' ')],
  ['match_pass', (row) => row.match.pass ?? ''],
  ['agrees', (row) => row.match.agrees.join(' ')],
  ['explanation', (row) => notesOf(row).join(' ')],
];

/** The rows as CSV with a header, in pieces. */
export function* varianceCsv(rows: Iterable<VarianceRow>): Generator<string> {
  yield `${CSV_COLUMNS.map(([name]) => name).join(',')}\r\n`;
  for (const row of rows) yield `${CSV_COLUMNS.map(([, of]) => csvCell(of(row))).join(',')}\r\n`;
}

/** A text as a cell of a Markdown table. */
export const markdownCell = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');

/** The rows as a Markdown table, in pieces. */
export function* varianceMarkdown(rows: Iterable<VarianceRow>): Generator<string> {
  yield `| ${COLUMNS.join(' | ')} |\n|---|---|---:|---|---|---:|---|\n`;
  for (const row of rows) yield `| ${cellsOf(row).map(markdownCell).join(' | ')} |\n`;
}

/** The document as JSON, in pieces, so that a large one never stands in memory whole. */
export function* varianceJson(document: Omit<VarianceDocument, 'rows'>, rows: Iterable<VarianceRow>): Generator<string> {
  const { totals, ...head } = document;
  yield `${visibleJson(head).slice(0, -1)},"rows":[`;
  let first = true;
  for (const row of rows) {
    yield `${first ? '\n' : ',\n'}${visibleJson(row)}`;
    first = false;
  }
  yield `\n],"totals":${visibleJson(totals)}}\n`;
}
