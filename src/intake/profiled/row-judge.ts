import type { HeaderProfile, WantedColumn } from '../../domain/header-profile.ts';
import { patternMatcher } from '../../domain/pattern.ts';
import { headerKey } from '../table.ts';
import { stylesOf } from './date-text.ts';
import type { Fit } from './fit.ts';
import type { RawRow } from './raw-table.ts';

/** What a row of a table is: a row of it, nothing at all, passed over, the header again, or a total. */
export type RowKind = 'row' | 'blank' | 'none' | 'header' | 'total';

/** A row's own cells and those that were filled from above; with the places of numbers among them. */
type FilledCells = Pick<RawRow, 'cells' | 'numbers'>;

/** A row with its blank cells filled from above where the profile says so; `problem` is why nobody can tell what it belongs to. */
export interface JudgedRow extends FilledCells {
  kind: RowKind;
  problem: { field: string; value: string; reason: string } | null;
}

/** What passes a row over: `skip` where its column says something, `only` where it does not. */
interface Filter {
  by: 'skip' | 'only';
  name: string;
  place: number;
  passesOver(text: string): boolean;
}

/** The row that names the document that rows with a blank id continue, and what it was passed over for, if it was. */
interface Head {
  line: number;
  passedOverFor: readonly Filter[];
}

const KINDS_OF_DATES = new Set(['date', 'instant', 'moment']);

/**
 * Tells what each row of a table is. It is asked row by row from the first one on, since a row with a blank id continues the one above it:
 * what passes that one over passes its continuation over too, and where the two can't be told apart the row has a problem.
 */
export class RowJudge {
  readonly #names: readonly string[];
  readonly #filters: readonly Filter[];
  readonly #totals: readonly { place: number; matches(text: string): boolean }[];
  readonly #filled: ReadonlySet<number>;
  readonly #idName: string;
  readonly #idAt: number;
  readonly #dates: readonly number[];
  readonly #amounts: readonly number[];
  readonly #above = new Map<number, { text: string; isNumber: boolean }>();
  #head: Head = { line: 0, passedOverFor: [] };
  /** Places that a row behind the head has filled anew. */
  readonly #changed = new Set<number>();
  /** Line of the row behind which nothing is filled from above; null where something is. */
  #endedAt: number | null = null;

  /** The first of `columns` is the id of what the rows are parts of. */
  constructor(profile: HeaderProfile, columns: readonly WantedColumn[], { places }: Pick<Fit, 'places'>, names: readonly string[]) {
    const placesOf = (isMeant: (column: WantedColumn) => boolean): number[] => places.filter((place, index) => place !== -1 && isMeant(columns[index] as WantedColumn));
    const testsOf = (filter: HeaderProfile['skip']) => Object.entries(filter).flatMap(([name, values]) => {
      const place = names.findIndex((each) => headerKey(each) === headerKey(name));
      return place === -1 ? [] : [{ name, place, matches: patternMatcher(values) }];
    });
    this.#names = names;
    this.#totals = testsOf(profile.totals);
    this.#filters = [
      ...testsOf(profile.skip).map(({ matches, ...test }): Filter => ({ by: 'skip', ...test, passesOver: matches })),
      ...testsOf(profile.only).map(({ matches, ...test }): Filter => ({ by: 'only', ...test, passesOver: (text) => !matches(text) })),
    ];
    this.#filled = new Set(placesOf(({ name }) => profile.fillDown.includes(name)));
    this.#idName = columns[0]?.name ?? '';
    this.#idAt = places[0] ?? -1;
    this.#dates = placesOf(({ kind }) => KINDS_OF_DATES.has(kind));
    this.#amounts = placesOf(({ kind }) => kind === 'amount');
  }

  /** Judges the next row. */
  judge(row: RawRow): JudgedRow {
    const written = (place: number): string => (row.cells[place] ?? '').trim();
    const isDamaged = row.problem !== null || row.cellProblems !== null;
    if (!isDamaged) {
      const other = this.#otherKind(row, written);
      if (other !== null) return { kind: other, cells: row.cells, numbers: row.numbers, problem: null };
    }
    const continues = this.#filled.has(this.#idAt) && written(this.#idAt) === '';
    const filled = this.#fill(row, continues, written);
    const text = (place: number): string => (filled.cells[place] ?? '').trim();
    if (isDamaged) {
      if (!continues) this.#head = { line: row.line, passedOverFor: [] };
      return { kind: 'row', ...filled, problem: null };
    }
    const passing = this.#filters.filter(({ place, passesOver }) => passesOver(text(place)));
    if (continues) return { ...filled, ...this.#continuation(passing, written, text) };
    this.#head = { line: row.line, passedOverFor: passing };
    // Where its id is a label, as of a subtotal, it names no document that could be continued.
    if (passing.some(({ place }) => place === this.#idAt) && !this.#dates.some((place) => stylesOf(written(place)).length > 0)) this.#end(row.line, [this.#idAt]);
    return { kind: passing.length > 0 ? 'none' : 'row', ...filled, problem: null };
  }

  #otherKind(row: RawRow, written: (place: number) => string): RowKind | null {
    if (row.cells.every((cell) => cell.trim() === '')) return 'blank';
    if (this.#totals.some(({ place, matches }) => matches(written(place)))) {
      this.#end(row.line, [...this.#filled]);
      return 'total';
    }
    return isHeaderAgain(row.cells, this.#names) ? 'header' : null;
  }

  #end(line: number, places: readonly number[]): void {
    for (const place of places) this.#above.delete(place);
    this.#head = { line, passedOverFor: [] };
    this.#endedAt = line;
  }

  #fill(row: RawRow, continues: boolean, written: (place: number) => string): FilledCells {
    if (this.#filled.size === 0) return row;
    if (!continues) {
      this.#changed.clear();
      this.#endedAt = null;
    }
    const cells = [...row.cells];
    const numbers = [...row.numbers];
    for (const place of this.#filled) {
      if (written(place) === '') {
        const above = this.#above.get(place);
        while (cells.length < place) cells.push('');
        cells[place] = above?.text ?? '';
        if (above?.isNumber) numbers.push(place);
      } else {
        this.#above.set(place, { text: written(place), isNumber: row.numbers.includes(place) });
        if (continues) this.#changed.add(place);
      }
    }
    return { cells, numbers };
  }

  /** A row with a blank id: passed over where it says so itself, or where what it continues says so for it; a problem where that can't be told. */
  #continuation(passing: readonly Filter[], written: (place: number) => string, text: (place: number) => string): Omit<JudgedRow, keyof FilledCells> {
    const none: Omit<JudgedRow, keyof FilledCells> = { kind: 'none', problem: null };
    if (passing.some(({ by, place }) => written(place) !== '' || (by === 'skip' && text(place) === ''))) return none;
    // A note below a line is no money that could be missed.
    const saysNoAmount = this.#amounts.length > 0 && this.#amounts.every((place) => written(place) === '');
    if (text(this.#idAt) === '') {
      if (passing.length > 0 && saysNoAmount) return none;
      return { kind: 'row', problem: { field: this.#idName, value: '', reason: this.#endedAt === null ? 'the text is missing' : `blank, and not filled from above: line ${this.#endedAt} is a total or is passed over, and what follows it may belong to another document` } };
    }
    const { line, passedOverFor } = this.#head;
    if (passing.some((filter) => passedOverFor.includes(filter) || (this.#filled.has(filter.place) && !this.#changed.has(filter.place)))) return none;
    const doubtful = passing[0] ?? passedOverFor.find(({ place }) => written(place) === '');
    if (doubtful === undefined) return { kind: 'row', problem: null };
    if (saysNoAmount) return none;
    return { kind: 'row', problem: { field: doubtful.name, value: '', reason: `blank, and ${doubtful.by} asks for it: the row continues line ${line}, and whether it is passed over as that one is can't be told; fill the column in every row` } };
  }
}

const isHeaderAgain = (cells: readonly string[], names: readonly string[]): boolean => cells.length >= names.length && names.every((name, place) => headerKey(name) === headerKey(cells[place] ?? ''));
