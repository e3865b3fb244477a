import type { LedgerPart } from '../../domain/ledger-part.ts';
import type { WantedColumn } from '../../domain/header-profile.ts';
import type { NamedProfile } from '../../intake/profiled/fit.ts';
import { type ProfiledTable, openProfiledTable } from '../../intake/profiled/open-table.ts';
import type { TableReading } from '../../intake/profiled/placed-table.ts';
import type { InputFile, LedgerSink } from '../../intake/sink.ts';
import type { TableRow } from '../../intake/table.ts';

/** A row of one file of an export, its cells by the names of the columns asked for. */
export interface PartRow<Name extends string> {
  line: number;
  cells: Readonly<Record<Name, string>>;
  problem: TableRow['problem'];
  raw: string;
}

/** One file of an export in several. */
export interface PartTable<Name extends string> {
  part: LedgerPart;
  /** As people know the file. */
  shown: string;
  has(column: Name): boolean;
  forEachRow(onRow: (row: PartRow<Name>) => void, onBytes?: (count: number) => void): void;
  /** Tells what the file states of itself, and how many rows were passed over, as of the latest reading. */
  tellControls(sink: LedgerSink): void;
}

/** Opens one file of an export by the form that fits it best; the columns `without` are not looked for, and blank. Throws CannotRun where no form fits. */
export async function openPart<const Columns extends readonly WantedColumn[]>(part: LedgerPart, file: InputFile, columns: Columns, profiles: readonly NamedProfile[], without: readonly Columns[number]['name'][] = []): Promise<PartTable<Columns[number]['name']>> {
  type Name = Columns[number]['name'];
  const asked = columns.filter(({ name }) => !without.includes(name));
  const table: ProfiledTable = await openProfiledTable(file, asked, profiles);
  const blank = Object.fromEntries(columns.map(({ name }) => [name, ''])) as Record<Name, string>;
  let reading: TableReading = { delivered: 0, passedOver: 0, headersAgain: [], controls: [] };
  return {
    part,
    shown: file.shown,
    has: (column) => table.present.has(column),
    forEachRow(onRow, onBytes) {
      reading = table.forEachRow(({ line, cells, problem, raw }) => onRow({ line, problem, raw, cells: { ...blank, ...Object.fromEntries(asked.map(({ name }, place) => [name, cells[place] ?? ''])) } }), onBytes);
    },
    tellControls(sink) {
      const passedOver = String(reading.passedOver);
      if (reading.passedOver > 0) sink.control({ what: `rows that are no PO lines, passed over as ${table.profile} says`, stated: passedOver, found: passedOver, agrees: true }, part);
      for (const control of reading.controls) sink.control(control, part);
    },
  };
}
