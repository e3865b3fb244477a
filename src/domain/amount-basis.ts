/** Whether amounts hold the tax, or stand beside it. */
export const AMOUNT_BASES = ['gross', 'net'] as const;
export type Basis = (typeof AMOUNT_BASES)[number];

/** On which basis the amounts of each side are; undefined where the settings say nothing, and nothing is converted. */
export interface AmountBasis {
  approvals: Basis;
  purchaseOrders: Basis;
  ledger: Basis;
}

/**
 * An amount on another basis, in minor units: gross less tax is net, net and tax is gross. Null where the tax is needed and not given, or the
 * result is beyond what is exact.
 */
export function onBasis(amountMinor: number, taxMinor: number | null, from: Basis, to: Basis): number | null {
  if (from === to) return amountMinor;
  if (taxMinor === null) return null;
  const converted = from === 'gross' ? amountMinor - taxMinor : amountMinor + taxMinor;
  return Number.isSafeInteger(converted) ? converted : null;
}

/**
 * Whether a tax may be that of an amount, in minor units: it has no other sign, and gross amounts are not smaller than the tax that is in them.
 * One that is not given is not implausible.
 */
export function isPlausibleTax(amountMinor: number, taxMinor: number | null, basis: Basis): boolean {
  if (taxMinor === null || taxMinor === 0) return true;
  if (amountMinor !== 0 && taxMinor < 0 !== amountMinor < 0) return false;
  return basis === 'net' || Math.abs(taxMinor) <= Math.abs(amountMinor);
}
