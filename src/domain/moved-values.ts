import { formatMinor, minorOf } from './money.ts';
import { fold } from './text.ts';
import type { Difference, DifferingValue } from './variance.ts';

/** What stands under other values than it should. */
export interface MovedValues {
  /** Values of the dry run of which the ledger has less than they should have, with how much less. */
  from: DifferingValue[];
  /** Values of which the ledger has more. */
  to: DifferingValue[];
}

/**
 * What moved from which values to which: `6140 102.06 → 6140 87.83, 6210 14.23` is 14.23 that moved from 6140 to 6210. Values are
 * compared as texts are. Where a difference has no amounts, what only one of the sides names.
 */
export function movedValues({ dryRun, manual }: Pick<Difference, 'dryRun' | 'manual'>, currency: string): MovedValues {
  const minorsOf = (side: readonly DifferingValue[]): Map<string, bigint> => {
    const minors = new Map<string, bigint>();
    for (const { value, amount } of side) minors.set(fold(value), amount === null ? 0n : minorOf(amount, currency));
    return minors;
  };
  const apart = (own: readonly DifferingValue[], other: ReadonlyMap<string, bigint>): DifferingValue[] =>
    own.flatMap(({ value, amount }): DifferingValue[] => {
      const known = other.get(fold(value));
      if (amount === null) return known === undefined ? [{ value, amount }] : [];
      const minor = minorOf(amount, currency);
      const more = minor - (known ?? 0n);
      // A refund moves as what is bought does, with its own sign.
      return more !== 0n && more < 0n === minor < 0n ? [{ value, amount: formatMinor(more, currency) }] : [];
    });
  return { from: apart(dryRun, minorsOf(manual)), to: apart(manual, minorsOf(dryRun)) };
}
