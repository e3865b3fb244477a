import type { ColumnKind, HeaderProfile } from './header-profile.ts';

/** How one wanted column of a table would be read. */
export interface InspectedColumn {
  name: string;
  kind: ColumnKind;
  required: boolean;
  /** The file's own name of it; null where it has none. */
  theirs: string | null;
  /** Why it is taken to be this one, where nobody has said so; null for what a known form or a profile names. */
  guess: string | null;
  /** What rows say that leave it blank or have no such column. */
  fallback: string | null;
  /** First different cells, and what becomes of them: a canonical text, or why there is none. */
  examples: { written: string; becomes: string | null; reason: string | null }[];
}

/** A known form of a table and how far a file is it. */
export interface Candidate {
  /** `ledger`, `approvals`, or the name of a sheet. */
  table: string;
  /** `netsuite`, `expensify`, `generic`. */
  format: string;
  form: string;
  found: number;
  of: number;
  missing: string[];
}

/** How the dates or the amounts of a column are written. */
export interface InspectedStyle {
  column: string;
  style: string | null;
  because: string;
  /** Why it can't be told, and what would settle it. */
  open: { what: string; remedy: string } | null;
}

/** What can be told of a table that nobody has described yet. */
export interface TableInspection {
  file: string;
  table: string;
  format: string;
  /** The known form or profile by which it is read; null where its columns are guesses. */
  form: string | null;
  /** Forms from the nearest on. */
  candidates: Candidate[];
  encoding: { name: string; by: 'profile' | 'mark' | 'bytes' | 'assumed'; example: { line: number; text: string } | null } | null;
  delimiter: string | null;
  sheet: string | null;
  header: number;
  columns: InspectedColumn[];
  dates: InspectedStyle[];
  amounts: InspectedStyle[];
  rows: { delivered: number; passedOver: number; unreadable: number };
  /** The first rows that can't be read. */
  problems: { line: number; field: string; value: string; reason: string }[];
  controls: { what: string; stated: string; found: string; agrees: boolean }[];
  /** Columns that must be there and are not. */
  missing: string[];
  /** Columns of the file that nothing is read from. */
  unread: string[];
  /** Words of the column `status`, and what the profile makes of them; null where it says nothing of one. */
  words: { written: string; means: string | null }[];
  /** Columns with times that have no offset, each with the first: without timeZone beside the input their rows are quarantined. */
  withoutZone: { column: string; written: string; line: number }[];
  profile: HeaderProfile;
}

/** What is told of a JSON file that a source reads by its own fields, so that nothing about its columns is open. */
export interface SourceInspection {
  file: string;
  source: string;
  /** What its documents are: `bills of Ramp`. */
  form: string;
}
