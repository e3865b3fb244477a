import { AMOUNT_PROBLEMS } from '../../domain/money.ts';
import { assertExactSum } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';

/** A claim decides nothing: one that can't be read is unknown, and no reason to refuse the report. */
export function exactOrNull(read: () => number | null): number | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** A tax may decide: one that is finer than the currency is unknown, and one that is no amount is as unreadable as any. Throws Unreadable. */
export function taxOrNull(read: () => number | null): number | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable && error.problem.reason === AMOUNT_PROBLEMS.too_many_decimals) return null;
    throw error;
  }
}

/** The sum of amounts; null where there are none or one is unknown. Throws Unreadable where it would not be exact. */
export function sumOrNull(field: string, minors: readonly (number | null)[]): number | null {
  const known = minors.filter((minor) => minor !== null);
  if (known.length === 0 || known.length < minors.length) return null;
  assertExactSum(field, known);
  return known.reduce((sum, minor) => sum + minor, 0);
}
