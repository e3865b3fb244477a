import type { BusinessDate } from './calendar.ts';
import type { Finding } from './finding.ts';
import type { DryRunOutcome } from './purchase-order.ts';

/** Every status, its label, whether it is open until resolved, and when it holds (docs/variance.md). */
export const STATUSES = {
  match: { label: 'Match', open: false },
  match_within_tolerance: { label: 'Match (within tolerance)', open: false },
  amount_variance: { label: 'Amount variance', open: true },
  coding_variance: { label: 'Coding variance', open: true },
  rejected: { label: 'Rejected', open: true },
  missing_manual: { label: 'Missing in ledger', open: true },
  awaiting_manual: { label: 'Not yet due', open: false },
  duplicate_manual: { label: 'Entered twice', open: true },
  unexpected_manual: { label: 'No approved expense', open: true },
  premature_manual: { label: 'Entered before approval', open: true },
  not_triggered: { label: 'Not approved yet', open: false },
  cancelled: { label: 'Cancelled', open: false },
  cancelled_manual: { label: 'Entered but withdrawn', open: true },
} as const;
export type VarianceStatus = keyof typeof STATUSES;
export const STATUS_NAMES = Object.keys(STATUSES) as VarianceStatus[];

/** Why a pair was made, or who else could have been it. */
export interface MatchEvidence {
  pass: string | null;
  /** Names the manual PO that several would-be POs share, else null. */
  group: string | null;
  why: string;
  notCompared: string[];
  candidates: Candidate[];
}

/** A counterpart that was looked at and not taken. */
export interface Candidate {
  /** A PO number, or a transaction id where the row is a manual PO. */
  id: string;
  why: string;
}

/** One row of the variance table; amounts are plain decimals in the row's currency, null where there is none. */
export interface VarianceRow {
  id: string;
  date: BusinessDate | null;
  transactionId: string | null;
  expenseTotal: string | null;
  reportTotal: string | null;
  currency: string;
  dryRun: {
    outcome: DryRunOutcome;
    poNumber: string | null;
    vendorId: string | null;
    amount: string | null;
    findings: Finding[];
  };
  manual: { poNumbers: string[]; amount: string | null; currency: string | null };
  match: MatchEvidence;
  variance: string | null;
  atStake: string;
  status: VarianceStatus;
  firstStatus: VarianceStatus | null;
  causes: string[];
  flags: string[];
  resolution: null;
}

export interface CurrencyTotals {
  /** Sum of the variances. */
  net: string;
  /** Sum of their sizes. */
  gross: string;
  /** Sum of what is at stake in open rows. */
  open: string;
}

export interface VarianceTotals {
  rows: number;
  byStatus: Partial<Record<VarianceStatus, number>>;
  open: number;
  currencies: Record<string, CurrencyTotals>;
}
