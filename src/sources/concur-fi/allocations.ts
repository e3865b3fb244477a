import { Unreadable } from '../../intake/row-problem.ts';
import type { Part } from '../json/part.ts';
import { PERCENT_DECIMALS, cutByPercentages, isWhole } from '../percentages.ts';
import { sumOrNull, taxOrNull } from './unknown-amounts.ts';

/** The sum of an allocation's journals, in minor units; null where they do not say. */
export function journalsOf(allocation: Part, decimals: number): number | null {
  const journals = allocation.parts('journal');
  return sumOrNull(allocation.at('journal[].amountGross'), journals.map((journal) => (journal.has('amountGross') ? journal.amount('amountGross', decimals) : null)));
}

/** The sum of an allocation's taxes, in minor units; null where it is unknown. Throws Unreadable. */
export function taxOf(allocation: Part, decimals: number): number | null {
  const taxes = allocation.parts('tax');
  return taxOrNull(() => sumOrNull(allocation.at('tax[].amountTax'), taxes.map((tax) => (tax.text('amountTax') === '' ? null : tax.amount('amountTax', decimals)))));
}

/** Cuts an amount by percentages, towards zero; what is left over goes to the last, so that the shares add up. */
export function sharesByPercentage(entry: Part, allocations: readonly Part[], approvedMinor: number): number[] {
  const percentages = allocations.map((allocation) => allocation.amount('allocationPercentage', PERCENT_DECIMALS));
  const shares = cutByPercentages(percentages, approvedMinor);
  if (shares !== null) return shares;
  throw notAll(entry, allocations.map((allocation) => allocation.text('allocationPercentage')).join(' + '));
}

/** Throws Unreadable where the only allocation of an entry says that it is a part of it: the others are not in the document. */
export function assertAlone(entry: Part, only: Part | undefined): void {
  const written = only?.text('allocationPercentage') ?? '';
  if (only !== undefined && written !== '' && !isWhole([only.amount('allocationPercentage', PERCENT_DECIMALS)])) throw notAll(entry, written);
}

const notAll = (entry: Part, written: string): Unreadable => new Unreadable(entry.at('allocation[].allocationPercentage'), written, 'neither the journals nor the percentages add up to the entry');
