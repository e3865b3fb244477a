import { dayNumber } from '../domain/calendar.ts';
import type { DryRunOutcome } from '../domain/purchase-order.ts';
import { compareText, fold } from '../domain/text.ts';
import { bareName } from '../domain/company-name.ts';
import type { Resolver } from '../mapping/resolver.ts';
import { CodingBuilder, type CodingTable } from '../matching/coding.ts';
import type { DrySide } from '../matching/sides.ts';
import type { LeftOutList } from './left-out.ts';
import type { ReportRest, SidesPage } from './replay-page.ts';

const KIND: Record<DryRunOutcome, DrySide['kind']> = { created: 'order', updated: 'order', rejected: 'rejected', cancelled: 'cancelled', not_triggered: 'pending', none: 'pending' };

const NONE: never[] = [];
const orNone = <T>(list: T[] | undefined): T[] => (list === undefined || list.length === 0 ? NONE : list);
/** The place of a side that has none yet. */
const UNPLACED = -1;
const NO_CODING = { codes: NONE, amounts: NONE };

/** How the reports of a run ended. */
export interface ReportCounts {
  total: number;
  outOfScope: number;
  /** Last states, as written, that are neither final, posted nor told by settings or other reports; with how many reports end there. */
  unknownStates: Record<string, number>;
}

/** A page as it is held until both sides are whole: texts that repeat are one and the same, codes are those of the run. */
interface HeldPage extends Pick<SidesPage, 'reports' | 'orders'> {
  codes: Int32Array;
  amounts: Float64Array;
}

/** Whether a side needs nothing of what few reports have, once it was noted. */
const saysNoMore = ({ findings, flags, documentNumbers, vendorIds, merchants, entity, outOfScope, lacksTax }: ReportRest): boolean => !outOfScope && !lacksTax && entity === '' && findings.length + flags.length + documentNumbers.length + vendorIds.length + merchants.length === 0;

/** The dry-run side of a run: one entry a would-be PO, or a report that has none. */
export class DrySides {
  #reportIds = new Set<string>();
  readonly #resolver: Resolver;
  readonly #codings: CodingTable;
  readonly #leftOut: LeftOutList;
  readonly #coding = new CodingBuilder();
  readonly #evidence = new Map<string, { ids: string[]; names: string[] }>();
  /** One copy of what repeats over a run: every page brings copies of its own. */
  readonly #shared = new Map<string, string>();
  readonly #pendingStates = new Set<string>();
  readonly #openStates = new Map<string, number>();
  #pages: HeldPage[] = [];
  #total = 0;
  #outOfScope = 0;
  #carriesEntities = false;
  readonly #entities = new Map<string, string>();

  constructor(resolver: Resolver, codings: CodingTable, leftOut: LeftOutList) {
    this.#resolver = resolver;
    this.#codings = codings;
    this.#leftOut = leftOut;
  }

  /** Takes a page; pages come in the order of reports. */
  add({ reports, orders, amounts, codes }: SidesPage): void {
    const numbers = codes.map(([glAccount, department, location]) => this.#codings.code(glAccount, department, location, 'erp'));
    for (const column of [reports.currency, orders.key, orders.entity, orders.vendorId, orders.poDate, orders.period]) this.#share(column);
    this.#carriesEntities ||= orders.entity.some((entity) => entity !== '') || reports.rest.some((rest) => rest !== null && rest.entity !== '');
    this.#share(reports.outcome);
    this.#share(reports.date);
    this.#pages.push({ reports, orders, codes: Int32Array.from(amounts.code, (place) => numbers[place] as number), amounts: Float64Array.from(amounts.amountMinor) });
    for (let index = 0; index < reports.reportId.length; index++) {
      const reportId = reports.reportId[index] as string;
      const rest = reports.rest[index] ?? null;
      this.#total++;
      if (rest !== null) {
        this.#note(reportId, reports.currency[index] as string, rest);
        if (saysNoMore(rest)) reports.rest[index] = null;
      }
      if (rest?.outOfScope !== true) this.#reportIds.add(reportId);
    }
  }

  /** Whether any report says in which legal entity it would stand. */
  get carriesEntities(): boolean {
    return this.#carriesEntities;
  }

  /** The reports that are in scope; to be asked once. */
  takeReportIds(): ReadonlySet<string> {
    const ids = this.#reportIds;
    this.#reportIds = new Set();
    return ids;
  }

  /** The sides, report by report, in the order of reports; to be asked once, since what was given is no longer held. */
  *reports(): Generator<DrySide[]> {
    const pages = this.#pages.reverse();
    this.#pages = [];
    for (let page = pages.pop(); page !== undefined; page = pages.pop()) yield* this.#sidesOf(page);
  }

  *#sidesOf(page: HeldPage): Generator<DrySide[]> {
    const { reports, orders, codes, amounts } = page;
    let order = 0;
    let amount = 0;
    for (let index = 0; index < reports.reportId.length; index++) {
      const rest = reports.rest[index] ?? null;
      if (rest?.outOfScope === true) continue;
      const currency = reports.currency[index] as string;
      const transaction: DrySide['transaction'] = {
        reportId: reports.reportId[index] as string, outcome: reports.outcome[index] as DryRunOutcome, date: reports.date[index] ?? null,
        totalMinor: reports.totalMinor[index] as number, findings: orNone(rest?.findings), flags: orNone(rest?.flags), documentNumbers: orNone(rest?.documentNumbers),
      };
      if (KIND[transaction.outcome] !== 'order') {
        yield [this.#withoutOrder(transaction, currency, { expenseMinor: reports.expenseMinor[index] as number, amountMinor: reports.comparedMinor[index] as number }, rest)];
        continue;
      }
      const sides: DrySide[] = [];
      for (const end = order + (reports.orders[index] as number); order < end; order++) {
        for (const last = amount + (orders.codes[order] as number); amount < last; amount++) this.#coding.add(codes[amount] as number, amounts[amount] as number);
        sides.push(this.#ofOrder(transaction, currency, page, order));
      }
      if (sides.length > 0) yield sides;
    }
  }

  /** Notes what few reports have. */
  #note(reportId: string, currency: string, { leftOut, pendingStates, openState, outOfScope }: ReportRest): void {
    for (const state of pendingStates) this.#pendingStates.add(fold(state));
    if (openState !== null) this.#openStates.set(openState, (this.#openStates.get(openState) ?? 0) + 1);
    for (const { why, amountMinor } of leftOut) this.#leftOut.entries.push({ what: 'expense_lines', documentId: reportId, currency, amountMinor, why });
    if (outOfScope) this.#outOfScope++;
  }

  #ofOrder(transaction: DrySide['transaction'], currency: string, { orders }: HeldPage, index: number): DrySide {
    const [key, number, entity, vendorId, poDate, period] = [orders.key[index], orders.number[index], orders.entity[index], orders.vendorId[index], orders.poDate[index], orders.period[index]] as [string, string, string, string, string, string];
    const amountMinor = orders.amountMinor[index] as number;
    const vendor = this.#evidenceOf(vendorId);
    return {
      index: UNPLACED, kind: 'order', transaction, order: { key, number, entity, vendorId, currency, amountMinor, poDate, period }, entity: this.#folded(entity), entityCode: entity,
      currency, amountMinor, expenseMinor: orders.expenseMinor[index] as number, date: poDate, day: dayNumber(poDate), vendorIds: vendor.ids, vendorNames: vendor.names, coding: this.#coding.take(), lacksTax: false, taxMinor: orders.taxMinor[index] ?? null, lineTaxes: orders.lineTaxes[index] ?? NONE, words: NONE,
    };
  }

  #withoutOrder(transaction: DrySide['transaction'], currency: string, amounts: Pick<DrySide, 'expenseMinor' | 'amountMinor'>, rest: ReportRest | null): DrySide {
    const { date } = transaction;
    const vendorIds = orNone(rest?.vendorIds);
    const names = new Set([...vendorIds.flatMap((id) => this.#evidenceOf(id).names), ...orNone(rest?.merchants).map(bareName)].filter((name) => name !== ''));
    return {
      index: UNPLACED, kind: KIND[transaction.outcome], transaction, order: null, entity: this.#folded(rest?.entity ?? ''), entityCode: rest?.entity ?? '', currency, ...amounts, date, day: date === null ? null : dayNumber(date),
      vendorIds: vendorIds.map(fold), vendorNames: [...names], coding: NO_CODING, lacksTax: rest?.lacksTax === true, taxMinor: null, lineTaxes: NONE, words: NONE,
    };
  }

  #folded(entity: string): string {
    let folded = this.#entities.get(entity);
    if (folded === undefined) this.#entities.set(entity, (folded = fold(entity)));
    return folded;
  }

  #share<Text extends string | null>(column: Text[]): void {
    for (let index = 0; index < column.length; index++) {
      const text = column[index];
      if (text === null || text === undefined) continue;
      const known = this.#shared.get(text);
      if (known === undefined) this.#shared.set(text, text);
      else column[index] = known as Text;
    }
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
