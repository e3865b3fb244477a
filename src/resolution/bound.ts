import type { VarianceRow } from '../domain/variance.ts';

/**
 * What a decision about a row is bound to: status, causes, amounts and pairing, as one text. Two rows with the same text are the same
 * thing to decide about; positions in files, flags and the wording of findings stay out of it.
 */
export function boundOf({ status, causes, currency, expenseTotal, dryRun, manual, variance, match }: VarianceRow): string {
  return JSON.stringify([
    status, causes, currency, expenseTotal, [dryRun.outcome, dryRun.poNumber, dryRun.vendorId, dryRun.amount, dryRun.findings.filter(({ severity }) => severity === 'error').map(({ code, value }) => [code, value])],
    [manual.poNumbers, manual.amount, manual.currency], variance, match.group,
  ]);
}
