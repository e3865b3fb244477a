import { bareOf, isDrawnAtRandom } from '../domain/id-tokens.ts';
import type { Identity } from '../domain/people.ts';
import type { RecordedEvent } from './recorded-event.ts';

const isAddress = (email: string): boolean => email.includes('@');

/**
 * The first event of a report that names another employee than an event before it does, and that one; undefined where none does. A report has one employee
 * from its first draft on, so these are two reports of one id; but for an id that was drawn at random, which no two reports have: there an address changed, or a bill's owner. One employee may be named in two ways, by an address and by an id of the system, also in exports of
 * one system: so only two addresses differ, or two ids of one source.
 */
export function otherSubmitter(events: readonly RecordedEvent[], identityOf: Identity): { one: RecordedEvent; other: RecordedEvent } | undefined {
  for (let place = 1; place < events.length; place++) {
    const other = events[place] as RecordedEvent;
    const one = events.slice(0, place).find((each) => differ(each, other, identityOf));
    if (one !== undefined) return isDrawnAtRandom(bareOf(other.snapshot.reportId).bare) ? undefined : { one, other };
  }
  return undefined;
}

function differ(one: RecordedEvent, other: RecordedEvent, identityOf: Identity): boolean {
  const [left, right] = [one.snapshot.employee.email, other.snapshot.employee.email];
  if (left === right || left === '' || right === '') return false;
  const areNamedAlike = isAddress(left) ? isAddress(right) : !isAddress(right) && one.source === other.source;
  return areNamedAlike && identityOf(left) !== identityOf(right);
}
