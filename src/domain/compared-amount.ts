import type { Basis } from './amount-basis.ts';
import type { VarianceRow } from './variance.ts';

/** Of what an amount is, as texts call it. */
export const COMPARED_SIDES = { lines: 'lines for POs', dry_run: 'dry run', manual: 'manual' } as const;
export type ComparedSide = keyof typeof COMPARED_SIDES;

/** An amount that was put on the basis of purchase orders before it was compared, as plain decimals. */
export interface ComparedAmount {
  side: ComparedSide;
  currency: string;
  /** What it was before. */
  basis: Basis;
  amount: string;
  /** Null where it is needed and not given, and nothing can be compared. */
  tax: string | null;
  compared: string | null;
}

/** How the amounts of a row came onto one basis; [] where nothing was converted. */
export function comparedAmounts({ match: { converted }, dryRun, manual, currency }: VarianceRow): ComparedAmount[] {
  if (converted === undefined) return [];
  const sides = [['dry_run', converted.dryRun, dryRun.amount, currency], ['manual', converted.manual, manual.amount, manual.currency ?? currency]] as const;
  return sides.flatMap(([side, before, compared, unit]) => (before === null || compared === null ? [] : [{ side, currency: unit, ...before, compared }]));
}
