import type { BusinessCalendar, BusinessDate } from '../domain/calendar.ts';
import type { Approver, Department, Employee, Store, Vendor } from './parties.ts';
import type { LineMarks, Purchase, Report } from './purchase.ts';

/** What the expense system calls the states of a report. */
export interface ReportStates {
  submitted: string;
  /** Approved by some, waiting for others. */
  waiting: string;
  approved: string;
  /** Final too, and later than `approved`; null where there is none. */
  paid: string | null;
  /** What takes an approval back. */
  withdrawn: readonly string[];
}

/** A company whose fortnight is invented: who buys what from whom, how that is coded, and who approves it. */
export interface Retailer {
  readonly timeZone: string;
  /** Days on which people approve and key. */
  readonly calendar: BusinessCalendar;
  readonly states: ReportStates;
  /** Everybody whose expenses can be coded and approved. */
  readonly employees: readonly Employee[];
  /** Whom an employee buys from. */
  vendorsFor(employee: Employee): readonly Vendor[];
  /** What makes a would-be PO, and so what a careful clerk keys as one: a report's lines of one vendor, or each line alone. */
  readonly grouping: 'vendor' | 'line';
  /** What the expense system says of every line that is to be ordered. */
  readonly lineMarks: LineMarks;
  /** Where single lines of an employee's reports may belong instead; [] where they never do. */
  strayStores(employee: Employee): readonly Store[];
  readonly strayDepartments: readonly Department[];
  /** Who has to approve a report, in the order in which they do. */
  approversOf(report: Report): Approver[];
  /** Whether there are people enough to approve it; what a report claims beyond its lines counts. */
  isApprovable(purchase: Purchase & Partial<Pick<Report, 'excessMinor'>>): boolean;
  /** Whether a PO of this date lies in an open fiscal period. */
  isOpenOn(date: BusinessDate): boolean;
  /** The fiscal period of a date; '' where there is none. */
  periodOf(date: BusinessDate): string;
  /** Another period than this one. */
  periodBeside(period: string): string;

  // ---- what a tired clerk may hit

  readonly accounts: readonly string[];
  readonly departments: readonly Department[];
  readonly stores: readonly Store[];
  vendorsIn(currency: string): readonly Vendor[];
  readonly clerks: readonly string[];
  /** Calendar days that the date of a PO may lie behind the approval. */
  readonly keyedWithinDays: number;
  /** What PO numbers begin with. */
  readonly orderPrefix: string;

  // ---- money, in minor units

  /** How far the PO for an amount may be off and still match. */
  toleranceMinor(currency: string, amountMinor: number): number;
  /** How far apart two amounts must be not to be taken for one another; no less than the tolerance. */
  apartMinor(currency: string, amountMinor: number): number;
  /** What a large report exceeds. */
  largeAboveMinor(currency: string): number;
  /** How many minor units stand for one that a currency of two decimals would have. */
  amountScale(currency: string): number;
  /** Whether the one amount could be a slip for the other. */
  alike(left: number, right: number): boolean;
  /** Whether codes may be too few to tell POs of one vendor apart, so that their totals and sums must do. */
  readonly tellsByTotal: boolean;
}
