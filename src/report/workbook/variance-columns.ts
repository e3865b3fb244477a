import { ZonedClock, dayNumber, parseInstant } from '../../domain/calendar.ts';
import { DISPOSITIONS } from '../../domain/audit.ts';
import { type VarianceRow, RESOLUTION_STATES, isOpen } from '../../domain/variance.ts';
import type { DecisionModel } from '../decision-model.ts';
import { differenceTexts } from '../difference-text.ts';
import { COLUMNS, cellsOf, noVariance, notesOf } from '../model.ts';
import type { Column } from './column.ts';
import { amount, count, date, text } from './content.ts';
import { statusLook } from './look.ts';

/** The seven columns that people know, amounts as numbers. */
export function knownColumns(): Column<VarianceRow>[] {
  const [day, transaction, total, dryRun, manual, variance, status] = COLUMNS;
  let last: { row: VarianceRow; cells: string[] } | undefined;
  const cell = (row: VarianceRow, index: number): string => {
    if (last?.row !== row) last = { row, cells: cellsOf(row) };
    return last.cells[index] ?? '';
  };
  return [
    { name: day, width: 12, of: (row) => date(row.date) },
    { name: transaction, width: 16, of: (row) => text(row.transactionId ?? '–') },
    { name: total, width: 16, of: (row) => amount(row.expenseTotal, row.currency) },
    { name: dryRun, width: 33, wrap: true, of: (row) => text(cell(row, 3)) },
    { name: manual, width: 22, wrap: true, of: (row) => text(cell(row, 4)) },
    { name: variance, width: 16, of: (row) => (row.variance === null ? text(noVariance(row), 'right') : amount(row.variance, row.currency)) },
    { name: status, width: 26, wrap: true, of: (row) => text(cell(row, 6)), look: statusLook },
  ];
}

export const CURRENCY: Column<VarianceRow> = { name: 'Currency', width: 11, of: (row) => text(row.currency) };
export const AT_STAKE: Column<VarianceRow> = { name: 'At stake', width: 16, of: (row) => amount(row.atStake, row.currency) };
export const OPEN: Column<VarianceRow> = { name: 'Open', width: 9, of: (row) => text(isOpen(row) ? 'OPEN' : 'no'), look: (row) => (isOpen(row) ? 'open' : 'cell') };
export const DIFFERENCES: Column<VarianceRow> = { name: 'Differences', width: 34, wrap: true, of: (row) => text(differenceTexts(row).join('; ')) };
export const ROW_ID: Column<VarianceRow> = { name: 'Row', width: 20, of: (row) => text(row.id) };
export const DISPOSITION: Column<VarianceRow> = { name: 'Disposition', width: 20, wrap: true, of: (row) => text(dispositionText(row)) };

/** What was decided about a row and where that stands. */
export function dispositionText({ resolution }: VarianceRow): string {
  return resolution === null ? '' : `${DISPOSITIONS[resolution.disposition].label} (${RESOLUTION_STATES[resolution.state].toLowerCase()})`;
}

/** The columns of Variance that are printed, from the first on. */
export const PRINTED_COLUMNS = 17;

/** All columns of the Variance sheet and of its companion: the seven first. */
export function varianceColumns(model: Pick<DecisionModel, 'run' | 'timeZone'>): Column<VarianceRow>[] {
  const today = businessDay(model);
  return [
    ...knownColumns(),
    CURRENCY,
    { name: 'Causes', width: 27, wrap: true, of: (row) => text(row.causes.join(', ')) },
    DIFFERENCES,
    { name: 'Match pass', width: 20, of: (row) => text(row.match.pass ?? '') },
    DISPOSITION,
    { name: 'Reason', width: 24, wrap: true, of: (row) => text(row.resolution?.reason ?? '') },
    { name: 'Owner', width: 14, of: (row) => text(row.resolution?.owner ?? '') },
    { name: 'Age (days)', width: 10, of: (row) => count(today === null || row.date === null || !isOpen(row) ? null : Math.max(0, today - dayNumber(row.date))) },
    OPEN,
    AT_STAKE,
    { name: 'Dry-run amount', width: 16, of: (row) => amount(row.dryRun.amount, row.currency) },
    { name: 'Manual amount', width: 16, of: (row) => amount(row.manual.amount, row.manual.currency ?? row.currency) },
    { name: 'Manual currency', width: 11, of: (row) => text(row.manual.currency) },
    { name: 'Explanation', width: 60, of: (row) => text(notesOf(row).join(' ')) },
    ROW_ID,
  ];
}

/** The day of the as-of in the company's time zone, as a number; null for an empty record. */
export function businessDay({ run, timeZone }: Pick<DecisionModel, 'run' | 'timeZone'>): number | null {
  const instant = run.asOf === null ? null : parseInstant(run.asOf);
  return typeof instant === 'number' ? dayNumber(new ZonedClock(timeZone).dateOf(instant)) : null;
}
