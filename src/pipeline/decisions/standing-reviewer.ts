import type { AuditEntry } from '../../domain/audit.ts';
import type { Person } from '../../domain/people.ts';
import { fold } from '../../domain/text.ts';
import type { Workplace } from '../workplace.ts';

/**
 * Who reviewed something as a whole, where by the settings and the record of now they still may: named, in the role of a reviewer, and
 * without a part in it (`partOf` says which). Null where nobody did, or where they no longer may.
 */
export function standingReviewer({ settings: { people } }: Workplace, entry: Pick<AuditEntry, 'actor'> | undefined, partOf: (person: Person) => string | undefined): string | null {
  const person = people.find(({ id }) => id === entry?.actor.person);
  return person?.roles.map(fold).includes('reviewer') && partOf(person) === undefined ? person.id : null;
}
