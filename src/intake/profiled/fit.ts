import type { HeaderProfile, WantedColumn } from '../../domain/header-profile.ts';
import { fold } from '../../domain/text.ts';
import { headerKey } from '../table.ts';
import type { RawHead, RawTable } from './raw-table.ts';

/** A profile with the name that people know it by. */
export interface NamedProfile {
  name: string;
  profile: HeaderProfile;
  /** Whether a person wrote it: then what it says goes before what the cells show. */
  own?: boolean;
  /** Which of its styles stand beside the input: a person says them, whoever wrote the rest. */
  beside?: { dates: boolean; decimals: boolean };
  /** Columns whose rows the form can't read, and why: a row that says anything there is refused. */
  refuses?: Readonly<Record<string, string>>;
  /** Columns that say of a whole document that it is cancelled, and what they say then: a row of it whose own status says otherwise is refused. */
  cancels?: Readonly<Record<string, string[]>>;
  /** What holds all of a document, where the form knows: a row, or a JSON document. One that stands in two of them is refused. */
  holdsAll?: 'row' | 'document';
}

/** Where a profile finds its columns. */
export interface Fit {
  named: NamedProfile;
  /** Which of the table's heads names the columns. */
  head: number;
  /** For each wanted column its place in the file, -1 where it is not there. */
  places: number[];
  /** What must be there and is not: wanted columns, and those that `only` asks. */
  missing: string[];
}

/** The best fit of all profiles at all heads; that of a profile which asks for a line or sheet that is not there lacks all. */
export function bestFit(raw: RawTable, columns: readonly WantedColumn[], profiles: readonly NamedProfile[]): Fit {
  let best: Fit | undefined;
  for (const named of profiles) {
    for (const head of raw.heads.keys()) {
      const fit = fitOf(raw.heads[head] as RawHead, head, columns, named);
      if (fit !== null && (best === undefined || isBetter(fit, best))) best = fit;
    }
  }
  return best ?? { named: profiles[0] as NamedProfile, head: 0, places: columns.map(() => -1), missing: columns.filter(({ required }) => required).map(({ name }) => name) };
}

/** The worksheets of a workbook that can be read too, beside the one of the best fit, and hold rows: which of them is meant is nobody's guess. */
export function otherSheets(raw: RawTable, columns: readonly WantedColumn[], profiles: readonly NamedProfile[], { head }: Pick<Fit, 'head'>): string[] {
  const chosen = raw.heads[head]?.sheet;
  const fitting = new Set<string>();
  for (const [index, each] of raw.heads.entries()) {
    if (each.sheet === undefined || each.sheet === chosen || fitting.has(each.sheet)) continue;
    if (profiles.some((named) => fitOf(each, index, columns, named)?.missing.length === 0) && hasRows(raw, index)) fitting.add(each.sheet);
  }
  return [...fitting];
}

function hasRows(raw: RawTable, head: number): boolean {
  let any = false;
  raw.forEachRow(head, () => void (any = true));
  return any;
}

/** How many of the wanted columns a file has. */
export const foundIn = ({ places }: Pick<Fit, 'places'>): number => places.filter((place) => place !== -1).length;

/** Fewer missing, then more columns found; else the earlier profile and row. */
function isBetter(one: Fit, other: Fit): boolean {
  return one.missing.length !== other.missing.length ? one.missing.length < other.missing.length : foundIn(one) > foundIn(other);
}

const PLACES = new WeakMap<readonly string[], Map<string, number>>();

/** The first place of each name, looked up once for all profiles. */
function placesByName(names: readonly string[]): Map<string, number> {
  let byName = PLACES.get(names);
  if (byName !== undefined) return byName;
  byName = new Map();
  for (const [place, name] of names.entries()) if (!byName.has(headerKey(name))) byName.set(headerKey(name), place);
  PLACES.set(names, byName);
  return byName;
}

function fitOf({ line, names, sheet }: RawHead, head: number, columns: readonly WantedColumn[], named: NamedProfile): Fit | null {
  const { profile } = named;
  if (profile.header !== undefined && profile.header !== line) return null;
  if (profile.sheet !== undefined && sheet !== undefined && fold(profile.sheet) !== fold(sheet)) return null;
  const byName = placesByName(names);
  const placeOf = (each: string): number | undefined => (each === '' ? undefined : byName.get(headerKey(each)));
  const places = columns.map(({ name }) => (profile.columns[name] ?? []).map(placeOf).find((place) => place !== undefined) ?? -1);
  const isThere = (wanted: string): boolean => profile.defaults[wanted] !== undefined || (places[columns.findIndex(({ name }) => name === wanted)] ?? -1) !== -1;
  const missing = columns.filter(({ name, required, or = [] }) => required && ![name, ...or].some(isThere)).map(({ name }) => name);
  missing.push(...Object.keys(profile.only).filter((name) => placeOf(name) === undefined));
  return { named, head, places, missing };
}

/** A column that a fit reads and that the header names twice; which of the two is meant is nobody's guess. */
export function namedTwice({ names }: RawHead, { places }: Fit): string | undefined {
  for (const place of places) {
    const name = names[place];
    if (name !== undefined && names.filter((each) => headerKey(each) === headerKey(name)).length > 1) return name;
  }
  return undefined;
}
