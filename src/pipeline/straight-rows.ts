import { compareText } from '../domain/text.ts';
import type { VarianceRow } from '../domain/variance.ts';
import type { PlainMatch } from '../variance/packed-match.ts';
import { NumberColumn } from './columns.ts';
import type { RowTally } from './row-tally.ts';

/** Sorts behind every date and id. */
const LAST = '\uffff';

const inOrder = (left: Pick<VarianceRow, 'date' | 'transactionId'>, right: Pick<VarianceRow, 'date' | 'transactionId'>): number =>
  compareText(left.date ?? LAST, right.date ?? LAST) || compareText(left.transactionId ?? LAST, right.transactionId ?? LAST);

/** Pairs of one date, in the order in which they were added. */
interface Pairs {
  reports: NumberColumn;
  manuals: NumberColumn;
}

/** What a pair is made of, by the places of its two sides. */
export interface PairedSides {
  reportIdAt(report: number): string;
  rowOf(report: number, manual: number): PlainMatch | VarianceRow;
}

/**
 * The rows of plain pairs, each the only one of its report. They are held as pairs of places, eight bytes each, and made one by one when their
 * turn comes, while the store takes those before them.
 */
export class StraightRows {
  readonly #sides: PairedSides;
  readonly #byDate = new Map<string, Pairs>();
  #count = 0;

  constructor(sides: PairedSides) {
    this.#sides = sides;
  }

  get count(): number {
    return this.#count;
  }

  /** Adds a pair of a report, whose date is given, and a PO; pairs come in the order of reports. */
  add(date: string | null, report: number, manual: number): void {
    const key = date ?? LAST;
    let pairs = this.#byDate.get(key);
    if (pairs === undefined) this.#byDate.set(key, (pairs = { reports: new NumberColumn(), manuals: new NumberColumn() }));
    pairs.reports.push(report);
    pairs.manuals.push(manual);
    this.#count++;
  }

  /** All rows in their order, these and others that are in order already; each is counted in its turn. */
  *mergedWith(others: Iterable<VarianceRow>, tally: Pick<RowTally, 'add' | 'addMatch'>): Generator<PlainMatch | VarianceRow> {
    const own = this.#inOrder();
    let next = own.next();
    const counted = (row: PlainMatch | VarianceRow): PlainMatch | VarianceRow => {
      if ('namedBy' in row) tally.addMatch(row);
      else tally.add(row);
      return row;
    };
    for (const other of others) {
      for (; next.done !== true && inOrder(next.value, other) < 0; next = own.next()) yield counted(next.value);
      yield counted(other);
    }
    for (; next.done !== true; next = own.next()) yield counted(next.value);
  }

  *#inOrder(): Generator<PlainMatch | VarianceRow> {
    for (const [, pairs] of [...this.#byDate].sort(([left], [right]) => compareText(left, right))) {
      for (const place of this.#placesByReport(pairs.reports)) yield this.#sides.rowOf(pairs.reports.at(place), pairs.manuals.at(place));
    }
  }

  /** The places of pairs in the order of their reports' ids. The database compares bytes, which is nearly always the order of texts. */
  #placesByReport(reports: NumberColumn): Iterable<number> {
    const idAt = (place: number): string => this.#sides.reportIdAt(reports.at(place));
    const places = Array.from({ length: reports.length }, (_, place) => place);
    let before = '';
    for (const place of places) {
      const id = idAt(place);
      if (compareText(before, id) > 0) return places.sort((left, right) => compareText(idAt(left), idAt(right)));
      before = id;
    }
    return places;
  }
}
