import { dayNumber } from '../domain/calendar.ts';
import type { DryRunOutcome, Transaction } from '../domain/purchase-order.ts';
import { compareText, fold } from '../domain/text.ts';
import { type Resolver, bareName } from '../mapping/resolver.ts';
import type { CodingBuilder, CodingTable } from '../matching/coding.ts';
import type { DrySide } from '../matching/sides.ts';
import type { LeftOutList } from './left-out.ts';
import type { ReportRest, SidesPage } from './replay-page.ts';

const KIND: Record<DryRunOutcome, DrySide['kind']> = { created: 'order', updated: 'order', rejected: 'rejected', cancelled: 'cancelled', not_triggered: 'pending', none: 'pending' };

const NONE: never[] = [];
const orNone = <T>(list: T[] | undefined): T[] => (list === undefined || list.length === 0 ? NONE : list);
const NO_CODING = { codes: NONE, amounts: NONE };

/** How the reports of a run ended. */
export interface ReportCounts {
  total: number;
  outOfScope: number;
  /** Last states, as written, that are neither final, posted nor told by settings or other reports; with how many reports end there. */
  unknownStates: Record<string, number>;
}

/** The dry-run side of a run: one entry a would-be PO, or a report that has none. */
export class DrySides {
  readonly sides: DrySide[] = [];
  readonly #resolver: Resolver;
  readonly #codings: CodingTable;
  readonly #leftOut: LeftOutList;
  readonly #coding: CodingBuilder;
  readonly #evidence = new Map<string, { ids: string[]; names: string[] }>();
  /** One copy of what repeats over a run: every page brings copies of its own. */
  readonly #shared = new Map<string, string>();
  readonly #pendingStates = new Set<string>();
  readonly #openStates = new Map<string, number>();
  #total = 0;
  #outOfScope = 0;

  constructor(resolver: Resolver, codings: CodingTable, builder: CodingBuilder, leftOut: LeftOutList) {
    this.#resolver = resolver;
    this.#codings = codings;
    this.#coding = builder;
    this.#leftOut = leftOut;
  }

  /** Takes a page; pages come in the order of reports. */
  add(page: SidesPage): void {
    const { reports, orders, amounts } = page;
    const codes = page.codes.map(([glAccount, department, location]) => this.#codings.code(glAccount, department, location));
    let order = 0;
    let amount = 0;
    for (let index = 0; index < reports.reportId.length; index++) {
      const rest = reports.rest[index] ?? null;
      const currency = this.#share(reports.currency[index] as string);
      this.#total++;
      if (rest !== null && !this.#note(reports.reportId[index] as string, currency, rest)) continue;
      const transaction: DrySide['transaction'] = {
        reportId: reports.reportId[index] as string, outcome: reports.outcome[index] as Transaction['outcome'], date: this.#shareDate(reports.date[index] ?? null),
        totalMinor: reports.totalMinor[index] as number, findings: orNone(rest?.findings), flags: orNone(rest?.flags), documentNumbers: orNone(rest?.documentNumbers),
      };
      if (KIND[transaction.outcome] !== 'order') {
        this.sides.push(this.#withoutOrder(transaction, currency, reports.expenseMinor[index] as number, rest));
        continue;
      }
      for (const end = order + (reports.orders[index] as number); order < end; order++) {
        for (const last = amount + (orders.codes[order] as number); amount < last; amount++) this.#coding.add(codes[amounts.code[amount] as number] as number, amounts.amountMinor[amount] as number);
        this.sides.push(this.#ofOrder(transaction, currency, page, order));
      }
    }
  }

  /** Notes what few reports have; false for one that is out of scope, which has no side. */
  #note(reportId: string, currency: string, { leftOut, pendingStates, openState, outOfScope }: ReportRest): boolean {
    for (const state of pendingStates) this.#pendingStates.add(fold(state));
    if (openState !== null) this.#openStates.set(openState, (this.#openStates.get(openState) ?? 0) + 1);
    for (const { why, amountMinor } of leftOut) this.#leftOut.entries.push({ what: 'expense_lines', documentId: reportId, currency, amountMinor, why });
    if (outOfScope) this.#outOfScope++;
    return !outOfScope;
  }

  #ofOrder(transaction: DrySide['transaction'], currency: string, { orders }: SidesPage, index: number): DrySide {
    const number = orders.number[index] as string;
    const amountMinor = orders.amountMinor[index] as number;
    const poDate = this.#share(orders.poDate[index] as string);
    const period = this.#share(orders.period[index] as string);
    const key = orders.key[index] as string;
    const vendorId = this.#share(orders.vendorId[index] as string);
    const vendor = this.#evidenceOf(vendorId);
    return {
      index: this.sides.length, kind: 'order', transaction, order: { key: key === vendorId ? vendorId : key, number, vendorId, currency, amountMinor, poDate, period },
      currency, amountMinor, date: poDate, day: dayNumber(poDate), vendorIds: vendor.ids, vendorNames: vendor.names, coding: this.#coding.take(),
    };
  }

  #withoutOrder(transaction: DrySide['transaction'], currency: string, expenseMinor: number, rest: ReportRest | null): DrySide {
    const { date } = transaction;
    const vendorIds = orNone(rest?.vendorIds);
    const names = new Set([...vendorIds.flatMap((id) => this.#evidenceOf(id).names), ...orNone(rest?.merchants).map(bareName)].filter((name) => name !== ''));
    return {
      index: this.sides.length, kind: KIND[transaction.outcome], transaction, order: null, currency, amountMinor: expenseMinor, date, day: date === null ? null : dayNumber(date),
      vendorIds: vendorIds.map(fold), vendorNames: [...names], coding: NO_CODING,
    };
  }

  #share(text: string): string {
    const known = this.#shared.get(text);
    if (known !== undefined) return known;
    this.#shared.set(text, text);
    return text;
  }

  #shareDate(date: string | null): string | null {
    return date === null ? null : this.#share(date);
  }

  /** A vendor's id and name as evidence; one object for all its POs. */
  #evidenceOf(vendorId: string): { ids: string[]; names: string[] } {
    let evidence = this.#evidence.get(vendorId);
    if (evidence === undefined) {
      const name = bareName(this.#resolver.vendor(vendorId, '').record?.name ?? '');
      this.#evidence.set(vendorId, (evidence = { ids: [fold(vendorId)], names: name === '' ? NONE : [name] }));
    }
    return evidence;
  }

  /** How the reports ended; `cancelStates` are those that the settings name as withdrawals. */
  counts(cancelStates: readonly string[]): ReportCounts {
    const cancel = new Set(cancelStates.map(fold));
    const unknown = [...this.#openStates].sort(([a], [b]) => compareText(a, b)).filter(([state]) => !cancel.has(fold(state)) && !this.#pendingStates.has(fold(state)));
    return { total: this.#total, outOfScope: this.#outOfScope, unknownStates: Object.fromEntries(unknown) };
  }
}
