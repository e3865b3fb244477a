import type { FindingCode } from './finding.ts';
import type { Sighting } from './health.ts';

/** What of the workflow may be new, in the order in which it is told. */
export const DRIFT_KINDS = {
  source: 'expense system', state: 'approval state', role: 'approver role', approver: 'approver', category: 'category', department: 'department', location: 'location', currency: 'currency', vendor: 'vendor id', merchant: 'merchant', entity: 'legal entity',
  finding: 'finding',
} as const;
export type DriftKind = keyof typeof DRIFT_KINDS;
export const DRIFT_KIND_NAMES = Object.keys(DRIFT_KINDS) as DriftKind[];

/** Something that no report had before. */
export interface NewValue {
  kind: DriftKind;
  value: string;
  /** Whether somebody has to act: nothing in settings or sheets says what it is. */
  needsAction: boolean;
  /** What knows it, or that nothing does. */
  says: string;
  reports: number;
  first: Sighting;
  /** File and line of the first event that has it. */
  at: string;
}

/** A mapping row that led somewhere and no longer does, or leads elsewhere. */
export interface ChangedRow {
  what: string;
  from: string;
  was: string;
  /** Null for a row that is gone. */
  is: string | null;
  needsAction: boolean;
  /** How many reports of the record went through it when it led there. */
  reports: number;
  /** Where it stands, else where it stood. */
  at: string;
}

/** How many of some reports have a finding. */
export interface FindingRate {
  failures: number;
  trials: number;
}

/** The rate of a finding among new reports against those of before. `too_few`: there are not enough of either to say anything. */
export interface DriftedRate {
  code: FindingCode;
  now: FindingRate;
  history: FindingRate;
  /** Exact bounds of both true rates, each one-sided at 95 %, as far as they decide. */
  bounds: { now: [lower: number, upper: number]; history: [lower: number, upper: number] } | null;
  verdict: 'rose' | 'fell' | 'as_before' | 'too_few';
}

/** What changed in the workflow since an earlier run. */
export interface Drift {
  /** ISO 8601. */
  asOf: string | null;
  newest: string;
  /** The run that it is compared with; null where there is none before. */
  against: string | null;
  needsAction: boolean;
  /** Reports that the newest run saw and the earlier one did not, and those that both saw. */
  newReports: number;
  knownReports: number;
  minReports: number;
  values: NewValue[];
  rows: ChangedRow[];
  rates: DriftedRate[];
  notes: string[];
}
