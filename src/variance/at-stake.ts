import type { Basis } from '../domain/amount-basis.ts';
import { absolute } from '../domain/money.ts';
import type { Settings } from '../domain/settings.ts';
import type { DrySide, ManualSide } from '../matching/sides.ts';

/** A size in minor units; and the basis that it is on where its tax is not known, null where it is on that of purchase orders. */
interface Size {
  minor: bigint;
  unconverted: Basis | null;
}

/**
 * What is at stake in a report without a would-be PO for which POs were keyed, in minor units on the basis of purchase orders, so far as that is
 * known: of a rejected one the larger of its amount and what was keyed, of others what was keyed. `keyedMinor` is null where the currencies differ.
 */
export function atStakeWithoutOrder({ amountBasis }: Pick<Settings, 'amountBasis'>, dry: Pick<DrySide, 'kind' | 'amountMinor' | 'lacksTax'>, manuals: readonly Pick<ManualSide, 'offBasis'>[], keyedMinor: bigint | null): bigint {
  const report: Size = { minor: absolute(BigInt(dry.amountMinor)), unconverted: dry.lacksTax ? (amountBasis?.approvals ?? null) : null };
  if (keyedMinor === null) return report.minor;
  const keyed: Size = { minor: absolute(keyedMinor), unconverted: manuals.some(({ offBasis }) => offBasis !== null) ? (amountBasis?.ledger ?? null) : null };
  if (mayBeNetOf(report, keyed)) return report.minor;
  return dry.kind !== 'rejected' || mayBeNetOf(keyed, report) || keyed.minor > report.minor ? keyed.minor : report.minor;
}

/** Whether a size on the basis of purchase orders may be that of a gross one whose tax is not known: no tax is larger than the amount that it is on. */
const mayBeNetOf = (known: Size, gross: Size): boolean => known.unconverted === null && gross.unconverted === 'gross' && known.minor <= gross.minor && 2n * known.minor >= gross.minor;
