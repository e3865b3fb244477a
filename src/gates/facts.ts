import type { AuditReport } from '../domain/audit-report.ts';
import type { BusinessDate, Instant } from '../domain/calendar.ts';
import type { ApproverFact, CoverageFact } from '../domain/coverage.ts';
import type { ChecklistChange } from '../domain/checklist-change.ts';
import type { RollbackFact } from '../domain/rollback.ts';
import type { RootCause } from '../domain/run.ts';
import type { SandboxStanding } from '../domain/sandbox.ts';
import type { Settings } from '../domain/settings.ts';
import type { VanishedOrder } from '../domain/vanished-order.ts';
import type { RowFacts } from './row-facts.ts';

/** A count or an amount that a file carries or a person gave, against what was read. */
export interface ControlFact {
  /** The file, or the input of the settings. */
  where: string;
  what: string;
  stated: string;
  found: string;
  agrees: boolean;
}

/** An entry of `inputs`, and whether a person gave a control count and amount for it. */
export interface InputControlFact {
  input: string;
  hasCount: boolean;
  hasAmount: boolean;
}

/** A ledger, and up to which date its exports say what was keyed; null without one. */
export interface LedgerReach {
  input: string;
  until: BusinessDate | null;
}

/** Something in quarantine, and what was said of it. */
export interface QuarantineFact {
  id: number;
  at: string;
  reason: string;
  decision: 'accept' | 'correct' | null;
  reviewed: boolean;
}

/** A decision that needs a second person, and whether one agreed; what was refused, replaced or has lapsed is not among these. */
export interface DecisionFact {
  entry: number;
  what: string;
  by: string;
  reviewed: boolean;
  /** Whether it has any effect before its review; a waiver has none. */
  effective: boolean;
}

/** A run of the record, in the order of numbers. */
export interface RunFact {
  number: number;
  asOf: Instant | null;
  /** The date of its as-of, which may have been given. */
  date: BusinessDate | null;
  /** The date of the latest instant of what had been imported by then. */
  knows: BusinessDate | null;
  configuration: string;
}

/** An export of the ledger of which nobody can tell whether it is newer than the one that counts; `asOf` is the instant of its latest entry. */
export interface ExportOutOfOrder {
  later: string;
  earlier: string;
  asOf: string | null;
}

/** A ledger file in which no column says which lines are cancelled, and the columns that nobody reads and that seem to. */
export interface HiddenStatus {
  file: string;
  columns: readonly string[];
}

/** Everything that the gates judge, gathered beforehand; nothing here is computed by a gate from a file. */
export interface GateFacts {
  settings: Settings;
  asOf: Instant | null;
  today: BusinessDate | null;
  /** Whether anything was imported and replayed. */
  isEmpty: boolean;
  /** Final approvals, and manual POs that stand, by business date. */
  activity: { approvals: ReadonlyMap<BusinessDate, number>; ledger: ReadonlyMap<BusinessDate, number> };
  /** The ledgers that are compared: one, or one for each entry of inputs.ledger. */
  ledgers: readonly LedgerReach[];
  quarantine: readonly QuarantineFact[];
  fileControls: readonly ControlFact[];
  givenControls: readonly ControlFact[];
  inputs: readonly InputControlFact[];
  unknownStates: Readonly<Record<string, number>>;
  /** What was captured while the sync was off, and no export has brought into the record since; in words. */
  heldBack: readonly string[];
  /** POs that a newer export no longer holds, and who reviewed that. */
  vanished: { orders: readonly VanishedOrder[]; reviewedBy: string | null };
  exportsOutOfOrder: readonly ExportOutOfOrder[];
  hiddenStatuses: readonly HiddenStatus[];
  leftOut: { what: readonly { what: string; documents: number; amounts: Record<string, string> }[]; reviewedBy: string | null };
  rows: RowFacts;
  /** Which rows are open or not yet due, as a hash of their ids; '' where none is. */
  openRows: string;
  rootCauses: readonly RootCause[];
  approvers: readonly ApproverFact[];
  coverage: readonly CoverageFact[];
  /** Master data: fiscal periods, and the currencies of active vendors. */
  periods: readonly { name: string; start: BusinessDate; end: BusinessDate }[];
  /** The configuration in force now, and that of every run. */
  configuration: string;
  runs: readonly RunFact[];
  decisions: readonly DecisionFact[];
  /** How the sandbox stands towards the newest run; null before the first, and where its profile has no API. */
  sandbox: SandboxStanding | null;
  /** Null where there is no rollback.yaml. */
  rollback: readonly RollbackFact[] | null;
  /** What the checklist no longer is, and what it lacks. */
  checklistChanges: readonly ChecklistChange[];
  cutover: { date: BusinessDate; time: string; weekday: string } | null;
  /** What the dry run's being one rests on. */
  proof: { modules: number; forbidden: readonly string[]; evidence: readonly string[] };
  audit: AuditReport;
  /** What changed since the newest run, in words; [] where it is up to date. */
  outdated: readonly string[];
}
