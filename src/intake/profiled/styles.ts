import type { DateStyle, DecimalStyle, HeaderProfile } from '../../domain/header-profile.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { styleProvenBy } from './amount-text.ts';
import { stylesOf } from './date-text.ts';

/** A value and the line it stands on. */
interface Seen {
  value: string;
  line: number;
}

const text = ({ value, line }: Seen): string => `"${value}" (line ${line})`;

const inTwoWays = (what: string, [one, other]: readonly [Seen, Seen], where: string, remedy: string): CannotRun =>
  new CannotRun(`${what} are written in two ways: ${text(one)} and ${text(other)}`, { where, remedy });

/** Tells from all values of one column how its dates are written. */
export class DateEvidence {
  readonly column: string;
  /** Styles that all values seen so far allow; ISO dates are read whatever the style, and say nothing of it. */
  #left: DateStyle[] | null = null;
  #last: Seen | null = null;
  #contradiction: [Seen, Seen] | null = null;

  constructor(column: string) {
    this.column = column;
  }

  see(value: string, line: number): void {
    const styles = stylesOf(value);
    if (styles.length === 0 || styles[0] === 'YYYY-MM-DD' || this.#contradiction !== null) return;
    const left = this.#left === null ? styles : this.#left.filter((style) => styles.includes(style));
    if (left.length === 0) this.#contradiction = [this.#last as Seen, { value, line }];
    else if (this.#left === null || left.length < this.#left.length) [this.#left, this.#last] = [left, { value, line }];
  }

  /** The style; 'open' where it could be two, null where there is no date. Throws CannotRun for values that contradict each other. */
  style(shown: string): DateStyle | 'open' | null {
    if (this.#contradiction !== null) throw inTwoWays(`the dates of column ${this.column}`, this.#contradiction, shown, 'Export the column in one format.');
    return this.#left === null ? null : this.#left.length > 1 ? 'open' : (this.#left[0] as DateStyle);
  }

  get example(): string {
    return this.#last === null ? '' : text(this.#last);
  }
}

/** Tells from all values of one column how its amounts are written. */
export class AmountEvidence {
  readonly column: string;
  #proven: { style: DecimalStyle; seen: Seen } | null = null;
  #open: Seen | null = null;
  #contradiction: [Seen, Seen] | null = null;

  constructor(column: string) {
    this.column = column;
  }

  see(value: string, line: number): void {
    const style = styleProvenBy(value);
    if (style === null) return;
    if (style === 'open') this.#open ??= { value, line };
    else if (this.#proven === null) this.#proven = { style, seen: { value, line } };
    else if (this.#proven.style !== style) this.#contradiction ??= [this.#proven.seen, { value, line }];
  }

  /** The style. Throws CannotRun where values contradict each other, or where nothing settles it. */
  style(shown: string): DecimalStyle {
    if (this.#contradiction !== null) {
      throw inTwoWays(`the amounts of column ${this.column}`, this.#contradiction, shown, 'Export the column in one format, or say in the profile which one it is: decimals: "1,234.56" or "1.234,56".');
    }
    if (this.#proven !== null) return this.#proven.style;
    if (this.#open === null) return '1,234.56';
    throw new CannotRun(`the amounts of column ${this.column} could be read two ways, such as ${text(this.#open)}`, { where: shown, remedy: 'Say which in the profile: decimals: "1,234.56" or "1.234,56".' });
  }
}

/** The style of each date column: its own, else that of another column of the file. Throws CannotRun where all of them leave it open. */
export function dateStyles(columns: readonly DateEvidence[], profile: HeaderProfile, shown: string): Map<string, DateStyle> {
  const told = columns.map((column) => ({ column, style: profile.dates ?? column.style(shown) }));
  const settled = new Set(told.flatMap(({ style }) => (style === 'M/D/YYYY' || style === 'D/M/YYYY' ? [style] : [])));
  return new Map(told.map(({ column, style }) => {
    if (style !== 'open') return [column.column, style ?? 'YYYY-MM-DD'];
    const [other, ...more] = settled;
    if (other !== undefined && more.length === 0) return [column.column, other];
    throw new CannotRun(`the dates of column ${column.column} could be read two ways, such as ${column.example}`, { where: shown, remedy: 'Say which in the profile: dates: M/D/YYYY or dates: D/M/YYYY.' });
  }));
}
