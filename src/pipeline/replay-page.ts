import type { BusinessDate } from '../domain/calendar.ts';
import type { Finding } from '../domain/finding.ts';
import type { DryRunOutcome } from '../domain/purchase-order.ts';
import { CodeNumbers } from '../matching/coding.ts';
import type { LeftOutLines, ReplayedReport } from '../replay/replay-report.ts';

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
  lacksTax: boolean;
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
    reportId: string[]; outcome: DryRunOutcome[]; date: (BusinessDate | null)[]; currency: string[]; totalMinor: number[]; expenseMinor: number[]; comparedMinor: number[];
    orders: number[]; rest: (ReportRest | null)[];
  };
  orders: { key: string[]; number: string[]; entity: string[]; vendorId: string[]; amountMinor: number[]; expenseMinor: number[]; taxMinor: (number | null)[]; lineTaxes: (readonly number[] | null)[]; poDate: BusinessDate[]; period: string[]; codes: number[] };
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
  readonly #sides: SidesPage = {
    events: 0,
    reports: { reportId: [], outcome: [], date: [], currency: [], totalMinor: [], expenseMinor: [], comparedMinor: [], orders: [], rest: [] },
    orders: { key: [], number: [], entity: [], vendorId: [], amountMinor: [], expenseMinor: [], taxMinor: [], lineTaxes: [], poDate: [], period: [], codes: [] },
    amounts: { code: [], amountMinor: [] },
    codes: this.#codes,
  };

  /** Adds a report; `openState` is its last state where that is neither final nor posted, nor one that the source documents, `path` its approval path where it counts. */
  add({ transaction, leftOut, outOfScope, pendingStates }: ReplayedReport, openState: string | null, path: string | null): void {
    if (path !== null) this.#addPath(path, transaction.reportId);
    const { reports, orders, amounts } = this.#sides;
    const { findings, flags, documentNumbers } = transaction;
    const withOrders = transaction.orders.length > 0;
    const plain = withOrders && findings.length === 0 && flags.length === 0 && documentNumbers.length === 0 && leftOut.length === 0 && !outOfScope && pendingStates.length === 0 && openState === null;
    reports.reportId.push(transaction.reportId);
    reports.outcome.push(transaction.outcome);
    reports.date.push(transaction.date);
    reports.currency.push(transaction.currency);
    reports.totalMinor.push(transaction.totalMinor);
    reports.expenseMinor.push(transaction.expenseMinor);
    reports.comparedMinor.push(transaction.comparedMinor);
    reports.orders.push(outOfScope ? 0 : transaction.orders.length);
    reports.rest.push(plain ? null : { findings, flags, documentNumbers, leftOut, outOfScope, lacksTax: !withOrders && transaction.lacksTax, pendingStates, openState, vendorIds: withOrders ? [] : transaction.vendorIds, merchants: withOrders ? [] : transaction.merchants, entity: withOrders ? '' : transaction.entity });
    if (outOfScope) return;
    for (const order of transaction.orders) {
      orders.key.push(order.key);
      orders.number.push(order.number);
      orders.entity.push(order.entity);
      orders.vendorId.push(order.vendorId);
      orders.amountMinor.push(order.amountMinor);
      orders.expenseMinor.push(order.expenseMinor);
      orders.taxMinor.push(order.taxMinor);
      orders.lineTaxes.push(order.lineTaxes.length === 0 ? null : order.lineTaxes);
      orders.poDate.push(order.poDate);
      orders.period.push(order.period);
      this.#requests.idempotencyKey.push(order.idempotencyKey);
      this.#requests.requestBody.push(order.requestBody);
      const start = amounts.code.length;
      for (const line of order.lines) {
        const code = this.#places.of(line.glAccount, line.department, line.location);
        const place = amounts.code.indexOf(code, start);
        if (place >= 0) (amounts.amountMinor[place] as number) += line.amountMinor;
        else {
          amounts.code.push(code);
          amounts.amountMinor.push(line.amountMinor);
        }
      }
      orders.codes.push(amounts.code.length - start);
    }
  }

  #addPath(path: string, reportId: string): void {
    const same = this.#paths.get(path);
    if (same === undefined) this.#paths.set(path, [reportId]);
    else same.push(reportId);
  }

  /** The page; `events` is how many were replayed for it. */
  take(events: number): ReplayPage {
    this.#sides.events = events;
    return { sides: this.#sides, requests: this.#requests, paths: this.#paths };
  }
}
