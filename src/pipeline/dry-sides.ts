import { type BusinessDate, dayNumber } from '../domain/calendar.ts';
import type { DryRunOutcome } from '../domain/purchase-order.ts';
import { IdPlaces } from '../domain/id-places.ts';
import { compareText, fold } from '../domain/text.ts';
import { bareName } from '../domain/company-name.ts';
import type { Resolver } from '../mapping/resolver.ts';
import { CodingBuilder, type CodingTable } from '../matching/coding.ts';
import type { DrySide } from '../matching/sides.ts';
import type { PlainOrder } from '../variance/plain-match.ts';
import { CodeColumn, type CodesBetween, NumberColumn, TextColumn, endBefore } from './columns.ts';
import type { LeftOutList } from './left-out.ts';
import { valueAt } from './page-columns.ts';
import type { ReportRest, SidesPage } from './replay-page.ts';

const KIND: Record<DryRunOutcome, DrySide['kind']> = { created: 'order', updated: 'order', rejected: 'rejected', cancelled: 'cancelled', not_triggered: 'pending', none: 'pending' };

const NONE: never[] = [];
const orNone = <T>(list: T[] | undefined): T[] => (list === undefined || list.length === 0 ? NONE : list);
/** The place of a side that has none yet. */
const UNPLACED = -1;
/** Stands in a column of numbers for a PO whose lines say nothing of tax. */
const NO_TAX = Number.NaN;
const NO_CODING = { codes: NONE, amounts: NONE };

/** How the reports of a run ended. */
export interface ReportCounts {
  total: number;
  outOfScope: number;
  /** Last states, as written, that are neither final, posted nor told by settings or other reports; with how many reports end there. */
  unknownStates: Record<string, number>;
}

/** Whether a side needs nothing of what few reports have, once it was noted. */
const saysNoMore = (rest: ReportRest): boolean => Object.keys(rest).every((said) => said === 'leftOut');

/** The dry-run side of a run: one entry a would-be PO, or a report that has none. */
export class DrySides {
  #placeOf = this.#noPlaces();
  readonly #resolver: Resolver;
  readonly #codings: CodingTable;
  readonly #leftOut: LeftOutList;
  readonly #coding = new CodingBuilder();
  readonly #evidence = new Map<string, { ids: string[]; names: string[] }>();
  readonly #pendingStates = new Set<string>();
  readonly #openStates = new Map<string, number>();
  readonly #reports = {
    reportId: new TextColumn(), outcome: new CodeColumn<DryRunOutcome>(), date: new CodeColumn<BusinessDate | null>(), currency: new CodeColumn(), totalMinor: new NumberColumn(), expenseMinor: new NumberColumn(), comparedMinor: new NumberColumn(),
    /** Where the would-be POs of each end in `#orders`. */
    ordersEnd: new NumberColumn(),
  };
  readonly #orders = {
    key: new CodeColumn(), number: new TextColumn(), entity: new CodeColumn(), vendorId: new CodeColumn(), amountMinor: new NumberColumn(), expenseMinor: new NumberColumn(), taxMinor: new NumberColumn(),
    poDate: new CodeColumn(), period: new CodeColumn(),
    /** Where the taxes of the lines of each end in `lineTaxes`. */
    lineTaxesEnd: new NumberColumn(), lineTaxes: new NumberColumn(),
    /** Where the coding of each ends in `codes` and `amounts`. */
    codesEnd: new NumberColumn(), codes: new NumberColumn(), amounts: new NumberColumn(),
  };
  /** What few reports have, by their place. */
  readonly #rest = new Map<number, ReportRest>();
  /** The codes of the combinations that the replay numbered, by those numbers. */
  readonly #codeOf: number[] = [];
  #outOfScope = 0;
  #carriesEntities = false;
  readonly #entities = new Map<string, string>();

  constructor(resolver: Resolver, codings: CodingTable, leftOut: LeftOutList) {
    this.#resolver = resolver;
    this.#codings = codings;
    this.#leftOut = leftOut;
  }

  /** Takes a page; pages come in the order of reports. */
  add({ reports, orders, amounts, codes, pendingStates, openStates }: SidesPage): void {
    const first = this.size;
    for (let index = 0; index < reports.reportId.length; index++) {
      const reportId = reports.reportId[index] as string;
      if (reports.rest.get(index)?.outOfScope !== true) this.#placeOf.set(reportId, first + index);
      this.#reports.reportId.push(reportId);
      this.#reports.ordersEnd.push(endBefore(this.#reports.ordersEnd, first + index) + (reports.orders[index] as number));
    }
    for (const [index, rest] of reports.rest) {
      this.#note(reports.reportId[index] as string, valueAt(reports.currency, index), rest);
      if (rest.entity !== undefined) this.#carriesEntities = true;
      if (!saysNoMore(rest)) this.#rest.set(first + index, rest);
    }
    for (const state of pendingStates) this.#pendingStates.add(fold(state));
    for (const [state, count] of openStates) this.#openStates.set(state, (this.#openStates.get(state) ?? 0) + count);
    this.#reports.outcome.pushPage(reports.outcome);
    this.#reports.date.pushPage(reports.date);
    this.#reports.currency.pushPage(reports.currency);
    this.#reports.totalMinor.pushPage(reports.totalMinor);
    this.#reports.expenseMinor.pushPage(reports.expenseMinor);
    this.#reports.comparedMinor.pushPage(reports.comparedMinor);
    this.#addOrders(orders);
    for (const [glAccount, department, location] of codes) this.#codeOf.push(this.#codings.code(glAccount, department, location, 'erp'));
    this.#orders.codes.pushPage(amounts.code.map((number) => this.#codeOf[number] as number));
    this.#orders.amounts.pushPage(amounts.amountMinor);
  }

  #addOrders(orders: SidesPage['orders']): void {
    const held = this.#orders;
    for (let index = 0; index < orders.number.length; index++) {
      held.number.push(orders.number[index] as string);
      held.taxMinor.push(orders.taxMinor[index] ?? NO_TAX);
      for (const tax of orders.lineTaxes.get(index) ?? NONE) held.lineTaxes.push(tax);
      held.lineTaxesEnd.push(held.lineTaxes.length);
      held.codesEnd.push(endBefore(held.codesEnd, held.codesEnd.length) + (orders.codes[index] as number));
    }
    if (orders.entity.values.some((entity) => entity !== '')) this.#carriesEntities = true;
    held.key.pushPage(orders.key);
    held.entity.pushPage(orders.entity);
    held.vendorId.pushPage(orders.vendorId);
    held.amountMinor.pushPage(orders.amountMinor);
    held.expenseMinor.pushPage(orders.expenseMinor);
    held.poDate.pushPage(orders.poDate);
    held.period.pushPage(orders.period);
  }

  /** Whether any report says in which legal entity it would stand. */
  get carriesEntities(): boolean {
    return this.#carriesEntities;
  }

  /** The reports that are in scope; to be asked once, since they can no longer be found by their ids then. */
  takePlaces(): IdPlaces {
    const placeOf = this.#placeOf;
    this.#placeOf = this.#noPlaces();
    return placeOf;
  }

  #noPlaces(): IdPlaces {
    return new IdPlaces((place) => this.reportIdAt(place));
  }

  /** How many reports there are, in scope or not: their places are below it, in the order of reports. */
  get size(): number {
    return this.#reports.reportId.length;
  }

  reportIdAt(place: number): string {
    return this.#reports.reportId.at(place);
  }

  /** The ids of all reports, in their order. */
  *reportIds(): Generator<string> {
    for (let place = 0; place < this.size; place++) yield this.reportIdAt(place);
  }

  /** The ids of those of which nothing is to be ordered. */
  *leftOutIds(): Generator<string> {
    for (const [place, rest] of this.#rest) if (rest.outOfScope === true) yield this.reportIdAt(place);
  }

  dateAt(place: number): BusinessDate | null {
    return this.#reports.date.at(place);
  }

  /** The would-be PO of a report that has just one, without making a side of it; undefined for all others. */
  onlyOrderAt(place: number): Pick<DrySide, 'currency' | 'amountMinor' | 'entity'> | undefined {
    const order = endBefore(this.#reports.ordersEnd, place);
    if (this.#reports.ordersEnd.at(place) !== order + 1 || KIND[this.#reports.outcome.at(place)] !== 'order') return undefined;
    return { currency: this.#reports.currency.at(place), amountMinor: this.#orders.amountMinor.at(order), entity: this.#folded(this.#orders.entity.at(order)) };
  }

  /** The same where nothing but what it says and its coding is to be told of it. */
  plainOrderAt(place: number): PlainOrder | undefined {
    const { reportId, outcome, date, currency, totalMinor, ordersEnd } = this.#reports;
    const { number, entity, vendorId, amountMinor, expenseMinor, poDate, period } = this.#orders;
    const order = endBefore(ordersEnd, place);
    const rest = this.#rest.get(place);
    if (orNone(rest?.findings).length + orNone(rest?.flags).length > 0 || entity.at(order) !== '') return undefined;
    return {
      transactionId: reportId.at(place), date: date.at(place), outcome: outcome.at(place), currency: currency.at(place), totalMinor: totalMinor.at(place), amountMinor: amountMinor.at(order), expenseMinor: expenseMinor.at(order),
      dryNumber: number.at(order), vendorId: vendorId.at(order), poDate: poDate.at(order), period: period.at(order),
    };
  }

  /** The coding of the first would-be PO of a report. */
  codesAt(place: number): CodesBetween {
    const { codesEnd, codes, amounts } = this.#orders;
    const order = endBefore(this.#reports.ordersEnd, place);
    return { codes, amounts, start: endBefore(codesEnd, order), end: codesEnd.at(order) };
  }

  /** The sides of a report: one a would-be PO, or the report itself where it has none; nothing of one that is out of scope. */
  sidesAt(place: number): DrySide[] {
    const { reportId, outcome, date, currency, totalMinor, expenseMinor, comparedMinor, ordersEnd } = this.#reports;
    const rest = this.#rest.get(place) ?? null;
    if (rest?.outOfScope === true) return NONE;
    const transaction: DrySide['transaction'] = {
      reportId: reportId.at(place), outcome: outcome.at(place), date: date.at(place), totalMinor: totalMinor.at(place),
      findings: orNone(rest?.findings), flags: orNone(rest?.flags), documentNumbers: orNone(rest?.documentNumbers),
    };
    if (KIND[transaction.outcome] !== 'order') return [this.#withoutOrder(transaction, currency.at(place), { expenseMinor: expenseMinor.at(place), amountMinor: comparedMinor.at(place) }, rest)];
    const sides: DrySide[] = [];
    for (let order = endBefore(ordersEnd, place); order < ordersEnd.at(place); order++) sides.push(this.#ofOrder(transaction, currency.at(place), order));
    return sides;
  }

  /** Notes what few reports have. */
  #note(reportId: string, currency: string, { leftOut, outOfScope }: ReportRest): void {
    for (const { why, amountMinor } of orNone(leftOut)) this.#leftOut.entries.push({ what: 'expense_lines', documentId: reportId, currency, amountMinor, why });
    if (outOfScope === true) this.#outOfScope++;
  }

  #ofOrder(transaction: DrySide['transaction'], currency: string, order: number): DrySide {
    const { key, number, entity, vendorId, amountMinor, expenseMinor, taxMinor, lineTaxesEnd, lineTaxes, poDate, period, codesEnd, codes, amounts } = this.#orders;
    for (let at = endBefore(codesEnd, order); at < codesEnd.at(order); at++) this.#coding.add(codes.at(at), amounts.at(at));
    const header = { key: key.at(order), number: number.at(order), entity: entity.at(order), vendorId: vendorId.at(order), currency, amountMinor: amountMinor.at(order), poDate: poDate.at(order), period: period.at(order) };
    const vendor = this.#evidenceOf(header.vendorId);
    const tax = taxMinor.at(order);
    return {
      index: UNPLACED, kind: 'order', transaction, order: header, entity: this.#folded(header.entity), entityCode: header.entity, currency, amountMinor: header.amountMinor, expenseMinor: expenseMinor.at(order), date: header.poDate, day: dayNumber(header.poDate),
      vendorIds: vendor.ids, vendorNames: vendor.names, coding: this.#coding.take(), lacksTax: null, taxMinor: Number.isNaN(tax) ? null : tax, lineTaxes: lineTaxes.between(endBefore(lineTaxesEnd, order), lineTaxesEnd.at(order)), words: NONE,
    };
  }

  #withoutOrder(transaction: DrySide['transaction'], currency: string, amounts: Pick<DrySide, 'expenseMinor' | 'amountMinor'>, rest: ReportRest | null): DrySide {
    const { date } = transaction;
    const vendorIds = orNone(rest?.vendorIds);
    const names = new Set([...vendorIds.flatMap((id) => this.#evidenceOf(id).names), ...orNone(rest?.merchants).map(bareName)].filter((name) => name !== ''));
    return {
      index: UNPLACED, kind: KIND[transaction.outcome], transaction, order: null, entity: this.#folded(rest?.entity ?? ''), entityCode: rest?.entity ?? '', currency, ...amounts, date, day: date === null ? null : dayNumber(date),
      vendorIds: vendorIds.map(fold), vendorNames: [...names], coding: NO_CODING, lacksTax: rest?.lacksTax ?? null, taxMinor: null, lineTaxes: NONE, words: NONE,
    };
  }

  #folded(entity: string): string {
    let folded = this.#entities.get(entity);
    if (folded === undefined) this.#entities.set(entity, (folded = fold(entity)));
    return folded;
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
    return { total: this.size, outOfScope: this.#outOfScope, unknownStates: Object.fromEntries(unknown) };
  }
}
