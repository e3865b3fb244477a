import type { Vendor } from './parties.ts';
import type { Retailer } from './retailer.ts';
import { looksMistyped } from './typing-slip.ts';

/**
 * Totals that no reference ties to their counterpart, by vendor. A new one is only taken where it can't be confused: it is not
 * within a tolerance of another, nor a slip of one, nor a part or the sum of two.
 */
export class LooseAmounts {
  readonly #apartMinor: Retailer['apartMinor'];
  readonly #byKin = new Map<string, Set<number>>();

  constructor({ apartMinor }: Pick<Retailer, 'apartMinor'>) {
    this.#apartMinor = apartMinor;
  }

  accepts({ kin }: Vendor, currency: string, amountsMinor: readonly number[]): boolean {
    const known = this.#byKin.get(kin);
    return known === undefined || amountsMinor.every((amount) => !confusable(amount, known, this.#apartMinor(currency, amount)));
  }

  add({ kin }: Vendor, amountsMinor: readonly number[]): void {
    const known = this.#byKin.get(kin) ?? new Set<number>();
    for (const amount of amountsMinor) known.add(amount);
    this.#byKin.set(kin, known);
  }
}

function confusable(amount: number, known: ReadonlySet<number>, apartMinor: number): boolean {
  if (known.has(amount)) return true;
  for (const other of known) {
    if (Math.abs(amount - other) <= apartMinor || known.has(amount - other) || known.has(amount + other) || looksMistyped(amount, other)) return true;
  }
  return false;
}
