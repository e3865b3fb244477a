import { AGREEING, STATUSES, type VarianceRow } from '../domain/variance.ts';
import type { Effect, RowState } from '../domain/whatif.ts';

/** Rows of a transaction before and after that can be held against each other: one and one by their ids, what is left together. */
export interface AlignedRows {
  before: VarianceRow[];
  after: VarianceRow[];
}

/** Aligns the rows of one transaction, and leaves out those that say the same. */
export function alignedRows({ before, after }: AlignedRows): AlignedRows[] {
  const byId = new Map(after.map((row) => [row.id, row]));
  const alone: AlignedRows = { before: [], after: [] };
  const aligned: AlignedRows[] = [];
  for (const row of before) {
    const other = byId.get(row.id);
    byId.delete(row.id);
    if (other === undefined) alone.before.push(row);
    else if (contentOf(row) !== contentOf(other)) aligned.push({ before: [row], after: [other] });
  }
  alone.after.push(...byId.values());
  return alone.before.length + alone.after.length > 0 ? [...aligned, alone] : aligned;
}

/** What a row says, without positions in files and without wording. */
function contentOf({ status, causes, currency, variance, atStake, differences, expenseTotal, dryRun, manual, match }: VarianceRow): string {
  const findings = dryRun.findings.map(({ code, value }) => [code, value]);
  return JSON.stringify([status, causes, currency, variance, atStake, differences, expenseTotal, dryRun.outcome, dryRun.poNumber, dryRun.vendorId, dryRun.amount, findings, manual.poNumbers, manual.amount, manual.currency, match.group]);
}

/** A row as far as an effect is told from it. */
export const stateOf = ({ id, status, causes, currency, variance, atStake, manual, differences }: VarianceRow): RowState => ({ rowId: id, status, causes, currency, variance, atStake, poNumbers: manual.poNumbers, differences });

export const isOpenState = ({ status }: Pick<RowState, 'status'>): boolean => STATUSES[status].open;
const agrees = ({ status }: Pick<RowState, 'status'>): boolean => AGREEING.includes(status);

/** What became of rows. By status alone: what people decided lapses where a row changes. */
export function effectOf(before: readonly Pick<RowState, 'status'>[], after: readonly Pick<RowState, 'status'>[]): Effect {
  const [wasOpen, isOpen] = [before.some(isOpenState), after.some(isOpenState)];
  if (wasOpen && isOpen) return 'changed';
  if (isOpen) return 'newly_caused';
  if (!wasOpen) return 'otherwise';
  return after.length > 0 && after.every(agrees) ? 'cured' : 'no_longer_open';
}
