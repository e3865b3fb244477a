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

/** Adds up one column of amounts and compares the sum with what a totals row of the file states. */
export class StatedTotals {
  readonly #column: string;
  readonly #currencies = new Set<string>();
  #sum = 0n;
  #unread: number | null = null;

  constructor(column: string) {
    this.#column = column;
  }

  /** Takes the amount of a row, as a canonical text; one that can't be read makes every total behind it disagree. */
  add(amount: string, currency: string, line: number): void {
    if (amount === '') return;
    this.#currencies.add(currency);
    const units = scaled(amount);
    if (units === null) this.#unread ??= line;
    else this.#sum += units;
  }

  /** What a totals row states against what was read above it. */
  check(stated: string, line: number): ControlTotal {
    const what = `total of ${this.#column} (line ${line})`;
    if (this.#currencies.size > 1) return { what, stated, found: `mixed currencies under one total: ${[...this.#currencies].sort().join(', ')}`, agrees: false };
    if (this.#unread !== null) return { what, stated, found: `an amount that can't be read (line ${this.#unread})`, agrees: false };
    return { what, stated, found: plain(this.#sum), agrees: scaled(stated) === this.#sum };
  }
}
