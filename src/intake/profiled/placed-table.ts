import type { DateStyle, DecimalStyle, WantedColumn } from '../../domain/header-profile.ts';
import { excerpt } from '../row-problem.ts';
import type { ControlTotal } from '../sink.ts';
import type { TableRow } from '../table.ts';
import { type CanonicalCell, type Styles, canonicalCell } from './canonical-cell.ts';
import { marksAnother } from './currency-signs.ts';
import type { Fit } from './fit.ts';
import type { RawHead, RawRow, RawTable } from './raw-table.ts';
import { type JudgedRow, RowJudge } from './row-judge.ts';
import { StatedTotals } from './stated-totals.ts';
import { AmountEvidence, DateEvidence, type ToldStyle, dateStyles, quantityStyle, saidBy } from './styles.ts';

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
    const { profile, own } = this.#fit.named;
    const by = own === true ? 'person' : 'form';
    const dates = this.#evidence(['date', 'instant', 'moment'], (name) => new DateEvidence(name));
    const amounts = this.#evidence(['amount'], (name) => new AmountEvidence(name));
    const quantities = this.#evidence(['quantity'], (name) => new AmountEvidence(name));
    const needed = profile.decimals === undefined || by === 'form';
    const all = [...dates, ...(needed ? [...amounts, ...quantities] : [])];
    if (all.length > 0) {
      this.#forEach((row) => {
        for (const { place, evidence } of all) {
          const value = row.cells[place]?.trim() ?? '';
          if (value === '') continue;
          if (evidence instanceof AmountEvidence && row.numbers.includes(place)) evidence.seeNumber();
          else evidence.see(value, row.line);
        }
      });
    }
    const given = (column: string): ToldStyle<DecimalStyle> => ({ column, style: profile.decimals ?? '1,234.56', because: saidBy(by), trouble: null });
    const beside = amounts.map(({ evidence }) => evidence);
    return {
      dates: dateStyles(dates.map(({ evidence }) => evidence), profile.dates === undefined ? undefined : { style: profile.dates, by }),
      amounts: [
        ...amounts.map(({ name, evidence }) => (needed ? evidence.told(profile.decimals) : given(name))),
        ...quantities.map(({ name, evidence }) => (needed ? quantityStyle(evidence, beside, profile.decimals) : given(name))),
      ],
    };
  }

  #evidence<Evidence>(kinds: readonly string[], make: (name: string) => Evidence): { name: string; place: number; evidence: Evidence }[] {
    return this.#columns.flatMap(({ name, kind }, index) => {
      const place = this.#fit.places[index] as number;
      return place !== -1 && kinds.includes(kind) ? [{ name, place, evidence: make(name) }] : [];
    });
  }

  /** Rows that say anything and are rows of the table; returns how many others there were. */
  #forEach(onRow: (row: RawRow, judged: JudgedRow) => void, onOther?: (row: RawRow, kind: 'header' | 'total') => void, onBytes?: (count: number) => void): number {
    let passedOver = 0;
    const judge = new RowJudge(this.#fit.named.profile, this.#columns, this.#fit, this.head.names);
    this.#raw.forEachRow(this.#fit.head, (row) => {
      const judged = judge.judge(row);
      const { kind } = judged;
      if (kind === 'row') onRow(row, judged);
      else if (kind === 'none') passedOver++;
      else if (kind === 'header') {
        passedOver++;
        onOther?.(row, kind);
      }
      else if (kind === 'total') onOther?.(row, kind);
    }, onBytes);
    return passedOver;
  }

  /** Calls `onRow` for each row, its cells in the order of the wanted columns, as canonical texts. */
  forEachRow(styles: Styles, onRow: (row: TableRow, written: RawRow) => void, onBytes?: (count: number) => void): TableReading {
    const { named: { profile }, places } = this.#fit;
    const width = lastNamed(this.head.names);
    const readers = this.#columns.map((column) => canonicalCell(column, profile, styles));
    const currencyAt = this.#columns.findIndex(({ kind }) => kind === 'currency');
    const sums = Object.keys(profile.totals).length === 0 ? [] : this.#evidence(['amount'], (name) => new StatedTotals(name)).map((each) => ({ ...each, index: this.#columns.findIndex(({ name }) => name === each.name) }));
    const totals: ControlTotal[] = [];
    const headersAgain: number[] = [];
    let delivered = 0;
    const readCell = (index: number, written: string, isNumber: boolean): CanonicalCell => (readers[index] as (typeof readers)[number])(written, isNumber);
    const passedOver = this.#forEach((row, judged) => {
      let problem = row.problem === null ? judged.problem : { field: '', value: excerpt(row.raw), reason: row.problem };
      if (problem === null && this.#hasWrongWidth(row.cells, width)) problem = { field: '', value: excerpt(row.cells.join(',')), reason: `the row has ${row.cells.length} cells, the header ${width}` };
      const cells = places.map((place, index) => {
        const { name } = this.#columns[index] as WantedColumn;
        const damaged = row.cellProblems?.get(place);
        if (damaged !== undefined) problem ??= { field: name, ...damaged };
        const written = place === -1 ? '' : (judged.cells[place] ?? '').trim();
        const { text, reason } = readCell(index, written, judged.numbers.includes(place));
        if (reason !== null) problem ??= { field: name, value: excerpt(written), reason };
        return text;
      });
      const currency = cells[currencyAt] ?? '';
      if (problem === null && currency !== '') problem = this.#otherCurrency(row, currency);
      for (const { index, evidence } of sums) evidence.add(cells[index] as string, currency, row.line);
      delivered++;
      onRow({ line: row.line, cells, problem, raw: row.raw }, row);
    }, (row, kind) => {
      if (kind === 'header') return void headersAgain.push(row.line);
      for (const { place, index, evidence } of sums) {
        const { text } = readCell(index, (row.cells[place] ?? '').trim(), row.numbers.includes(place));
        if (text !== '') totals.push(evidence.check(text, row.line));
      }
    }, onBytes);
    // A total may count what is passed over too; then nobody knows what it is the total of. A header that stands again has nothing to count.
    return { delivered, passedOver, headersAgain, controls: [...this.#controls(delivered + passedOver), ...(passedOver === headersAgain.length ? totals : [])] };
  }

  #hasWrongWidth(cells: readonly string[], width: number): boolean {
    return (cells.length < width && !this.#raw.mayBeShort) || (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== ''));
  }

  /** An amount with the sign of another currency than its row's. */
  #otherCurrency({ cells, numbers }: RawRow, currency: string): TableRow['problem'] {
    for (const [index, { name, kind }] of this.#columns.entries()) {
      const place = this.#fit.places[index] as number;
      const written = kind === 'amount' && !numbers.includes(place) ? cells[place] : undefined;
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

/** How many cells a row has at least: up to the last that the header names. */
const lastNamed = (names: readonly string[]): number => names.findLastIndex((name) => name.trim() !== '') + 1;
