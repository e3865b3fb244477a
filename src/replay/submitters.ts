import type { Identity } from '../domain/people.ts';
import type { RecordedEvent } from './recorded-event.ts';

const isAddress = (email: string): boolean => email.includes('@');

/**
 * The first event of a report that names another employee than an event before it does, and that one; undefined where none does. A report has one employee
 * from its first draft on, so these are two reports of one id. Exports of two systems may name one employee in two ways: there only two addresses differ.
 */
export function otherSubmitter(events: readonly RecordedEvent[], identityOf: Identity): { one: RecordedEvent; other: RecordedEvent } | undefined {
  for (let place = 1; place < events.length; place++) {
    const other = events[place] as RecordedEvent;
    const one = events.slice(0, place).find((each) => differ(each, other, identityOf));
    if (one !== undefined) return { one, other };
  }
  return undefined;
}

function differ(one: RecordedEvent, other: RecordedEvent, identityOf: Identity): boolean {
  const [left, right] = [one.snapshot.employee.email, other.snapshot.employee.email];
  if (left === right || left === '' || right === '') return false;
  return (one.source === other.source || (isAddress(left) && isAddress(right))) && identityOf(left) !== identityOf(right);
}
