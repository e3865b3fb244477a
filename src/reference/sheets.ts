import { isBusinessDate } from '../domain/calendar.ts';
import { currencyDecimals } from '../domain/currency.ts';
import {
  type FiscalPeriod, MAPPING_HEADERS, MAPPING_SHEETS, MASTER_SHEETS, type MappingSheetName, type Mapping, type MasterData, type MasterSheetName, Sheet, emptyMapping, emptyMasterData,
} from '../domain/reference-data.ts';
import { compareText, fold } from '../domain/text.ts';
import type { UnreadColumns } from '../domain/unread-columns.ts';
import { readFlag } from '../intake/fields.ts';
import { Unreadable } from '../intake/row-problem.ts';
import type { ControlTotal, InputFile, Refusal } from '../intake/sink.ts';
import { type TableColumns, readTable } from '../intake/table.ts';
import { gaps, overlaps } from './period-calendar.ts';
import type { SheetReading } from '../intake/profiled/with-input.ts';
import type { SheetTableRow } from './sheet-row.ts';

const RECORD: TableColumns = { required: ['id', 'name', 'active'], optional: [] };
const MASTER_COLUMNS: Record<MasterSheetName, TableColumns> = {
  vendors: { required: ['id', 'name', 'currency', 'active'], optional: [] },
  gl_accounts: RECORD,
  departments: RECORD,
  locations: RECORD,
  items: RECORD,
  entities: RECORD,
  approvers: { required: ['id', 'name', 'email', 'active'], optional: [] },
  periods: { required: ['name', 'start', 'end', 'status'], optional: [] },
  expense_approvers: { required: ['email'], optional: [] },
};
const mappingColumns = (sheet: MappingSheetName): TableColumns => ({ required: [...MAPPING_HEADERS[sheet]], optional: [] });

export interface SheetFile {
  kind: 'master' | 'mapping';
  sheet: string;
  file: InputFile;
  /** How a master sheet is read that is not the canonical one. */
  reading?: SheetReading | undefined;
}

export interface SheetCounts {
  rowsRead: number;
  rowsAccepted: number;
  rowsQuarantined: number;
  controls: ControlTotal[];
  /** Columns of a canonical sheet that nobody reads; absent where there are none. */
  unread?: UnreadColumns;
}

/** Rows of a sheet that say the same of one key. */
export interface SheetRepeat {
  value: string;
  lines: number[];
}

/** Whether a file's base name is a sheet that is read, and which. */
export function sheetNamed(kind: 'master' | 'mapping', baseName: string): string | undefined {
  const names: readonly string[] = kind === 'master' ? MASTER_SHEETS : MAPPING_SHEETS;
  const wanted = fold(baseName).replaceAll(/[\s-]+/g, '_');
  return names.find((name) => name === wanted);
}

/** The sheets as one set of reference data, read again from their files; what is wrong goes to `refuse`, row by row. */
export async function readReferenceData(
  files: readonly SheetFile[],
  refuse: (file: SheetFile, refusal: Refusal) => void = () => {},
  onRepeat: (file: SheetFile, repeat: SheetRepeat) => void = () => {},
): Promise<{ master: MasterData; mapping: Mapping; counts: Map<SheetFile, SheetCounts> }> {
  const master = emptyMasterData();
  const mapping = emptyMapping();
  const counts = new Map<SheetFile, SheetCounts>();
  for (const file of files) {
    const count: SheetCounts = { rowsRead: 0, rowsAccepted: 0, rowsQuarantined: 0, controls: [] };
    counts.set(file, count);
    const unreadNames: string[] = [];
    const rows = await readRows(file, count, {
      refuse: (refusal) => refuse(file, refusal),
      unread: (cells) => void unreadNames.push(fold(cells[1] ?? '')),
      repeated: (repeat) => onRepeat(file, repeat),
    });
    fill(file, rows, master, mapping);
    const named = file.kind === 'master' ? { vendors: master.vendors, gl_accounts: master.glAccounts, departments: master.departments, locations: master.locations, entities: master.entities }[file.sheet] : undefined;
    for (const name of unreadNames) if (name !== '') named?.unreadNames.add(name);
  }
  master.periods.sort((left, right) => compareText(left.start, right.start) || compareText(left.name, right.name));
  return { master, mapping, counts };
}

interface KeyedRow {
  key: string;
  cells: string[];
  line: number;
}

/** What is said of rows that are not used, or say again what another one says. */
interface RowNotices {
  refuse(refusal: Refusal): void;
  /** The cells of a row that is refused. */
  unread(cells: readonly string[]): void;
  repeated(repeat: SheetRepeat): void;
}

/** A sheet's rows by key. Rows that give one key two meanings are all refused: which of them counts is nobody's guess. */
async function readRows(file: SheetFile, count: SheetCounts, notices: RowNotices): Promise<KeyedRow[]> {
  const columns = file.kind === 'master' ? MASTER_COLUMNS[file.sheet as MasterSheetName] : mappingColumns(file.sheet as MappingSheetName);
  const byKey = new Map<string, KeyedRow[]>();
  // Keys of rows that can't be read: what another row of the same key says may be half of the truth.
  const damaged = new Map<string, number>();
  const decline = (refusal: Refusal): void => {
    count.rowsQuarantined++;
    notices.refuse(refusal);
  };
  await feedRows(file, columns, count, (row) => {
    count.rowsRead++;
    const cells = [...row.cells];
    const key = fold(cells[0] ?? '');
    try {
      if (row.problem !== null) throw new Unreadable(row.problem.field, row.problem.value, row.problem.reason);
      check(file, columns, cells);
      const same = byKey.get(key);
      if (same === undefined) byKey.set(key, [{ key, cells, line: row.line }]);
      else same.push({ key, cells, line: row.line });
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      if (key !== '') damaged.set(key, row.line);
      notices.unread(cells);
      decline({ line: row.line, rows: 1, ...error.problem, documentId: cells[0] === '' ? undefined : cells[0] });
    }
  });
  const rows: KeyedRow[] = [];
  for (const [key, same] of byKey) {
    const [first] = same as [KeyedRow];
    const unread = damaged.get(key);
    if (unread !== undefined) {
      for (const row of same) {
        notices.unread(row.cells);
        decline({ line: row.line, rows: 1, field: columns.required[0] ?? '', value: row.cells[0] ?? '', reason: `line ${unread} gives the same ${columns.required[0]} and can't be read; neither is used`, documentId: row.cells[0] });
      }
    } else if (same.every((row) => row.cells.every((cell, index) => fold(cell) === fold(first.cells[index] ?? '')))) {
      rows.push(first);
      count.rowsAccepted += same.length;
      if (same.length > 1) notices.repeated({ value: first.cells[0] as string, lines: same.map(({ line }) => line) });
    } else {
      const lines = same.map((row) => row.line).join(', ');
      for (const row of same) {
        notices.unread(row.cells);
        decline({ line: row.line, rows: 1, field: columns.required[0] ?? '', value: row.cells[0] ?? '', reason: `lines ${lines} give the same ${columns.required[0]} different meanings; none of them is used`, documentId: row.cells[0] });
      }
    }
  }
  return file.sheet === 'periods' && file.kind === 'master' ? inOneCalendar(rows, count, decline) : rows;
}

/** Feeds a sheet's rows, in the order of its canonical columns, however the file is laid out. */
async function feedRows({ kind, sheet, file, reading }: SheetFile, columns: TableColumns, count: SheetCounts, onRow: (row: SheetTableRow) => void): Promise<void> {
  if (reading === undefined || kind === 'mapping') {
    const { unread } = await readTable(file, columns, onRow);
    if (unread !== null) count.unread = unread;
    return;
  }
  // The forms of the ERPs' exports load where a project has any.
  const { readProfiledSheet } = await import('./profiled-sheet.ts');
  const { passedOver, controls } = await readProfiledSheet(file, sheet as MasterSheetName, reading, onRow);
  if (passedOver > 0) count.controls.push({ what: `rows that are none of ${sheet}, passed over`, stated: String(passedOver), found: String(passedOver), agrees: true });
  count.controls.push(...controls);
}

/** Periods of which no two share a day; those that do are refused. Days that lie in none of all that are written are told. */
function inOneCalendar(rows: readonly KeyedRow[], count: SheetCounts, decline: (refusal: Refusal) => void): KeyedRow[] {
  const periods = rows.map((row) => ({ name: row.cells[0] as string, start: row.cells[1] as string, end: row.cells[2] as string, line: row.line, row }));
  const shared = overlaps(periods);
  for (const [period, other] of shared) {
    count.rowsAccepted--;
    decline({ line: period.line, rows: 1, field: 'start', value: `${period.start} to ${period.end}`, reason: `shares days with period ${other.name} (line ${other.line}, ${other.start} to ${other.end}); a day can't lie in two periods, so neither is used`, documentId: period.name });
  }
  count.controls.push(...gaps(periods));
  return periods.filter((period) => !shared.has(period)).map(({ row }) => row);
}

function check(file: SheetFile, columns: TableColumns, cells: string[]): void {
  const need = (index: number): void => {
    if (cells[index] === '') throw new Unreadable(columns.required[index] ?? '', '', 'the text is missing');
  };
  need(0);
  if (file.kind === 'mapping') return need(1);
  if (file.sheet === 'expense_approvers') return;
  if (file.sheet === 'periods') {
    for (const [index, name] of [[1, 'start'], [2, 'end']] as const) {
      if (!isBusinessDate(cells[index] ?? '')) throw new Unreadable(name, cells[index], 'not an existing date written YYYY-MM-DD');
    }
    if ((cells[1] ?? '') > (cells[2] ?? '')) throw new Unreadable('end', cells[2], 'before its start');
    if (!['open', 'closed'].includes((cells[3] ?? '').toLowerCase())) throw new Unreadable('status', cells[3], 'neither open nor closed');
    return;
  }
  if (readFlag('active', cells[columns.required.indexOf('active')]) === null) throw new Unreadable('active', '', 'neither true nor false');
  if (file.sheet === 'vendors' && cells[2] !== '' && currencyDecimals(cells[2] ?? '') === undefined) throw new Unreadable('currency', cells[2], 'not a currency of ISO 4217');
}

function fill(file: SheetFile, rows: KeyedRow[], master: MasterData, mapping: Mapping): void {
  const atOf = (row: KeyedRow): string => `${file.file.shown}:${row.line}`;
  if (file.kind === 'mapping') {
    const name = file.sheet as MappingSheetName;
    const sheet = (mapping[name] ??= new Sheet());
    for (const row of rows) sheet.set(row.key, { from: row.cells[0] as string, to: row.cells[1] as string, at: atOf(row) });
    return;
  }
  const [id, name] = [0, 1];
  const activeOf = (row: KeyedRow, index: number): boolean => readFlag('active', row.cells[index]) === true;
  switch (file.sheet as MasterSheetName) {
    case 'vendors':
      for (const row of rows) master.vendors.set(row.key, { id: row.cells[id] as string, name: row.cells[name] as string, currency: row.cells[2] as string, active: activeOf(row, 3), at: atOf(row) });
      return;
    case 'approvers':
      for (const row of rows) master.approvers.set(row.key, { id: row.cells[id] as string, name: row.cells[name] as string, email: row.cells[2] as string, active: activeOf(row, 3), at: atOf(row) });
      return;
    case 'periods':
      for (const row of rows) master.periods.push({ name: row.cells[0] as string, start: row.cells[1] as string, end: row.cells[2] as string, status: row.cells[3]?.toLowerCase() as FiscalPeriod['status'], at: atOf(row) });
      return;
    case 'expense_approvers':
      for (const row of rows) master.expenseApprovers.set(row.key, { email: row.cells[0] as string, at: atOf(row) });
      return;
    case 'items':
      master.items = new Sheet();
      for (const row of rows) master.items.set(row.key, { id: row.cells[id] as string, name: row.cells[name] as string, active: activeOf(row, 2), at: atOf(row) });
      return;
    case 'entities':
      master.entities = new Sheet();
      for (const row of rows) master.entities.set(row.key, { id: row.cells[id] as string, name: row.cells[name] as string, active: activeOf(row, 2), at: atOf(row) });
      return;
    default: {
      const sheet = { gl_accounts: master.glAccounts, departments: master.departments, locations: master.locations }[file.sheet as 'gl_accounts' | 'departments' | 'locations'];
      for (const row of rows) sheet.set(row.key, { id: row.cells[id] as string, name: row.cells[name] as string, active: activeOf(row, 2), at: atOf(row) });
    }
  }
}
