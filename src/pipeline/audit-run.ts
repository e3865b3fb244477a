import { createHash } from 'node:crypto';
import { type Actor, type KeptFile, NOBODY, type NewAuditEntry } from '../domain/audit.ts';
import type { Instant } from '../domain/calendar.ts';
import type { StoredRun } from '../store/run-store.ts';

/** Who asked for a run, and why. */
export interface RunCause {
  actor: Actor;
  reason: string;
}

/** A run that nobody gave a reason for. */
export const UNEXPLAINED: RunCause = { actor: NOBODY, reason: '' };

/** What a run was made with. */
export interface RunOrigins {
  /** That of configurationOf. */
  configuration: string;
  /** The settings as they are stored with the run. */
  settings: string;
  programVersion: string;
  /** rollback.yaml as it was kept; null where there is none. */
  checklist: KeptFile | null;
}

/** SHA-256 of the settings stored with a run, by which the trail tells whether anybody edited them since. */
export const settingsHash = (stored: string): string => createHash('sha256').update(stored).digest('hex');

/** The entry of the audit trail for a run that was stored; its instant is the run's as-of. */
export function runEntry({ id, number, digest, fingerprint, asOf }: StoredRun, { configuration, settings, programVersion, checklist }: RunOrigins, givenAsOf: Instant | undefined, { actor, reason }: RunCause): NewAuditEntry {
  return {
    at: asOf, clock: givenAsOf === undefined ? 'record' : 'given', actor,
    act: { kind: 'run', run: id, number, digest, fingerprint, configuration, program: programVersion, settings: settingsHash(settings), checklist, reason },
  };
}
