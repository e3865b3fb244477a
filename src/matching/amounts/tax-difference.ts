import type { NamedDifference } from '../../domain/amount-cause.ts';
import { formatMinor } from '../../domain/money.ts';

/** An amount that was keyed for a would-be PO, and the taxes that it may have by mistake or lack, in minor units of one currency. */
export interface TaxedAmounts {
  currency: string;
  wouldBeMinor: number;
  manualMinor: number;
  /** Of the whole PO; null where a line does not say. */
  taxMinor: number | null;
  /** Of its lines one by one. */
  lineTaxes: readonly number[];
}

/**
 * Whether an amount that is off is nearer to the would-be PO's with a tax added or taken off (that of the whole PO, or of any one of its lines) than
 * to the would-be PO's own, and what it is then: off by just that tax, or near the amount with it. Null where it is not, and where nothing is off.
 */
export function taxDifference({ currency, wouldBeMinor, manualMinor, taxMinor, lineTaxes }: TaxedAmounts): NamedDifference | null {
  const offMinor = Math.abs(manualMinor - wouldBeMinor);
  if (offMinor === 0) return null;
  const off = manualMinor > wouldBeMinor ? 1 : -1;
  let nearest: { tax: number; apart: number; of: string } | null = null;
  const consider = (minor: number, of: string): void => {
    // Which way a tax moves an amount does not matter here: it may be added twice, or taken off what had none.
    const tax = Math.abs(minor);
    const apart = Math.abs(offMinor - tax);
    if (tax !== 0 && apart < (nearest?.apart ?? offMinor)) nearest = { tax, apart, of };
  };
  if (taxMinor !== null) consider(taxMinor, 'tax of its lines');
  for (const minor of lineTaxes) consider(minor, 'tax of one line');
  if (nearest === null) return null;
  const { tax, apart, of } = nearest as { tax: number; apart: number; of: string };
  const money = (minor: number): string => `${formatMinor(minor, currency)} ${currency}`;
  const withTax = `${money(wouldBeMinor)} ${off > 0 ? '+' : '−'} ${money(tax)} ${of} = ${money(wouldBeMinor + off * tax)}`;
  if (apart === 0) return { cause: off > 0 ? 'tax_included' : 'tax_excluded', how: withTax };
  return { cause: 'tax_nearby', how: `${withTax}, ${money(apart)} from what was keyed` };
}
