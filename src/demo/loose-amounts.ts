import { TOLERANCE_MINOR } from './thresholds.ts';
import { looksMistyped } from './typing-slip.ts';

/**
 * Totals that no reference ties to their counterpart, by vendor. A new one is only taken where it can't be confused: it is not
 * within a tolerance of another, nor a slip of one, nor a part or the sum of two.
 */
export class LooseAmounts {
  readonly #byVendor = new Map<string, Set<number>>();

  accepts(vendorId: string, amountsMinor: readonly number[]): boolean {
    const known = this.#byVendor.get(vendorId);
    return known === undefined || amountsMinor.every((amount) => !confusable(amount, known));
  }

  add(vendorId: string, amountsMinor: readonly number[]): void {
    const known = this.#byVendor.get(vendorId) ?? new Set<number>();
    for (const amount of amountsMinor) known.add(amount);
    this.#byVendor.set(vendorId, known);
  }
}

function confusable(amount: number, known: ReadonlySet<number>): boolean {
  if (known.has(amount)) return true;
  for (const other of known) {
    if (Math.abs(amount - other) <= TOLERANCE_MINOR || known.has(amount - other) || known.has(amount + other) || looksMistyped(amount, other)) return true;
  }
  return false;
}
