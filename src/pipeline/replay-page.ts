import type { TaxLack } from '../domain/amount-basis.ts';
import type { BusinessDate } from '../domain/calendar.ts';
import type { Finding } from '../domain/finding.ts';
import type { DryRunOutcome, WouldBePurchaseOrder } from '../domain/purchase-order.ts';
import { CodeNumbers } from '../matching/coding.ts';
import type { LeftOutLines, ReplayedReport } from '../replay/replay-report.ts';
import { CodesBuilder, type CodesPage } from './page-columns.ts';

/** What few reports have. */
export interface ReportRest {
  findings: Finding[];
  flags: string[];
  documentNumbers: string[];
  /** Of reports without a PO: vendors that could be told, and merchants as read. */
  vendorIds: string[];
  merchants: string[];
  /** Their legal entity, as far as it could be told. */
  entity: string;
  leftOut: LeftOutLines[];
  outOfScope: boolean;
  /** Of reports without a PO: whether their amount could not be put on the basis of purchase orders. */
  lacksTax: TaxLack | null;
  /** States that were seen before any final one. */
  pendingStates: string[];
  /** The last state, where it is neither final nor posted. */
  openState: string | null;
}

/** Account, department and location of a line, as the ERP spells them. */
export type CodeTexts = [glAccount: string, department: string, location: string];

/**
 * What a run keeps of a page of replayed reports, in columns: a thread can pass hundreds of thousands of them to another at little
 * cost. One entry a report, one a would-be PO, one a code of a PO's coding; each part counts the entries of the next.
 */
export interface SidesPage {
  /** How many events were replayed for it. */
  events: number;
  reports: {
    reportId: string[]; outcome: CodesPage<DryRunOutcome>; date: CodesPage<BusinessDate | null>; currency: CodesPage; totalMinor: number[]; expenseMinor: number[]; comparedMinor: number[];
    orders: number[];
    /** By the place of their report. */
    rest: Map<number, ReportRest>;
  };
  orders: {
    key: CodesPage; number: string[]; entity: CodesPage; vendorId: CodesPage; amountMinor: number[]; expenseMinor: number[]; taxMinor: (number | null)[];
    /** By the place of their PO; of POs whose lines say something of tax alone. */
    lineTaxes: Map<number, readonly number[]>;
    poDate: CodesPage<BusinessDate>; period: CodesPage; codes: number[];
  };
  /** The coding of the POs: places in `codes`, and what stands on each. */
  amounts: { code: number[]; amountMinor: number[] };
  /** Every combination that the page uses, once. */
  codes: CodeTexts[];
}

/**
 * A page of replayed reports: what matching and comparing need, what the ERP would have been sent for each of its POs, and which
 * approval path each report of it took that counts for coverage.
 */
export interface ReplayPage {
  sides: SidesPage;
  requests: { idempotencyKey: string[]; requestBody: string[] };
  paths: Map<string, string[]>;
}

/** Gathers replayed reports into a page. */
export class ReplayPageBuilder {
  readonly #codes: CodeTexts[] = [];
  readonly #places = new CodeNumbers((...texts) => this.#codes.push(texts) - 1);
  readonly #requests: ReplayPage['requests'] = { idempotencyKey: [], requestBody: [] };
  readonly #paths: ReplayPage['paths'] = new Map();
  readonly #reports = { reportId: [] as string[], totalMinor: [] as number[], expenseMinor: [] as number[], comparedMinor: [] as number[], orders: [] as number[], rest: new Map<number, ReportRest>() };
  readonly #outcome = new CodesBuilder<DryRunOutcome>();
  readonly #date = new CodesBuilder<BusinessDate | null>();
  readonly #currency = new CodesBuilder();
  readonly #orders = {
    number: [] as string[], amountMinor: [] as number[], expenseMinor: [] as number[], taxMinor: [] as (number | null)[], lineTaxes: new Map<number, readonly number[]>(), codes: [] as number[],
  };
  readonly #key = new CodesBuilder();
  readonly #entity = new CodesBuilder();
  readonly #vendorId = new CodesBuilder();
  readonly #poDate = new CodesBuilder();
  readonly #period = new CodesBuilder();
  readonly #amounts: SidesPage['amounts'] = { code: [], amountMinor: [] };

  /** Adds a report; `openState` is its last state where that is neither final nor posted, nor one that the source documents, `path` its approval path where it counts. */
  add({ transaction, leftOut, outOfScope, pendingStates }: ReplayedReport, openState: string | null, path: string | null): void {
    if (path !== null) this.#addPath(path, transaction.reportId);
    const reports = this.#reports;
    const { findings, flags, documentNumbers } = transaction;
    const withOrders = transaction.orders.length > 0;
    const plain = withOrders && findings.length === 0 && flags.length === 0 && documentNumbers.length === 0 && leftOut.length === 0 && !outOfScope && pendingStates.length === 0 && openState === null;
    if (!plain) {
      reports.rest.set(reports.reportId.length, {
        findings, flags, documentNumbers, leftOut, outOfScope, lacksTax: withOrders ? null : transaction.lacksTax, pendingStates, openState,
        vendorIds: withOrders ? [] : transaction.vendorIds, merchants: withOrders ? [] : transaction.merchants, entity: withOrders ? '' : transaction.entity,
      });
    }
    reports.reportId.push(transaction.reportId);
    this.#outcome.push(transaction.outcome);
    this.#date.push(transaction.date);
    this.#currency.push(transaction.currency);
    reports.totalMinor.push(transaction.totalMinor);
    reports.expenseMinor.push(transaction.expenseMinor);
    reports.comparedMinor.push(transaction.comparedMinor);
    reports.orders.push(outOfScope ? 0 : transaction.orders.length);
    if (!outOfScope) for (const order of transaction.orders) this.#addOrder(order);
  }

  #addOrder(order: WouldBePurchaseOrder): void {
    const orders = this.#orders;
    if (order.lineTaxes.length > 0) orders.lineTaxes.set(orders.number.length, order.lineTaxes);
    this.#key.push(order.key);
    orders.number.push(order.number);
    this.#entity.push(order.entity);
    this.#vendorId.push(order.vendorId);
    orders.amountMinor.push(order.amountMinor);
    orders.expenseMinor.push(order.expenseMinor);
    orders.taxMinor.push(order.taxMinor);
    this.#poDate.push(order.poDate);
    this.#period.push(order.period);
    this.#requests.idempotencyKey.push(order.idempotencyKey);
    this.#requests.requestBody.push(order.requestBody);
    orders.codes.push(this.#addLines(order.lines));
  }

  /** Adds up the lines of a PO by their coding; returns how many there are of it. */
  #addLines(lines: WouldBePurchaseOrder['lines']): number {
    const { code: codes, amountMinor } = this.#amounts;
    const start = codes.length;
    for (const line of lines) {
      const code = this.#places.of(line.glAccount, line.department, line.location);
      const place = codes.indexOf(code, start);
      if (place >= 0) (amountMinor[place] as number) += line.amountMinor;
      else {
        codes.push(code);
        amountMinor.push(line.amountMinor);
      }
    }
    return codes.length - start;
  }

  #addPath(path: string, reportId: string): void {
    const same = this.#paths.get(path);
    if (same === undefined) this.#paths.set(path, [reportId]);
    else same.push(reportId);
  }

  /** The page; `events` is how many were replayed for it. Nothing may be added after it. */
  take(events: number): ReplayPage {
    const sides: SidesPage = {
      events,
      reports: { ...this.#reports, outcome: this.#outcome.take(), date: this.#date.take(), currency: this.#currency.take() },
      orders: { ...this.#orders, key: this.#key.take(), entity: this.#entity.take(), vendorId: this.#vendorId.take(), poDate: this.#poDate.take(), period: this.#period.take() },
      amounts: this.#amounts,
      codes: this.#codes,
    };
    return { sides, requests: this.#requests, paths: this.#paths };
  }
}
