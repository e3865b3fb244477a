import type { TaxLack } from '../domain/amount-basis.ts';
import type { BusinessDate } from '../domain/calendar.ts';
import type { Finding } from '../domain/finding.ts';
import { PerCoding } from '../domain/per-coding.ts';
import type { DryRunOutcome, WouldBeLine, WouldBePurchaseOrder } from '../domain/purchase-order.ts';
import type { ReplayedReport } from '../replay/replayed-report.ts';
import type { LeftOutLines } from '../replay/report-facts.ts';
import { CodesBuilder, type CodesPage } from './page-columns.ts';

/** What few reports have; nothing is named that a report does not have, since a thread copies the names too. */
export interface ReportRest {
  findings?: Finding[];
  flags?: string[];
  documentNumbers?: string[];
  /** Of reports without a PO: vendors that could be told, and merchants as read. */
  vendorIds?: string[];
  merchants?: string[];
  /** Their legal entity, as far as it could be told. */
  entity?: string;
  leftOut?: LeftOutLines[];
  outOfScope?: true;
  /** Of reports without a PO: whether their amount could not be put on the basis of purchase orders. */
  lacksTax?: TaxLack;
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
    reportId: string[]; outcome: CodesPage<DryRunOutcome>; date: CodesPage<BusinessDate | null>; currency: CodesPage; totalMinor: Float64Array; expenseMinor: Float64Array; comparedMinor: Float64Array;
    orders: Float64Array;
    /** By the place of their report. */
    rest: Map<number, ReportRest>;
  };
  orders: {
    key: CodesPage; number: string[]; entity: CodesPage; vendorId: CodesPage; amountMinor: Float64Array; expenseMinor: Float64Array; taxMinor: (number | null)[];
    /** By the place of their PO; of POs whose lines say something of tax alone. */
    lineTaxes: Map<number, readonly number[]>;
    poDate: CodesPage<BusinessDate>; period: CodesPage; codes: Float64Array;
  };
  /** The coding of the POs: numbers of combinations, and what stands on each. */
  amounts: { code: Float64Array; amountMinor: Float64Array };
  /** The combinations that no page before used, in the order of their numbers. */
  codes: CodeTexts[];
  /** States that were seen before any final one, each once. */
  pendingStates: Set<string>;
  /** Last states that are neither final nor posted, with how many reports end there. */
  openStates: Map<string, number>;
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

/** Numbers the combinations of account, department and location that the POs of a run use: hundreds of them stand on page after page. */
export class RunCodes {
  readonly #numbers = new PerCoding((...texts) => {
    this.#unsaid.push(texts);
    return this.#size++;
  });
  #unsaid: CodeTexts[] = [];
  #size = 0;

  of({ glAccount, department, location }: WouldBeLine): number {
    return this.#numbers.of(glAccount, department, location);
  }

  /** Those that were not taken before. */
  takeUnsaid(): CodeTexts[] {
    const unsaid = this.#unsaid;
    this.#unsaid = [];
    return unsaid;
  }
}

/** What few reports have, as far as a report has any of it. */
function restOf({ transaction: { findings, flags, documentNumbers, vendorIds, merchants, entity, lacksTax, orders }, leftOut, outOfScope }: ReplayedReport): ReportRest | undefined {
  if (orders.length > 0 && findings.length + flags.length + documentNumbers.length + leftOut.length === 0 && !outOfScope) return undefined;
  const rest: ReportRest = {};
  if (findings.length > 0) rest.findings = findings;
  if (flags.length > 0) rest.flags = flags;
  if (documentNumbers.length > 0) rest.documentNumbers = documentNumbers;
  if (leftOut.length > 0) rest.leftOut = leftOut;
  if (outOfScope) rest.outOfScope = true;
  if (orders.length > 0) return rest;
  if (vendorIds.length > 0) rest.vendorIds = vendorIds;
  if (merchants.length > 0) rest.merchants = merchants;
  if (entity !== '') rest.entity = entity;
  if (lacksTax !== null) rest.lacksTax = lacksTax;
  return rest;
}

/** Gathers replayed reports into a page. */
export class ReplayPageBuilder {
  readonly #codes: RunCodes;
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
  readonly #amounts = { code: [] as number[], amountMinor: [] as number[] };
  readonly #pendingStates = new Set<string>();
  readonly #openStates = new Map<string, number>();

  /** `codes` are those of the run, of which the page tells the ones that it is the first to use. */
  constructor(codes: RunCodes) {
    this.#codes = codes;
  }

  /** Adds a report; `openState` is its last state where that is neither final nor posted, nor one that the source documents, `path` its approval path where it counts. */
  add(replayed: ReplayedReport, openState: string | null, path: string | null): void {
    const { transaction, outOfScope, pendingStates } = replayed;
    if (path !== null) this.#addPath(path, transaction.reportId);
    for (const state of pendingStates) this.#pendingStates.add(state);
    if (openState !== null) this.#openStates.set(openState, (this.#openStates.get(openState) ?? 0) + 1);
    const reports = this.#reports;
    const rest = restOf(replayed);
    if (rest !== undefined) reports.rest.set(reports.reportId.length, rest);
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
      const code = this.#codes.of(line);
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
    const { reportId, totalMinor, expenseMinor, comparedMinor, orders, rest } = this.#reports;
    const sides: SidesPage = {
      events,
      reports: {
        reportId, outcome: this.#outcome.take(), date: this.#date.take(), currency: this.#currency.take(),
        totalMinor: new Float64Array(totalMinor), expenseMinor: new Float64Array(expenseMinor), comparedMinor: new Float64Array(comparedMinor), orders: new Float64Array(orders), rest,
      },
      orders: {
        ...this.#orders, key: this.#key.take(), entity: this.#entity.take(), vendorId: this.#vendorId.take(), poDate: this.#poDate.take(), period: this.#period.take(),
        amountMinor: new Float64Array(this.#orders.amountMinor), expenseMinor: new Float64Array(this.#orders.expenseMinor), codes: new Float64Array(this.#orders.codes),
      },
      amounts: { code: new Float64Array(this.#amounts.code), amountMinor: new Float64Array(this.#amounts.amountMinor) },
      codes: this.#codes.takeUnsaid(),
      pendingStates: this.#pendingStates,
      openStates: this.#openStates,
    };
    return { sides, requests: this.#requests, paths: this.#paths };
  }
}
