/** What an audit looks at, in its order (docs/audit.md). */
export const AUDIT_CHECKS = ['trail', 'database', 'evidence', 'entries', 'record', 'runs'] as const;
export type AuditCheckName = (typeof AUDIT_CHECKS)[number];

/** One check of an audit; it holds where it found no problem. */
export interface AuditCheck {
  name: AuditCheckName;
  /** How many things were looked at. */
  checked: number;
  /** What those are: `2 entries, each against its hash and the entry before`. */
  what: string;
  /** What does not hold, and where, in words; texts of files stand in them as they are. */
  problems: string[];
  /** What is worth knowing and no problem. */
  notes: string[];
}

/** What an audit found. */
export interface AuditReport {
  /** Whether something was imported and every check holds. */
  intact: boolean;
  /** Hash of the trail's last entry, and how many it has. */
  head: string;
  length: number;
  checks: AuditCheck[];
  /**
   * Ids of rows, and of transactions, whose first status another version of the program found, or would have found, and this one does not:
   * they prove nothing of the first time.
   */
  unproven: { rows: string[]; transactions: string[] };
}
