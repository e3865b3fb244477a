import type { PurchaseLine } from './purchase.ts';
import { sumOf } from './purchase.ts';

/**
 * Amounts that stand alone without a reference are one more than a multiple of this. So a sum of two or more of them, up to MOST, is
 * no such amount itself, and none of those that are kept away from these remainders.
 */
const MODULUS = 499;
const MOST = 40;

/** Raises the first line by less than MODULUS, so that the total stands alone. */
export function standAlone(lines: readonly PurchaseLine[]): void {
  const [first] = lines as [PurchaseLine];
  first.amountMinor += (((1 - sumOf(lines)) % MODULUS) + MODULUS) % MODULUS;
}

/** Whether an amount is no sum of amounts that stand alone, nor what is left of one beside such a sum. */
export function isNoSum(amountMinor: number): boolean {
  const remainder = amountMinor % MODULUS;
  return remainder > MOST && remainder < MODULUS - MOST;
}
