import { type BusinessCalendar, type BusinessDate, type Instant, ZonedClock, dateOfDay, dayNumber, formatInstant, isBusinessDay } from '../domain/calendar.ts';
import { currencyDecimals } from '../domain/currency.ts';
import type { FindingCode } from '../domain/finding.ts';
import { formatMinor } from '../domain/money.ts';
import type { VarianceStatus } from '../domain/variance.ts';
import { Random } from './random.ts';
import {
  ACTIVE_ACCOUNTS, BRAND_DIRECTOR, CATEGORY_WITH_INACTIVE_ACCOUNT, CATEGORY_WITH_UNKNOWN_ACCOUNT, CLERKS, type Category, DEPARTMENTS, type DemoApprover, type DemoVendor,
  type Department, EMPLOYEES, EMPLOYEES_OF_UNMAPPED_STORE, type Employee, GOOD_VENDORS, INACTIVE_APPROVER, INACTIVE_VENDORS, MAPPED_STORES, MARKETING,
  MERCHANT_WITH_UNKNOWN_VENDOR, type Store, TIME_ZONE, UNMAPPED_APPROVER, UNMAPPED_CATEGORY, UNMAPPED_VENDORS, VICE_PRESIDENT, vendorOfTrade, vendorsFor,
} from './retailer.ts';

/** What to invent. The same options give the same bytes. */
export interface FortnightOptions {
  /** Expense reports in all, at least 10: the fixed ones and the few outside the window included. */
  reports: number;
  seed?: number;
  /** Business dates, inclusive; the two weeks of June 2026 unless given. */
  window?: { from: BusinessDate; to: BusinessDate };
}

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

export const DEFAULT_SEED = 9041;
export const DEFAULT_WINDOW = { from: '2026-06-01', to: '2026-06-14' } as const;
export const LEDGER_HEADER =
  'po_number,po_date,posting_period,vendor_id,vendor_name,currency,reference,memo,line,gl_account,department,location,amount,entered_by,entered_at,status';
/** What the settings allow two amounts to differ by, in minor units of a currency with two decimals. */
export const TOLERANCE_MINOR = 5;
/** Above this many units of the report's own currency the VP decides too. */
export const VP_THRESHOLD = 5000;

/** A CSV row; cells that hold a comma, a quote or a line break are quoted. */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

// ------------------------------------------------------------------------------------------------------------------------- time

const OFFICE_WEEK: BusinessCalendar = { businessDays: ['mon', 'tue', 'wed', 'thu', 'fri'], holidays: [] };
/** Four business days are at least the five days for which a comparison wants approvals from before the window. */
const BUSINESS_DAYS_BEFORE = 4;
const DAYS_AFTER = 7;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The business days of a fortnight and around it. */
export class Timetable {
  readonly clock = new ZonedClock(TIME_ZONE);
  readonly before: readonly BusinessDate[];
  readonly during: readonly BusinessDate[];
  readonly after: readonly BusinessDate[];
  readonly #all: readonly BusinessDate[];
  readonly #places: ReadonlyMap<BusinessDate, number>;

  constructor(window: { from: BusinessDate; to: BusinessDate }) {
    const [first, last] = [dayNumber(window.from), dayNumber(window.to)];
    const businessDays = (from: number, to: number): BusinessDate[] =>
      Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => dateOfDay(from + index)).filter((date) => isBusinessDay(date, OFFICE_WEEK));
    this.during = businessDays(first, last);
    this.before = businessDays(first - 14, first - 1).slice(-BUSINESS_DAYS_BEFORE);
    this.after = businessDays(last + 1, last + DAYS_AFTER);
    this.#all = businessDays(first - 28, last + DAYS_AFTER);
    this.#places = new Map(this.#all.map((date, place) => [date, place]));
    if (this.during.length === 0) throw new Error('the window holds no business day');
  }

  /** The day after which nothing happens any more. */
  get lastDay(): BusinessDate {
    return this.#all.at(-1) as BusinessDate;
  }

  /** So many business days later, or earlier where negative; never beyond the last day. */
  step(date: BusinessDate, count: number): BusinessDate {
    const place = this.#places.get(date);
    if (place === undefined) throw new Error(`${date} is no business day of this fortnight`);
    return this.#all[Math.min(place + count, this.#all.length - 1)] as BusinessDate;
  }

  /** The instant of a local time of day. */
  at(date: BusinessDate, minuteOfDay: number, second = 0): Instant {
    const instant = this.clock.instantOf(dayNumber(date) * DAY_MS + minuteOfDay * MINUTE_MS + second * 1000);
    if (instant === undefined) throw new Error(`no clock shows minute ${minuteOfDay} of ${date}`);
    return instant;
  }
}

// --------------------------------------------------------------------------------------------------------- amounts that stay apart

/** Whether one amount could be a slip for the other: one digit differs, is missing in front, or two are swapped. */
export function looksMistyped(left: number, right: number): boolean {
  let differing = 0;
  const odd: [left: number, right: number][] = [];
  let [leftRest, rightRest] = [left, right];
  for (; leftRest > 0 || rightRest > 0; leftRest = Math.floor(leftRest / 10), rightRest = Math.floor(rightRest / 10)) {
    const [leftDigit, rightDigit] = [leftRest % 10, rightRest % 10];
    if (leftDigit === rightDigit) continue;
    if (++differing > 2) return false;
    odd.push([leftDigit, rightDigit]);
  }
  if (differing === 0) return false;
  const [first, second] = odd;
  return differing === 1 || (first?.[0] === second?.[1] && first?.[1] === second?.[0]);
}

/**
 * Totals that no reference ties to their counterpart, by vendor. A new one is only taken where it can't be confused: it is not
 * within a tolerance of another, nor a slip of one, nor a part or the sum of two.
 */
class LooseAmounts {
  readonly #byVendor = new Map<string, Set<number>>();

  accepts(vendorId: string, amountsMinor: readonly number[]): boolean {
    const known = this.#byVendor.get(vendorId);
    return known === undefined || amountsMinor.every((amount) => !confusable(amount, known));
  }

  add(vendorId: string, amountsMinor: readonly number[]): void {
    const known = this.#byVendor.get(vendorId) ?? new Set<number>();
    for (const amount of amountsMinor) known.add(amount);
    this.#byVendor.set(vendorId, known);
  }
}

function confusable(amount: number, known: ReadonlySet<number>): boolean {
  if (known.has(amount)) return true;
  for (const other of known) {
    if (Math.abs(amount - other) <= TOLERANCE_MINOR || known.has(amount - other) || known.has(amount + other) || looksMistyped(amount, other)) return true;
  }
  return false;
}

// ------------------------------------------------------------------------------------------------------------ reports and their POs

interface PurchaseLine {
  date: BusinessDate;
  merchant: string;
  /** As the employee chose it; '' where the merchant has to do. */
  vendorId: string;
  /** Whom a clerk would order from. */
  vendor: DemoVendor;
  category: Category;
  /** Null where the employee's own holds. */
  department: Department | null;
  store: Store | null;
  description: string;
  amountMinor: number;
  personal: boolean;
}

/** What somebody bought, and when it was approved; a report once it has an id. */
interface Purchase {
  employee: Employee;
  currency: string;
  submittedAt: Instant;
  approvedAt: Instant;
  /** Date of the approval that a PO would carry. */
  approvedOn: BusinessDate;
  lines: PurchaseLine[];
}

interface Report extends Purchase {
  id: string;
  revision: number;
  name: string;
  manager: DemoApprover;
  /** A role that should have approved and did not. */
  missingRole: DemoApprover['role'] | null;
  /** What the report claims to add up to beyond its lines. */
  excessMinor: number;
}

interface OrderLine {
  account: string;
  department: string;
  location: string;
  amountMinor: number;
  cancelled: boolean;
}

interface Order {
  /** Given at entry unless it has one. */
  number: string;
  date: BusinessDate;
  period: string;
  vendor: DemoVendor;
  currency: string;
  reference: string;
  memo: string;
  lines: OrderLine[];
  enteredAt: Instant;
}

/** What a report that is drawn should be like. */
interface Wish {
  employee?: Employee;
  /** One line at least is bought from each. */
  vendors?: readonly DemoVendor[];
  lineCount?: readonly [from: number, to: number];
  /** Above the VP's threshold. */
  large?: boolean;
  distinctAccounts?: boolean;
  /** Amounts that will stand without a reference; they are drawn until they can't be confused. */
  loose?: (lines: readonly PurchaseLine[]) => readonly number[];
}

type Money = readonly { amountMinor: number }[];

function sumOf(lines: Money): number {
  return lines.reduce((sum, line) => sum + line.amountMinor, 0);
}

function minorPerUnit(currency: string): number {
  return 10 ** (currencyDecimals(currency) ?? 2);
}

/** A report's lines that are the company's. */
function businessLines(purchase: Purchase): PurchaseLine[] {
  return purchase.lines.filter((line) => !line.personal);
}

function totalOf(report: Report): number {
  return sumOf(report.lines) + report.excessMinor;
}

/** The only loose amount of a report whose lines are ordered as one. */
const theTotal = (lines: readonly PurchaseLine[]): readonly number[] => [sumOf(lines)];

/** Everybody who has to approve a report, in the order in which they do. */
function approversOf(report: Report): DemoApprover[] {
  const approvers = [report.manager];
  if (report.lines.some((line) => (line.department ?? report.employee.department) === MARKETING)) approvers.push(BRAND_DIRECTOR);
  if (totalOf(report) > VP_THRESHOLD * minorPerUnit(report.currency)) approvers.push(VICE_PRESIDENT);
  return approvers.filter(({ role }) => role !== report.missingRole);
}

/** How an amount comes out when a clerk slips: two neighbouring digits swapped, or one digit wrong; more than a tolerance away. */
function mistyped(random: Random, amountMinor: number): number {
  for (;;) {
    const digits = [...String(amountMinor)];
    const place = random.integer(0, digits.length - 1);
    if (random.chance(0.5) && place > 0) [digits[place - 1], digits[place]] = [digits[place] as string, digits[place - 1] as string];
    else digits[place] = String(random.integer(0, 9));
    const wrong = Number(digits.join(''));
    if (digits[0] !== '0' && Math.abs(wrong - amountMinor) > TOLERANCE_MINOR) return wrong;
  }
}

const LINE_COUNTS = [[1, 12], [2, 15], [3, 17], [4, 17], [5, 14], [6, 11], [7, 9], [8, 5]] as const;
/** Line amounts in hundredths; yen have none, so that a hundredth stands for one and a half of them. */
type Band = readonly [from: number, to: number];
const AMOUNT_BANDS: readonly (readonly [Band, number])[] = [[[800, 2499], 30], [[2500, 7999], 40], [[8000, 19_999], 20], [[20_000, 45_000], 10]];
const LARGE_BAND: Band = [90_000, 260_000];
const LARGE_SHARE = 0.06;

/** An invented fortnight while it is written: what has been numbered so far, and the means to draw the next report. */
class Fortnight {
  readonly random: Random;
  readonly timetable: Timetable;
  readonly counts: FortnightCounts = { reports: 0, events: 0, expenseLines: 0, purchaseOrders: 0, ledgerLines: 0 };
  /** The business day on which the present report is approved. */
  day: BusinessDate;
  readonly #sink: FortnightSink;
  readonly #loose = new LooseAmounts();
  #nextReport = 100_000;
  #nextOrder = 8001;
  #nextInvoice = 40_001_003;

  constructor(options: FortnightOptions, sink: FortnightSink) {
    this.random = new Random(options.seed ?? DEFAULT_SEED);
    this.timetable = new Timetable(options.window ?? DEFAULT_WINDOW);
    this.day = this.timetable.during[0] as BusinessDate;
    this.#sink = sink;
  }

  // ---- drawing

  /** A purchase approved today, without a report around it. */
  purchase(wish: Wish = {}): Purchase {
    const { random } = this;
    const employee = wish.employee ?? random.pick(EMPLOYEES);
    const { currency } = employee.store;
    const vendors = wish.vendors ?? [random.pick(vendorsFor(employee))];
    const moments = this.#moments();
    const large = wish.large ?? random.chance(LARGE_SHARE);
    const vendorId = (vendors[0] as DemoVendor).id;
    for (let attempt = 0; attempt < 1000; attempt++) {
      const lines = this.#lines(employee, vendors, large, wish, moments.submittedAt);
      if (large && sumOf(lines) <= VP_THRESHOLD * minorPerUnit(currency)) continue;
      if (wish.loose !== undefined) {
        const amounts = wish.loose(lines);
        if (!this.#loose.accepts(vendorId, amounts)) continue;
        this.#loose.add(vendorId, amounts);
      }
      return { employee, currency, ...moments, lines };
    }
    throw new Error(`too many purchases from ${vendorId} to tell one more apart`);
  }

  /** A report of such a purchase, with the next number. */
  report(wish: Wish = {}): Report {
    const purchase = this.purchase(wish);
    this.counts.reports++;
    return { ...purchase, id: `EXP-${this.#nextReport++}`, revision: 1, name: nameOf(purchase), manager: purchase.employee.manager, missingRole: null, excessMinor: 0 };
  }

  /** Submitted on one of the days before, approved today; one in a hundred late in the evening, when it is tomorrow in UTC. */
  #moments(): Pick<Purchase, 'submittedAt' | 'approvedAt' | 'approvedOn'> {
    const { random, timetable, day } = this;
    const daysBefore = random.weighted([[0, 20], [1, 60], [2, 20]]);
    const submittedAt = timetable.at(timetable.step(day, -daysBefore), random.integer(8 * 60, daysBefore === 0 ? 11 * 60 + 59 : 17 * 60 + 45), random.integer(0, 59));
    const approvalMinute = random.chance(0.01) ? random.integer(20 * 60 + 15, 23 * 60) : random.integer(daysBefore === 0 ? 12 * 60 + 40 : 9 * 60, 17 * 60 + 45);
    return { submittedAt, approvedAt: timetable.at(day, approvalMinute, random.integer(0, 59)), approvedOn: day };
  }

  #lines(employee: Employee, vendors: readonly DemoVendor[], large: boolean, wish: Wish, submittedAt: Instant): PurchaseLine[] {
    const { random } = this;
    const [least, most] = wish.lineCount ?? (large ? [3, 8] : [1, 8]);
    const wanted = Math.min(most, Math.max(least, vendors.length, random.weighted(LINE_COUNTS)));
    const chosen = random.chance(0.55);
    // One report in sixteen has a line for another store, one in thirty for another department.
    const strayStore = random.chance(1 / 16) ? random.pick(MAPPED_STORES.filter(({ currency }) => currency === employee.store.currency)) : null;
    const strayDepartment = random.chance(1 / 30) ? random.pick(DEPARTMENTS) : null;
    const strayLine = random.integer(0, wanted - 1);
    const submittedOn = dayNumber(this.timetable.clock.dateOf(submittedAt));
    const categories = wish.distinctAccounts === true ? random.shuffle((vendors[0] as DemoVendor).categories) : null;
    return Array.from({ length: categories === null ? wanted : Math.min(wanted, categories.length) }, (_, index) => {
      const vendor = vendors[index % vendors.length] as DemoVendor;
      const category = categories?.[index] ?? random.pick(vendor.categories);
      return {
        date: dateOfDay(submittedOn - random.integer(1, 6)),
        merchant: random.pick(vendor.merchants),
        vendorId: chosen ? vendor.id : '',
        vendor,
        category,
        department: index === strayLine ? strayDepartment : null,
        store: index === strayLine ? strayStore : null,
        description: random.pick(category.descriptions),
        amountMinor: this.#amount(employee.store.currency, large),
        personal: false,
      };
    });
  }

  #amount(currency: string, large: boolean): number {
    const [from, to] = large ? LARGE_BAND : this.random.weighted(AMOUNT_BANDS);
    const scale = minorPerUnit(currency) === 1 ? 1.5 : 1;
    return this.random.integer(from * scale, to * scale);
  }

  /** An invoice number that occurs once. */
  invoiceNumber(): string {
    const number = this.#nextInvoice;
    this.#nextInvoice += 17;
    return String(number);
  }

  // ---- approvals

  /** One event: the report as it stood at an instant. Returns the line, should it be delivered again. */
  event(report: Report, status: string, occurredAt: Instant, approvals: readonly object[]): string {
    const { employee, currency } = report;
    const eventNumber = String(this.counts.events + 1).padStart(7, '0');
    const line = JSON.stringify({
      eventId: `evt-${eventNumber}`,
      occurredAt: formatInstant(occurredAt),
      report: {
        id: report.id,
        revision: report.revision,
        status,
        name: report.name,
        currency,
        total: formatMinor(totalOf(report), currency),
        employee: { email: employee.email, department: employee.department.expenseName, location: employee.store.expenseName },
        submittedAt: formatInstant(report.submittedAt),
        approvals,
        lines: report.lines.map((each, index) => expenseLine(each, index, currency)),
      },
    });
    this.deliver(line, report.lines.length);
    return line;
  }

  /** Hands over a line, for the first time or again. */
  deliver(line: string, expenseLines: number): void {
    this.counts.events++;
    this.counts.expenseLines += expenseLines;
    this.#sink.approval(line);
  }

  /** The approver chain of a report, the last decision at the instant of approval. */
  decisions(report: Report): object[] {
    const approvers = approversOf(report);
    return approvers.map((approver, place) => {
      const earlier = (approvers.length - 1 - place) * (5 + (place % 3)) * MINUTE_MS;
      return { approver: approver.email, role: approver.role, decision: 'approved', at: formatInstant(report.approvedAt - earlier) };
    });
  }

  submitted(report: Report): string {
    return this.event(report, 'submitted', report.submittedAt, []);
  }

  /** The event that should trigger; it reaches the outside within a minute. Returns its line. */
  approved(report: Report): string {
    return this.event(report, 'approved_for_payment', report.approvedAt + this.random.integer(1, 50) * 1000, this.decisions(report));
  }

  /** A report's usual story; some are also told of when they are submitted, some when they are paid. */
  approve(report: Report): void {
    const { random, timetable } = this;
    if (random.chance(0.12)) this.submitted(report);
    this.approved(report);
    if (!random.chance(0.06)) return;
    const paidOn = timetable.step(report.approvedOn, random.integer(2, 4));
    if (paidOn > report.approvedOn) this.event(report, 'paid', this.timetable.at(paidOn, random.integer(9 * 60, 16 * 60)), this.decisions(report));
  }

  /** The next revision of a report, sent in and approved anew one or two business days later. */
  revised(report: Report, lines: PurchaseLine[]): Report {
    const { random, timetable } = this;
    const submittedOn = timetable.step(report.approvedOn, 1);
    const approvedOn = timetable.step(report.approvedOn, 2);
    return {
      ...report, lines, revision: report.revision + 1, submittedAt: timetable.at(submittedOn, random.integer(8 * 60, 11 * 60)), approvedAt: timetable.at(approvedOn, random.integer(14 * 60, 17 * 60)),
    };
  }

  // ---- ledger

  /** The POs that a careful clerk would key for a purchase, one a vendor. They are not entered yet. */
  keyed(purchase: Purchase, reference: string, memo = ''): Order[] {
    const orders = new Map<DemoVendor, Order>();
    const moment = this.#keying(purchase);
    for (const line of businessLines(purchase)) {
      let order = orders.get(line.vendor);
      if (order === undefined) {
        // The clerk posts to the period of the approval, as the integration would.
        order = { number: '', ...moment, period: purchase.approvedOn.slice(0, 7), vendor: line.vendor, currency: purchase.currency, reference, memo, lines: [] };
        orders.set(line.vendor, order);
      }
      order.lines.push({
        account: line.category.keyedAccount,
        department: (line.department ?? purchase.employee.department).erpId,
        location: (line.store ?? purchase.employee.store).erpId,
        amountMinor: line.amountMinor,
        cancelled: false,
      });
    }
    return [...orders.values()];
  }

  /** When a PO for a purchase is keyed, and what date it bears: that of the approval, or of the entry where that is near. */
  #keying(purchase: Purchase): Pick<Order, 'date' | 'enteredAt'> {
    const { random, timetable } = this;
    const { clock } = timetable;
    const approvedOn = clock.dateOf(purchase.approvedAt);
    const evening = purchase.approvedAt > timetable.at(approvedOn, 17 * 60 + 30);
    const daysLater = Math.max(evening ? 1 : 0, random.weighted([[0, 45], [1, 35], [2, 15], [3, 5]]));
    const enteredOn = timetable.step(approvedOn, daysLater);
    const soon = purchase.approvedAt + random.integer(8, 25) * MINUTE_MS;
    const enteredAt = enteredOn === approvedOn ? soon : timetable.at(enteredOn, random.integer(8 * 60, 17 * 60 + 30), random.integer(0, 59));
    const near = dayNumber(enteredOn) - dayNumber(purchase.approvedOn) <= 4;
    return { date: near && random.chance(0.4) ? enteredOn : purchase.approvedOn, enteredAt };
  }

  /** The one PO of a purchase from one vendor. */
  keyedOnce(purchase: Purchase, reference: string, memo = ''): Order {
    const [order, ...others] = this.keyed(purchase, reference, memo);
    if (order === undefined || others.length > 0) throw new Error('a purchase from one vendor was expected');
    return order;
  }

  /** Enters a PO; returns its number. */
  enter(order: Order): string {
    const { random, counts } = this;
    const number = order.number === '' ? `PO-${this.#nextOrder++}` : order.number;
    const closed = random.chance(0.15) ? 'closed' : 'open';
    const head = csvLine([number, order.date, order.period, order.vendor.id, order.vendor.name, order.currency, order.reference, order.memo]);
    const tail = `${random.pick(CLERKS)},${formatInstant(order.enteredAt)}`;
    counts.purchaseOrders++;
    for (const [index, line] of order.lines.entries()) {
      const amount = formatMinor(line.amountMinor, order.currency);
      this.#sink.ledgerRow(`${head},${index + 1},${line.account},${line.department},${line.location},${amount},${tail},${line.cancelled ? 'cancelled' : closed}`);
      counts.ledgerLines++;
    }
    return number;
  }

  enterAll(orders: readonly Order[]): string[] {
    return orders.map((order) => this.enter(order));
  }

  /** Enters what a careful clerk would, with the report's id as the reference. */
  enterCarefully(report: Report): string[] {
    return this.enterAll(this.keyed(report, report.id, this.random.pick(['', '', report.name, 'Expense report'])));
  }

  // ---- truth

  truth(report: Report, kind: string, status: TruthEntry['status'], varianceMinor: number, poNumbers: string[], causes?: readonly string[]): void {
    const entry: TruthEntry = { transactionId: report.id, kind, status, variance: formatMinor(varianceMinor, report.currency), currency: report.currency, poNumbers };
    this.#sink.truth(causes === undefined ? entry : { ...entry, causes: [...causes] });
  }

  truthOfOrder(poNumber: string, kind: string, status: TruthEntry['status'], varianceMinor: number, currency: string): void {
    this.#sink.truth({ transactionId: null, poNumber, kind, status, variance: formatMinor(varianceMinor, currency), currency });
  }
}

/** `Store 012 cleaning supplies`. Digits stay below four: longer ones would count as a document number. */
function nameOf(purchase: Purchase): string {
  const [first] = purchase.lines;
  return `${purchase.employee.store.expenseName} ${(first as PurchaseLine).category.name.toLowerCase()}`;
}

function expenseLine(line: PurchaseLine, index: number, currency: string): object {
  return {
    id: String(index + 1),
    date: line.date,
    merchant: line.merchant,
    ...(line.vendorId !== '' && { vendorId: line.vendorId }),
    category: line.category.name,
    ...(line.department !== null && { department: line.department.expenseName }),
    ...(line.store !== null && { location: line.store.expenseName }),
    description: line.description,
    amount: formatMinor(line.amountMinor, currency),
    ...(line.personal && { paymentType: 'company_card', personal: true, reimbursable: false }),
  };
}

// ------------------------------------------------------------------------------------------------------------------------- kinds

type Play = (fortnight: Fortnight, kind: string) => void;

/** One thing that may happen: how often in a thousand reports, and how many reports it takes. */
interface Kind {
  name: string;
  perMille: number;
  reports: 0 | 1 | 2;
  play: Play;
}

const ordinary: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, fortnight.enterCarefully(report));
};

/** The same outside the window, where no row is due. */
const outsideWindow: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approve(report);
  fortnight.truth(report, kind, 'none', 0, fortnight.enterCarefully(report));
};

const WAYS_TO_REFER: readonly ((id: string) => readonly [reference: string, memo: string])[] = [
  (id) => [id.toLowerCase(), ''],
  (id) => [id.replace('-', ''), ''],
  (id) => [id.replace('-', ' '), 'Expense report'],
  (id) => [id.replace('-', '–'), ''],
  (id) => ['', `per expense report ${id}`],
  (id) => [`exp${id.slice(4)} / store request`, ''],
  (id) => ['store request', `(${id.toLowerCase()}) ordered by phone`],
];

const referenceVariant: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approve(report);
  const [reference, memo] = fortnight.random.pick(WAYS_TO_REFER)(report.id);
  fortnight.truth(report, kind, 'match', 0, fortnight.enterAll(fortnight.keyed(report, reference, memo)));
};

const MEMOS_WITHOUT_REFERENCE = ['', '', 'monthly order', 'per store request', 'ordered by phone'];

const withoutReference: Play = (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, [fortnight.enter(fortnight.keyedOnce(report, '', fortnight.random.pick(MEMOS_WITHOUT_REFERENCE)))]);
};

const byDocumentNumber: Play = (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  const invoice = fortnight.invoiceNumber();
  (report.lines[0] as PurchaseLine).description += `, invoice ${invoice}`;
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, [fortnight.enter(fortnight.keyedOnce(report, '', `inv. ${invoice}`))]);
};

const withinTolerance: Play = (fortnight, kind) => {
  // Five hundredths are nothing in yen: there the tolerance allows no difference at all.
  const employee = fortnight.random.pick(EMPLOYEES_WITH_CENTS);
  const report = fortnight.report({ employee });
  fortnight.approve(report);
  const order = fortnight.keyedOnce(report, report.id);
  const rounding = fortnight.random.integer(1, TOLERANCE_MINOR) * (fortnight.random.chance(0.5) ? 1 : -1);
  fortnight.random.pick(order.lines).amountMinor += rounding;
  fortnight.truth(report, kind, 'match_within_tolerance', rounding, [fortnight.enter(order)]);
};

const multiVendor: Play = (fortnight, kind) => {
  const { random } = fortnight;
  const employee = random.pick(EMPLOYEES);
  const vendors = random.shuffle(vendorsFor(employee)).slice(0, random.weighted([[2, 80], [3, 20]]));
  const report = fortnight.report({ employee, vendors, lineCount: [vendors.length, 8] });
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, fortnight.enterCarefully(report));
};

/** An order in two, or now and then three, by lines; each part keeps one line at least. */
function inParts(random: Random, order: Order): Order[] {
  const parts = order.lines.length > 3 && random.chance(0.25) ? 3 : 2;
  const perPart = Math.ceil(order.lines.length / parts);
  return Array.from({ length: parts }, (_, part) => ({ ...order, lines: order.lines.slice(part * perPart, (part + 1) * perPart) })).filter(({ lines }) => lines.length > 0);
}

const split: Play = (fortnight, kind) => {
  const report = fortnight.report({ lineCount: [2, 8] });
  fortnight.approve(report);
  const parts = inParts(fortnight.random, fortnight.keyedOnce(report, report.id));
  const numbered = fortnight.random.chance(0.5);
  const numbers = parts.map((part, index) => fortnight.enter(numbered ? { ...part, reference: `${report.id}/${index + 1}` } : part));
  fortnight.truth(report, kind, 'match', 0, numbers);
};

const splitWithoutReference: Play = (fortnight, kind) => {
  const inHalves = (lines: Money): readonly number[] => [sumOf(lines), sumOf(lines.slice(0, 2)), sumOf(lines.slice(2))];
  const report = fortnight.report({ lineCount: [3, 4], loose: inHalves });
  fortnight.approve(report);
  const order = fortnight.keyedOnce(report, '', 'part delivery');
  const numbers = [order.lines.slice(0, 2), order.lines.slice(2)].map((lines) => fortnight.enter({ ...order, lines }));
  fortnight.truth(report, kind, 'match', 0, numbers);
};

const merged: Play = (fortnight, kind) => {
  const first = fortnight.report();
  const { employee } = first;
  const second = fortnight.report({ employee, vendors: [(first.lines[0] as PurchaseLine).vendor] });
  for (const report of [first, second]) fortnight.approve(report);
  const [left, right] = [fortnight.keyedOnce(first, first.id), fortnight.keyedOnce(second, second.id)];
  const [reference, memo] = fortnight.random.pick([[`${first.id}, ${second.id}`, 'combined'], [`${first.id} + ${second.id}`, ''], [first.id, `together with ${second.id}`]] as const);
  const later = left.enteredAt > right.enteredAt ? left : right;
  const number = fortnight.enter({ ...later, reference, memo, lines: [...left.lines, ...right.lines] });
  for (const report of [first, second]) fortnight.truth(report, kind, 'match', 0, [number]);
};

/** The same thing bought twice in a day, rightly: two reports, two POs, of which only the first says which report it is for. */
const identical: Play = (fortnight, kind) => {
  const first = fortnight.report({ loose: theTotal });
  const second: Report = { ...fortnight.report({ employee: first.employee, vendors: [(first.lines[0] as PurchaseLine).vendor] }), lines: first.lines, name: first.name };
  for (const report of [first, second]) fortnight.approve(report);
  fortnight.truth(first, kind, 'match', 0, [fortnight.enter(fortnight.keyedOnce(first, first.id))]);
  const secondReference = fortnight.random.chance(0.5) ? second.id : '';
  fortnight.truth(second, kind, 'match', 0, [fortnight.enter(fortnight.keyedOnce(second, secondReference))]);
};

const withRefundLine: Play = (fortnight, kind) => {
  const report = fortnight.report();
  const [first] = report.lines as [PurchaseLine];
  report.lines.push({ ...first, description: `Returned: ${first.description}`, amountMinor: -Math.floor((first.amountMinor * fortnight.random.integer(10, 60)) / 100) });
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, fortnight.enterCarefully(report));
};

const withPersonalLine: Play = (fortnight, kind) => {
  const report = fortnight.report();
  const [first] = report.lines as [PurchaseLine];
  report.lines.push({ ...first, description: 'Personal item on the company card', amountMinor: fortnight.random.integer(450, 6000), personal: true });
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, fortnight.enterCarefully(report));
};

/** Keyed wrongly, cancelled and keyed again: as a new PO, or as a new line of the same one. */
const reKeyed: Play = (fortnight, kind) => {
  const { random } = fortnight;
  const report = fortnight.report();
  fortnight.approve(report);
  const order = fortnight.keyedOnce(report, report.id);
  const [first, ...others] = order.lines as [OrderLine, ...OrderLine[]];
  const wrong: OrderLine = { ...first, amountMinor: mistyped(random, first.amountMinor), cancelled: true };
  if (random.chance(0.4)) {
    fortnight.truth(report, kind, 'match', 0, [fortnight.enter({ ...order, lines: [wrong, ...others, first] })]);
    return;
  }
  const cancelled = fortnight.enter({ ...order, lines: [wrong, ...others.map((line) => ({ ...line, cancelled: true }))] });
  fortnight.truth(report, kind, 'match', 0, [fortnight.enter({ ...order, enteredAt: order.enteredAt + 7 * MINUTE_MS, memo: `replaces ${cancelled}` })]);
};

/** The same webhook again, or the same news under another delivery's id. */
const redelivered: Play = (fortnight, kind) => {
  const report = fortnight.report();
  const line = fortnight.approved(report);
  for (let again = fortnight.random.integer(1, 2); again > 0; again--) {
    if (fortnight.random.chance(0.7)) fortnight.deliver(line, report.lines.length);
    else fortnight.approved(report);
  }
  fortnight.truth(report, kind, 'match', 0, fortnight.enterCarefully(report));
};

const outOfOrder: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approved(report);
  fortnight.submitted(report);
  fortnight.truth(report, kind, 'match', 0, fortnight.enterCarefully(report));
};

/** One line corrected after the approval, by at least one unit of the currency. */
function corrected(fortnight: Fortnight, report: Report): Report {
  const unit = minorPerUnit(report.currency);
  const change = fortnight.random.integer(unit, 60 * unit);
  return fortnight.revised(report, report.lines.map((line, index) => (index === 0 ? { ...line, amountMinor: line.amountMinor + change } : line)));
}

const updatedFresh: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approved(report);
  const later = corrected(fortnight, report);
  fortnight.approved(later);
  fortnight.truth(later, kind, 'match', 0, fortnight.enterCarefully(later));
};

const updatedStale: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approved(report);
  const numbers = fortnight.enterCarefully(report);
  const later = corrected(fortnight, report);
  fortnight.approved(later);
  fortnight.truth(later, kind, 'amount_variance', sumOf(report.lines) - sumOf(later.lines), numbers);
};

/** Takes an approval back a few hours later, or the next morning. */
function withdraw(fortnight: Fortnight, report: Report): void {
  const { random, timetable } = fortnight;
  const status = random.pick(['recalled', 'rejected', 'submitted']);
  const approvals = status === 'rejected' ? [{ approver: report.manager.email, role: report.manager.role, decision: 'rejected', at: formatInstant(report.approvedAt + 150 * MINUTE_MS) }] : [];
  const nextMorning = timetable.at(timetable.step(report.approvedOn, 1), random.integer(8 * 60, 10 * 60));
  const occurredAt = status === 'rejected' || nextMorning < report.approvedAt ? report.approvedAt + 150 * MINUTE_MS : nextMorning;
  fortnight.event({ ...report, revision: report.revision + 1 }, status, occurredAt, approvals);
}

const withdrawn: Play = (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  fortnight.approved(report);
  withdraw(fortnight, report);
  fortnight.truth(report, kind, 'cancelled', 0, []);
};

const withdrawnAndOrderCancelled: Play = (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  fortnight.approved(report);
  const order = fortnight.keyedOnce(report, report.id, 'withdrawn, cancelled');
  fortnight.enter({ ...order, lines: order.lines.map((line) => ({ ...line, cancelled: true })) });
  withdraw(fortnight, report);
  fortnight.truth(report, kind, 'cancelled', 0, []);
};

const withdrawnButEntered: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approved(report);
  const numbers = fortnight.enterCarefully(report);
  withdraw(fortnight, report);
  fortnight.truth(report, kind, 'cancelled_manual', sumOf(report.lines), numbers);
};

const approvedAgain: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approved(report);
  const later = fortnight.revised(report, report.lines);
  fortnight.submitted(later);
  fortnight.approved(later);
  const numbers = fortnight.enterCarefully({ ...later, approvedOn: fortnight.timetable.clock.dateOf(later.approvedAt) });
  fortnight.truth(report, kind, 'match', 0, numbers);
};

const amountTypo: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approve(report);
  const order = fortnight.keyedOnce(report, report.id);
  const line = fortnight.random.pick(order.lines);
  const right = line.amountMinor;
  line.amountMinor = mistyped(fortnight.random, right);
  fortnight.truth(report, kind, 'amount_variance', line.amountMinor - right, [fortnight.enter(order)]);
};

/** Without a reference only the vendor, the date and the look of the number tell; so every line has an account of its own. */
const amountTypoWithoutReference: Play = (fortnight, kind) => {
  let place = 0;
  let wrong = 0;
  const loose = (lines: readonly PurchaseLine[]): readonly number[] => {
    place = fortnight.random.integer(0, lines.length - 1);
    const right = (lines[place] as PurchaseLine).amountMinor;
    wrong = mistyped(fortnight.random, right);
    return [sumOf(lines), sumOf(lines) + wrong - right];
  };
  const report = fortnight.report({ lineCount: [1, 3], distinctAccounts: true, loose });
  fortnight.approve(report);
  const order = fortnight.keyedOnce(report, '', fortnight.random.pick(MEMOS_WITHOUT_REFERENCE));
  const line = order.lines[place] as OrderLine;
  const difference = wrong - line.amountMinor;
  line.amountMinor = wrong;
  fortnight.truth(report, kind, 'amount_variance', difference, [fortnight.enter(order)]);
};

/** A PO whose amounts are right and whose coding is not. */
function wrongCoding(cause: string, spoil: (order: Order, random: Random) => void, wish: Wish = {}): Play {
  return (fortnight, kind) => {
    const report = fortnight.report(wish);
    fortnight.approve(report);
    const order = fortnight.keyedOnce(report, report.id);
    spoil(order, fortnight.random);
    fortnight.truth(report, kind, 'coding_variance', 0, [fortnight.enter(order)], [cause]);
  };
}

const wrongAccount = wrongCoding('gl_account', (order, random) => {
  const line = random.pick(order.lines);
  line.account = random.pick(ACTIVE_ACCOUNTS.filter((account) => account !== line.account));
});

/** Both accounts are right, each on the other's line; the sets of codes agree and the money does not. */
const swappedAccounts = wrongCoding('gl_account', (order) => {
  const [first, second] = order.lines as [OrderLine, OrderLine];
  [first.account, second.account] = [second.account, first.account];
  // The odd case in which both lines cost the same would be no mistake at all.
  if (Math.abs(first.amountMinor - second.amountMinor) <= TOLERANCE_MINOR) first.account = ACTIVE_ACCOUNTS.find((account) => account !== first.account && account !== second.account) as string;
}, { lineCount: [2, 3], distinctAccounts: true });

const wrongDepartment = wrongCoding('department', (order, random) => {
  const used = order.lines.map((line) => line.department);
  const { erpId } = random.pick(DEPARTMENTS.filter((department) => !used.includes(department.erpId)));
  for (const line of order.lines) line.department = erpId;
});

const wrongLocation = wrongCoding('location', (order, random) => {
  const used = order.lines.map((line) => line.location);
  const { erpId } = random.pick(MAPPED_STORES.filter((store) => !used.includes(store.erpId)));
  for (const line of order.lines) line.location = erpId;
});

const wrongVendor = wrongCoding('vendor', (order, random) => {
  order.vendor = random.pick(GOOD_VENDORS.filter((vendor) => vendor.currency === order.currency && vendor !== order.vendor));
});

const wrongPeriod = wrongCoding('period', (order) => {
  const [year, month] = order.period.split('-').map(Number) as [number, number];
  order.period = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7);
});

const missingInLedger: Play = (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  fortnight.approve(report);
  fortnight.truth(report, kind, 'missing_manual', -sumOf(report.lines), []);
};

const enteredTwice: Play = (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approve(report);
  const [first, second] = [fortnight.keyedOnce(report, report.id), fortnight.keyedOnce(report, report.id)];
  if (fortnight.random.chance(0.3)) second.reference = report.id.replace('-', ' ');
  fortnight.truth(report, kind, 'duplicate_manual', sumOf(report.lines), [fortnight.enter(first), fortnight.enter(second)]);
};

const withoutApproval: Play = (fortnight, kind) => {
  const purchase = fortnight.purchase({ loose: theTotal });
  const number = fortnight.enter({ ...fortnight.keyedOnce(purchase, '', fortnight.random.pick(['urgent', 'ordered by phone', 'approval to follow'])), date: fortnight.day });
  fortnight.truthOfOrder(number, kind, 'unexpected_manual', sumOf(purchase.lines), purchase.currency);
};

/** A PO outside the window that nothing explains; no row is due. */
const orderOutsideWindow: Play = (fortnight, kind) => {
  const purchase = fortnight.purchase({ loose: theTotal });
  const enteredAt = fortnight.timetable.at(fortnight.day, 16 * 60);
  const number = fortnight.enter({ ...fortnight.keyedOnce(purchase, '', 'other purchase'), date: fortnight.day, enteredAt });
  fortnight.truthOfOrder(number, kind, 'none', 0, purchase.currency);
};

/** Tells of a report that still waits: for its manager, or for the second approver where one is needed. */
function leavePending(fortnight: Fortnight, report: Report): void {
  const decisions = fortnight.decisions(report).slice(0, -1);
  if (decisions.length > 0) {
    fortnight.event(report, 'manager_approved', report.approvedAt, decisions);
    return;
  }
  // The day counts by the latest event, so it is handed in today.
  fortnight.submitted({ ...report, submittedAt: report.approvedAt });
}

const pending: Play = (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  leavePending(fortnight, report);
  fortnight.truth(report, kind, 'not_triggered', 0, []);
};

const enteredBeforeApproval: Play = (fortnight, kind) => {
  const report = fortnight.report();
  leavePending(fortnight, report);
  fortnight.truth(report, kind, 'premature_manual', sumOf(report.lines), fortnight.enterCarefully(report));
};

interface Refusal {
  wish?: (random: Random) => Wish;
  spoil?: (report: Report, fortnight: Fortnight) => void;
  /** Loose amounts where nobody enters it; the total unless given. */
  loose?: Wish['loose'];
  /** Whether staff might enter it by hand all the same. */
  enterable?: boolean;
}

/** A report that the ERP's rules refuse, entered by hand more often than not. */
function refused(causes: readonly FindingCode[], { wish = () => ({}), spoil = () => {}, loose = theTotal, enterable = true }: Refusal = {}): Play {
  return (fortnight, kind) => {
    const { random } = fortnight;
    const entered = enterable && random.chance(0.65);
    const report = fortnight.report({ ...wish(random), ...(!entered && { loose }) });
    spoil(report, fortnight);
    fortnight.approve(report);
    const numbers = entered ? fortnight.enterAll(fortnight.keyed(report, report.id, random.pick(['manual correction', 'picked by hand', '']))) : [];
    fortnight.truth(report, kind, 'rejected', entered ? sumOf(businessLines(report)) : 0, numbers, causes);
  };
}

const EMPLOYEES_WITH_CENTS = EMPLOYEES.filter(({ store }) => minorPerUnit(store.currency) > 1);
const AMERICAN_EMPLOYEES = EMPLOYEES.filter(({ store }) => store.currency === 'USD');
const MARKETING_EMPLOYEES = EMPLOYEES.filter(({ department }) => department === MARKETING);
const FOREIGN_VENDORS = GOOD_VENDORS.filter(({ currency }) => currency !== 'USD');

const inDollarsFrom = (vendors: readonly DemoVendor[]) => (random: Random): Wish => ({ employee: random.pick(AMERICAN_EMPLOYEES), vendors: [random.pick(vendors)] });

function withoutVendorId(report: Report): void {
  for (const line of report.lines) line.vendorId = '';
}

/** A vendor number the ERP never had: chosen by hand, or given to the merchant by the mapping sheet. */
function toUnknownVendor(report: Report, { random }: Fortnight): void {
  const byMapping = random.chance(0.4);
  const vendorId = `V-0${random.integer(100, 998)}`;
  for (const line of report.lines) {
    line.vendorId = byMapping ? '' : vendorId;
    if (byMapping) line.merchant = MERCHANT_WITH_UNKNOWN_VENDOR.merchant;
  }
}

function toCategory(category: Category) {
  return (report: Report, { random }: Fortnight): void => {
    const line = random.pick(report.lines);
    line.category = category;
    line.description = random.pick(category.descriptions);
  };
}

/** A report that claims more than its lines; both sums are kept apart from others where nobody enters it. */
const linesDoNotAddUp: Play = (fortnight, kind) => {
  const excessMinor = fortnight.random.integer(100, 4999);
  const claimMore = (report: Report): void => {
    report.excessMinor = excessMinor;
  };
  refused(['AMOUNT_LINES_MISMATCH'], { spoil: claimMore, loose: (lines) => [sumOf(lines), sumOf(lines) + excessMinor] })(fortnight, kind);
};

/**
 * Everything that happens besides the ordinary report, with how often in a thousand reports. The order is that in which a small
 * demonstration is given them: it shows the first of them, once each.
 */
const KINDS: readonly Kind[] = [
  { name: 'missing_manual', perMille: 20, reports: 1, play: missingInLedger },
  { name: 'amount_typo', perMille: 18, reports: 1, play: amountTypo },
  { name: 'wrong_account', perMille: 14, reports: 1, play: wrongAccount },
  { name: 'match_reference_variant', perMille: 45, reports: 1, play: referenceVariant },
  { name: 'match_no_reference', perMille: 35, reports: 1, play: withoutReference },
  { name: 'rejected_vendor_unmapped', perMille: 8, reports: 1, play: refused(['VENDOR_UNMAPPED'], { wish: inDollarsFrom(UNMAPPED_VENDORS), spoil: withoutVendorId }) },
  { name: 'duplicate_manual', perMille: 8, reports: 1, play: enteredTwice },
  { name: 'unexpected_manual', perMille: 6, reports: 0, play: withoutApproval },
  { name: 'within_tolerance', perMille: 20, reports: 1, play: withinTolerance },
  { name: 'match_multi_vendor', perMille: 20, reports: 1, play: multiVendor },
  { name: 'rejected_routing_incomplete', perMille: 3, reports: 1, play: refused(['ROUTING_INCOMPLETE'], { wish: () => ({ large: true }), spoil: (report) => { report.missingRole = 'vp'; } }) },
  { name: 'cancelled_manual', perMille: 4, reports: 1, play: withdrawnButEntered },
  { name: 'premature_manual', perMille: 5, reports: 1, play: enteredBeforeApproval },
  { name: 'match_split', perMille: 10, reports: 1, play: split },
  { name: 'match_merged', perMille: 5, reports: 2, play: merged },
  { name: 'updated_stale', perMille: 8, reports: 1, play: updatedStale },
  { name: 'not_triggered', perMille: 12, reports: 1, play: pending },
  { name: 'wrong_department', perMille: 6, reports: 1, play: wrongDepartment },
  { name: 'wrong_location', perMille: 6, reports: 1, play: wrongLocation },
  { name: 'wrong_vendor', perMille: 6, reports: 1, play: wrongVendor },
  { name: 'wrong_period', perMille: 3, reports: 1, play: wrongPeriod },
  { name: 'cancelled', perMille: 5, reports: 1, play: withdrawn },
  { name: 'match_updated', perMille: 10, reports: 1, play: updatedFresh },
  { name: 'match_re_keyed', perMille: 8, reports: 1, play: reKeyed },
  { name: 'match_redelivered', perMille: 10, reports: 1, play: redelivered },
  { name: 'match_out_of_order', perMille: 8, reports: 1, play: outOfOrder },
  { name: 'rejected_vendor_unknown', perMille: 4, reports: 1, play: refused(['VENDOR_UNKNOWN'], { spoil: toUnknownVendor }) },
  { name: 'rejected_location_unmapped', perMille: 4, reports: 1, play: refused(['LOCATION_UNMAPPED'], { wish: (random) => ({ employee: random.pick(EMPLOYEES_OF_UNMAPPED_STORE) }), spoil: atOwnStore }) },
  { name: 'rejected_approver_unmapped', perMille: 3, reports: 1, play: refused(['APPROVER_UNMAPPED'], { spoil: (report) => { report.manager = UNMAPPED_APPROVER; } }) },
  { name: 'rejected_account_unknown', perMille: 4, reports: 1, play: refused(['GL_ACCOUNT_UNKNOWN'], { spoil: toCategory(CATEGORY_WITH_UNKNOWN_ACCOUNT) }) },
  { name: 'amount_typo_no_reference', perMille: 4, reports: 1, play: amountTypoWithoutReference },
  { name: 'match_document_number', perMille: 5, reports: 1, play: byDocumentNumber },
  { name: 'match_identical', perMille: 3, reports: 2, play: identical },
  { name: 'match_refund_line', perMille: 6, reports: 1, play: withRefundLine },
  { name: 'match_personal_line', perMille: 6, reports: 1, play: withPersonalLine },
  { name: 'swapped_accounts', perMille: 4, reports: 1, play: swappedAccounts },
  { name: 'rejected_vendor_inactive', perMille: 4, reports: 1, play: refused(['VENDOR_INACTIVE'], { wish: inDollarsFrom(INACTIVE_VENDORS) }) },
  { name: 'rejected_vendor_currency', perMille: 4, reports: 1, play: refused(['VENDOR_CURRENCY_MISMATCH'], { wish: inDollarsFrom(FOREIGN_VENDORS) }) },
  { name: 'rejected_account_inactive', perMille: 3, reports: 1, play: refused(['GL_ACCOUNT_INACTIVE'], { spoil: toCategory(CATEGORY_WITH_INACTIVE_ACCOUNT) }) },
  { name: 'rejected_account_unmapped', perMille: 2, reports: 1, play: refused(['GL_ACCOUNT_UNMAPPED'], { spoil: toCategory(UNMAPPED_CATEGORY) }) },
  { name: 'rejected_approver_inactive', perMille: 3, reports: 1, play: refused(['APPROVER_INACTIVE'], { spoil: (report) => { report.manager = INACTIVE_APPROVER; } }) },
  { name: 'rejected_self_approval', perMille: 3, reports: 1, play: refused(['APPROVER_IS_SUBMITTER'], { spoil: (report) => { report.employee = { ...report.employee, email: report.manager.email }; } }) },
  {
    name: 'rejected_brand_director_missing', perMille: 2, reports: 1,
    play: refused(['ROUTING_INCOMPLETE'], { wish: (random) => ({ employee: random.pick(MARKETING_EMPLOYEES), lineCount: [2, 6] }), spoil: (report) => { report.missingRole = 'brand_director'; } }),
  },
  { name: 'rejected_lines_mismatch', perMille: 3, reports: 1, play: linesDoNotAddUp },
  { name: 'rejected_refund_only', perMille: 2, reports: 1, play: refused(['AMOUNT_NOT_POSITIVE'], { wish: () => ({ large: false }), spoil: asRefund, loose: () => [], enterable: false }) },
  {
    name: 'rejected_twofold', perMille: 2, reports: 1,
    play: refused(['VENDOR_UNMAPPED', 'LOCATION_UNMAPPED'], {
      wish: (random) => ({ employee: random.pick(EMPLOYEES_OF_UNMAPPED_STORE), vendors: [random.pick(UNMAPPED_VENDORS)] }),
      spoil: (report) => { withoutVendorId(report); atOwnStore(report); },
    }),
  },
  { name: 'cancelled_order_cancelled', perMille: 2, reports: 1, play: withdrawnAndOrderCancelled },
  { name: 'match_approved_again', perMille: 3, reports: 1, play: approvedAgain },
  { name: 'match_split_no_reference', perMille: 1, reports: 1, play: splitWithoutReference },
];

function atOwnStore(report: Report): void {
  for (const line of report.lines) line.store = null;
}

function asRefund(report: Report): void {
  for (const line of report.lines) {
    line.amountMinor = -line.amountMinor;
    line.description = `Returned: ${line.description}`;
  }
}

// -------------------------------------------------------------------------------------------------- the transactions of the playbook

interface Fixed {
  id: string;
  /** Business day of the window, counted from 0. */
  place: number;
  minuteOfDay: number;
  poNumber: string;
  name: string;
  employeeEmail: string;
  vendor: DemoVendor;
  lines: readonly (readonly [category: number, description: string, amountMinor: number])[];
  unknownVendorId?: string;
}

/** Three reports that every demonstration has; the third names a vendor that the ERP does not have and was entered by hand. */
const FIXED: readonly Fixed[] = [
  {
    id: 'EXP-9041', place: 1, minuteOfDay: 11 * 60 + 5, poNumber: 'PO-7782', name: 'Store 012 spring clean', employeeEmail: 'store012.staff1', vendor: vendorOfTrade('cleaning', 0),
    lines: [[0, 'Deep clean of the garden hall', 93_050], [1, 'Mops and floor soap', 31_500]],
  },
  {
    id: 'EXP-9052', place: 2, minuteOfDay: 13 * 60 + 20, poNumber: 'PO-7790', name: 'Store 003 aisle signs', employeeEmail: 'store003.staff2', vendor: vendorOfTrade('signage', 0),
    lines: [[0, 'Aisle signs for the seed section', 45_000]],
  },
  {
    id: 'EXP-9060', place: 3, minuteOfDay: 15 * 60 + 10, poNumber: 'PO-7795', name: 'Store 012 walk-in cooler down', employeeEmail: 'store012.staff1', vendor: vendorOfTrade('refrigeration', 0),
    lines: [[0, 'Compressor replaced overnight', 890_000]], unknownVendorId: 'V-0999',
  },
];

function playFixed(fortnight: Fortnight, fixed: Fixed): void {
  const { timetable } = fortnight;
  const employee = EMPLOYEES.find(({ email }) => email.startsWith(`${fixed.employeeEmail}@`));
  if (employee === undefined) throw new Error(`nobody is ${fixed.employeeEmail}`);
  const approvedOn = timetable.during[Math.min(fixed.place, timetable.during.length - 1)] as BusinessDate;
  const { vendor, unknownVendorId } = fixed;
  const report: Report = {
    id: fixed.id, revision: 1, name: fixed.name, employee, currency: vendor.currency, manager: employee.manager, missingRole: null, excessMinor: 0,
    submittedAt: timetable.at(timetable.step(approvedOn, -1), 14 * 60), approvedAt: timetable.at(approvedOn, fixed.minuteOfDay), approvedOn,
    lines: fixed.lines.map(([place, description, amountMinor]) => ({
      date: dateOfDay(dayNumber(approvedOn) - 2), merchant: vendor.merchants[0] as string, vendorId: unknownVendorId ?? vendor.id, vendor, category: vendor.categories[place] as Category,
      department: null, store: null, description, amountMinor, personal: false,
    })),
  };
  fortnight.counts.reports++;
  fortnight.approved(report);
  const order = fortnight.keyedOnce(report, report.id, unknownVendorId === undefined ? '' : 'vendor picked by hand');
  const numbers = [fortnight.enter({ ...order, number: fixed.poNumber, date: approvedOn, enteredAt: report.approvedAt + 95 * MINUTE_MS })];
  if (unknownVendorId === undefined) fortnight.truth(report, 'playbook_match', 'match', 0, numbers);
  else fortnight.truth(report, 'playbook_rejected', 'rejected', sumOf(report.lines), numbers, ['VENDOR_UNKNOWN']);
}

// ----------------------------------------------------------------------------------------------------------------------- the whole

/** Of all reports, those before and those after the window, each. */
const OUTSIDE_SHARE = 0.015;
/** At most this share of the reports is anything but ordinary, so that a small demonstration is not all trouble. */
const EXTRAORDINARY_SHARE = 0.45;

/** How often each kind is due among `reports` reports; each at least once as far as room goes, in the order of the list. */
function quotas(reports: number): Map<Kind, number> {
  const due = new Map<Kind, number>();
  let room = Math.floor(reports * EXTRAORDINARY_SHARE);
  for (const kind of KINDS) {
    const wanted = Math.max(1, Math.round((kind.perMille * reports) / 1000));
    const count = kind.reports === 0 ? wanted : Math.min(wanted, Math.floor(room / kind.reports));
    due.set(kind, count);
    room -= count * kind.reports;
  }
  const taken = [...due].reduce((sum, [kind, count]) => sum + kind.reports * count, 0);
  due.set({ name: 'match', perMille: 0, reports: 1, play: ordinary }, reports - taken);
  return due;
}

/** Deals the kinds in random order, each as often as it is due, without holding the order of all of them. */
function* dealt(due: Map<Kind, number>, random: Random): Generator<Kind> {
  const kinds = [...due].map(([kind, count]) => ({ kind, count })).reverse();
  for (let left = kinds.reduce((sum, { count }) => sum + count, 0); left > 0; left--) {
    let draw = random.integer(1, left);
    const drawn = kinds.find(({ count }) => (draw -= count) <= 0);
    if (drawn === undefined) throw new Error('fewer kinds than were counted');
    drawn.count--;
    yield drawn.kind;
  }
}

/** The names of all kinds that a large enough fortnight has. */
export const KIND_NAMES: readonly string[] = [
  ...KINDS.map(({ name }) => name), 'match', 'playbook_match', 'playbook_rejected', 'before_window', 'after_window', 'before_window_manual', 'after_window_manual',
];

function spread<Item>(items: readonly Item[], done: number, all: number): Item {
  return items[Math.min(items.length - 1, Math.floor((done * items.length) / all))] as Item;
}

/**
 * Invents a fortnight of approvals and of the POs that people keyed, with what a right comparison should find, and hands it to
 * `sink` line by line. Reports come in the order of their approval days; the same options give the same lines.
 */
export function generateFortnight(options: FortnightOptions, sink: FortnightSink): FortnightCounts {
  const { reports } = options;
  if (!Number.isSafeInteger(reports) || reports < 10) throw new RangeError('a fortnight needs at least 10 reports');
  const fortnight = new Fortnight(options, sink);
  const outside = Math.max(1, Math.round(reports * OUTSIDE_SHARE));
  playBefore(fortnight, outside);
  playDuring(fortnight, reports - 2 * outside - FIXED.length);
  playAfter(fortnight, outside);
  return fortnight.counts;
}

function playBefore(fortnight: Fortnight, reports: number): void {
  const { before } = fortnight.timetable;
  for (let done = 0; done < reports; done++) {
    fortnight.day = spread(before, done, reports);
    outsideWindow(fortnight, 'before_window');
  }
  orderOutsideWindow(fortnight, 'before_window_manual');
}

function playDuring(fortnight: Fortnight, reports: number): void {
  const { during } = fortnight.timetable;
  const fixed = [...FIXED];
  let done = 0;
  for (const kind of dealt(quotas(reports), fortnight.random)) {
    fortnight.day = spread(during, done, reports);
    for (let [next] = fixed; next !== undefined && (during[next.place] ?? fortnight.day) <= fortnight.day; [next] = fixed) {
      playFixed(fortnight, next);
      fixed.shift();
    }
    kind.play(fortnight, kind.name);
    done += kind.reports;
  }
  for (const next of fixed) playFixed(fortnight, next);
}

/** Approvals of the first days after the window, and POs up to the last day: a comparison wants the ledger for some days more. */
function playAfter(fortnight: Fortnight, reports: number): void {
  const { after } = fortnight.timetable;
  const approvalDays = after.slice(0, Math.max(1, after.length - 2));
  for (let done = 0; done < reports; done++) {
    fortnight.day = spread(approvalDays, done, reports);
    outsideWindow(fortnight, 'after_window');
  }
  for (const day of after.slice(-3)) {
    fortnight.day = day;
    orderOutsideWindow(fortnight, 'after_window_manual');
  }
}
