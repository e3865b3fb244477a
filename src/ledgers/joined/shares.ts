import { addUpTo, exactQuotient, isZero } from '../../domain/exact-decimals.ts';
import { formatMinor } from '../../domain/money.ts';
import { Unreadable, atLine } from '../../intake/row-problem.ts';

/** One account assignment of a line, as canonical texts; '' where it says nothing. */
export interface Assignment {
  /** Its line in the file of assignments. */
  row: number;
  number: string;
  glAccount: string;
  department: string;
  amount: string;
  percent: string;
  quantity: string;
}

/** A line whose amount is shared: amount and quantity are plain decimals. */
export interface SharedLine {
  amount: string;
  quantity: string;
  currency: string;
  decimals: number;
}

/**
 * What of a line's amount each of its assignments bears, as plain decimals that add up to it: one alone all of it; several by their net amounts, else percentages,
 * else quantities, whichever is filled. Throws UnreadableRow, at the assignment, where they do not add up, or a share does not come out even.
 */
export function sharesOf(line: SharedLine, assignments: readonly Assignment[]): string[] {
  const [only, ...more] = assignments;
  if (only === undefined) throw new Error('a line without assignments has no shares');
  return more.length === 0 ? [whole(line, only)] : several(line, assignments);
}

/** A zero beside the only assignment is a field that was not filled. */
function whole(line: SharedLine, only: Assignment): string {
  for (const [field, all] of [['amount', line.amount], ['percent', '100'], ['quantity', line.quantity]] as const) {
    if (!isZero(only[field]) && all !== '' && !addUpTo([only[field]], all)) refuse(only, field, `the only assignment of a line whose ${field} is ${all}: another one is missing`);
  }
  return line.amount;
}

function several(line: SharedLine, assignments: readonly Assignment[]): string[] {
  const field = (['amount', 'percent', 'quantity'] as const).find((each) => assignments.some((assignment) => !isZero(assignment[each])));
  const first = assignments[0] as Assignment;
  if (field === undefined) {
    if (isZero(line.amount)) return assignments.map(() => line.amount);
    return refuse(first, 'amount', `one of ${assignments.length} assignments, none of which says its share: net amount, percentage or quantity`);
  }
  const blank = assignments.find((assignment) => assignment[field] === '');
  if (blank !== undefined) return refuse(blank, field, `the other assignments of the line say their ${field}`);
  const parts = assignments.map((assignment) => assignment[field]);
  const all = { amount: line.amount, percent: '100', quantity: line.quantity }[field];
  if (all === '') return refuse(first, field, `the line says no ${field}, so that nobody can tell whether its assignments are all there`);
  if (!addUpTo(parts, all)) return refuse(first, field, `the assignments of the line (${parts.join(' + ')}) do not add up to its ${field}, ${all}`);
  if (field === 'amount') return parts;
  if (isZero(all)) return refuse(first, field, `shares of a ${field} of 0`);
  return assignments.map((assignment) => {
    const share = exactQuotient([line.amount, assignment[field]], [all], line.decimals);
    if (share === null) return refuse(assignment, field, `${assignment[field]} of ${all} of ${line.amount} has more decimals than ${line.currency}, and which assignment has the odd part is not told; export their net amounts`);
    return formatMinor(share, line.currency);
  });
}

function refuse(assignment: Assignment, field: 'amount' | 'percent' | 'quantity', reason: string): never {
  return atLine(assignment.row, () => {
    throw new Unreadable(field, assignment[field], reason);
  });
}
