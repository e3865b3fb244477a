import type { Vendor } from './parties.ts';
import type { Retailer } from './retailer.ts';
import type { PurchaseLine } from './purchase.ts';

/**
 * Totals that no reference ties to their counterpart, by vendor. A new one is only taken where it can't be confused: it is not
 * within a tolerance of another, nor a slip of one, nor a part or the sum of two.
 */
export class LooseAmounts {
  readonly #apartMinor: Retailer['apartMinor'];
  readonly #alike: Retailer['alike'];
  readonly #byKin = new Map<string, Set<number>>();
  readonly #taken = new Map<string, Set<number>>();

  constructor({ apartMinor, alike }: Pick<Retailer, 'apartMinor' | 'alike'>) {
    this.#apartMinor = apartMinor;
    this.#alike = alike;
  }

  accepts({ kin }: Vendor, currency: string, amountsMinor: readonly number[]): boolean {
    const known = this.#byKin.get(kin);
    return amountsMinor.every((amount) => this.#taken.get(kin)?.has(amount) !== true && (known === undefined || !this.#confusable(amount, known, this.#apartMinor(currency, amount))));
  }

  /** Whether an amount is one of those that nothing ties. */
  has({ kin }: Vendor, amountMinor: number): boolean {
    return this.#byKin.get(kin)?.has(amountMinor) === true;
  }

  /** Takes the totals of lines that a reference ties, vendor by vendor; false where one is a loose amount, which it would repeat. */
  take(lines: readonly Pick<PurchaseLine, 'vendor' | 'amountMinor'>[]): boolean {
    const totals = new Map<string, number>();
    for (const { vendor, amountMinor } of lines) totals.set(vendor.kin, (totals.get(vendor.kin) ?? 0) + amountMinor);
    if ([...totals].some(([kin, total]) => this.#byKin.get(kin)?.has(total) === true)) return false;
    for (const [kin, total] of totals) this.#taken.set(kin, (this.#taken.get(kin) ?? new Set()).add(total));
    return true;
  }

  add({ kin }: Vendor, amountsMinor: readonly number[]): void {
    const known = this.#byKin.get(kin) ?? new Set<number>();
    for (const amount of amountsMinor) known.add(amount);
    this.#byKin.set(kin, known);
  }

  #confusable(amount: number, known: ReadonlySet<number>, apartMinor: number): boolean {
    if (known.has(amount)) return true;
    for (const other of known) {
      if (Math.abs(amount - other) <= apartMinor || known.has(amount - other) || known.has(amount + other) || this.#alike(amount, other)) return true;
    }
    return false;
  }
}
