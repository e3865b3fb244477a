import { type Actor, NOBODY, type NewAuditEntry } from '../domain/audit.ts';
import type { Instant } from '../domain/calendar.ts';
import type { StoredRun } from '../store/run-store.ts';

/** Who asked for a run, and why. */
export interface RunCause {
  actor: Actor;
  reason: string;
}

/** A run that nobody gave a reason for. */
export const UNEXPLAINED: RunCause = { actor: NOBODY, reason: '' };

/** The entry of the audit trail for a run that was stored; its instant is the run's as-of. */
export function runEntry({ id, number, digest, fingerprint, asOf }: StoredRun, configuration: string, givenAsOf: Instant | undefined, { actor, reason }: RunCause): NewAuditEntry {
  return { at: asOf, clock: givenAsOf === undefined ? 'record' : 'given', actor, act: { kind: 'run', run: id, number, digest, fingerprint, configuration, reason } };
}
