import { MASTER_COLUMNS } from '../domain/table-columns.ts';
import type { MasterSheetName } from '../domain/reference-data.ts';
import { CannotRun } from '../domain/trouble.ts';
import { headerKey } from '../intake/table.ts';
import { openProfiledTable } from '../intake/profiled/open-table.ts';
import type { TableReading } from '../intake/profiled/placed-table.ts';
import { type SheetReading, withInput } from '../intake/profiled/with-input.ts';
import type { InputFile } from '../intake/sink.ts';
import { CANONICAL_COLUMNS } from './exports/canonical.ts';
import { formsOf } from './exports/index.ts';
import { type WrittenPeriod, periodRanges } from './period-ranges.ts';
import type { SheetTableRow } from './sheet-row.ts';

/**
 * Reads a master sheet by a header profile, or by the known form of its format that fits best. Calls `onRow` with the canonical cells of each row.
 * Throws CannotRun where no form fits, or where the file holds several tables and nothing says which is meant.
 */
export async function readProfiledSheet(file: InputFile, sheet: MasterSheetName, { format = 'generic', only, ...options }: SheetReading, onRow: (row: SheetTableRow) => void): Promise<TableReading> {
  const columns = MASTER_COLUMNS[sheet];
  const forms = formsOf(format, sheet);
  const known = withInput(forms, options).map(({ profile, ...named }) => ({ ...named, profile: only === undefined ? profile : { ...profile, only: { ...profile.only, ...only } } }));
  const table = await openProfiledTable(file, columns, known);
  const apart = options.profile === undefined ? forms.find(({ name }) => name === table.profile)?.apart : undefined;
  const unnamed = apart?.find((column) => table.names.some((name) => headerKey(name) === headerKey(column)) && !Object.keys(only ?? {}).some((name) => headerKey(name) === headerKey(column)));
  if (unnamed !== undefined) throw new CannotRun(`${table.profile} of several kinds stand in this file, told apart by ${unnamed}`, { where: file.shown, remedy: `Say beside the input which rows are ${sheet}: only: { ${unnamed}: … }.` });
  const place = new Map(columns.map(({ name }, index) => [name, index]));
  const periods: WrittenPeriod[] = [];
  const reading = table.forEachRow(({ line, cells, problem }) => {
    const cell = (name: string): string => cells[place.get(name) ?? -1] ?? '';
    if (sheet === 'periods') periods.push({ line, problem, cell });
    else onRow({ line, problem, cells: CANONICAL_COLUMNS[sheet].map((name) => (name === 'active' ? activeOf(cell, table.present.has('active')) : cell(name))) });
  });
  const passedOver = sheet === 'periods' ? periodRanges(periods, table.present, onRow) : 0;
  return { ...reading, passedOver: reading.passedOver + passedOver };
}

/** Whether a record can be used: what `active` says, unless any of the columns that say the opposite is set. Where the file has the column, a blank says nothing. */
function activeOf(cell: (name: string) => string, isThere: boolean): string {
  if (['inactive', 'blocked', 'deleted'].some((name) => cell(name) === 'true')) return 'false';
  return cell('active') || (isThere ? '' : 'true');
}
