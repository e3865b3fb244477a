import { compareText, fold } from '../domain/text.ts';
import type { Difference, VarianceRow } from '../domain/variance.ts';

/** What differs, by its values: whoever accepted one wrong account has not accepted another. How a text is spelled is no difference. */
const differing = ({ field, dryRun, manual }: Difference): unknown[] => [field, ...[dryRun, manual].map((values) => values.map(({ value, amount }) => JSON.stringify([fold(value), amount])).sort(compareText))];

/**
 * What a decision about a row is bound to: status, causes with the values that differ, amounts, pairing and whose POs these are, as one text. Two
 * rows with the same text are the same thing to decide about; positions in files, flags and the wording of findings stay out of it.
 */
export function boundOf({ status, causes, currency, expenseTotal, dryRun, manual, variance, atStake, match, differences }: VarianceRow): string {
  return JSON.stringify([
    status, causes, currency, expenseTotal, [dryRun.outcome, dryRun.poNumber, dryRun.vendorId, dryRun.amount, dryRun.findings.filter(({ severity }) => severity === 'error').map(({ code, value }) => [code, value])],
    [manual.poNumbers, manual.amount, manual.currency], variance, atStake, match.group,
    // Rows of before legal entities were compared are bound as they were.
    ...(dryRun.entity === undefined && manual.entities === undefined ? [] : [[dryRun.entity ?? '', manual.entities ?? []]]),
    ...(match.counterpart === undefined ? [] : [{ counterpart: match.counterpart.id }]),
    ...(differences.length === 0 && manual.vendors.length === 0 ? [] : [{ differences: differences.map(differing), vendors: manual.vendors.map(fold).sort(compareText) }]),
  ]);
}

/** What kind of row it is: its status and causes, as text. */
export const kindOf = ({ status, causes }: Pick<VarianceRow, 'status' | 'causes'>): string => JSON.stringify([status, causes]);

/** The kind of the row that a bound text tells of; undefined for any other text. */
export function kindOfBound(bound: string): string | undefined {
  // Written by boundOf; an entry that was tampered with is found by the audit, and proposes nothing.
  try {
    const [status, causes] = JSON.parse(bound) as [VarianceRow['status'], string[]];
    return kindOf({ status, causes });
  } catch {
    return undefined;
  }
}
