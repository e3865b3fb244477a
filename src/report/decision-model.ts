import type { AuditEntry } from '../domain/audit.ts';
import type { BusinessDate } from '../domain/calendar.ts';
import type { ApproverFact, CoverageFact } from '../domain/coverage.ts';
import type { ChecklistChange } from '../domain/checklist-change.ts';
import type { Verdict } from '../domain/gate.ts';
import type { LineEnd } from '../domain/line-end.ts';
import type { Offsetting } from '../domain/offsetting.ts';
import type { RollbackFact } from '../domain/rollback.ts';
import type { RootCause, RunSummary } from '../domain/run.ts';
import type { SelftestQuote } from '../domain/selftest.ts';
import type { SettingChange } from '../domain/setting-change.ts';
import type { VanishedOrder } from '../domain/vanished-order.ts';
import type { VarianceRow } from '../domain/variance.ts';
import type { RunHeader } from './model.ts';

export type { ApproverFact, CoverageFact } from '../domain/coverage.ts';

export type { RollbackFact };

/** A week of the window; the first begins on its first day. */
export interface Week {
  number: number;
  from: BusinessDate;
  to: BusinessDate;
}

/** A file that was imported, as evidence. */
export interface InputFact {
  kind: string;
  format: string;
  shown: string;
  sha256: string;
  rowsRead: number;
  rowsAccepted: number;
  rowsKnown: number;
  rowsQuarantined: number;
  asOf: string | null;
}

/** One line of a would-be PO, as the ERP would have been sent it. */
export interface WouldBeLineFact {
  transactionId: string;
  poNumber: string;
  poDate: BusinessDate;
  period: string;
  vendorId: string;
  currency: string;
  glAccount: string;
  department: string;
  location: string;
  description: string;
  amount: string;
  /** Whether its PO has a row, and if not why. */
  ended: LineEnd;
  /** File and line of the approval it comes from. */
  at: string;
}

/** One line of a PO that people keyed. */
export interface LedgerLineFact {
  poNumber: string;
  poDate: BusinessDate;
  period: string;
  vendorId: string;
  vendorName: string;
  reference: string;
  memo: string;
  currency: string;
  line: string;
  glAccount: string;
  department: string;
  location: string;
  amount: string;
  status: string;
  /** Everybody who keyed a line of the PO. */
  enteredBy: string;
  /** The newer export that no longer holds the PO; '' where it stands. */
  goneFrom: string;
  /** Where its PO ended: in a row, or why in none; a line that was cancelled counts nowhere. */
  ended: LineEnd;
  at: string;
}

/** A day of the window: rows that belong to it, and how they stand. */
export interface DayFact {
  date: BusinessDate;
  rows: number;
  agreeing: number;
  open: number;
  /** Gross variance, in plain decimals by currency. */
  gross: Record<string, string>;
}

/** A decision that waits for somebody else's review: an entry of the audit trail that is in force and that nobody has reviewed. */
export interface ReviewFact {
  /** Number of the entry, and its hash: a review is bound to it. */
  entry: number;
  hash: string;
  kind: 'resolve' | 'pair' | 'unpair' | 'waive' | 'quarantine' | 'scope';
  /** What was decided, in words that fit a cell: `Timing`, `Pair with PO-7790`, `Waive in_scope`. */
  decision: string;
  /** What it is about: a transaction, a gate, a quarantined document. */
  about: string;
  /** The row, where it is about one. */
  row: VarianceRow | null;
  reason: string;
  by: string;
  at: string | null;
}

/** Everything that the decision workbook shows. Rows and lines are read as they are asked for, and may be asked for again. */
export interface DecisionModel {
  company: string;
  erp: string;
  timeZone: string;
  window: { from: BusinessDate; to: BusinessDate };
  weeks: Week[];
  programVersion: string;
  run: RunHeader & { number: number };
  verdict: Verdict;
  summary: RunSummary;
  /**
   * Totals after resolutions, money by currency in plain decimals: rows that are open, and what is at stake in them; rows that a
   * resolution in force closes; net and gross variance of all other rows. A currency left out is zero. The workbook adds its rows up
   * and is not written when they come to anything else.
   */
  afterResolutions: { open: number; resolved: number; net: Record<string, string>; gross: Record<string, string>; openMoney: Record<string, string> };
  /** What tolerances let pass, by currency: in the sums above, and apart from them in the gate zero_variance. */
  tolerated: Record<string, string>;
  /** Who was wrong in resolved rows, by side. */
  wrong: Record<string, number>;
  selftest: SelftestQuote;
  rootCauses: RootCause[];
  settingChanges: SettingChange[];
  inputs: InputFact[];
  /** POs that a newer export no longer holds, and who reviewed that; null where nobody did. */
  vanished: { orders: VanishedOrder[]; reviewedBy: string | null };
  approvers: ApproverFact[];
  coverage: CoverageFact[];
  rollback: RollbackFact[];
  checklistChanges: ChecklistChange[];
  days: DayFact[];
  offsetting: Offsetting[];
  runs: { id: string; number: number; asOf: string | null; digest: string; configuration: string }[];
  trail: AuditEntry[];
  auditHead: { length: number; hash: string };
  people: { id: string; name: string; roles: string[] }[];
  /** What waits for a review, oldest first. */
  reviews: ReviewFact[];
  /** How many of each there are, so that a writer knows what fits before it begins. */
  counts: { rows: number; wouldBeLines: number; ledgerLines: number };
  rows(): Iterable<VarianceRow>;
  /** Lines, with where each ended among the rows of all the window, or of the week that alone is shown. */
  wouldBeLines(week?: Week): Iterable<WouldBeLineFact>;
  ledgerLines(week?: Week): Iterable<LedgerLineFact>;
  /** Whether the run has seen all that was imported and set: only then must ledger lines and rows come to the same. */
  isReplayed: boolean;
  /** The text that a row's decisions are bound to, as the workbook carries it hidden. */
  boundOf(row: VarianceRow): string;
  /** What would cure a row, in one sentence. */
  remedyOf(row: VarianceRow): string;
}
