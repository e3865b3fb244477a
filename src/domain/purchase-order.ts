import type { TaxLack } from './amount-basis.ts';
import type { BusinessDate, Instant } from './calendar.ts';
import type { Finding } from './finding.ts';

/** One line of a would-be PO, coded for the ERP; '' where a dimension is absent. */
export interface WouldBeLine {
  sourceLineId: string;
  glAccount: string;
  department: string;
  location: string;
  description: string;
  amountMinor: number;
  itemId: string;
  quantity: string;
}

/** A PO that the integration would have created. */
export interface WouldBePurchaseOrder {
  /** What tells the POs of one report apart: the vendor id, the line id, or '' (grouping: report). */
  key: string;
  number: string;
  idempotencyKey: string;
  /** The ERP's code of the legal entity in whose books it stands; '' where it has none. */
  entity: string;
  vendorId: string;
  currency: string;
  poDate: BusinessDate;
  period: string;
  amountMinor: number;
  /** What its lines come to in the expense system; the same unless the two are on different bases. */
  expenseMinor: number;
  /** The tax that its lines say is in the amount, or comes to it where it is net, in minor units; null where any of them does not say. */
  taxMinor: number | null;
  /** The same of its lines one by one, as far as they say; [] where it has one line, or the settings give no bases of amounts. */
  lineTaxes: readonly number[];
  lines: WouldBeLine[];
  /** Exactly what the ERP's API would be sent. */
  requestBody: string;
}

export type DryRunOutcome = 'created' | 'updated' | 'cancelled' | 'rejected' | 'not_triggered' | 'none';

/** Where one report ended, after all its events. */
export interface Transaction {
  reportId: string;
  outcome: DryRunOutcome;
  /** Date of the first final approval, else of the latest event; null where the source gives none. Decides the window. */
  date: BusinessDate | null;
  firstFinalDate: BusinessDate | null;
  /** Instant of the final approval that the present POs rest on. */
  approvedAt: Instant | null;
  revision: number;
  status: string;
  name: string;
  currency: string;
  totalMinor: number;
  /** Approved lines that this integration is for: total less personal and out-of-scope lines. */
  expenseMinor: number;
  /** The same on the basis of purchase orders; as read where a line lacks its tax. */
  comparedMinor: number;
  /** Whether it can't be put on that basis: the tax of any of its lines is needed, and is not given or can't be that of the line, or it comes to more than is exact. `wholly`: of all of them. */
  lacksTax: TaxLack | null;
  /** The ERP's code of its legal entity, as far as it could be told; else ''. */
  entity: string;
  findings: Finding[];
  flags: string[];
  orders: WouldBePurchaseOrder[];
  /** Vendor ids that could be told although no PO was made (rejected, pending, withdrawn), and the merchants as read; [] where POs say it. */
  vendorIds: string[];
  merchants: string[];
  /** Numbers of four or more digits in the report's name and descriptions. */
  documentNumbers: string[];
  /** File and line of the snapshot that decided. */
  at: string;
  /** Numbers of POs that an earlier snapshot created and that no longer stand. */
  formerOrderNumbers: string[];
}
