import type { WantedColumn } from '../../domain/header-profile.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { excerpt } from '../row-problem.ts';
import type { InputFile } from '../sink.ts';
import type { TableRow } from '../table.ts';
import { type Fit, type NamedProfile, bestFit, namedTwice, otherSheets } from './fit.ts';
import { PlacedTable, type TableReading } from './placed-table.ts';
import { type RawHead, type RawRow, type RawTable, openRawTable } from './raw-table.ts';
import { settledStyles } from './styles.ts';

/** A file's table in canonical columns. */
export interface ProfiledTable {
  /** The name of the profile that it is read by. */
  profile: string;
  /** All names of the header. */
  names: readonly string[];
  /** The file's own name of each wanted column that it has. */
  present: ReadonlyMap<string, string>;
  /** Calls `onRow` for each row, its cells in the order of the wanted columns, as canonical texts; `written` is the row as the file has it. */
  forEachRow(onRow: (row: TableRow, written: RawRow) => void, onBytes?: (count: number) => void): TableReading;
  /** The same for rows that are the main line of a document; none where the profile names none. */
  forEachMainLine(onMain: (row: TableRow) => void): void;
}

/**
 * Opens a file by the profile that fits it best: of those of which all required columns are there the one with most columns. Tells from all of its
 * rows how dates and amounts are written. Throws CannotRun where no profile fits, where several worksheets
 * do, and where a date or an amount could be read two ways.
 */
export async function openProfiledTable(file: InputFile, columns: readonly WantedColumn[], profiles: readonly NamedProfile[]): Promise<ProfiledTable> {
  const raw = await openRawTable(file, wantedNames(profiles), givenForm(profiles));
  const fit = bestFit(raw, columns, profiles);
  const head = raw.heads[fit.head] as RawHead;
  if (fit.missing.length > 0) throw noFit(file, raw, fit, profiles.length);
  const others = otherSheets(raw, columns, profiles, fit);
  if (others.length > 0) throw severalSheets(file, [head.sheet ?? '', ...others]);
  const twice = namedTwice(head, fit);
  if (twice !== undefined) throw new CannotRun(`column ${twice} occurs twice`, { where: `${file.shown}:${head.line}`, remedy: 'Remove one of the two, or give it another name.' });
  const table = new PlacedTable(raw, columns, fit);
  const told = table.tellStyles();
  const styles = { dates: settledStyles(told.dates, file.shown), amounts: settledStyles(told.amounts, file.shown) };
  const present = new Map(columns.flatMap(({ name }, index) => {
    const place = fit.places[index] as number;
    return place === -1 ? [] : [[name, head.names[place]?.trim() ?? ''] as const];
  }));
  return { profile: fit.named.name, names: head.names, present, forEachRow: (onRow, onBytes) => table.forEachRow(styles, onRow, onBytes), forEachMainLine: (onMain) => table.forEachMainLine(styles, onMain) };
}

/** All names that any of the profiles knows. */
export const wantedNames = (profiles: readonly NamedProfile[]): Set<string> => new Set(profiles.flatMap(({ profile, refuses = {} }) => [...Object.values(profile.columns).flat(), ...Object.keys(refuses)]));

/** What the first profile that says so says of how a text is written. */
export const givenForm = (profiles: readonly NamedProfile[]): { encoding: NamedProfile['profile']['encoding']; delimiter: NamedProfile['profile']['delimiter'] } => ({
  encoding: profiles.find(({ profile }) => profile.encoding !== undefined)?.profile.encoding,
  delimiter: profiles.find(({ profile }) => profile.delimiter !== undefined)?.profile.delimiter,
});

function severalSheets(file: InputFile, sheets: readonly string[]): CannotRun {
  const names = sheets.map((sheet) => JSON.stringify(sheet)).join(', ');
  return new CannotRun(`the workbook has several sheets with these columns (${names}), and only one can be read`, {
    where: file.shown,
    remedy: 'Save each sheet as a file of its own, or name the one that is meant in a header profile: sheet (docs/header-profiles.md). A sheet may be hidden.',
  });
}

function noFit(file: InputFile, raw: RawTable, { named, head, missing }: Fit, profiles: number): CannotRun {
  const { line, names } = raw.heads[head] as RawHead;
  const lacking = missing.map((column) => (named.profile.only[column] === undefined ? `${column} (${(named.profile.columns[column] ?? ['no name in the profile']).join(', or ')})` : `${column}, which only asks for`));
  return new CannotRun(`${profiles > 1 ? `no known form of this export fits; the nearest, ${named.name},` : 'the header'} lacks ${lacking.join('; ')}`, {
    where: `${file.shown}:${line}`,
    remedy: `It names: ${excerpt(names.filter((name) => name.trim() !== '').join(', '))}. ${missing.includes('currency') ? 'Give currency beside the input, or name' : 'Name'} the columns in a header profile (docs/header-profiles.md); po-shadow profile FILE --write profiles/mine.yaml makes one to edit.`,
  });
}
