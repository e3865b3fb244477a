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

/** Rows by the value of one field, in file order. */
export function groupRows<Field extends string>(rows: readonly SourceRow<Field>[], field: Field): Map<string, SourceRow<Field>[]> {
  const groups = new Map<string, SourceRow<Field>[]>();
  for (const row of rows) {
    const group = groups.get(row.cell(field));
    if (group === undefined) groups.set(row.cell(field), [row]);
    else group.push(row);
  }
  return groups;
}

/** Rows in an order that is the same whatever order they stand in: documents whose lines have no ids number them so. */
export function inOrderOfContent<Field extends string>(rows: readonly SourceRow<Field>[], columns: readonly { name: Field }[]): SourceRow<Field>[] {
  return rows.map((row) => ({ row, content: JSON.stringify(columns.map(({ name }) => row.cell(name))) })).sort((left, right) => compareText(left.content, right.content)).map(({ row }) => row);
}
