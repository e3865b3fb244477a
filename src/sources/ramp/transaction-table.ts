import { RAMP_COLUMNS } from '../../domain/table-columns.ts';
import { readRowCurrency } from '../../intake/fields.ts';
import type { JsonValue } from '../../intake/json-text.ts';
import { Unreadable, UnreadableRow } from '../../intake/row-problem.ts';
import type { ApprovalsSink, InputFile, ReadingOptions } from '../../intake/sink.ts';
import { type PartColumns, type SourceRow, type SourceTable, assertAgreeing, groupRows, inOrderOfContent, readSourceTable } from '../source-table.ts';
import { Part } from '../json/part.ts';
import { type Column, RAMP_TRANSACTIONS } from './columns.ts';
import { readLegacyAmount } from './money.ts';
import { identityOf, readObject } from './snapshot.ts';

type Row = SourceRow<Column>;
type Table = SourceTable<Column>;

/** The state of a transaction whose export has no column for it: not final, unless the settings say so. */
export const NOT_STATED = 'NOT_STATED';

/** Columns that say the same on every part of a transaction that is split. */
const OF_THE_TRANSACTION: readonly Column[] = ['status', 'currency', 'transaction_date', 'clearing_date', 'accounting_date', 'merchant', 'user'];
/** A currency beside the input stands in every row, and tells nothing of one. */
const PARTS: PartColumns<Column> = {
  id: 'id', shared: OF_THE_TRANSACTION.filter((column) => column !== 'currency'), amount: 'amount',
  ofAPart: ['memo', 'ramp_category', 'ramp_department', 'ramp_location', 'accounting_category', 'accounting_category_code', 'accounting_department', 'accounting_location'],
};
/** From which column the fields of a transaction come, so that a refusal names the column. */
const FIELDS: Readonly<Record<string, Column>> = { id: 'id', approval_status: 'status', currency_code: 'currency', accounting_date: 'accounting_date', settlement_date: 'clearing_date', user_transaction_time: 'transaction_date' };

/** Reads the transaction CSV or XLSX: a transaction a row, or a part of one that is split a row. Throws CannotRun. */
export async function readTransactionTable(file: InputFile, options: ReadingOptions, sink: ApprovalsSink): Promise<void> {
  const table = await readSourceTable<Column>(file, RAMP_COLUMNS, [RAMP_TRANSACTIONS], options, sink);
  for (const rows of groupRows(table, PARTS).values()) deliverTransaction(table, rows, { ...options, object: 'transaction' }, sink);
}

function deliverTransaction(table: Table, rows: readonly Row[], options: ReadingOptions, sink: ApprovalsSink): void {
  const first = rows[0] as Row;
  let transaction: Part | undefined;
  try {
    assertAgreeing(table, rows, OF_THE_TRANSACTION, 'transaction');
    transaction = transactionOf(table, rows);
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
function transactionOf(table: Table, rows: readonly Row[]): Part {
  const first = rows[0] as Row;
  const currency = first.cell('currency');
  readRowCurrency(table.columnOf('currency'), currency);
  return new Part(new Map<string, JsonValue>([
    ['id', idOf(first)],
    ['approval_status', (first.cell('status') || NOT_STATED).replaceAll(/[\s-]+/g, '_')],
    ['currency_code', currency],
    ['memo', first.cell('memo')],
    ['merchant_name', first.cell('merchant')],
    ['accounting_date', dayOf(first.cell('accounting_date'))],
    ['settlement_date', dayOf(first.cell('clearing_date'))],
    ['user_transaction_time', dayOf(first.cell('transaction_date'))],
    ['sk_category_name', first.cell('ramp_category')],
    ['card_holder', new Map<string, JsonValue>([['email', first.cell('user')], ['department_name', first.cell('ramp_department')], ['location_name', first.cell('ramp_location')]])],
    ['line_items', inOrderOfContent(rows, RAMP_COLUMNS).map((row) => lineOf(row, table, currency))],
  ]));
}

/** A day as it is written: the CSV's times have no zone, so they count by their date. */
const dayOf = (text: string): string => text.slice(0, 'YYYY-MM-DD'.length);

function lineOf(row: Row, table: Table, currency: string): Map<string, JsonValue> {
  const field = table.columnOf('amount');
  let minor: number;
  try {
    ({ minor } = readLegacyAmount(field, row.cell('amount'), table.columnOf('currency'), currency));
  } catch (error) {
    if (error instanceof Unreadable) throw new UnreadableRow(row.line, { ...error.problem, field });
    throw error;
  }
  const selections: Selection[] = [
    { type: 'GL_ACCOUNT', field: 'Category', id: row.cell('accounting_category_code'), name: row.cell('accounting_category') },
    { type: 'MERCHANT', field: 'Merchant', id: row.cell('accounting_merchant'), name: '' },
    { type: 'SUBSIDIARY', field: 'Subsidiary', id: '', name: row.cell('accounting_subsidiary') },
    { type: 'COST_CENTER', field: 'Department', id: '', name: row.cell('accounting_department') },
    { type: 'OTHER', field: 'Location', id: '', name: row.cell('accounting_location') },
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
