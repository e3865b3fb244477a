import type { BusinessDate, Instant, ZonedClock } from '../domain/calendar.ts';
import type { ReportSnapshot } from '../domain/expense-report.ts';
import { type Finding, type FindingCode, type FindingFacts, finding, findingOrder } from '../domain/finding.ts';
import { documentNumbersIn } from '../domain/reference-text.ts';
import type { DryRunOutcome, Transaction, WouldBePurchaseOrder } from '../domain/purchase-order.ts';
import { type MasterData, periodOf } from '../domain/reference-data.ts';
import type { Settings } from '../domain/settings.ts';
import { fold } from '../domain/text.ts';
import type { ErpProfile } from '../erp/profile.ts';
import { type CodedGroup, type CodedReport, codeReport } from '../mapping/code-report.ts';
import type { Resolver } from '../mapping/resolver.ts';
import type { lineScope } from '../mapping/scope.ts';
import { type RoutingDecision, decideRouting, routingShortfall } from '../routing/routing.ts';

/** An event of the record: a snapshot, the source it came from, and where it stands. */
export interface RecordedEvent {
  snapshot: ReportSnapshot;
  source: string;
  at: string;
}

/** What a source's states mean, folded. */
export interface StateMeaning {
  final: ReadonlySet<string>;
  posted: ReadonlySet<string>;
}

/** What a replay needs besides the events; the same for every report of a run. */
export interface ReplayContext {
  settings: Settings;
  clock: ZonedClock;
  master: MasterData;
  resolver: Resolver;
  profile: ErpProfile;
  scopeOf: ReturnType<typeof lineScope>;
  statesOf(source: string): StateMeaning;
}

/** One event's effect, for the story that `explain` tells. */
export interface ReplayStep {
  event: RecordedEvent;
  meaning: 'pending' | 'final' | 'posted' | 'withdrawn';
  effect: 'none' | 'create' | 'update' | 'withdraw' | 'reject' | 'nothing_to_order' | 'already_posted';
  approvedAt: Instant | null;
  routing: RoutingDecision[];
  coded: CodedReport | null;
  findings: Finding[];
  orders: WouldBePurchaseOrder[];
}

export interface LeftOutLines {
  amountMinor: number;
  why: string;
}

/** A report's outcome, with the lines that never reach a PO. */
export interface ReplayedReport {
  transaction: Transaction;
  leftOut: LeftOutLines[];
  /** Whether every approved line was left out: then there is nothing to compare. */
  outOfScope: boolean;
  /** States that were seen while no final one had been. */
  pendingStates: string[];
  /** The state of the last snapshot where it is neither final, posted nor pending before a final one. */
  lastState: string;
}

/** Orders events as they happened, whatever order they arrived in: revision, instant, event id. */
export function compareEvents(left: RecordedEvent, right: RecordedEvent): number {
  const a = left.snapshot;
  const b = right.snapshot;
  if (a.revision !== b.revision) return a.revision - b.revision;
  const aAt = a.occurredAt ?? Number.NEGATIVE_INFINITY;
  const bAt = b.occurredAt ?? Number.NEGATIVE_INFINITY;
  if (aAt !== bAt) return aAt < bAt ? -1 : 1;
  return a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0;
}

/**
 * Replays one report's events (all of the same report, in the order of compareEvents) through trigger, routing, mapping and ERP
 * rules. Returns where the report ended. `trace` receives each event's effect.
 */
export function replayReport(events: readonly RecordedEvent[], context: ReplayContext, trace?: (step: ReplayStep) => void): ReplayedReport {
  const state = new ReportState(context, firstSubmissions(events));
  for (const event of events) state.take(event, trace);
  return state.result();
}

function firstSubmissions(events: readonly RecordedEvent[]): Map<number, Instant> {
  const first = new Map<number, Instant>();
  for (const { snapshot } of events) {
    if (snapshot.submittedAt === null) continue;
    const known = first.get(snapshot.revision);
    if (known === undefined || snapshot.submittedAt < known) first.set(snapshot.revision, snapshot.submittedAt);
  }
  return first;
}

/** The instant of final approval of a snapshot and whether it is a date only; null where the source gives none. */
function approvalOf(snapshot: ReportSnapshot): { at: Instant; dateOnly: boolean } | null {
  let last: Instant | null = null;
  for (const approval of snapshot.approvals ?? []) if (approval.decision === 'approved' && (last === null || approval.at > last)) last = approval.at;
  if (last !== null) return { at: last, dateOnly: false };
  return snapshot.occurredAt === null ? null : { at: snapshot.occurredAt, dateOnly: snapshot.dateOnly };
}

class ReportState {
  readonly #context: ReplayContext;
  readonly #submissions: Map<number, Instant>;
  #last: RecordedEvent | undefined;
  #lastCoded: CodedReport | undefined;
  #outcome: DryRunOutcome = 'not_triggered';
  #orders: WouldBePurchaseOrder[] = [];
  #findings: Finding[] = [];
  #firstFinalDate: BusinessDate | null = null;
  #sawFinal = false;
  #posted = false;
  /** Date of the present POs, kept by updates; undefined while none stands. */
  #poDate: BusinessDate | null | undefined;
  #approvedAt: Instant | null = null;
  #decided: RecordedEvent | undefined;
  readonly #everCreated = new Set<string>();
  /** Whether a PO stands in the ERP, also where a later update of it was rejected. */
  #standing = false;
  readonly #pendingStates = new Set<string>();

  constructor(context: ReplayContext, submissions: Map<number, Instant>) {
    this.#context = context;
    this.#submissions = submissions;
  }

  take(event: RecordedEvent, trace: ((step: ReplayStep) => void) | undefined): void {
    const { snapshot } = event;
    const meanings = this.#context.statesOf(event.source);
    const status = fold(snapshot.status);
    const step: ReplayStep = { event, meaning: 'pending', effect: 'none', approvedAt: null, routing: [], coded: null, findings: [], orders: [] };
    this.#last = event;
    this.#lastCoded = undefined;
    if (meanings.posted.has(status)) {
      step.meaning = 'posted';
      // It is in the ERP already: nothing is created, and what stands stays.
      if (!this.#sawFinal) {
        step.effect = 'already_posted';
        this.#posted = true;
      }
    } else if (meanings.final.has(status)) {
      step.meaning = 'final';
      this.#decide(event, step);
    } else if (this.#sawFinal) {
      step.meaning = 'withdrawn';
      if (this.#outcome !== 'cancelled') {
        step.effect = 'withdraw';
        this.#outcome = 'cancelled';
        this.#orders = [];
        this.#findings = [];
        this.#standing = false;
        this.#poDate = undefined;
        this.#decided = event;
      }
    } else this.#pendingStates.add(snapshot.status);
    trace?.(step);
  }

  #dateOf(approval: { at: Instant; dateOnly: boolean } | null): BusinessDate | null {
    if (approval === null) return null;
    return approval.dateOnly ? new Date(approval.at).toISOString().slice(0, 10) : this.#context.clock.dateOf(approval.at);
  }

  #decide(event: RecordedEvent, step: ReplayStep): void {
    const { snapshot } = event;
    const approval = approvalOf(snapshot);
    const approvalDate = this.#dateOf(approval);
    if (!this.#sawFinal) this.#firstFinalDate = approvalDate;
    this.#sawFinal = true;
    const poDate = this.#poDate === undefined ? approvalDate : this.#poDate;
    const coded = this.#code(snapshot);
    const routing = decideRouting(this.#context.settings.routing, snapshot, this.#submissions.get(snapshot.revision) ?? snapshot.submittedAt);
    const findings = this.#examine(event, coded, routing, poDate);
    step.approvedAt = approval?.at ?? null;
    step.coded = coded;
    step.routing = routing;
    step.findings = findings;
    this.#lastCoded = coded;
    if (coded.lines.length === 0) {
      step.effect = 'nothing_to_order';
      this.#settle('none', [], findings, event, approval?.at ?? null);
      return;
    }
    if (findings.some((each) => each.severity === 'error')) {
      step.effect = 'reject';
      this.#settle('rejected', [], findings, event, approval?.at ?? null);
      return;
    }
    const orders = this.#draft(snapshot, coded, poDate as BusinessDate);
    step.orders = orders;
    if (this.#orders.length > 0 && contentOf(orders) === contentOf(this.#orders)) return;
    const before = this.#standing;
    step.effect = before ? 'update' : 'create';
    this.#settle(before ? 'updated' : 'created', orders, findings, event, approval?.at ?? null);
    this.#standing = true;
    this.#poDate = poDate;
  }

  #settle(outcome: DryRunOutcome, orders: WouldBePurchaseOrder[], findings: Finding[], event: RecordedEvent, approvedAt: Instant | null): void {
    for (const order of this.#orders) this.#everCreated.add(order.number);
    this.#outcome = outcome;
    this.#orders = orders;
    this.#findings = findings;
    this.#approvedAt = approvedAt;
    this.#decided = event;
  }

  #code(snapshot: ReportSnapshot): CodedReport {
    return codeReport(snapshot, this.#context.resolver, this.#context.settings.grouping, this.#context.scopeOf);
  }

  #examine(event: RecordedEvent, coded: CodedReport, routing: RoutingDecision[], poDate: BusinessDate | null): Finding[] {
    const { snapshot, at } = event;
    const findings: Finding[] = [];
    const raise = (code: FindingCode, facts: FindingFacts): void => {
      findings.push(finding(code, facts));
    };
    const short = routingShortfall(routing, at);
    if (short !== undefined) raise('ROUTING_INCOMPLETE', short);
    if (snapshot.approvals === null) raise('ROUTING_NOT_EVIDENCED', { field: 'report.approvals', value: '', at });
    else {
      const submitter = fold(snapshot.employee.email);
      const own = submitter === '' ? undefined : snapshot.approvals.find((approval) => fold(approval.approver) === submitter);
      if (own !== undefined) raise('APPROVER_IS_SUBMITTER', { field: 'report.approvals', value: own.approver, at });
    }
    const { master, resolver, settings, profile } = this.#context;
    const rules = { coded, master, resolver, grouping: settings.grouping, poDate, at };
    for (const rule of profile.rules) rule.check(rules, raise);
    if (findings.length > 1) findings.sort((left, right) => findingOrder(left.code) - findingOrder(right.code));
    return findings;
  }

  #draft(snapshot: ReportSnapshot, coded: CodedReport, poDate: BusinessDate): WouldBePurchaseOrder[] {
    const { profile, master } = this.#context;
    const period = periodOf(poDate, master.periods)?.name ?? '';
    return coded.groups.map((group, index) => {
      const draft = {
        key: group.key,
        number: `DRY-${snapshot.reportId}.${index + 1}`,
        idempotencyKey: group.key === '' ? `po-shadow:${snapshot.reportId}` : `po-shadow:${snapshot.reportId}:${group.key}`,
        vendorId: (group.lines[0] as CodedGroup['lines'][number]).vendor.id,
        currency: snapshot.currency,
        poDate,
        period,
        amountMinor: group.amountMinor,
        lines: group.lines.map(({ line, account, department, location }) => ({
          sourceLineId: line.id,
          glAccount: account.id,
          department: department?.id ?? '',
          location: location?.id ?? '',
          description: line.description,
          amountMinor: line.amountMinor,
          itemId: line.itemId,
          quantity: line.quantity,
        })),
        reportId: snapshot.reportId,
        reportName: snapshot.name,
      };
      const { reportId: _reportId, reportName: _reportName, ...order } = draft;
      return { ...order, requestBody: profile.requestBody(draft) };
    });
  }

  result(): ReplayedReport {
    const last = this.#last as RecordedEvent;
    const { snapshot } = last;
    const coded = this.#lastCoded ?? this.#code(snapshot);
    const decided = this.#decided ?? last;
    for (const order of this.#orders) this.#everCreated.delete(order.number);
    const flags: string[] = [];
    if (this.#outcome === 'rejected' && this.#everCreated.size > 0) flags.push('update_rejected');
    if (this.#posted && !this.#sawFinal) flags.push('already_posted');
    let leftOutMinor = 0;
    for (const { line } of coded.leftOut) leftOutMinor += line.amountMinor;
    const leftOut = new Map<string, number>();
    for (const { line, why } of coded.leftOut) leftOut.set(why, (leftOut.get(why) ?? 0) + line.amountMinor);
    const lastAt = this.#dateOf(snapshot.occurredAt === null ? null : { at: snapshot.occurredAt, dateOnly: snapshot.dateOnly });
    const vendorIds = new Set<string>();
    const merchants = new Set<string>();
    for (const { vendor, line } of coded.lines) {
      if (vendor.id !== '') vendorIds.add(vendor.id);
      if (line.merchant !== '') merchants.add(line.merchant);
    }
    return {
      transaction: {
        reportId: snapshot.reportId,
        outcome: this.#outcome,
        date: this.#sawFinal ? (this.#firstFinalDate ?? lastAt) : lastAt,
        firstFinalDate: this.#firstFinalDate,
        approvedAt: this.#approvedAt,
        revision: snapshot.revision,
        status: snapshot.status,
        name: snapshot.name,
        currency: snapshot.currency,
        totalMinor: snapshot.totalMinor,
        expenseMinor: snapshot.totalMinor - leftOutMinor,
        employeeEmail: snapshot.employee.email,
        approverEmails: (snapshot.approvals ?? []).map((approval) => approval.approver),
        findings: this.#findings,
        flags,
        orders: this.#orders,
        vendorIds: [...vendorIds],
        merchants: [...merchants],
        documentNumbers: documentNumbersIn(snapshot.name, ...snapshot.lines.map((line) => line.description)),
        at: decided.at,
        formerOrderNumbers: this.#outcome === 'rejected' ? [...this.#everCreated] : [],
      },
      leftOut: [...leftOut].map(([why, amountMinor]) => ({ why, amountMinor })),
      outOfScope: coded.lines.length === 0,
      pendingStates: this.#sawFinal ? [...this.#pendingStates] : [],
      lastState: snapshot.status,
    };
  }
}

/** Everything that two would-be POs must agree on for the later one to change nothing: all but the date. */
function contentOf(orders: readonly WouldBePurchaseOrder[]): string {
  return JSON.stringify(orders.map((order) => [order.key, order.vendorId, order.currency, order.amountMinor, order.lines.map((line) => [line.sourceLineId, line.glAccount, line.department, line.location, line.amountMinor, line.itemId, line.quantity, line.description])]));
}
