import type { AmountBasis } from '../../domain/amount-basis.ts';
import { MoneySums } from '../../domain/money-sums.ts';
import type { VarianceRow } from '../../domain/variance.ts';

/**
 * What rows say was keyed, as far as it must be the sum of their POs' lines to the smallest unit. POs of which a row may hold a part alone, or has no sum, are
 * kept by name: those that several would-be POs share (one may lie outside the window), those in several currencies, and those of which a part alone could be
 * put on another basis of amounts.
 */
export class KeyedInRows {
  readonly #sums = new MoneySums();
  readonly #parts = new Set<string>();
  readonly #isConverted: boolean;

  constructor(basis: AmountBasis | undefined) {
    this.#isConverted = basis !== undefined && basis.ledger !== basis.purchaseOrders;
  }

  add({ manual, match }: VarianceRow): void {
    if (manual.poNumbers.length === 0) return;
    const converted = match.converted?.manual ?? null;
    if (match.group !== null || manual.amount === null || manual.currency === null || (this.#isConverted && converted === null)) for (const name of manual.poNumbers) this.#parts.add(name);
    else this.#sums.addDecimal(manual.currency, converted?.amount ?? manual.amount);
  }

  /** Whether a PO's lines need not come to what its rows say. */
  readonly isPart = (poNumber: string): boolean => this.#parts.has(poNumber);

  /** What the lines of all other POs in rows must come to, in minor units. */
  of(currency: string): bigint {
    return this.#sums.of(currency);
  }
}
