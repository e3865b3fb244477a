import type { HeaderProfile, WantedColumn } from '../../domain/header-profile.ts';
import { patternMatcher } from '../../domain/pattern.ts';
import { fold } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { excerpt } from '../row-problem.ts';
import type { InputFile } from '../sink.ts';
import type { TableRow } from '../table.ts';
import { type Styles, canonicalCell } from './canonical-cell.ts';
import { type RawRow, type RawTable, openRawTable } from './raw-table.ts';
import { AmountEvidence, DateEvidence, dateStyles } from './styles.ts';

/** A profile with the name that people know it by. */
export interface NamedProfile {
  name: string;
  profile: HeaderProfile;
}

/** A file's table in canonical columns. */
export interface ProfiledTable {
  /** The name of the profile that it is read by. */
  profile: string;
  /** Calls `onRow` for each row, its cells in the order of the wanted columns, as canonical texts. Returns how many rows were passed over as none. */
  forEachRow(onRow: (row: TableRow) => void, onBytes?: (count: number) => void): number;
}

/** Where a profile finds its columns. */
interface Fit {
  named: NamedProfile;
  head: number;
  /** For each wanted column its place in the file, -1 where it is not there. */
  places: number[];
  missing: string[];
}

/**
 * Opens a file by the profile that fits it best: of those of which all required columns are there the one with most columns. Tells from all of its
 * rows how dates and amounts are written. Throws CannotRun where no profile fits, and where a date or an amount could be read two ways.
 */
export async function openProfiledTable(file: InputFile, columns: readonly WantedColumn[], profiles: readonly NamedProfile[]): Promise<ProfiledTable> {
  const wanted = new Set(profiles.flatMap(({ profile }) => Object.values(profile.columns).flat()));
  const raw = await openRawTable(file, wanted);
  const fit = bestFit(raw, columns, profiles);
  if (fit.missing.length > 0) throw noFit(file, raw, fit, profiles.length);
  const table = new PlacedTable(raw, columns, fit);
  const styles = table.tellStyles(file.shown);
  return { profile: fit.named.name, forEachRow: (onRow, onBytes) => table.forEachRow(styles, onRow, onBytes) };
}

function noFit(file: InputFile, raw: RawTable, { named, head, missing }: Fit, profiles: number): CannotRun {
  const { line, names } = raw.heads[head] as RawTable['heads'][number];
  const lacking = missing.map((column) => `${column} (${(named.profile.columns[column] ?? ['no name in the profile']).join(', or ')})`);
  return new CannotRun(`${profiles > 1 ? `no known form of this export fits; the nearest, ${named.name},` : 'the header'} lacks ${lacking.join('; ')}`, {
    where: `${file.shown}:${line}`,
    remedy: `It names: ${excerpt(names.filter((name) => name.trim() !== '').join(', '))}. Name the columns in a header profile (docs/header-profiles.md).`,
  });
}

function bestFit(raw: RawTable, columns: readonly WantedColumn[], profiles: readonly NamedProfile[]): Fit {
  let best: Fit | undefined;
  for (const named of profiles) {
    for (const head of raw.heads.keys()) {
      const fit = fitOf(raw, head, columns, named);
      if (fit !== null && (best === undefined || isBetter(fit, best))) best = fit;
    }
  }
  // A profile that asks for a line or a sheet which is not there fits nowhere: it is told of the first.
  return best ?? { named: profiles[0] as NamedProfile, head: 0, places: [], missing: columns.filter(({ required }) => required).map(({ name }) => name) };
}

const foundIn = ({ places }: Fit): number => places.filter((place) => place !== -1).length;

/** Fewer required columns missing, then more columns found; else the earlier profile and row. */
function isBetter(one: Fit, other: Fit): boolean {
  return one.missing.length !== other.missing.length ? one.missing.length < other.missing.length : foundIn(one) > foundIn(other);
}

function fitOf(raw: RawTable, head: number, columns: readonly WantedColumn[], named: NamedProfile): Fit | null {
  const { line, names, sheet } = raw.heads[head] as RawTable['heads'][number];
  const { profile } = named;
  if (profile.header !== undefined && profile.header !== line) return null;
  if (profile.sheet !== undefined && sheet !== undefined && fold(profile.sheet) !== fold(sheet)) return null;
  const byName = new Map<string, number>();
  for (const [place, name] of names.entries()) if (!byName.has(fold(name))) byName.set(fold(name), place);
  const places = columns.map(({ name }) => {
    const there = (profile.columns[name] ?? []).find((each) => byName.has(fold(each)));
    return there === undefined ? -1 : (byName.get(fold(there)) as number);
  });
  const missing = columns.filter(({ name, required }, index) => required && places[index] === -1 && profile.defaults[name] === undefined).map(({ name }) => name);
  return { named, head, places, missing };
}

/** The rows behind the header, cell by cell in the canonical order. */
class PlacedTable {
  readonly #raw: RawTable;
  readonly #columns: readonly WantedColumn[];
  readonly #fit: Fit;
  readonly #isNone: (cells: readonly string[]) => boolean;

  constructor(raw: RawTable, columns: readonly WantedColumn[], fit: Fit) {
    this.#raw = raw;
    this.#columns = columns;
    this.#fit = fit;
    const { names } = raw.heads[fit.head] as RawTable['heads'][number];
    this.#isNone = skipTest(fit.named.profile, names);
  }

  /** One pass over the columns of dates and amounts. */
  tellStyles(shown: string): Styles {
    const { profile } = this.#fit.named;
    const dates = this.#evidence(['date', 'instant'], (name) => new DateEvidence(name));
    const amounts = this.#evidence(['amount'], (name) => new AmountEvidence(name));
    const needed = profile.decimals === undefined && !this.#raw.plainNumbers;
    const all = [...dates, ...(needed ? amounts : [])];
    if (all.length > 0) {
      this.#forEach((row) => {
        for (const { place, evidence } of all) {
          const value = row.cells[place]?.trim() ?? '';
          if (value !== '') evidence.see(value, row.line);
        }
      });
    }
    return {
      dates: dateStyles(dates.map(({ evidence }) => evidence), profile, shown),
      amounts: new Map(amounts.map(({ name, evidence }) => [name, profile.decimals ?? (needed ? evidence.style(shown) : '1,234.56')])),
    };
  }

  #evidence<Evidence>(kinds: readonly string[], make: (name: string) => Evidence): { name: string; place: number; evidence: Evidence }[] {
    return this.#columns.flatMap(({ name, kind }, index) => {
      const place = this.#fit.places[index] as number;
      return place !== -1 && kinds.includes(kind) ? [{ name, place, evidence: make(name) }] : [];
    });
  }

  /** Rows that say anything and are rows of the table; returns how many others there were. */
  #forEach(onRow: (row: RawRow) => void, onBytes?: (count: number) => void): number {
    const { names } = this.#raw.heads[this.#fit.head] as RawTable['heads'][number];
    let passedOver = 0;
    this.#raw.forEachRow(this.#fit.head, (row) => {
      if (row.problem === null && row.cellProblems === null) {
        if (row.cells.every((cell) => cell.trim() === '')) return;
        if (this.#isNone(row.cells) || isHeaderAgain(row.cells, names)) {
          passedOver++;
          return;
        }
      }
      onRow(row);
    }, onBytes);
    return passedOver;
  }

  forEachRow(styles: Styles, onRow: (row: TableRow) => void, onBytes?: (count: number) => void): number {
    const { named: { profile }, places, head } = this.#fit;
    const width = (this.#raw.heads[head] as RawTable['heads'][number]).names.length;
    const readers = this.#columns.map((column) => canonicalCell(column, profile, styles));
    const filledDown = this.#columns.map(({ name }) => profile.fillDown.includes(name));
    const above = this.#columns.map(() => '');
    return this.#forEach((row) => {
      let problem = row.problem === null ? null : { field: '', value: excerpt(row.raw), reason: row.problem };
      if (problem === null && hasTextBehind(row.cells, width)) problem = { field: '', value: excerpt(row.cells.join(',')), reason: `the row has ${row.cells.length} cells, the header ${width}` };
      const cells = places.map((place, index) => {
        const damaged = row.cellProblems?.get(place);
        if (damaged !== undefined) problem ??= { field: (this.#columns[index] as WantedColumn).name, ...damaged };
        let written = place === -1 ? '' : (row.cells[place] ?? '').trim();
        if (filledDown[index]) {
          if (written === '') written = above[index] as string;
          else above[index] = written;
        }
        const { text, reason } = (readers[index] as ReturnType<typeof canonicalCell>)(written);
        if (reason !== null) problem ??= { field: (this.#columns[index] as WantedColumn).name, value: excerpt(written), reason };
        return text;
      });
      onRow({ line: row.line, cells, problem, raw: row.raw });
    }, onBytes);
  }
}

const hasTextBehind = (cells: readonly string[], width: number): boolean => cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '');

const isHeaderAgain = (cells: readonly string[], names: readonly string[]): boolean => cells.length >= names.length && names.every((name, place) => fold(name) === fold(cells[place] ?? ''));

/** Whether a row is none: a column says one of the things that the profile passes over. */
function skipTest(profile: HeaderProfile, names: readonly string[]): (cells: readonly string[]) => boolean {
  const tests = Object.entries(profile.skip).flatMap(([name, values]) => {
    const place = names.findIndex((each) => fold(each) === fold(name));
    return place === -1 ? [] : [{ place, matches: patternMatcher(values) }];
  });
  return (cells) => tests.some(({ place, matches }) => matches((cells[place] ?? '').trim()));
}
