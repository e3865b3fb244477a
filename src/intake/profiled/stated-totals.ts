import type { ControlTotal } from '../sink.ts';

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;
/** More decimals than any amount has. */
const SCALE = 12;

/** A plain decimal in units of 10^-12; null for any other text. */
function scaled(text: string): bigint | null {
  const [, sign = '', whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole === '' || fraction.length > SCALE) return null;
  const size = BigInt(whole + fraction.padEnd(SCALE, '0'));
  return sign === '-' ? -size : size;
}

function plain(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -SCALE)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Adds up one column of amounts, by currency, and compares what it comes to with what rows of the file state. */
export class StatedTotals {
  readonly #column: string;
  readonly #sums = new Map<string, bigint>();
  /** What the sums were where each stated sum stood: a run of rows may begin there. */
  readonly #starts = new Map<string, Set<bigint>>();
  #atLast: ReadonlyMap<string, bigint> = new Map();
  readonly #sinceLast = new Set<string>();
  #unread: number | null = null;

  constructor(column: string) {
    this.#column = column;
  }

  /** Takes the amount of a row, as a canonical text; one that can't be read makes every total behind it disagree. */
  add(amount: string, currency: string, line: number): void {
    if (amount === '') return;
    const units = scaled(amount);
    if (units === null) this.#unread ??= line;
    this.#sums.set(currency, (this.#sums.get(currency) ?? 0n) + (units ?? 0n));
    this.#sinceLast.add(currency);
  }

  /** What a row states as the total of all above it. */
  check(stated: string, line: number): ControlTotal {
    const trouble = this.#trouble(stated, line, this.#sums.size > 1 ? this.#sums.keys() : []);
    if (trouble !== null) return trouble;
    const [sum = 0n] = this.#sums.values();
    return { what: this.#what(line), stated, found: plain(sum), agrees: scaled(stated) === sum };
  }

  /** What a row states as the sum of rows right above it, back to the start or to any sum that was stated before; of one currency, where it names that. */
  checkRun(stated: string, line: number, currency: string): ControlTotal {
    const meant = currency === '' ? (this.#sinceLast.size === 0 ? [...this.#sums.keys()] : [...this.#sinceLast]) : [currency];
    const trouble = this.#trouble(stated, line, meant.length > 1 ? meant : []);
    if (trouble !== null) return trouble;
    const [code = ''] = meant;
    const sum = this.#sums.get(code) ?? 0n;
    const units = scaled(stated);
    const agrees = units !== null && (sum === units || this.#starts.get(code)?.has(sum - units) === true);
    return { what: this.#what(line), stated, found: agrees ? stated : plain(sum - (this.#atLast.get(code) ?? 0n)), agrees };
  }

  /** Behind a row that states a sum another run of rows may begin. */
  endRun(): void {
    for (const [currency, sum] of this.#sums) this.#starts.set(currency, (this.#starts.get(currency) ?? new Set()).add(sum));
    this.#atLast = new Map(this.#sums);
    this.#sinceLast.clear();
  }

  #what(line: number): string {
    return `total of ${this.#column} (line ${line})`;
  }

  #trouble(stated: string, line: number, mixed: Iterable<string>): ControlTotal | null {
    const currencies = [...mixed].sort();
    if (currencies.length > 0) return { what: this.#what(line), stated, found: `mixed currencies under one total: ${currencies.join(', ')}`, agrees: false };
    if (this.#unread !== null) return { what: this.#what(line), stated, found: `an amount that can't be read (line ${this.#unread})`, agrees: false };
    return null;
  }
}
