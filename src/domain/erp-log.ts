import type { Instant } from './calendar.ts';

/** What an ERP's API answered, and how people read it (docs/diagnose.md). */
export const LOG_OUTCOMES = {
  accepted: 'accepted',
  refused: 'refused',
  unauthorised: 'unauthorised',
  throttled: 'throttled',
  outage: 'outage',
  unclear: 'unclear',
} as const;
export type LogOutcome = keyof typeof LOG_OUTCOMES;

/** Methods that ask for something, or take it away: what they are answered says nothing of a PO that was to be created. */
export const CREATES_NONE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'DELETE']);

/** What a reference of a log entry is, as the log names it. */
export const REFERENCE_KINDS = { transaction: 'reference', key: 'idempotency key', external: 'external id', order: 'PO number', correlation: 'correlation id' } as const;
export type ReferenceKind = keyof typeof REFERENCE_KINDS;

export interface LogReference {
  kind: ReferenceKind;
  value: string;
}

/** One error that an answer names; '' where it says nothing. */
export interface LogError {
  code: string;
  message: string;
  /** The field of the body that it is about, as the ERP names it. */
  target: string;
}

/** Whose form an error body has; '' where there was none, or none that is known. */
export type LogSystem = '' | 'netsuite' | 'sap-s4' | 'dynamics-bc' | 'dynamics-fo';

/** One call of an ERP's API, as a log tells of it. Secrets are masked. */
export interface ErpLogEntry {
  /** Null where the log does not say when. */
  at: Instant | null;
  outcome: LogOutcome;
  /** The HTTP status; null where the log has none. */
  status: number | null;
  system: LogSystem;
  /** What the ERP objects to, the answer's own error first; [] where it names none. */
  errors: LogError[];
  /** What else the log says in words. */
  message: string;
  method: string;
  path: string;
  references: LogReference[];
}

type PackedEntry = [at: Instant | null, outcome: LogOutcome, status: number | null, system: LogSystem, errors: [string, string, string][], message: string, method: string, path: string, references: [ReferenceKind, string][]];

/** An entry as it is stored in one column: a JSON array without keys. */
export function packEntry({ at, outcome, status, system, errors, message, method, path, references }: ErpLogEntry): string {
  const packed: PackedEntry = [at, outcome, status, system, errors.map((each) => [each.code, each.message, each.target]), message, method, path, references.map(({ kind, value }) => [kind, value])];
  return JSON.stringify(packed);
}

/** The entry that packEntry stored. */
export function unpackEntry(content: string): ErpLogEntry {
  // Written by packEntry alone: the shape is known.
  const [at, outcome, status, system, errors, message, method, path, references] = JSON.parse(content) as PackedEntry;
  return { at, outcome, status, system, errors: errors.map(([code, text, target]) => ({ code, message: text, target })), message, method, path, references: references.map(([kind, value]) => ({ kind, value })) };
}

/** A stored entry with the file and line it was read from. */
export interface PlacedLogEntry extends ErpLogEntry {
  fileId: number;
  where: string;
}
