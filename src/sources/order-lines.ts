import type { ExpenseLine } from '../domain/expense-report.ts';
import { compareNatural } from '../domain/text.ts';
import { Unreadable } from '../intake/row-problem.ts';

/** Line ids are unique within a report; lines are kept in the order of their ids, so that the order of rows changes nothing. */
export function orderLines(lines: ExpenseLine[]): ExpenseLine[] {
  let ordered = true;
  for (let index = 1; index < lines.length; index++) {
    const order = compareNatural((lines[index - 1] as ExpenseLine).id, (lines[index] as ExpenseLine).id);
    if (order >= 0) ordered = false;
  }
  if (!ordered) {
    lines.sort((left, right) => compareNatural(left.id, right.id));
    for (let index = 1; index < lines.length; index++) {
      const id = (lines[index] as ExpenseLine).id;
      if ((lines[index - 1] as ExpenseLine).id === id) throw new Unreadable('report.lines[].id', id, 'two lines of the report have the same id');
    }
  }
  return lines;
}
