import type { Stage } from '../snapshot-order.ts';

interface ExpensifyState {
  stage: Stage;
  /** Of two snapshots of one instant, the one with the lower rank came first. */
  rank: number;
}

/** The states of a report that Expensify documents. ARCHIVED was closed without an approver, so it is not final. */
const STATES: Readonly<Record<string, ExpensifyState>> = {
  OPEN: { stage: 'open', rank: 1 },
  SUBMITTED: { stage: 'open', rank: 2 },
  APPROVED: { stage: 'final', rank: 3 },
  REIMBURSED: { stage: 'final', rank: 4 },
  ARCHIVED: { stage: 'open', rank: 5 },
};
const UNKNOWN: ExpensifyState = { stage: 'open', rank: 9 };

export const FINAL_STATES = ['APPROVED', 'REIMBURSED'];
/** Waiting or being edited. ARCHIVED is left out on purpose: whether closed reports count is for the settings to say. */
export const OPEN_STATES = ['OPEN', 'SUBMITTED'];

/** How far a report has come by its state, in whatever case it is written. */
export const stateOf = (status: string): ExpensifyState => STATES[status.toUpperCase()] ?? UNKNOWN;
