import { NOBODY, type NewAuditEntry } from '../domain/audit.ts';
import type { Instant } from '../domain/calendar.ts';
import type { ImportCounts, ImportRecord } from '../store/record-writer.ts';

/** A file that was new, and what became of it. */
export interface NewImport {
  id: number;
  record: ImportRecord;
  /** What of its input in the settings decided how it was read. */
  options: Record<string, unknown>;
  counts: ImportCounts;
}

/** The entry of the audit trail for the new files of one import; its instant is --as-of, else the latest that the files hold. */
export function importEntry(files: readonly NewImport[], asOf: Instant | undefined): NewAuditEntry {
  const instants = files.flatMap(({ counts }) => [counts.latestInstant, counts.asOf]).filter((instant) => instant !== null);
  const latest = instants.length === 0 ? null : Math.max(...instants);
  return {
    at: asOf ?? latest, clock: asOf === undefined ? 'record' : 'given', actor: NOBODY,
    act: {
      kind: 'import',
      files: files.map(({ id, record: { kind, format, sheet, shown, sha256 }, options, counts }) => ({
        id, kind, format, sheet, shown, sha256, options, accepted: counts.rowsAccepted, known: counts.rowsKnown, quarantined: counts.rowsQuarantined,
        unread: counts.measured.unread?.names.length,
      })),
    },
  };
}
