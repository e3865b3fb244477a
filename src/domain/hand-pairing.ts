/** What a person decided by hand about a transaction and manual POs, with the entry of the audit trail that says so. */
export interface HandDecision {
  /** Number of the entry. */
  entry: number;
  /** Id of the person; '' where the entry names nobody. */
  by: string;
  reason: string;
  transaction: string;
  purchaseOrders: string[];
}

/** These manual POs were keyed for this transaction. */
export interface HandPairing extends HandDecision {
  /** Number of the would-be PO; null for all that the transaction has. */
  order: string | null;
}

/** These manual POs were not keyed for this transaction. */
export type HandParting = HandDecision;

/** All that is in force, in the order of entries. */
export interface HandDecisions {
  pairings: HandPairing[];
  partings: HandParting[];
}
