import type { BusinessDate } from './calendar.ts';
import type { MappingSheetName } from './reference-data.ts';
import type { Credential, HealthSettings } from './watching-settings.ts';

/** What the review looks at, in the order in which it is told (docs/watch.md). */
export const HEALTH_CHECKS = {
  credentials: 'Credentials end',
  unmapped: 'Values without a mapping',
  targets: 'Mapped to what the ERP does not take',
  approvers: 'Approvers who may have left',
  rows: 'Mapping rows that repeat or contradict each other',
  unused: 'Mapping rows that nothing used',
} as const;
export type HealthCheckName = keyof typeof HEALTH_CHECKS;

/** Something that a check found. */
export interface HealthItem {
  /** Whether somebody has to act; else it is only to be looked at. */
  needsAction: boolean;
  says: string;
  /** Sheet rows, records and reports that show it. */
  evidence: string[];
  remedy: string;
}

/** What a check looked at and what it found. */
export interface CheckedHealth {
  check: HealthCheckName;
  /** How many credentials, values, rows or approvers were looked at. */
  looked: number;
  items: HealthItem[];
  /** What could not be told, and why. */
  notes: string[];
}

/** The review of a date. */
export interface Health {
  /** ISO 8601. */
  asOf: string;
  today: BusinessDate;
  needsAction: boolean;
  /** From which date on the record knows anything; null where it says no date. */
  recordFrom: BusinessDate | null;
  /** The date of the latest instant of what was imported, if that has come; null where there is none. */
  recordTo: BusinessDate | null;
  reports: number;
  checks: CheckedHealth[];
}

/** A report that shows something, and when. */
export interface Sighting {
  reportId: string;
  date: BusinessDate | null;
}

/** How the ERP takes an id. `unchecked`: there is no sheet to look it up in. */
export type TargetState = 'active' | 'inactive' | 'unknown' | 'unchecked';

/** A value of approvals that goes through no mapping row: it has none, or is an id of the ERP itself. */
export interface SeenValue {
  sheet: MappingSheetName;
  value: string;
  state: 'unmapped' | 'inactive' | 'unknown';
  reports: number;
  /** Money of the lines concerned, plain decimals by currency. */
  amounts: Record<string, string>;
  first: Sighting;
  last: Sighting;
}

/** A row of a mapping sheet, what it leads to, and how the record used it. */
export interface ReviewedRow {
  sheet: MappingSheetName;
  from: string;
  to: string;
  at: string;
  target: TargetState;
  /** Where the ERP's record stands; '' where there is none. */
  targetAt: string;
  reports: number;
  last: Sighting | null;
}

/** Rows of a mapping sheet that have one value: the same said again, or different things, of which none is used. */
export interface SharedValue {
  sheet: MappingSheetName;
  value: string;
  at: string[];
  isConflict: boolean;
}

/** Everything that the checks judge. */
export interface HealthFacts {
  today: BusinessDate;
  settings: HealthSettings;
  credentials: readonly Credential[];
  recordFrom: BusinessDate | null;
  recordTo: BusinessDate | null;
  values: readonly SeenValue[];
  /** How many values of approvals were looked up. */
  valuesSeen: number;
  rows: readonly ReviewedRow[];
  shared: readonly SharedValue[];
  /** The last decision of everybody who approves, by email address, folded. */
  decisions: ReadonlyMap<string, Sighting>;
}
