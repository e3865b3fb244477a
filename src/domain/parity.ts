import type { BusinessDate } from './calendar.ts';

/** How a transaction of a date can differ between approvals and ledger, in the order in which it is told; whether that is a difference, or only told (docs/watch.md). */
export const PARITY_KINDS = {
  approved_without_po: { label: 'Approved without a PO', differs: true },
  po_without_approval: { label: 'PO without an approval', differs: true },
  entered_twice: { label: 'Entered twice', differs: true },
  other_currency: { label: 'Different currencies', differs: true },
  different_money: { label: 'Different money', differs: true },
  other_vendor: { label: 'Different vendors', differs: true },
  vendor_unconfirmed: { label: 'Vendor not confirmed', differs: true },
  not_comparable: { label: 'Not comparable', differs: true },
  within_tolerance: { label: 'Within the tolerance', differs: false },
  not_yet_due: { label: 'Not yet due', differs: false },
} as const;
export type ParityKind = keyof typeof PARITY_KINDS;
export const PARITY_KIND_NAMES = Object.keys(PARITY_KINDS) as ParityKind[];

/** One side of a transaction; the amount is a plain decimal, null where none can be told. */
export interface ParitySide {
  currency: string;
  /** The ERP's id, else what the ledger calls it; '' where it can't be told. */
  vendor: string;
  amount: string | null;
  /** How many purchases: a PO keyed in three parts is one, three reports in one PO are three. */
  count: number;
}

/** A purchase of a date: what was approved, and what stands in the ledger. */
export interface ParityEntry {
  date: BusinessDate | null;
  /** The expense system; '' for a PO without a transaction. */
  source: string;
  transactionId: string | null;
  /** Null where both sides agree. */
  kind: ParityKind | null;
  approved: ParitySide | null;
  ledger: ParitySide | null;
  purchaseOrders: ParityOrder[];
  /** What else there is to say, in words. */
  notes: string[];
}

/** A PO, and who made it: the integration, or a person by hand; null where the settings name no user of the integration. */
export interface ParityOrder {
  number: string;
  madeBy: 'integration' | 'hand' | null;
  enteredBy: string[];
}

/** Counts and money of a date, a source, a currency and a vendor. */
export interface ParityLine {
  date: BusinessDate | null;
  source: string;
  currency: string;
  vendor: string;
  approved: ParitySum;
  ledger: ParitySum;
  /** Ledger less approvals. */
  difference: string;
  /** How many of its transactions differ; two that cancel each other out are two. */
  differing: number;
}

/** How many purchases, and their money in the currency beside. */
export interface ParitySum {
  count: number;
  amount: string;
}

/** From when and until when a source of approvals or a ledger is in the record. */
export interface ParityReach {
  side: 'approvals' | 'ledger';
  /** Its entry in the settings, `inputs.ledger[0]`; else what its exports have in common. */
  input: string;
  /** The date of its first final approval or PO; null where it has none. */
  from: BusinessDate | null;
  /** ISO 8601, the latest instant that says anything; null where nothing does. */
  until: string | null;
  /** The last date that it knows to its end; null where `until` is. */
  date: BusinessDate | null;
}

/** What a business day without approvals, or without POs, is as a gap. */
export const EMPTY_DAY = 'empty';

/** Something that is missing, and of which date; null where that can't be told. */
export interface ParityGap {
  /** What is missing, in the same words each day: the input that stopped, an empty day. */
  about: string;
  date: BusinessDate | null;
  says: string;
}

/** What of the dates asked for is in no line, and why; counts of documents. */
export interface ParityBeside {
  /** Reports that are not finally approved, or were withdrawn, without a PO. */
  notApproved: number;
  withdrawn: number;
  /** Rows that agree in counts and money, and are coded to another account, department, location or period. */
  codedOtherwise: number;
  /** Purchases whose vendors could not be compared, since the ledger names none. */
  vendorNotCompared: number;
  /** Purchases whose legal entities could not be compared, since one side names none. */
  entityNotCompared: number;
  /** Reports that the integration would have been refused, entered by hand for their amount. */
  rejectedEnteredByHand: number;
  /** Reports of the dates that scope leaves out, wholly or in part, or that order nothing. */
  reportsOutOfScope: number;
  /** POs dated on these dates that stand in no line of them. */
  ordersOfOtherDates: number;
  ordersOutOfScope: number;
  ordersCancelled: number;
  ordersVanished: number;
  /** POs of reports of these dates that are dated on others. */
  ordersDatedOtherwise: number;
  /** What can't be read and may be of the dates, and two people took as it is. */
  unreadAccepted: number;
}

/** Whether the two sides agree about some dates. `not_known`: nothing differs, and something is missing that could. */
export type ParityAnswer = 'agree' | 'differ' | 'not_known';

/** What parity found. */
export interface Parity {
  answer: ParityAnswer;
  from: BusinessDate;
  to: BusinessDate;
  /** ISO 8601. */
  asOf: string;
  lines: ParityLine[];
  /** By currency, over all lines. */
  totals: Record<string, { approved: ParitySum; ledger: ParitySum; difference: string }>;
  /** What differs, and what is only told. */
  entries: ParityEntry[];
  /** How many purchases agree. */
  agreeing: number;
  /** Of all POs in the lines: how many the integration made, and people by hand; null where the settings name no user of the integration. */
  madeBy: { integration: number; hand: number } | null;
  reaches: ParityReach[];
  /** Why nobody can know whether the sides agree; [] where nothing is missing. */
  unknown: string[];
  /** The same by date, but for sources that begin late: what begins later makes no difference vanish. */
  gaps: ParityGap[];
  beside: ParityBeside;
}
