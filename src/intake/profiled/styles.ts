import type { DateStyle, DecimalStyle } from '../../domain/header-profile.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { styleProvenBy } from './amount-text.ts';
import { stylesOf } from './date-text.ts';

/** How the cells of a column are written and what says so, or why it can't be told; then the style is null. */
export interface ToldStyle<Style> {
  column: string;
  style: Style | null;
  because: string;
  trouble: { what: string; remedy: string } | null;
}

/** A style that is said already: by a known form, which the cells may prove wrong, or by a person, who goes before them. */
export interface GivenStyle<Style> {
  style: Style;
  by: 'form' | 'person';
}

/** Who says so, as it is told. */
const SAID_BY = { form: 'the known form', person: 'the profile' } as const;
export const saidBy = (by: GivenStyle<unknown>['by']): string => SAID_BY[by];

/** A value and the line it stands on. */
interface Seen {
  value: string;
  line: number;
}

const text = ({ value, line }: Seen): string => `"${value}" (line ${line})`;

const inTwoWays = (what: string, [one, other]: readonly [Seen, Seen], remedy: string): NonNullable<ToldStyle<never>['trouble']> => ({ what: `${what} are written in two ways: ${text(one)} and ${text(other)}`, remedy });

/** Tells from all values of one column how its dates are written. */
export class DateEvidence {
  readonly column: string;
  /** Styles that all values seen so far allow; ISO dates are read whatever the style, and say nothing of it. */
  #left: DateStyle[] | null = null;
  #last: Seen | null = null;
  #contradiction: [Seen, Seen] | null = null;
  /** Styles that some value allows. */
  readonly #seen = new Set<DateStyle>();
  #first: Seen | null = null;

  constructor(column: string) {
    this.column = column;
  }

  see(value: string, line: number): void {
    const styles = stylesOf(value);
    if (styles.length === 0) return;
    this.#first ??= { value, line };
    for (const style of styles) this.#seen.add(style);
    if (styles[0] === 'YYYY-MM-DD' || this.#contradiction !== null) return;
    const left = this.#left === null ? styles : this.#left.filter((style) => styles.includes(style));
    if (left.length === 0) this.#contradiction = [this.#last as Seen, { value, line }];
    else if (this.#left === null || left.length < this.#left.length) [this.#left, this.#last] = [left, { value, line }];
  }

  /** The style that its own values leave; 'open' where it could be two, null where there is no date. */
  get style(): DateStyle | 'open' | null {
    return this.#left === null ? null : this.#left.length > 1 ? 'open' : (this.#left[0] as DateStyle);
  }

  /** The first value, where none at all can be read in this style; null where one can. */
  noneAs(style: DateStyle): string | null {
    return this.#first === null || this.#seen.has(style) || this.#seen.has('YYYY-MM-DD') ? null : text(this.#first);
  }

  get contradiction(): readonly [Seen, Seen] | null {
    return this.#contradiction;
  }

  /** The value that says most of it. */
  get example(): string {
    return this.#last === null ? '' : text(this.#last);
  }
}

/** Tells from all values of one column how its amounts are written. */
export class AmountEvidence {
  readonly column: string;
  #proven: { style: DecimalStyle; seen: Seen } | null = null;
  #hasTexts = false;
  #hasNumbers = false;
  #open: Seen | null = null;
  #contradiction: [Seen, Seen] | null = null;

  constructor(column: string) {
    this.column = column;
  }

  /** Takes a cell that holds a number: it proves nothing of how texts are written. */
  seeNumber(): void {
    this.#hasNumbers = true;
  }

  see(value: string, line: number): void {
    this.#hasTexts = true;
    const style = styleProvenBy(value);
    if (style === null) return;
    if (style === 'open') this.#open ??= { value, line };
    else if (this.#proven === null) this.#proven = { style, seen: { value, line } };
    else if (this.#proven.style !== style) this.#contradiction ??= [this.#proven.seen, { value, line }];
  }

  /** The style that a value proves, and that value; null where none does, or where values contradict each other. */
  get proven(): { style: DecimalStyle; because: string } | null {
    return this.#proven === null || this.#contradiction !== null ? null : { style: this.#proven.style, because: text(this.#proven.seen) };
  }

  /** Whether a value could be read two ways and nothing says which. */
  get isOpen(): boolean {
    return this.#contradiction === null && this.#proven === null && this.#open !== null;
  }

  /**
   * The style, unless values contradict each other or leave it open. A known form's style holds, and an amount that is written otherwise can't be read;
   * but where there is one, what could be read either way is not read at all.
   */
  told(known?: DecimalStyle): ToldStyle<DecimalStyle> {
    const { column } = this;
    if (this.#hasNumbers && !this.#hasTexts) return { column, style: known ?? '1,234.56', because: 'the file holds numbers', trouble: null };
    const troubled = (trouble: NonNullable<ToldStyle<DecimalStyle>['trouble']>): ToldStyle<DecimalStyle> => ({ column, style: null, because: '', trouble });
    const inTwo = (seen: readonly [Seen, Seen]): ToldStyle<DecimalStyle> => troubled(inTwoWays(`the amounts of column ${column}`, seen, 'Export the column in one format, or say in the profile which one it is: decimals: "1,234.56" or "1.234,56".'));
    if (known !== undefined) {
      const other = this.#proven === null || this.#proven.style === known ? this.#contradiction?.[1] : this.#proven.seen;
      if (other === undefined || this.#open === null) return { column, style: known, because: saidBy('form'), trouble: null };
      return inTwo([this.#open, other]);
    }
    if (this.#contradiction !== null) return inTwo(this.#contradiction);
    if (this.#proven !== null) return { column, style: this.#proven.style, because: text(this.#proven.seen), trouble: null };
    if (this.#open === null) return { column, style: '1,234.56', because: 'no amount in it has a separator', trouble: null };
    return troubled({ what: `the amounts of column ${column} could be read two ways, such as ${text(this.#open)}`, remedy: 'Say which in the profile: decimals: "1,234.56" or "1.234,56".' });
  }
}

/** The style of a column of quantities: its own or the known form's, else that of a column of amounts in the same file that says one (1.000 pieces are so told by 12.50 beside them). */
export function quantityStyle(evidence: AmountEvidence, amounts: readonly AmountEvidence[], known: DecimalStyle | undefined): ToldStyle<DecimalStyle> {
  const own = evidence.told(known);
  if (own.trouble === null || !evidence.isOpen) return own;
  const proven = amounts.flatMap((each) => (each.proven === null ? [] : [{ column: each.column, ...each.proven }]));
  const [first] = proven;
  if (first === undefined || proven.some(({ style }) => style !== first.style)) return own;
  return { column: evidence.column, style: first.style, because: `as in column ${first.column}: ${first.because}`, trouble: null };
}

/**
 * The style of each date column. What a person said holds, unless no value of the column can be read so. Else it is the column's own, else that of
 * another column of the file, unless both orders stand there; else what the known form says.
 */
export function dateStyles(columns: readonly DateEvidence[], given: GivenStyle<DateStyle> | undefined): ToldStyle<DateStyle>[] {
  const settled = new Map(columns.flatMap((evidence) => (evidence.contradiction === null && (evidence.style === 'M/D/YYYY' || evidence.style === 'D/M/YYYY') ? [[evidence.style, evidence] as const] : [])));
  return columns.map((evidence): ToldStyle<DateStyle> => {
    const { column, style, contradiction } = evidence;
    const troubled = (trouble: NonNullable<ToldStyle<DateStyle>['trouble']>): ToldStyle<DateStyle> => ({ column, style: null, because: '', trouble });
    if (given?.by === 'person') {
      const wrong = evidence.noneAs(given.style);
      if (wrong === null) return { column, style: given.style, because: saidBy(given.by), trouble: null };
      return troubled({ what: `no date of column ${column} is written ${given.style}, as the profile says: the first is ${wrong}`, remedy: 'Correct dates in the profile, or leave it out where the dates tell it themselves.' });
    }
    if (contradiction !== null) return troubled(inTwoWays(`the dates of column ${column}`, contradiction, 'Export the column in one format.'));
    if (style === null) return { column, style: 'YYYY-MM-DD', because: 'no date in it could be meant otherwise', trouble: null };
    if (style !== 'open') return { column, style, because: evidence.example, trouble: null };
    const [other, ...more] = settled.values();
    if (other !== undefined && more.length === 0) return { column, style: other.style as DateStyle, because: `as in column ${other.column}: ${other.example}`, trouble: null };
    if (given !== undefined && other === undefined) return { column, style: given.style, because: saidBy(given.by), trouble: null };
    return troubled({ what: `the dates of column ${column} could be read two ways, such as ${evidence.example}`, remedy: 'Say which in the profile: dates: M/D/YYYY or dates: D/M/YYYY.' });
  });
}

/** The styles by column. Throws CannotRun for the first that can't be told; `howTo` says how to come to a profile where there is none yet. */
export function settledStyles<Style>(told: readonly ToldStyle<Style>[], shown: string, howTo: string): Map<string, Style> {
  return new Map(told.map(({ column, style, trouble }) => {
    if (trouble !== null || style === null) throw new CannotRun(trouble?.what ?? `column ${column} can't be told`, { where: shown, remedy: [trouble?.remedy ?? '', howTo].join(' ').trim() });
    return [column, style];
  }));
}
