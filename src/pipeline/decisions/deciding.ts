import type { Act, AuditEntry, NewAuditEntry } from '../../domain/audit.ts';
import type { Instant } from '../../domain/calendar.ts';
import type { Person } from '../../domain/people.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import type { Workplace } from '../workplace.ts';

/** A person who decides, and the entry that each act of theirs makes. */
export interface Deciding {
  person: Person;
  at: Instant;
  entry(act: Act): NewAuditEntry;
}

/** Longest reason or comment that is kept. */
const LONGEST_TEXT = 2_000;

/** A reason as given, without the white space around it. Throws CannotRun where there is none, or no end to it. */
export function statedReason(reason: string | undefined, what = 'the reason'): string {
  const stated = reason?.normalize('NFC').trim() ?? '';
  if (stated === '') throw new CannotRun(`${what} is missing`, { remedy: 'Give it with --reason, in words that somebody else can follow a year from now.' });
  if (stated.length > LONGEST_TEXT) throw new CannotRun(`${what} has ${stated.length.toLocaleString('en-US')} characters`, { remedy: `Say it in ${LONGEST_TEXT.toLocaleString('en-US')}, and keep the rest where it can be attached.` });
  return stated;
}

/**
 * Writes decisions, all of them or none. `decided` is the number of entries that the decisions were made on: where somebody else
 * wrote since, nothing is written (CannotRun), because what was looked at may have changed.
 */
export async function writeDecisions({ database }: Workplace, deciding: Deciding, acts: readonly Act[], decided: number): Promise<AuditEntry[]> {
  return database.transaction(() => {
    const trail = new AuditTrail(database);
    if (trail.head().length !== decided) throw new CannotRun('somebody else decided or replayed at the same time, so nothing was written', { remedy: 'Look again, and repeat the command.' });
    return acts.map((act) => trail.append(deciding.entry(act)));
  });
}
