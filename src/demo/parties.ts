/** An expense category, and the account it is coded to. */
export interface Category {
  name: string;
  /** The account of mapping/categories; null where the sheet has no row. */
  account: string | null;
  /** The account that people key, who know where it belongs even where the mapping is wrong. */
  keyedAccount: string;
  descriptions: readonly string[];
}

export interface Vendor {
  id: string;
  name: string;
  /** Vendors of one kin can be taken for one another by their names. */
  kin: string;
  currency: string;
  /** How the merchant is written on receipts; the first is the usual way. */
  merchants: readonly string[];
  categories: readonly Category[];
}

export interface Store {
  expenseName: string;
  erpId: string;
}

export interface Department {
  expenseName: string;
  erpId: string;
}

/** Somebody who approves expense reports, in the role in which they do. */
export interface Approver {
  email: string;
  role: string;
}

export interface Employee {
  email: string;
  /** Null where the company codes by one of the two alone. */
  department: Department | null;
  store: Store | null;
  /** What the employee's reports are in. */
  currency: string;
  /** Who approves first; null where nobody does. */
  manager: Approver | null;
}
