import { type Person, isPerson } from '../../domain/people.ts';
import type { DecidedRun } from '../decided-run.ts';
import { RecordReader } from '../../store/record-reader.ts';
import type { Workplace } from '../workplace.ts';

/** What a decision is about, so far as it tells who took part in it. */
export interface Subject {
  transaction: string | null;
  purchaseOrders: readonly string[];
}

/**
 * As what a person took part in what is decided about: as one of those who entered its manual POs, as the report's employee, or as one of its
 * approvers. Undefined for somebody who did not: only they may review.
 */
export function partTakenBy(person: Person, { transaction, purchaseOrders }: Subject, { database }: Workplace): string | undefined {
  const reader = new RecordReader(database);
  for (const name of purchaseOrders) {
    // Who keyed the PO of this number in any legal entity: an entity may be spelled in more than one way.
    const numbers = [name, ...[...name.matchAll(/\//g)].map(({ index }) => name.slice(index + 1))];
    for (const { order } of reader.manualOrders(numbers).flat()) if (order.enteredBy.some((name) => isPerson(person, name))) return `entered ${order.poNumber}`;
  }
  if (transaction === null) return undefined;
  for (const { snapshot } of reader.eventsOf(transaction)) {
    if (isPerson(person, snapshot.employee.email)) return `submitted ${transaction}`;
    if (snapshot.approvals?.some(({ approver }) => isPerson(person, approver)) === true) return `approved ${transaction}`;
  }
  return undefined;
}

/** What a decision about a row is about, as the newest run has it. */
export function subjectOfRow(decided: DecidedRun, rowId: string, transaction: string | null): Subject {
  for (const row of decided.rows(transaction === null ? {} : { transactionId: transaction })) if (row.id === rowId) return { transaction, purchaseOrders: row.manual.poNumbers };
  return { transaction, purchaseOrders: [] };
}
