interface ExpensifyState {
  isFinal: boolean;
  /** Of two snapshots of one instant, the one with the lower rank came first. */
  rank: number;
}

/** The states of a report that Expensify documents. ARCHIVED was closed without an approver, so it is not final. */
const STATES: Readonly<Record<string, ExpensifyState>> = {
  OPEN: { isFinal: false, rank: 1 },
  SUBMITTED: { isFinal: false, rank: 2 },
  APPROVED: { isFinal: true, rank: 3 },
  REIMBURSED: { isFinal: true, rank: 4 },
  ARCHIVED: { isFinal: false, rank: 5 },
};
const UNKNOWN: ExpensifyState = { isFinal: false, rank: 9 };

export const FINAL_STATES = ['APPROVED', 'REIMBURSED'];
/** Waiting or being edited. ARCHIVED is left out on purpose: whether closed reports count is for the settings to say. */
export const OPEN_STATES = ['OPEN', 'SUBMITTED'];

/** What a report's state says, in whatever case it is written. */
export const stateOf = (status: string): ExpensifyState => STATES[status.toUpperCase()] ?? UNKNOWN;
