import type { AuditEntry } from '../domain/audit.ts';
import type { BusinessDate } from '../domain/calendar.ts';
import type { Verdict } from '../domain/gate.ts';
import type { RollbackFact } from '../domain/rollback.ts';
import type { RootCause, RunSummary } from '../domain/run.ts';
import type { VarianceRow } from '../domain/variance.ts';
import type { RunHeader } from './model.ts';

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
  enteredBy: string;
  at: string;
}

/** An approver of the expense system and who he is in the ERP: the mapping sheet's columns A and B, and whether that holds. */
export interface ApproverFact {
  email: string;
  erpApproverId: string;
  exists: boolean;
  active: boolean;
  /** In how many reports of the window; 0 for one that only a sheet names. */
  reports: number;
  /** Where the mapping names him; '' where nothing does. */
  at: string;
}

/** One thing that the parallel run can exercise, and whether it did. */
export interface CoverageFact {
  /** `mapping/vendors`, `routing`, `vendor`, `currency`, `period`, `approval path`. */
  what: string;
  name: string;
  /** What it leads to: the vendor, account or ERP approver; '' where that says nothing. */
  target: string;
  transactions: number;
  amounts: Record<string, string>;
  /** Sheet and row it stands in; '' where it stands in none. */
  at: string;
}

/** A setting that is looser than its default, or was changed after the first run. */
export interface SettingChange {
  setting: string;
  old: string;
  new: string;
  by: string;
  why: string;
  since: string;
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

/** Two differences that cancel out, within one vendor, cost centre or day: net zero is not zero variance. */
export interface OffsettingFact {
  within: string;
  currency: string;
  net: string;
  gross: string;
  rows: string[];
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
  /** Totals after resolutions: open rows, and money by currency in plain decimals. */
  afterResolutions: { open: number; resolved: number; net: Record<string, string>; gross: Record<string, string>; openMoney: Record<string, string> };
  /** Who was wrong in resolved rows, by side. */
  wrong: Record<string, number>;
  rootCauses: RootCause[];
  settingChanges: SettingChange[];
  inputs: InputFact[];
  approvers: ApproverFact[];
  coverage: CoverageFact[];
  rollback: RollbackFact[];
  days: DayFact[];
  offsetting: OffsettingFact[];
  runs: { id: string; number: number; asOf: string | null; digest: string; configuration: string }[];
  trail: AuditEntry[];
  auditHead: { length: number; hash: string };
  people: { id: string; name: string; roles: string[] }[];
  /** How many of each there are, so that a writer knows what fits before it begins. */
  counts: { rows: number; wouldBeLines: number; ledgerLines: number };
  rows(): Iterable<VarianceRow>;
  wouldBeLines(): Iterable<WouldBeLineFact>;
  ledgerLines(): Iterable<LedgerLineFact>;
  /** The text that a row's decisions are bound to, as the workbook carries it hidden. */
  boundOf(row: VarianceRow): string;
  /** What would cure a row, in one sentence. */
  remedyOf(row: VarianceRow): string;
}
