import type { Instant } from '../domain/calendar.ts';
import type { HandDecisions } from '../domain/hand-pairing.ts';
import type { Settings } from '../domain/settings.ts';
import type { SheetFile } from '../reference/sheets.ts';
import type { StoredImport, StoredOverlap, StoredQuarantine } from '../store/record-reader.ts';

/** All that a comparison rests on besides the two sides, as plain data, so that another thread can do it. */
export interface ComparisonJob {
  settings: Settings;
  sheets: SheetFile[];
  imports: StoredImport[];
  quarantine: StoredQuarantine[];
  /** Pairs of ledger imports that have a PO number in common. */
  overlapping: StoredOverlap[];
  asOf: Instant | null;
  /** What people paired and parted by hand. */
  hand: HandDecisions;
}
