import type { VarianceStatus } from '../domain/variance.ts';

/** What a comparison of one report, or of one manual PO without a report, should come to. */
export interface TruthEntry {
  /** Null for a PO that nothing explains. */
  transactionId: string | null;
  poNumber?: string;
  kind: string;
  /** `none`: outside the window, so that no row is due. */
  status: VarianceStatus | 'none';
  variance: string;
  currency: string;
  poNumbers?: string[];
  causes?: string[];
}

/** Takes what is invented, as it is invented; nothing is kept back, so that a fortnight of any size needs little memory. */
export interface FortnightSink {
  /** One line of approvals.jsonl, without its end. */
  approval(jsonLine: string): void;
  /** One line of ledger.csv below LEDGER_HEADER, without its end. */
  ledgerRow(csvLine: string): void;
  truth(entry: TruthEntry): void;
}

export interface FortnightCounts {
  reports: number;
  events: number;
  /** Over all events. */
  expenseLines: number;
  purchaseOrders: number;
  ledgerLines: number;
}
