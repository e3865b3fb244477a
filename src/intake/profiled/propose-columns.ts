import { jaroWinkler } from '@skyra/jaro-winkler';
import { currencyDecimals } from '../../domain/currency.ts';
import type { WantedColumn } from '../../domain/header-profile.ts';
import { headerKey } from '../table.ts';
import { plainAmount } from './amount-text.ts';
import { flagText } from './canonical-cell.ts';
import { stylesOf } from './date-text.ts';

/** Which column of a file is likely one that is wanted, and why. */
export interface Proposal {
  column: string;
  place: number;
  why: string;
}

/** A name is like another from here on; below, too many names are. */
const LEAST_LIKENESS = 0.88;
/** How many of the cells must be of a column's kind. */
const LEAST_OF_KIND = 0.8;
/** Beyond, a table is none that people keep, and comparing names would take long. */
const MOST_HEADERS = 500;
const LONGEST_NAME = 100;
const KIND_WORDS = { date: 'dates', instant: 'dates', moment: 'dates', amount: 'amounts with decimals', currency: 'currencies', flag: 'yes or no' } as const;

const words = (name: string): string => headerKey(name).replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
const share = (cells: readonly string[], is: (cell: string) => boolean): number => (cells.length === 0 ? 0 : cells.filter(is).length / cells.length);
const isAmount = (cell: string): boolean => plainAmount(cell, '1,234.56') !== null || plainAmount(cell, '1.234,56') !== null;
const hasDecimals = (cell: string): boolean => isAmount(cell) && /[.,]\d{1,4}\D*$/.test(cell) && stylesOf(cell).length === 0;

/** How many of some cells are of a kind; 1 for texts, which may be anything. */
function ofKind(kind: WantedColumn['kind'], cells: readonly string[]): number {
  switch (kind) {
    case 'date': case 'instant': case 'moment': return share(cells, (cell) => stylesOf(cell).length > 0);
    case 'amount': return share(cells, (cell) => isAmount(cell) && stylesOf(cell).length === 0);
    case 'currency': return share(cells, (cell) => currencyDecimals(cell.toUpperCase()) !== undefined);
    case 'flag': return share(cells, (cell) => flagText(cell).reason === null);
    // An id has digits, or is a short code; "Müller GmbH" is a name.
    case 'id': return share(cells, (cell) => /\d/.test(cell) || /^[A-Z0-9_-]{1,12}$/.test(cell));
    default: return 1;
  }
}

/** The names that a column is known by which is most like a header, and how much: 1 where it is the same. */
function likest(header: string, known: readonly string[]): { name: string; likeness: number } {
  let best = { name: '', likeness: 0 };
  for (const name of known) {
    const likeness = words(name) === words(header) ? 1 : jaroWinkler(words(name), words(header));
    if (likeness > best.likeness) best = { name, likeness };
  }
  return best;
}

/**
 * Proposes which column of a file is which: by names that are the same or alike, of those alike the likest first, then, for dates, amounts and
 * currencies that must be there, by the only column that holds any. Cells that are of another kind rule a name out. `samples` are cells by place.
 */
export function proposeColumns(columns: readonly WantedColumn[], headers: readonly string[], known: ReadonlyMap<string, readonly string[]>, samples: readonly (readonly string[])[]): Proposal[] {
  const fits = (kind: WantedColumn['kind'], place: number): boolean => (samples[place] ?? []).length === 0 || ofKind(kind, samples[place] ?? []) >= LEAST_OF_KIND;
  const candidates = columns.flatMap(({ name, kind }, index) => headers.flatMap((header, place) => {
    if (header.trim() === '' || header.length > LONGEST_NAME || place >= MOST_HEADERS || !fits(kind, place)) return [];
    const { name: like, likeness } = likest(header, [name, ...(known.get(name) ?? [])]);
    return likeness < LEAST_LIKENESS ? [] : [{ column: name, place, likeness, index, why: likeness === 1 ? 'its name' : `a name like "${like}"` }];
  }));
  candidates.sort((left, right) => right.likeness - left.likeness || left.index - right.index || left.place - right.place);
  const proposals: Proposal[] = [];
  const isFree = (column: string, place: number): boolean => proposals.every((each) => each.column !== column && each.place !== place);
  for (const { column, place, why } of candidates) if (isFree(column, place)) proposals.push({ column, place, why });
  for (const { name, kind, required } of columns) {
    if (!required || !(kind in KIND_WORDS) || proposals.some(({ column }) => column === name)) continue;
    const places = headers.slice(0, MOST_HEADERS).map((_, place) => place).filter((place) => isFree(name, place) && ofKind(kind, samples[place] ?? []) >= LEAST_OF_KIND && (kind !== 'amount' || (samples[place] ?? []).some(hasDecimals)));
    const [place, ...others] = places;
    if (place !== undefined && others.length === 0) proposals.push({ column: name, place, why: `the only other column of ${KIND_WORDS[kind as keyof typeof KIND_WORDS]}` });
  }
  return proposals;
}
