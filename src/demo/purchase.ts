import type { BusinessDate, Instant } from '../domain/calendar.ts';
import { currencyDecimals } from '../domain/currency.ts';
import type { Approver, Category, Department, Employee, Store, Vendor } from './parties.ts';

/** What the expense system says of a line besides what was bought. */
export interface LineMarks {
  paymentType?: string;
  personal?: boolean;
  reimbursable?: boolean;
}

export const PERSONAL: LineMarks = { paymentType: 'company_card', personal: true, reimbursable: false };

export interface PurchaseLine {
  date: BusinessDate;
  merchant: string;
  /** As the employee chose it; '' where the merchant has to do. */
  vendorId: string;
  /** Whom a clerk would order from. */
  vendor: Vendor;
  category: Category;
  /** Null where the employee's own holds. */
  department: Department | null;
  store: Store | null;
  description: string;
  amountMinor: number;
  /** '' where the line names none. */
  itemId: string;
  /** Only what is ordered is for a PO. */
  standing: 'ordered' | 'personal' | 'out_of_scope';
  marks: LineMarks;
}

/** What somebody bought, and when it was approved; a report once it has an id. */
export interface Purchase {
  employee: Employee;
  currency: string;
  submittedAt: Instant;
  approvedAt: Instant;
  /** Date of the approval that a PO would carry. */
  approvedOn: BusinessDate;
  lines: PurchaseLine[];
}

export interface Report extends Purchase {
  id: string;
  revision: number;
  name: string;
  /** Who approves in the place of the first approver; null for nobody. */
  standIn: Approver | null;
  /** A role that should have approved and did not. */
  missingRole: string | null;
  /** What the report claims to add up to beyond its lines. */
  excessMinor: number;
}

export type Money = readonly { amountMinor: number }[];

export function sumOf(lines: Money): number {
  return lines.reduce((sum, line) => sum + line.amountMinor, 0);
}

export function minorPerUnit(currency: string): number {
  return 10 ** (currencyDecimals(currency) ?? 2);
}

/** A report's lines that are to be ordered. */
export function businessLines(purchase: Purchase): PurchaseLine[] {
  return purchase.lines.filter(({ standing }) => standing === 'ordered');
}

export function totalOf(report: Report): number {
  return sumOf(report.lines) + report.excessMinor;
}

/** The only loose amount of a report whose lines are ordered as one. */
export const theTotal = (lines: readonly PurchaseLine[]): readonly number[] => [sumOf(lines)];
