import { addsExactly } from './money.ts';

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

/** Why an amount can't be put on the basis of purchase orders, as a cause of a row: its tax is not given, or what it would come to is beyond what is exact. */
export const OFF_BASIS_CAUSES = ['tax_missing', 'beyond_limit'] as const;
export type OffBasisCause = (typeof OFF_BASIS_CAUSES)[number];

/** That of a row's causes which says that there is no variance because of the basis; undefined where none does. */
export const offBasisCause = (causes: readonly string[]): OffBasisCause | undefined => OFF_BASIS_CAUSES.find((cause) => causes.includes(cause));

/**
 * The lines of one document on another basis: their amounts in their order, or why there are none. A document is converted as a whole or not at all. `beyond_limit`:
 * a line, or the lines added without their signs, or their taxes, come to more than 2^53 - 1 minor units.
 */
export function linesOnBasis(lines: readonly { amountMinor: number; taxMinor: number | null }[], from: Basis, to: Basis): number[] | OffBasisCause {
  if (from === to) return lines.map(({ amountMinor }) => amountMinor);
  const taxes = lines.flatMap(({ taxMinor }) => taxMinor ?? []);
  if (taxes.length < lines.length) return 'tax_missing';
  const converted = lines.flatMap(({ amountMinor, taxMinor }) => onBasis(amountMinor, taxMinor, from, to) ?? []);
  return converted.length < lines.length || !addsExactly(converted) || !addsExactly(taxes) ? 'beyond_limit' : converted;
}
