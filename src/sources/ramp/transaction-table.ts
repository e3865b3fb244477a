import { readCurrency } from '../../intake/fields.ts';
import type { JsonValue } from '../../intake/json-text.ts';
import { Unreadable, UnreadableRow } from '../../intake/row-problem.ts';
import type { ApprovalsSink, InputFile, ReadingOptions } from '../../intake/sink.ts';
import { type AliasedRow, type AliasedTable, assertAgreeing, assertCurrency, groupRows, inOrderOfContent, readAliasedTable, tellShape } from '../aliased-table.ts';
import { plainAmount } from '../formatted-amount.ts';
import { Part } from '../json/part.ts';
import { isoDate } from '../table-dates.ts';
import { COLUMNS, type Column } from './columns.ts';
import { readLegacyAmount } from './money.ts';
import { identityOf, readObject } from './snapshot.ts';

type Row = AliasedRow<Column>;
type Table = AliasedTable<Column>;

/** The state of a transaction whose export has no column for it: not final, unless the settings say so. */
export const NOT_STATED = 'NOT_STATED';

/** Columns that say the same on every part of a transaction that is split. */
const OF_THE_TRANSACTION: readonly Column[] = ['status', 'currency', 'transactionDate', 'clearingDate', 'accountingDate', 'merchant', 'user'];
/** From which column the fields of a transaction come, so that a refusal names the column. */
const FIELDS: Readonly<Record<string, Column>> = { id: 'id', approval_status: 'status', currency_code: 'currency', accounting_date: 'accountingDate', settlement_date: 'clearingDate', user_transaction_time: 'transactionDate' };

/** Reads the transaction CSV or XLSX: a transaction a row, or a part of one that is split a row. Throws CannotRun. */
export async function readTransactionTable(file: InputFile, options: ReadingOptions, sink: ApprovalsSink): Promise<void> {
  const table = await readAliasedTable<Column>(file, COLUMNS, ['id', 'amount', 'transactionDate'], (count) => sink.bytes(count));
  assertCurrency(table, COLUMNS, options, file.shown);
  tellShape(table, sink);
  for (const rows of groupRows(table.rows, 'id').values()) deliverTransaction(table, rows, { ...options, object: 'transaction' }, sink);
}

function deliverTransaction(table: Table, rows: readonly Row[], options: ReadingOptions, sink: ApprovalsSink): void {
  const first = rows[0] as Row;
  let transaction: Part | undefined;
  try {
    assertAgreeing(table, rows, OF_THE_TRANSACTION, 'transaction');
    transaction = transactionOf(table, rows, options);
    sink.accept(readObject(transaction, options).snapshot, first.line, rows.length);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const column = FIELDS[error.problem.field];
    const line = error instanceof UnreadableRow ? error.line : first.line;
    const identity = transaction === undefined ? { documentId: idOf(first) || undefined } : identityOf(transaction, options);
    sink.refuse({ line, rows: rows.length, ...error.problem, ...(column === undefined ? {} : { field: table.columnOf(column) }), ...identity });
  }
}

/** The API's id: the CSV writes it with the system in front. */
const idOf = (row: Row): string => row.cell('id').replace(/^RAMP\./i, '');

/** The transaction as the API would give it, so that both are read by the same rules. */
function transactionOf(table: Table, rows: readonly Row[], options: ReadingOptions): Part {
  const first = rows[0] as Row;
  const currency = first.cell('currency') || (options.currency ?? '');
  readCurrency(table.columnOf('currency'), currency);
  return new Part(new Map<string, JsonValue>([
    ['id', idOf(first)],
    ['approval_status', (first.cell('status') || NOT_STATED).replaceAll(/[\s-]+/g, '_')],
    ['currency_code', currency],
    ['memo', first.cell('memo')],
    ['merchant_name', first.cell('merchant')],
    ['accounting_date', dayOf(first.cell('accountingDate'))],
    ['settlement_date', dayOf(first.cell('clearingDate'))],
    ['user_transaction_time', dayOf(first.cell('transactionDate'))],
    ['sk_category_name', first.cell('rampCategory')],
    ['card_holder', new Map<string, JsonValue>([['email', first.cell('user')], ['department_name', first.cell('rampDepartment')], ['location_name', first.cell('rampLocation')]])],
    ['line_items', inOrderOfContent(rows, COLUMNS).map((row) => lineOf(row, table, currency))],
  ]));
}

/** A day as it is written: the CSV's times have no zone, so they count by their date. */
const dayOf = (text: string): string => isoDate(text).slice(0, 'YYYY-MM-DD'.length);

function lineOf(row: Row, table: Table, currency: string): Map<string, JsonValue> {
  const field = table.columnOf('amount');
  let minor: number;
  try {
    ({ minor } = readLegacyAmount(field, plainAmount(field, row.cell('amount'), currency), table.columnOf('currency'), currency));
  } catch (error) {
    if (error instanceof Unreadable) throw new UnreadableRow(row.line, { ...error.problem, field });
    throw error;
  }
  const selections: Selection[] = [
    { type: 'GL_ACCOUNT', field: 'Category', id: row.cell('accountingCategoryCode'), name: row.cell('accountingCategory') },
    { type: 'MERCHANT', field: 'Merchant', id: row.cell('accountingMerchant'), name: '' },
    { type: 'SUBSIDIARY', field: 'Subsidiary', id: '', name: row.cell('accountingSubsidiary') },
    { type: 'COST_CENTER', field: 'Department', id: '', name: row.cell('accountingDepartment') },
    { type: 'OTHER', field: 'Location', id: '', name: row.cell('accountingLocation') },
  ];
  return new Map<string, JsonValue>([
    ['amount', new Map<string, JsonValue>([['amount', String(minor)], ['currency_code', currency]])],
    ['memo', row.cell('memo')],
    ['accounting_field_selections', selections.filter(({ id, name }) => id !== '' || name !== '').map(selectionOf)],
  ]);
}

/** An accounting field as the CSV has it: what was selected, by id or name. */
interface Selection {
  type: string;
  field: string;
  id: string;
  name: string;
}

function selectionOf({ type, field, id, name }: Selection): Map<string, JsonValue> {
  return new Map<string, JsonValue>([['external_id', id], ['name', name], ['category_info', new Map<string, JsonValue>([['type', type], ['name', field]])]]);
}
