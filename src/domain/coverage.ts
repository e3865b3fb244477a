/** What a parallel run can exercise, in the order in which it is told (docs/coverage.md). */
export const COVERED = [
  'mapping/vendors', 'mapping/categories', 'mapping/departments', 'mapping/locations', 'mapping/approvers', 'mapping/entities', 'routing', 'approval path', 'currency', 'period', 'vendor',
] as const;
export type Covered = (typeof COVERED)[number];

/** How many transactions used something, and the money of the lines concerned, in plain decimals by currency. */
export interface Usage {
  transactions: number;
  amounts: Record<string, string>;
}

/** One thing that the parallel run can exercise, and whether it did. */
export interface CoverageFact extends Usage {
  what: Covered;
  name: string;
  /** What it leads to: the vendor, account or ERP approver; '' where that says nothing. */
  target: string;
  /** Whether the ERP would take what it leads to; null where it leads to nothing that master data know as active or not. */
  active: boolean | null;
  /** The same of the record's other reports: those finally approved outside the window, and those not finally approved. */
  elsewhere: Usage;
  /** Sheet and row it stands in; '' where it stands in none. */
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
  /** Whether master/expense_approvers names them as somebody who may approve. */
  listed: boolean;
  /** Where the mapping names them, else where master/expense_approvers does; '' where nothing does. */
  at: string;
}

/** What a run exercised: used or not, everything that it could have. */
export interface RunCoverage extends Usage {
  facts: CoverageFact[];
  approvers: ApproverFact[];
}
