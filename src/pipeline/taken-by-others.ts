import { dayNumber } from '../domain/calendar.ts';
import { type VarianceRow, isOpen } from '../domain/variance.ts';

/** A counterpart that a row might have had, and who has it. */
export interface TakenByOther {
  /** The row that has none. */
  rowId: string;
  /** A PO number, or a transaction id where the row is a manual PO. */
  id: string;
  why: string;
}

const MOST_LISTED = 5;

interface Scored extends TakenByOther {
  rank: number;
}

/**
 * For open rows that lack a side: what others have of the same currency and amount, or of the same vendor near in time, and why it is theirs. What
 * nobody has stands among the row's own candidates. `all` are the rows of the run, gone through once.
 */
export function takenByOthers(rows: readonly VarianceRow[], all: Iterable<VarianceRow>, dateWindowDays: number): TakenByOther[] {
  const lacking = rows.filter((row) => isOpen(row) && (row.manual.poNumbers.length === 0 || row.transactionId === null));
  if (lacking.length === 0) return [];
  const found = new Map(lacking.map((row) => [row, [] as Scored[]]));
  for (const other of all) {
    if (other.transactionId === null || other.manual.poNumbers.length === 0) continue;
    for (const row of lacking) {
      const scored = scoredFor(row, other, dateWindowDays);
      if (scored !== null) insert(found.get(row) as Scored[], scored);
    }
  }
  return [...found.values()].flat().map(({ rowId, id, why }) => ({ rowId, id, why }));
}

function scoredFor(row: VarianceRow, other: VarianceRow, dateWindowDays: number): Scored | null {
  if (row.currency !== other.currency || row.id === other.id) return null;
  const isManual = row.transactionId === null;
  const amount = isManual ? row.manual.amount : (row.dryRun.amount ?? row.expenseTotal);
  const sameAmount = amount !== null && amount === (isManual ? (other.dryRun.amount ?? other.expenseTotal) : other.manual.amount);
  const apart = row.date === null || other.date === null ? null : Math.abs(dayNumber(row.date) - dayNumber(other.date));
  const sameVendor = row.dryRun.vendorId !== null && row.dryRun.vendorId === other.dryRun.vendorId;
  if (!sameAmount && !(sameVendor && apart !== null && apart <= dateWindowDays)) return null;
  const id = isManual ? (other.transactionId as string) : other.manual.poNumbers.join(', ');
  const theirs = isManual ? `has ${other.manual.poNumbers.join(', ')}` : `is ${other.transactionId}'s`;
  const facts = [sameAmount ? 'same amount' : 'another amount', ...(isManual ? [] : [sameVendor ? 'same vendor' : 'another vendor']), apart === null ? 'no date' : `${apart} day${apart === 1 ? '' : 's'} apart`];
  return { rowId: row.id, id, why: `${facts.join(', ')}, but it ${theirs}: ${other.match.why}`, rank: (sameAmount ? 0 : 2) + (sameVendor ? 0 : 1) + Math.min(apart ?? 99, 99) / 100 };
}

/** Keeps the best few, best first; among equals the first in the order of rows. */
function insert(best: Scored[], scored: Scored): void {
  const place = best.findIndex(({ rank }) => scored.rank < rank);
  best.splice(place < 0 ? best.length : place, 0, scored);
  if (best.length > MOST_LISTED) best.pop();
}
