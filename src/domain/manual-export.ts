import type { Instant } from './calendar.ts';
import type { WouldBePurchaseOrder } from './purchase-order.ts';

export const EXPORT_ACTIONS = ['create', 'change', 'cancel', 'by_hand', 'none'] as const;
export type ExportAction = (typeof EXPORT_ACTIONS)[number];
/** What is done with a PO as it stands in the log. */
export type OrderAction = Exclude<ExportAction, 'by_hand' | 'none'>;

/** What a clerk does with one PO. */
export interface OrderChange {
  action: OrderAction;
  /** The PO as it is to stand; for a cancellation, as it stood. */
  order: WouldBePurchaseOrder;
  vendorName: string;
}

/** One event that the integration no longer processed, and what it asks of a clerk. */
export interface ManualExportEntry {
  /** Its number in the stream, from 1. */
  entry: number;
  transactionId: string;
  eventId: string;
  occurredAt: Instant | null;
  revision: number;
  state: string;
  reportName: string;
  /** [] where the log can't say what to key. */
  changes: OrderChange[];
  /** Why not; '' where it does. */
  why: string;
  /** A person has to key it, or to look it up, as `why` says; else nothing is to be done without changes. */
  isByHand: boolean;
}

/** The columns of the manual export log: those of the ledger, and what tells which event a row comes from. */
export const MANUAL_EXPORT_COLUMNS = [
  'entry', 'action', 'transaction_id', 'event_id', 'occurred_at', 'revision', 'state',
  'po_number', 'po_date', 'posting_period', 'vendor_id', 'vendor_name', 'currency', 'reference', 'memo', 'line', 'gl_account', 'department', 'location', 'amount', 'item_id', 'quantity',
  'entered_by', 'entered_at', 'status',
] as const;
export type ManualExportColumn = (typeof MANUAL_EXPORT_COLUMNS)[number];
