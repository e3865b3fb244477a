import { type BusinessDate, type Instant, formatInstant } from '../domain/calendar.ts';
import { formatMinor } from '../domain/money.ts';
import { fold } from '../domain/text.ts';
import { decisionsOn, eventLine } from './approval-event.ts';
import { CannotDraw } from './cannot-draw.ts';
import { type Wish, drawPurchase } from './draw-purchase.ts';
import { DEFAULT_SEED, DEFAULT_WINDOW, type FortnightOptions } from './fortnight-options.ts';
import type { FortnightCounts, FortnightSink, TruthEntry } from './fortnight-sink.ts';
import { csvLine } from './ledger-csv.ts';
import { LooseAmounts } from './loose-amounts.ts';
import type { Order } from './order.ts';
import type { Approver } from './parties.ts';
import { type Purchase, type PurchaseLine, type Report, sumOf } from './purchase.ts';
import { Random } from './random.ts';
import type { Retailer } from './retailer.ts';
import { Timetable } from './timetable.ts';
import { withoutDocumentNumbers } from './without-document-numbers.ts';

/** An invented fortnight while it is written: what has been numbered so far, and the means to draw the next report. */
export class Fortnight {
  readonly random: Random;
  readonly retailer: Retailer;
  readonly timetable: Timetable;
  readonly counts: FortnightCounts = { reports: 0, events: 0, expenseLines: 0, purchaseOrders: 0, ledgerLines: 0 };
  /** The business day on which the present report is approved. */
  day: BusinessDate;
  readonly loose: LooseAmounts;
  readonly #sink: FortnightSink;
  #nextReport = 100_000;
  #nextOrder = 8001;
  #nextInvoice = 40_001_003;

  constructor(options: FortnightOptions, retailer: Retailer, sink: FortnightSink) {
    this.retailer = retailer;
    this.random = new Random(options.seed ?? DEFAULT_SEED);
    this.timetable = new Timetable(options.window ?? DEFAULT_WINDOW, retailer, options.daysAfter);
    this.loose = new LooseAmounts(retailer);
    this.day = this.timetable.during[0] as BusinessDate;
    this.#sink = sink;
  }

  // ---- drawing

  /** A purchase approved today, without a report around it. */
  purchase(wish: Wish = {}): Purchase {
    return drawPurchase(this, wish);
  }

  /** A report of such a purchase, with the next number. */
  report(wish: Wish = {}): Report {
    const purchase = this.purchase(wish);
    this.counts.reports++;
    return { ...purchase, id: `EXP-${this.#nextReport++}`, revision: 1, name: nameOf(purchase), standIn: null, missingRole: null, excessMinor: 0 };
  }

  /** An invoice number that occurs once. */
  invoiceNumber(): string {
    const number = this.#nextInvoice;
    this.#nextInvoice += 17;
    return String(number);
  }

  /**
   * Takes a total that a report or its PO comes to beside the one that was drawn. Throws CannotDraw where it is that of something without a
   * reference, or would be together with that, so that nobody could tell whose it is.
   */
  takeTotal(lines: readonly PurchaseLine[], totalMinor = sumOf(lines)): void {
    const { vendor } = lines[0] as PurchaseLine;
    if (!this.retailer.tellsByTotal) return;
    if (this.loose.has(vendor, Math.abs(totalMinor - sumOf(lines))) || !this.loose.take([{ vendor, amountMinor: totalMinor }])) throw new CannotDraw(`${totalMinor} is the total of something else from ${vendor.id}`);
  }

  // ---- approvals

  /** One event: the report as it stood at an instant. Returns the line, should it be delivered again. */
  event(report: Report, status: string, occurredAt: Instant, approvals: readonly object[]): string {
    const line = eventLine(this.counts.events + 1, report, status, occurredAt, approvals);
    this.deliver(line, report.lines.length);
    return line;
  }

  /** Hands over a line, for the first time or again. */
  deliver(line: string, expenseLines: number): void {
    this.counts.events++;
    this.counts.expenseLines += expenseLines;
    this.#sink.approval(line);
  }

  submitted(report: Report): string {
    return this.event(report, this.retailer.states.submitted, report.submittedAt, []);
  }

  /** Who approves a report, in their order: whoever has to, but for what is said otherwise of this one. Throws CannotDraw where there are too few. */
  approversOf(report: Report): Approver[] {
    if (!this.retailer.isApprovable(report)) throw new CannotDraw(`nobody can approve ${report.id}`);
    const { standIn, missingRole } = report;
    const [first, ...others] = this.retailer.approversOf(report);
    if (first === undefined) return [];
    return [standIn === null ? first : { ...standIn, role: first.role }, ...others].filter(({ role }) => missingRole === null || fold(role) !== fold(missingRole));
  }

  decisionsOn(report: Report): object[] {
    return decisionsOn(report, this.approversOf(report));
  }

  /** The event that should trigger; it reaches the outside within a minute. Returns its line. */
  approved(report: Report): string {
    return this.event(report, this.retailer.states.approved, report.approvedAt + this.random.integer(1, 50) * 1000, this.decisionsOn(report));
  }

  /** A report's usual story; some are also told of when they are submitted, some when they are paid. */
  approve(report: Report): void {
    const { random, timetable } = this;
    const { paid } = this.retailer.states;
    if (random.chance(0.12)) this.submitted(report);
    this.approved(report);
    if (!random.chance(0.06) || paid === null) return;
    const paidOn = timetable.step(report.approvedOn, random.integer(2, 4));
    if (paidOn > report.approvedOn) this.event(report, paid, this.timetable.at(paidOn, random.integer(9 * 60, 16 * 60)), this.decisionsOn(report));
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

  /** Enters a PO; returns its number. */
  enter(order: Order): string {
    const { random, counts, retailer } = this;
    const number = order.number === '' ? `${order.prefix ?? retailer.orderPrefix}${this.#nextOrder++}` : order.number;
    const closed = random.chance(0.15) ? 'closed' : 'open';
    const head = csvLine([number, order.date, order.period, order.vendor.id, order.vendor.name, order.currency, order.reference, order.memo]);
    const entered = [order.enteredBy ?? random.pick(retailer.clerks), formatInstant(order.enteredAt)];
    counts.purchaseOrders++;
    for (const [index, line] of order.lines.entries()) {
      const amount = formatMinor(line.amountMinor, order.currency);
      this.#sink.ledgerRow(`${head},${csvLine([String(index + 1), line.account, line.department, line.location, amount, ...entered, line.cancelled ? 'cancelled' : closed])}`);
      counts.ledgerLines++;
    }
    return number;
  }

  enterAll(orders: readonly Order[]): string[] {
    return orders.map((order) => this.enter(order));
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

/** `Store 012 cleaning supplies`. Digits stay below four: longer runs would count as a document number. */
function nameOf({ employee, lines }: Purchase): string {
  const [first] = lines;
  const where = (employee.store ?? employee.department)?.expenseName ?? 'Expenses';
  return withoutDocumentNumbers(`${where} ${(first as PurchaseLine).category.name.toLowerCase()}`);
}
