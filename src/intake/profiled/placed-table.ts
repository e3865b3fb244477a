import type { DateStyle, DecimalStyle, WantedColumn } from '../../domain/header-profile.ts';
import { excerpt } from '../row-problem.ts';
import type { ControlTotal } from '../sink.ts';
import type { TableRow } from '../table.ts';
import { type CanonicalCell, type Styles, canonicalCell } from './canonical-cell.ts';
import { marksAnother } from './currency-signs.ts';
import type { Fit } from './fit.ts';
import type { RawHead, RawRow, RawTable } from './raw-table.ts';
import { namedTests } from './named-tests.ts';
import { type JudgedRow, RowJudge } from './row-judge.ts';
import { StatedTotals } from './stated-totals.ts';
import { AmountEvidence, DateEvidence, type GivenStyle, type ToldStyle, dateStyles, quantityStyle, saidBy } from './styles.ts';

/** What came of reading a table. */
export interface TableReading {
  /** Rows that were delivered, problems included. */
  delivered: number;
  /** Rows that the profile passes over, and headers that stand in the table again. */
  passedOver: number;
  /** Lines of those that are the header again. */
  headersAgain: number[];
  /** What the file states of itself against what was read, and what of it seems to be missing. */
  controls: ControlTotal[];
}

/** How the dates and amounts of a table's columns are written, as far as that can be told. */
export interface ToldStyles {
  dates: ToldStyle<DateStyle>[];
  amounts: ToldStyle<DecimalStyle>[];
}

/** Where Business Central's Open in Excel cuts an export off. */
const CUT_AT_COLUMNS = 100;

/** What is done with the rows of a table, by their kind. */
interface RowTakers {
  onRow?: (row: RawRow, judged: JudgedRow) => void;
  onMain?: (row: RawRow, judged: JudgedRow) => void;
  onOther?: (row: RawRow, kind: 'header' | 'total' | 'sum') => void;
  onBytes?: ((count: number) => void) | undefined;
}

/** The rows behind the header, cell by cell in the canonical order. */
export class PlacedTable {
  readonly head: RawHead;
  readonly #raw: RawTable;
  readonly #columns: readonly WantedColumn[];
  readonly #fit: Fit;

  constructor(raw: RawTable, columns: readonly WantedColumn[], fit: Fit) {
    this.#raw = raw;
    this.#columns = columns;
    this.#fit = fit;
    this.head = raw.heads[fit.head] as RawHead;
  }

  /** One pass over the columns of dates and amounts. */
  tellStyles(): ToldStyles {
    const { profile } = this.#fit.named;
    const by = { dates: this.#saying('dates'), decimals: this.#saying('decimals') };
    const dates = this.#evidence(['date', 'instant', 'moment'], (name) => new DateEvidence(name));
    const amounts = this.#evidence(['amount'], (name) => new AmountEvidence(name));
    const quantities = this.#evidence(['quantity'], (name) => new AmountEvidence(name));
    const needed = profile.decimals === undefined || by.decimals === 'form';
    const all = [...dates, ...(needed ? [...amounts, ...quantities] : [])];
    if (all.length > 0) {
      this.#forEach({ onRow: (row) => {
        for (const { place, evidence } of all) {
          const value = row.cells[place]?.trim() ?? '';
          if (value === '') continue;
          if (evidence instanceof AmountEvidence && row.numbers.includes(place)) evidence.seeNumber();
          else evidence.see(value, row.line);
        }
      } });
    }
    const given = (column: string): ToldStyle<DecimalStyle> => ({ column, style: profile.decimals ?? '1,234.56', because: saidBy(by.decimals), trouble: null });
    const beside = amounts.map(({ evidence }) => evidence);
    // What a known form says holds for files as that system writes them; one that was saved again elsewhere has the habits of the program that did.
    const partedOtherwise = this.head.delimiter !== undefined && this.head.delimiter !== ',';
    const decimals = by.decimals === 'form' && partedOtherwise ? undefined : profile.decimals;
    const hasOtherHabits = partedOtherwise || beside.some(({ hasDecimalComma }) => hasDecimalComma) || (by.decimals !== 'form' && decimals === '1.234,56');
    const order = profile.dates === undefined || (by.dates === 'form' && hasOtherHabits) ? undefined : { style: profile.dates, by: by.dates };
    return {
      dates: dateStyles(dates.map(({ evidence }) => evidence), order),
      amounts: [
        ...amounts.map(({ name, evidence }) => (needed ? evidence.told(decimals) : given(name))),
        ...quantities.map(({ name, evidence }) => (needed ? quantityStyle(evidence, beside, decimals) : given(name))),
      ],
    };
  }

  /** Who says a style that the profile has. */
  #saying(style: 'dates' | 'decimals'): GivenStyle<unknown>['by'] {
    const { own, beside } = this.#fit.named;
    return beside?.[style] === true ? 'input' : own === true ? 'profile' : 'form';
  }

  #evidence<Evidence>(kinds: readonly string[], make: (name: string) => Evidence): { name: string; place: number; evidence: Evidence }[] {
    return this.#columns.flatMap(({ name, kind }, index) => {
      const place = this.#fit.places[index] as number;
      return place !== -1 && kinds.includes(kind) ? [{ name, place, evidence: make(name) }] : [];
    });
  }

  /** Sees the rows that say anything, each by its kind; returns how many were passed over. */
  #forEach({ onRow, onMain, onOther, onBytes }: RowTakers): number {
    let passedOver = 0;
    const judge = new RowJudge(this.#fit.named.profile, this.#columns, this.#fit, this.head.names);
    this.#raw.forEachRow(this.#fit.head, (row) => {
      const judged = judge.judge(row);
      const { kind } = judged;
      if (kind === 'none' || kind === 'main' || kind === 'header') passedOver++;
      if (kind === 'row') onRow?.(row, judged);
      else if (kind === 'main') onMain?.(row, judged);
      else if (kind === 'header' || kind === 'total' || kind === 'sum') onOther?.(row, kind);
    }, onBytes);
    return passedOver;
  }

  /** Calls `onRow` for each row, its cells in the order of the wanted columns, as canonical texts. */
  forEachRow(styles: Styles, onRow: (row: TableRow, written: RawRow) => void, onBytes?: (count: number) => void): TableReading {
    const { named: { profile, holdsAll }, places } = this.#fit;
    const width = lastNamed(this.head.names);
    const readers = this.#columns.map((column) => canonicalCell(column, profile, styles));
    const refusing = this.#refusing();
    const currencyAt = this.#columns.findIndex(({ kind }) => kind === 'currency');
    const rejected = namedTests(profile.rejected, this.head.names);
    const cancelled = this.#cancelling();
    const sums = Object.keys(profile.totals).length + profile.sums.length === 0 ? [] : this.#evidence(['amount'], (name) => new StatedTotals(name)).map((each) => ({ ...each, index: this.#columns.findIndex(({ name }) => name === each.name) }));
    const totals: ControlTotal[] = [];
    let stating = 0;
    const headersAgain: number[] = [];
    let delivered = 0;
    const readCell = (index: number, written: string, isNumber: boolean): CanonicalCell => (readers[index] as (typeof readers)[number])(written, isNumber);
    const takeRow = (row: RawRow, judged: JudgedRow): void => {
      let problem = row.problem === null ? judged.problem : typeof row.problem === 'string' ? { field: '', value: excerpt(row.raw), reason: row.problem } : row.problem;
      if (problem === null && this.#hasWrongWidth(row.cells, width)) problem = { field: '', value: excerpt(row.cells.join(',')), reason: `the row has ${row.cells.length} cells, the header ${width}` };
      for (const { place, field, reason } of refusing) {
        const value = row.cells[place]?.trim() ?? '';
        if (value !== '') problem ??= { field, value: excerpt(value), reason };
      }
      const cells = places.map((place, index) => {
        const { name } = this.#columns[index] as WantedColumn;
        const damaged = row.cellProblems?.get(place);
        if (damaged !== undefined) problem ??= { field: name, ...damaged };
        const written = place === -1 ? '' : (judged.cells[place] ?? '').trim();
        const { text, reason } = readCell(index, written, judged.numbers.includes(place));
        if (reason !== null) problem ??= { field: name, value: excerpt(written), reason };
        return text;
      });
      const isRejected = rejected.some(({ place, matches }) => matches((judged.cells[place] ?? '').trim()));
      const cancelling = cancelled(judged);
      if (cancelling !== null && this.#saysOtherwise(cells)) problem ??= { field: 'status', value: cells[this.#statusAt()] ?? '', reason: `its document is cancelled or deleted (${cancelling}), and the line is not` };
      const whole = holdsAll === 'row' ? delivered : holdsAll === 'document' ? row.document : undefined;
      const currency = cells[currencyAt] ?? '';
      if (problem === null && currency !== '') problem = this.#otherCurrency(row, currency);
      for (const { index, evidence } of sums) evidence.add(cells[index] as string, currency, row.line);
      delivered++;
      onRow({ line: row.line, cells, problem, raw: row.raw, ...(isRejected || cancelling !== null ? { rejected: true } : {}), ...(whole === undefined ? {} : { whole }) }, row);
    };
    const takeOther: RowTakers['onOther'] = (row, kind) => {
      if (kind === 'header') return void headersAgain.push(row.line);
      stating++;
      const currency = this.#statedCurrency(row, readCell);
      for (const { place, index, evidence } of sums) {
        const { text } = readCell(index, (row.cells[place] ?? '').trim(), row.numbers.includes(place));
        if (text !== '') totals.push(kind === 'total' ? evidence.check(text, row.line) : evidence.checkRun(text, row.line, currency));
        if (kind === 'sum') evidence.endRun();
      }
    };
    const passedOver = this.#forEach({ onRow: takeRow, onOther: takeOther, onBytes });
    // A total may count what is passed over too; then nobody knows what it is the total of. A header that stands again has nothing to count.
    const compared = passedOver === headersAgain.length ? totals : notCompared(stating);
    return { delivered, passedOver, headersAgain, controls: [...this.#controls(delivered + passedOver), ...compared] };
  }

  /** The currency that a row which states a sum names; '' where it names none. */
  #statedCurrency({ cells }: RawRow, readCell: (index: number, written: string, isNumber: boolean) => CanonicalCell): string {
    const index = this.#columns.findIndex(({ kind }) => kind === 'currency');
    const written = (cells[this.#fit.places[index] ?? -1] ?? '').trim();
    return written === '' ? '' : readCell(index, written, false).text;
  }

  /** Calls `onMain` for each row that is the main line of a document, its cells as forEachRow gives those of rows; a cell that can't be read is blank. */
  forEachMainLine(styles: Styles, onMain: (row: TableRow) => void): void {
    const { named: { profile }, places } = this.#fit;
    if (Object.keys(profile.mainLine).length === 0) return;
    const readers = this.#columns.map((column) => canonicalCell(column, profile, styles));
    const takeMain = (row: RawRow, { cells: written, numbers }: JudgedRow): void => {
      const cells = places.map((place, index) => {
        const { text, reason } = (readers[index] as (typeof readers)[number])(place === -1 ? '' : (written[place] ?? '').trim(), numbers.includes(place));
        return reason === null ? text : '';
      });
      onMain({ line: row.line, cells, problem: null, raw: row.raw });
    };
    this.#forEach({ onMain: takeMain });
  }

  /** Tells which column of a row, if any, says that its whole document is cancelled, and what it says. */
  #cancelling(): (row: JudgedRow) => string | null {
    const tests = namedTests(this.#fit.named.cancels ?? {}, this.head.names);
    return ({ cells }) => {
      const saying = tests.find(({ place, matches }) => matches((cells[place] ?? '').trim()));
      return saying === undefined ? null : `${saying.name} is ${(cells[saying.place] ?? '').trim()}`;
    };
  }

  #statusAt(): number {
    return this.#columns.findIndex(({ name }) => name === 'status');
  }

  /** Whether the file has a status of lines, and that of the row, in the canonical order, is not cancelled. */
  #saysOtherwise(cells: readonly string[]): boolean {
    const at = this.#statusAt();
    return this.#fit.places[at] !== undefined && this.#fit.places[at] !== -1 && cells[at] !== 'cancelled';
  }

  /** Where cells stand whose rows the form can't read. */
  #refusing(): { place: number; field: string; reason: string }[] {
    return Object.entries(this.#fit.named.refuses ?? {}).map(([field, reason]) => ({ place: this.head.names.indexOf(field), field, reason })).filter(({ place }) => place !== -1);
  }

  #hasWrongWidth(cells: readonly string[], width: number): boolean {
    return (cells.length < width && !this.#raw.mayBeShort) || (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== ''));
  }

  /** An amount with the sign of another currency than its row's, written or, beside a number, shown by its format. */
  #otherCurrency({ cells, numbers, marks }: RawRow, currency: string): TableRow['problem'] {
    for (const [index, { name, kind }] of this.#columns.entries()) {
      const place = this.#fit.places[index] as number;
      if (kind !== 'amount') continue;
      const shown = marks?.get(place);
      const written = !numbers.includes(place) ? cells[place] : shown === undefined ? undefined : `${shown} ${cells[place] ?? ''}`;
      if (written !== undefined && marksAnother(written, currency)) return { field: name, value: excerpt(written.trim()), reason: `mixed currencies: the amount is not in ${currency}` };
    }
    return null;
  }

  #controls(rows: number): ControlTotal[] {
    const { encoding, controls } = this.#raw;
    const all = [...controls];
    if (encoding?.by === 'assumed') all.push({ what: `encoding, assumed since the bytes are no UTF-8 (line ${encoding.example?.line ?? 1}: "${encoding.example?.text ?? ''}")`, stated: encoding.name, found: encoding.name, agrees: true });
    if (rows === 0) all.push({ what: 'rows below the header', stated: 'some', found: 'none', agrees: false });
    const { profile } = this.#fit.named;
    const lacking = this.#columns.filter(({ name }, index) => this.#fit.places[index] === -1 && profile.columns[name] !== undefined).map(({ name }) => name);
    if (this.head.names.length === CUT_AT_COLUMNS && lacking.length > 0) all.push({ what: `columns (some exports are cut at ${CUT_AT_COLUMNS})`, stated: `${CUT_AT_COLUMNS}`, found: `no ${lacking.join(', ')}`, agrees: false });
    return all;
  }
}

/** Rows that state sums where other rows are passed over, which they may count. */
const notCompared = (rows: number): ControlTotal[] => (rows === 0 ? [] : [{ what: 'rows that state sums, not compared since they may count rows that are passed over', stated: String(rows), found: String(rows), agrees: true }]);

/** How many cells a row has at least: up to the last that the header names. */
const lastNamed = (names: readonly string[]): number => names.findLastIndex((name) => name.trim() !== '') + 1;
