import type { WantedColumn } from '../domain/header-profile.ts';
import { compareText } from '../domain/text.ts';
import type { NamedProfile } from '../intake/profiled/fit.ts';
import { openProfiledTable } from '../intake/profiled/open-table.ts';
import { withInput } from '../intake/profiled/with-input.ts';
import { type RowProblem, UnreadableRow } from '../intake/row-problem.ts';
import type { ApprovalsSink, InputFile, ReadingOptions } from '../intake/sink.ts';
import { headerKey } from '../intake/table.ts';

/** A row of an expense system's table; one with a problem has the cells that can still be told. */
export interface SourceRow<Field extends string> {
  line: number;
  problem: RowProblem | null;
  /** The cell of a field as a canonical text; '' where the file has no such column. */
  cell(field: Field): string;
}

export interface SourceTable<Field extends string> {
  rows: SourceRow<Field>[];
  has(field: Field): boolean;
  /** The file's own name of a field's column, as names are compared; the field where it has none. */
  columnOf(field: Field): string;
}

/**
 * Reads a table whose headers are the customer's own, by the profile of the settings or the known form of the source. Tells the sink what the file
 * states of itself, and refuses headers that stand in it again. Throws CannotRun where a column that must be there is not.
 */
export async function readSourceTable<Field extends string>(file: InputFile, columns: readonly (WantedColumn & { name: Field })[], known: readonly NamedProfile[], options: ReadingOptions, sink: ApprovalsSink): Promise<SourceTable<Field>> {
  const table = await openProfiledTable(file, columns, withInput(known, options));
  const place = new Map(columns.map(({ name }, index) => [name, index]));
  const columnOf = (field: Field): string => {
    const name = table.present.get(field);
    return name === undefined ? field : headerKey(name);
  };
  const rows: SourceRow<Field>[] = [];
  const { passedOver, headersAgain, controls } = table.forEachRow(({ line, cells, problem }) => {
    rows.push({ line, problem: problem === null || problem.field === '' ? problem : { ...problem, field: columnOf(problem.field as Field) }, cell: (field) => cells[place.get(field) ?? -1] ?? '' });
  }, (count) => sink.bytes(count));
  for (const line of headersAgain) sink.refuse({ line, rows: 1, field: '', value: '', reason: 'the header stands here a second time' });
  const others = passedOver - headersAgain.length;
  if (others > 0) sink.control({ what: `rows that are no expenses, passed over as ${table.profile} says`, stated: String(others), found: String(others), agrees: true });
  for (const control of controls) sink.control(control);
  return { rows, has: (field) => table.present.has(field), columnOf };
}

/**
 * Throws UnreadableRow for the first of a document's rows that can't be read, or that says otherwise than its first row in a column that all of them
 * share. `what` is the document, for the reason; `differs` how a difference in a column is called.
 */
export function assertAgreeing<Field extends string>(table: SourceTable<Field>, rows: readonly SourceRow<Field>[], shared: readonly Field[], what: string, differs: (field: Field) => string = () => 'differs'): void {
  const first = rows[0] as SourceRow<Field>;
  for (const row of rows) {
    if (row.problem !== null) throw new UnreadableRow(row.line, row.problem);
    for (const field of shared) {
      if (row.cell(field) === first.cell(field)) continue;
      throw new UnreadableRow(row.line, { field: table.columnOf(field), value: row.cell(field), reason: `${differs(field)} from line ${first.line} of the same ${what} ("${first.cell(field)}")` });
    }
  }
}

/** Which columns of a table tell a row without an id from a sum: what its document's rows share, what a part of one has, and its amount. */
export interface PartColumns<Field extends string> {
  id: Field;
  shared: readonly Field[];
  ofAPart: readonly Field[];
  amount: Field;
}

/**
 * Rows by their id, in file order. One without an id that says nothing of its document and is a part of some goes with the row above it, and has a problem: it may be a part of that
 * one, as where an export names each document once. A sum has an amount alone, and stands by itself.
 */
export function groupRows<Field extends string>(table: SourceTable<Field>, columns: PartColumns<Field>): Map<string, SourceRow<Field>[]> {
  const groups = new Map<string, SourceRow<Field>[]>();
  let above = '';
  for (const row of table.rows) {
    const taken = above !== '' && isContinuation(row, table, columns) ? { ...row, problem: { field: table.columnOf(columns.id), value: '', reason: MAY_CONTINUE } } : row;
    above = taken === row ? row.cell(columns.id) : above;
    const group = groups.get(above);
    if (group === undefined) groups.set(above, [taken]);
    else group.push(taken);
  }
  return groups;
}

const MAY_CONTINUE = 'blank, and the row may be a part of the one above it; where an export names each document once, fill the cells in, or name them under fillDown in a header profile';

/** A blank id that has a problem of its own, such as a total above it, is judged already. */
function isContinuation<Field extends string>({ cell, problem }: SourceRow<Field>, table: SourceTable<Field>, { id, shared, ofAPart, amount }: PartColumns<Field>): boolean {
  const isFilled = (field: Field): boolean => cell(field) !== '';
  return problem?.field !== '' && problem?.field !== table.columnOf(id) && isFilled(amount) && ofAPart.some(isFilled) && ![id, ...shared].some(isFilled);
}

/** Rows in an order that is the same whatever order they stand in: documents whose lines have no ids number them so. */
export function inOrderOfContent<Field extends string>(rows: readonly SourceRow<Field>[], columns: readonly { name: Field }[]): SourceRow<Field>[] {
  return rows.map((row) => ({ row, content: JSON.stringify(columns.map(({ name }) => row.cell(name))) })).sort((left, right) => compareText(left.content, right.content)).map(({ row }) => row);
}
