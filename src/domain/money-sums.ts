import { formatMinor, minorOf } from './money.ts';
import { compareText } from './text.ts';

/** Exact sums by currency; amounts of different currencies are never added to each other. */
export class MoneySums {
  readonly #sums = new Map<string, bigint>();

  /** Adds minor units. */
  add(currency: string, minor: bigint): void {
    this.#sums.set(currency, (this.#sums.get(currency) ?? 0n) + minor);
  }

  /** Adds a plain decimal that the program itself formatted; null adds nothing. */
  addDecimal(currency: string, decimal: string | null): void {
    if (decimal !== null) this.add(currency, minorOf(decimal, currency));
  }

  /** The sum in minor units. */
  of(currency: string): bigint {
    return this.#sums.get(currency) ?? 0n;
  }

  get currencies(): string[] {
    return [...this.#sums.keys()].sort(compareText);
  }

  /** Whether every sum is zero. */
  get isZero(): boolean {
    return [...this.#sums.values()].every((sum) => sum === 0n);
  }

  /** Plain decimals by currency, in the order of currency codes; sums of zero are left out where `nonZero` asks for it. */
  plain(nonZero = false): Record<string, string> {
    return Object.fromEntries(this.currencies.filter((currency) => !nonZero || this.of(currency) !== 0n).map((currency) => [currency, formatMinor(this.of(currency), currency)]));
  }
}
