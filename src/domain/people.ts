import { nearest } from './nearest.ts';
import { compareText, fold } from './text.ts';
import { CannotRun } from './trouble.ts';

/** Somebody who may decide; the settings name everybody who does. */
export interface Person {
  id: string;
  name: string;
  emails: string[];
  /** Under which names they key POs. */
  erpUsers: string[];
  roles: string[];
}

/** What a person may do, as the settings' `roles` name it. */
export type Role = 'preparer' | 'reviewer';

/** All names by which a person is known, folded (NFKC, case, white space). */
function namesOf(person: Person): string[] {
  return [person.id, person.name, ...person.emails, ...person.erpUsers].map(fold);
}

/** The person whom an id, a name, an email address or an ERP user names; undefined for a stranger. */
export function personNamed(people: readonly Person[], text: string): Person | undefined {
  const wanted = fold(text);
  return wanted === '' ? undefined : people.find((person) => namesOf(person).includes(wanted));
}

/** The person that `--by` names, who must have the role. Throws CannotRun. */
export function personActing(people: readonly Person[], text: string, role: Role | null): Person {
  const person = personNamed(people, text);
  if (person === undefined) {
    const close = nearest(text, people.map((each) => each.id));
    const known = people.length === 0 ? 'people in po-shadow.yaml names nobody yet: add who may resolve and review.' : `People: ${people.map((each) => each.id).join(', ')} (people in po-shadow.yaml).`;
    throw new CannotRun(`${text} is nobody whom the settings name`, { where: 'po-shadow.yaml: people', remedy: close === undefined ? known : `Did you mean ${close}? ${known}` });
  }
  if (role !== null && !person.roles.map(fold).includes(role)) {
    throw new CannotRun(`${person.id} has no role ${role}`, { where: 'po-shadow.yaml: people', remedy: `Add ${role} to the roles of ${person.id}, or name somebody who has it.` });
  }
  return person;
}

/** Whether a text of a file (an email address, an ERP user) is this person. */
export const isPerson = (person: Person, text: string): boolean => text !== '' && namesOf(person).includes(fold(text));

/** Tells whose an address of an expense system is: one text for all addresses of a person, which of an address that nobody lists is the address itself, folded. */
export type Identity = (address: string) => string;

/** The addresses that one person has several of, by person: only they say more than an address says itself. In whatever order the settings list them, they come in the same. */
export const sharedAddresses = (people: readonly Person[]): string[][] =>
  people.map(({ emails }) => [...new Set(emails.map(fold))].filter((email) => email !== '').sort()).filter(({ length }) => length > 1).sort(([left = ''], [right = '']) => compareText(left, right));

/** Whose an address is, by the addresses that the settings list for each person. */
export function identityIn(people: readonly Person[]): Identity {
  const firstOf = new Map(sharedAddresses(people).flatMap((addresses) => addresses.map((address) => [address, addresses[0] as string])));
  if (firstOf.size === 0) return fold;
  return (address) => {
    const folded = fold(address);
    return firstOf.get(folded) ?? folded;
  };
}

/** A name that two people share, or undefined: who acted must never be in doubt. */
export function sharedName(people: readonly Person[]): { name: string; one: string; other: string } | undefined {
  const owner = new Map<string, string>();
  for (const person of people) {
    for (const name of new Set(namesOf(person))) {
      const one = owner.get(name);
      if (one !== undefined) return { name, one, other: person.id };
      if (name !== '') owner.set(name, person.id);
    }
  }
  return undefined;
}
