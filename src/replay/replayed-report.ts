import type { Instant } from '../domain/calendar.ts';
import type { Transaction } from '../domain/purchase-order.ts';
import type { CodedReport } from '../mapping/code-report.ts';
import type { RoutingDecision } from '../routing/routing.ts';
import type { LeftOutLines } from './report-facts.ts';

/** The last snapshot of a report that was finally approved, as mapping and routing saw it. */
export interface FinalDecision {
  coded: CodedReport;
  routing: RoutingDecision[];
  /** When the snapshot's revision was first submitted. */
  submittedAt: Instant | null;
}

/** A report's outcome, with the lines that never reach a PO. */
export interface ReplayedReport {
  transaction: Transaction;
  leftOut: LeftOutLines[];
  /** Whether the integration has nothing to do with the report: its lines were left out, and no PO of it ever stood. */
  outOfScope: boolean;
  /** States that were seen while no final one had been. */
  pendingStates: string[];
  /** Every state that was seen and is neither final nor posted, each once as first written. */
  openStates: string[];
  /** The state of the last snapshot. */
  lastState: string;
  /** The last snapshot, as the mapping saw it. */
  coded: CodedReport;
  /** Null where the report was never finally approved. */
  final: FinalDecision | null;
}
