import { compareText } from '../domain/text.ts';
import { CannotRun } from '../domain/trouble.ts';
import { type RowProblem, UnreadableRow } from '../intake/row-problem.ts';
import type { ApprovalsSink, InputFile, ReadingOptions } from '../intake/sink.ts';
import { headerKey, readTable } from '../intake/table.ts';

/** Names that the columns of an export go by, by field: the first that a file has counts. Case, spaces and hyphens do not matter. */
export type ColumnAliases<Field extends string> = Readonly<Record<Field, readonly string[]>>;

/** A row of an export whose columns go by several names; one with a problem has the cells that can still be told. */
export interface AliasedRow<Field extends string> {
  line: number;
  problem: RowProblem | null;
  /** The cell of a field; '' where the file has no such column. */
  cell(field: Field): string;
}

export interface AliasedTable<Field extends string> {
  rows: AliasedRow<Field>[];
  /** Rows that are the header once more. */
  headers: AliasedRow<Field>[];
  has(field: Field): boolean;
  /** The file's own name of a field's column; the field where it has none. */
  columnOf(field: Field): string;
}

/**
 * Reads a table whose headers are the customer's own. Throws CannotRun where a column that must be there goes by none of its names.
 */
export async function readAliasedTable<Field extends string>(file: InputFile, aliases: ColumnAliases<Field>, required: readonly Field[], onBytes: (count: number) => void): Promise<AliasedTable<Field>> {
  const fields = Object.keys(aliases) as Field[];
  const names = [...new Set(fields.flatMap((field) => aliases[field]))];
  const placeOf = new Map(names.map((name, place) => [name, place]));
  const held: { line: number; cells: string[]; problem: AliasedRow<Field>['problem'] }[] = [];
  const { present } = await readTable(file, { required: [], optional: names }, ({ line, cells, problem }) => void held.push({ line, cells, problem }), onBytes);
  const columns = new Map<Field, string>();
  for (const field of fields) {
    const name = aliases[field].find((each) => present.has(each));
    if (name !== undefined) columns.set(field, name);
  }
  assertColumns(columns, aliases, required, file.shown);
  const rows: AliasedRow<Field>[] = [];
  const headers: AliasedRow<Field>[] = [];
  for (const { line, cells, problem } of held) {
    const isHeader = problem === null && [...columns.values()].every((name) => headerKey(cells[placeOf.get(name) as number] as string) === name);
    const row = { line, problem, cell: (field: Field) => cells[placeOf.get(columns.get(field) ?? '') ?? -1] ?? '' };
    (isHeader ? headers : rows).push(row);
  }
  return { rows, headers, has: (field) => columns.has(field), columnOf: (field) => columns.get(field) ?? field };
}

/** Throws CannotRun where a column that must be there goes by none of its names. */
export function assertColumns<Field extends string>(columns: { has(field: Field): boolean }, aliases: ColumnAliases<Field>, required: readonly Field[], shown: string): void {
  const missing = required.filter((field) => !columns.has(field));
  if (missing.length > 0) throw new CannotRun(`the header lacks ${missing.join(', ')}`, { where: shown, remedy: `Name the column ${missing.map((field) => `for ${field} one of ${aliases[field].join(', ')}`).join('; ')}.` });
}

/** Throws CannotRun where neither a column nor the settings name the currency. */
export function assertCurrency<Field extends string>(table: AliasedTable<Field | 'currency'>, aliases: ColumnAliases<Field | 'currency'>, { currency }: ReadingOptions, shown: string): void {
  if (table.has('currency') || currency !== undefined) return;
  throw new CannotRun('no column names the currency', { where: shown, remedy: `Add one (${aliases.currency.join(', ')}), or give currency beside the input.` });
}

/**
 * Throws UnreadableRow for the first of a document's rows that can't be read, or that says otherwise than its first row in a column that all of them
 * share. `what` is the document, for the reason; `differs` how a difference in a column is called.
 */
export function assertAgreeing<Field extends string>(table: AliasedTable<Field>, rows: readonly AliasedRow<Field>[], shared: readonly Field[], what: string, differs: (field: Field) => string = () => 'differs'): void {
  const first = rows[0] as AliasedRow<Field>;
  for (const row of rows) {
    if (row.problem !== null) throw new UnreadableRow(row.line, row.problem);
    for (const field of shared) {
      if (row.cell(field) === first.cell(field)) continue;
      throw new UnreadableRow(row.line, { field: table.columnOf(field), value: row.cell(field), reason: `${differs(field)} from line ${first.line} of the same ${what} ("${first.cell(field)}")` });
    }
  }
}

/** What both table sources tell of a file beside its documents: headers that stand in it again, and a header without rows. */
export function tellShape<Field extends string>({ rows, headers }: AliasedTable<Field>, sink: ApprovalsSink): void {
  for (const { line } of headers) sink.refuse({ line, rows: 1, field: '', value: '', reason: 'the header stands here a second time' });
  if (rows.length === 0) sink.control({ what: 'rows below the header', stated: 'some', found: 'none', agrees: false });
}

/** Rows by the value of one field, in file order. */
export function groupRows<Field extends string>(rows: readonly AliasedRow<Field>[], field: Field): Map<string, AliasedRow<Field>[]> {
  const groups = new Map<string, AliasedRow<Field>[]>();
  for (const row of rows) {
    const group = groups.get(row.cell(field));
    if (group === undefined) groups.set(row.cell(field), [row]);
    else group.push(row);
  }
  return groups;
}

/** Rows in an order that is the same whatever order they stand in: documents whose lines have no ids number them so. */
export function inOrderOfContent<Field extends string>(rows: readonly AliasedRow<Field>[], aliases: ColumnAliases<Field>): AliasedRow<Field>[] {
  const fields = Object.keys(aliases) as Field[];
  return rows.map((row) => ({ row, content: JSON.stringify(fields.map((field) => row.cell(field))) })).sort((left, right) => compareText(left.content, right.content)).map(({ row }) => row);
}
