import type { BusinessDate, Instant } from '../domain/calendar.ts';
import { formatMinor } from '../domain/money.ts';
import { compareText } from '../domain/text.ts';
import type { ControlTotal } from '../intake/sink.ts';
import type { ImportCounts } from '../store/record-writer.ts';

/** Counts while one file is read. */
export class Tally {
  readonly controlTotals: ControlTotal[] = [];
  rowsAccepted = 0;
  rowsKnown = 0;
  rowsQuarantined = 0;
  latestInstant: Instant | null = null;
  firstDate: BusinessDate | null = null;
  lastDate: BusinessDate | null = null;

  instant(instant: Instant | null): void {
    if (instant !== null && (this.latestInstant === null || instant > this.latestInstant)) this.latestInstant = instant;
  }

  date(date: BusinessDate): void {
    if (this.firstDate === null || date < this.firstDate) this.firstDate = date;
    if (this.lastDate === null || date > this.lastDate) this.lastDate = date;
  }

  counts(rest: Pick<ImportCounts, 'asOf' | 'blankColumns' | 'measured'>): ImportCounts {
    const { rowsAccepted, rowsKnown, rowsQuarantined, latestInstant, firstDate, lastDate, controlTotals } = this;
    return { rowsRead: rowsAccepted + rowsKnown + rowsQuarantined, rowsAccepted, rowsKnown, rowsQuarantined, latestInstant, firstDate, lastDate, controlTotals, ...rest };
  }
}

/** Sums of documents by currency, exact. */
export class Measure {
  readonly #sums = new Map<string, bigint>();
  /** What is not in the sums yet, of the currency that came last: most files have one, and a sum of it is exact as a number for long. */
  #currency = '';
  #part = 0;

  add(currency: string, minor: number): void {
    const part = this.#part + minor;
    if (currency === this.#currency && Number.isSafeInteger(part)) {
      this.#part = part;
      return;
    }
    this.#settle();
    this.#currency = currency;
    this.#part = minor;
  }

  amounts(): Record<string, string> {
    this.#settle();
    return Object.fromEntries([...this.#sums].sort(([left], [right]) => compareText(left, right)).map(([currency, minor]) => [currency, formatMinor(minor, currency)]));
  }

  #settle(): void {
    if (this.#currency !== '') this.#sums.set(this.#currency, (this.#sums.get(this.#currency) ?? 0n) + BigInt(this.#part));
    this.#part = 0;
  }
}
