import { APPROVED_AFTER_EVENT } from '../domain/approved-after-event.ts';
import type { BusinessDate, Instant, ZonedClock } from '../domain/calendar.ts';
import type { Approval, ReportSnapshot } from '../domain/expense-report.ts';
import { type Finding, type FindingCode, type FindingFacts, finding, findingOrder } from '../domain/finding.ts';
import type { Identity } from '../domain/people.ts';
import type { DryRunOutcome, WouldBePurchaseOrder } from '../domain/purchase-order.ts';
import type { MasterData } from '../domain/reference-data.ts';
import type { Settings } from '../domain/settings.ts';
import { fold } from '../domain/text.ts';
import type { ErpProfile } from '../erp/profile.ts';
import { type CodedReport, codeReport } from '../mapping/code-report.ts';
import type { Resolver } from '../mapping/resolver.ts';
import type { lineScope } from '../mapping/scope.ts';
import { type RoutingDecision, decideRouting, routingShortfall } from '../routing/routing.ts';
import { draftOrders, sameOrders } from './draft-orders.ts';
import type { RecordedEvent } from './recorded-event.ts';
import { rejectedWhole } from './rejected-whole.ts';
import type { FinalDecision, ReplayedReport } from './replayed-report.ts';
import { comparedOf, documentNumbersOf, leftOutOf, merchantsOf, taxLackOf, vendorIdsOf } from './report-facts.ts';
import { otherSubmitter } from './submitters.ts';

/** What a source's states mean, folded. */
export interface StateMeaning {
  final: ReadonlySet<string>;
  posted: ReadonlySet<string>;
  /** Neither, and documented by the source: they need not be named by the settings. */
  open?: ReadonlySet<string>;
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
  identityOf: Identity;
}

/** One event's effect, for the story that `explain` tells. */
export interface ReplayStep {
  event: RecordedEvent;
  meaning: 'pending' | 'final' | 'posted' | 'withdrawn' | 'stale';
  effect: 'none' | 'create' | 'update' | 'withdraw' | 'reject' | 'nothing_to_order' | 'already_posted' | 'stale';
  approvedAt: Instant | null;
  routing: readonly RoutingDecision[];
  coded: CodedReport | null;
  findings: readonly Finding[];
  orders: readonly WouldBePurchaseOrder[];
}

/**
 * Replays one report's events (all of the same report, in the order of compareEvents) through trigger, routing, mapping and ERP
 * rules. Returns where the report ended. `trace` receives each event's effect.
 */
export function replayReport(events: readonly RecordedEvent[], context: ReplayContext, trace?: (step: ReplayStep) => void): ReplayedReport {
  const [event] = events;
  if (event !== undefined && events.length === 1) {
    // What most reports are: no revision has another submission, and nothing can be stale.
    const state = new ReportState(context, undefined);
    state.take(event, trace);
    return state.result();
  }
  const stale = staleEvents(events);
  const state = new ReportState(context, firstSubmissions(events, stale, new Set(context.settings.cancelStates.map(fold))));
  for (const event of events) {
    if (stale.has(event)) trace?.({ ...stepOf(event), meaning: 'stale', effect: 'stale' });
    else state.take(event, trace);
  }
  const twofold = otherSubmitter(events, context.identityOf);
  return twofold === undefined ? state.result() : rejectedWhole(state.result(), sharedId(twofold));
}

/** The finding against two employees' reports under one id. */
function sharedId({ one, other }: { one: RecordedEvent; other: RecordedEvent }): Finding {
  return finding('SUBMITTER_CHANGED', { field: 'report.employee.email', value: other.snapshot.employee.email, at: other.at, detail: one.snapshot.employee.email });
}

/**
 * Events that say less than was known when they happened: snapshots of a revision after a snapshot of a higher one. Told by what
 * the events say and not by when they arrived, so that the order of import changes nothing.
 */
function staleEvents(events: readonly RecordedEvent[]): ReadonlySet<RecordedEvent> {
  const stale = new Set<RecordedEvent>();
  let firstHigher = Number.POSITIVE_INFINITY;
  let firstSame = Number.POSITIVE_INFINITY;
  let revision: number | undefined;
  for (const event of [...events].reverse()) {
    const { snapshot } = event;
    if (snapshot.revision !== revision) {
      firstHigher = Math.min(firstHigher, firstSame);
      firstSame = Number.POSITIVE_INFINITY;
      revision = snapshot.revision;
    }
    if (snapshot.occurredAt === null) continue;
    firstSame = Math.min(firstSame, snapshot.occurredAt);
    if (snapshot.occurredAt > firstHigher) stale.add(event);
  }
  return stale;
}

const NONE: readonly never[] = [];

const stepOf = (event: RecordedEvent): ReplayStep => ({ event, meaning: 'pending', effect: 'none', approvedAt: null, routing: NONE, coded: null, findings: NONE, orders: NONE });

/**
 * When each revision was first submitted, as far as that can be told: as its snapshots say; where none of them does, not before the revision below it was
 * recalled or rejected, which is what the folded `cancelStates` mean.
 */
function firstSubmissions(events: readonly RecordedEvent[], stale: ReadonlySet<RecordedEvent>, cancelStates: ReadonlySet<string>): Map<number, Instant> {
  const first = new Map<number, Instant>();
  for (const { snapshot } of events) {
    if (snapshot.submittedAt === null) continue;
    const known = first.get(snapshot.revision);
    if (known === undefined || snapshot.submittedAt < known) first.set(snapshot.revision, snapshot.submittedAt);
  }
  let withdrawn: { at: Instant; revision: number } | undefined;
  for (const event of events) {
    const { revision, status, occurredAt } = event.snapshot;
    if (withdrawn !== undefined && revision > withdrawn.revision && !first.has(revision)) first.set(revision, withdrawn.at);
    if (occurredAt !== null && cancelStates.has(fold(status)) && !stale.has(event)) withdrawn = { at: occurredAt, revision };
  }
  return first;
}

/** The instant of final approval of a snapshot in a final state, and whether it is a date only; null where the source gives none. */
export function approvalOf(snapshot: ReportSnapshot): { at: Instant; dateOnly: boolean } | null {
  let last: Instant | null = null;
  for (const approval of snapshot.approvals ?? []) if (approval.decision === 'approved' && (last === null || approval.at > last)) last = approval.at;
  if (last !== null) return { at: last, dateOnly: snapshot.dateOnly };
  return snapshot.occurredAt === null ? null : { at: snapshot.occurredAt, dateOnly: snapshot.dateOnly };
}

/** What a report's POs in the ERP would look like at one moment, and how they came to stand there. */
interface Standing {
  orders: WouldBePurchaseOrder[];
  outcome: 'created' | 'updated';
  /** Date of the first creation, kept by updates. */
  poDate: BusinessDate;
}

class ReportState {
  readonly #context: ReplayContext;
  readonly #submissions: ReadonlyMap<number, Instant> | undefined;
  #last: RecordedEvent | undefined;
  #lastCoded: CodedReport | undefined;
  #outcome: DryRunOutcome = 'not_triggered';
  #orders: WouldBePurchaseOrder[] = [];
  #findings: Finding[] = [];
  #firstFinalDate: BusinessDate | null = null;
  #sawFinal = false;
  /** Whether the approval that dates the report lies behind the event that tells it. */
  #isApprovedAfter = false;
  #posted = false;
  #approvedAt: Instant | null = null;
  #decided: RecordedEvent | undefined;
  #final: FinalDecision | null = null;
  /** What stands in the ERP, also where a later update of it was rejected. */
  #standing: Standing | null = null;
  /** How often POs of this report were created after a withdrawal: what was cancelled keeps its idempotency key. */
  #creations = 0;
  /** Undefined as long as there is none, as for most reports. */
  #pendingStates: Set<string> | undefined;
  #openStates: Map<string, string> | undefined;

  /** `submissions`: when each revision was first submitted; undefined where each snapshot says it itself. */
  constructor(context: ReplayContext, submissions: ReadonlyMap<number, Instant> | undefined) {
    this.#context = context;
    this.#submissions = submissions;
  }

  take(event: RecordedEvent, trace: ((step: ReplayStep) => void) | undefined): void {
    const { snapshot } = event;
    const meanings = this.#context.statesOf(event.source);
    const status = fold(snapshot.status);
    const step = stepOf(event);
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
    } else {
      this.#openStates ??= new Map();
      if (!this.#openStates.has(status)) this.#openStates.set(status, snapshot.status);
      if (!this.#sawFinal) (this.#pendingStates ??= new Set()).add(snapshot.status);
      else {
        step.meaning = 'withdrawn';
        if (this.#withdraw(event)) step.effect = 'withdraw';
      }
    }
    trace?.(step);
  }

  #dateOf(approval: { at: Instant; dateOnly: boolean } | null): BusinessDate | null {
    return approval === null ? null : this.#context.clock.dateOfMoment(approval);
  }

  /** Takes an approval back; says whether there was anything to take back. */
  #withdraw(event: RecordedEvent): boolean {
    const withdrawn = this.#outcome !== 'cancelled' && this.#outcome !== 'none' && this.#outcome !== 'not_triggered';
    // An approval that ordered nothing leaves nothing behind: the report waits again.
    if (this.#outcome === 'none') this.#outcome = 'not_triggered';
    if (!withdrawn) return false;
    this.#outcome = 'cancelled';
    this.#orders = [];
    this.#findings = [];
    this.#standing = null;
    this.#decided = event;
    return true;
  }

  #decide(event: RecordedEvent, step: ReplayStep): void {
    const { snapshot } = event;
    const approval = event.told === undefined ? approvalOf(snapshot) : { at: event.told.at, dateOnly: false };
    const approvalDate = this.#dateOf(approval);
    if (this.#firstFinalDate === null && event.told === undefined) this.#isApprovedAfter = isLaterByADay(approval, snapshot);
    this.#firstFinalDate ??= approvalDate;
    this.#sawFinal = true;
    const poDate = this.#standing?.poDate ?? approvalDate;
    const coded = this.#code(snapshot);
    const submittedAt = this.#submissions?.get(snapshot.revision) ?? snapshot.submittedAt;
    const routing = decideRouting(this.#context.settings.routing, snapshot, submittedAt, this.#context.identityOf);
    this.#final = { coded, routing, submittedAt };
    const findings = this.#examine(event, coded, routing, poDate);
    step.approvedAt = approval?.at ?? null;
    step.coded = coded;
    step.routing = routing;
    step.findings = findings;
    this.#lastCoded = coded;
    const approvedAt = approval?.at ?? null;
    // Lines that are missing may be the very ones to order: only a report that adds up has nothing to order.
    if (coded.lines.length === 0 && !findings.some(({ code }) => code === 'AMOUNT_LINES_MISMATCH')) {
      step.effect = this.#standing === null ? 'nothing_to_order' : 'withdraw';
      if (this.#standing !== null) this.#withdraw(event);
      // What was withdrawn stays so: a second delivery of the snapshot that did it changes nothing.
      else if (this.#outcome !== 'cancelled') this.#settle('none', [], [], event, approvedAt);
      return;
    }
    const creation = this.#standing === null ? this.#creations + 1 : this.#creations;
    const orders = this.#order(event, coded, poDate, creation, findings);
    if (orders === null) {
      step.effect = 'reject';
      this.#settle('rejected', [], findings, event, approvedAt);
      return;
    }
    step.orders = orders;
    if (this.#standing !== null && sameOrders(orders, this.#standing.orders)) {
      // What stands says the same already; a rejected update in between is mended. What no ERP is told, the tax above all, is that of the newest snapshot.
      this.#standing.orders = orders;
      if (this.#outcome === 'rejected') this.#settle(this.#standing.outcome, orders, findings, event, approvedAt);
      else this.#orders = orders;
      return;
    }
    const outcome = this.#standing === null ? 'created' : 'updated';
    step.effect = outcome === 'created' ? 'create' : 'update';
    this.#settle(outcome, orders, findings, event, approvedAt);
    this.#creations = creation;
    this.#standing = { orders, outcome, poDate: poDate as BusinessDate };
  }

  #settle(outcome: DryRunOutcome, orders: WouldBePurchaseOrder[], findings: Finding[], event: RecordedEvent, approvedAt: Instant | null): void {
    this.#outcome = outcome;
    this.#orders = orders;
    this.#findings = findings;
    this.#approvedAt = approvedAt;
    this.#decided = event;
  }

  #code(snapshot: ReportSnapshot): CodedReport {
    return codeReport(snapshot, this.#context.resolver, this.#context.settings, this.#context.scopeOf);
  }

  #examine(event: RecordedEvent, coded: CodedReport, routing: RoutingDecision[], poDate: BusinessDate | null): Finding[] {
    const { snapshot, at } = event;
    const findings: Finding[] = [];
    const raise = (code: FindingCode, facts: FindingFacts): void => {
      findings.push(this.#finding(code, facts, coded, poDate));
    };
    const short = routingShortfall(routing, at);
    if (short !== undefined) raise('ROUTING_INCOMPLETE', short);
    if (snapshot.approvals === null) raise('ROUTING_NOT_EVIDENCED', { field: 'report.approvals', value: '', at });
    else {
      const own = ownApproval(snapshot.employee.email, snapshot.approvals, this.#context.identityOf);
      if (own !== undefined) raise('APPROVER_IS_SUBMITTER', { field: 'report.approvals', value: own.approver, at });
    }
    const { master, resolver, settings, profile } = this.#context;
    const rules = { coded, master, resolver, grouping: settings.grouping, poDate, at };
    for (const rule of profile.rules) rule.check(rules, raise);
    sortFindings(findings);
    return findings;
  }

  /** A finding, with what the chosen ERP makes of it. */
  #finding(code: FindingCode, facts: FindingFacts, { snapshot: { currency }, entity }: CodedReport, poDate: BusinessDate | null): Finding {
    return finding(code, facts, this.#context.profile.objectionTo(code, facts, { date: poDate ?? '', currency, entity: entity?.id ?? '' }));
  }

  /** The POs of an approved snapshot; null where there is an error against it. What the ERP's API would refuse of a body is added to `findings`. */
  #order(event: RecordedEvent, coded: CodedReport, poDate: BusinessDate | null, creation: number, findings: Finding[]): WouldBePurchaseOrder[] | null {
    const rejected = findings.some(isError);
    if (poDate === null || (rejected && !this.#context.profile.limitsLengths)) return null;
    const { orders, problems } = draftOrders(coded, poDate, creation, this.#context);
    if (problems.length === 0) return rejected ? null : orders;
    // The body of a report that is rejected anyway lacks what could not be told; what it has may still be too long.
    const told = rejected ? problems.filter(({ code }) => code === 'ERP_FIELD_TOO_LONG') : problems;
    for (const code of ['ERP_FIELD_TOO_LONG', 'ERP_FIELD_INVALID'] as const) {
      const [first, ...others] = told.filter((problem) => problem.code === code);
      if (first !== undefined) findings.push(this.#finding(code, { ...first, at: event.at, others: others.length }, coded, poDate));
    }
    sortFindings(findings);
    return findings.some(isError) ? null : orders;
  }

  result(): ReplayedReport {
    const last = this.#last as RecordedEvent;
    const { snapshot } = last;
    const coded = this.#lastCoded ?? this.#code(snapshot);
    const decided = this.#decided ?? last;
    const former = this.#outcome === 'rejected' && this.#standing !== null ? this.#standing.orders.map((order) => order.number) : [];
    const flags: string[] = [];
    if (former.length > 0) flags.push('update_rejected', ...former.map((number) => `update_rejected:${number}`));
    if (this.#posted && !this.#sawFinal) flags.push('already_posted');
    if (this.#isApprovedAfter) flags.push(APPROVED_AFTER_EVENT);
    let leftOutMinor = 0;
    for (const { line } of coded.leftOut) leftOutMinor += line.amountMinor;
    const expenseMinor = snapshot.totalMinor - leftOutMinor;
    const lastAt = this.#dateOf(snapshot.occurredAt === null ? null : { at: snapshot.occurredAt, dateOnly: snapshot.dateOnly });
    const lacksTax = taxLackOf(coded);
    const nothingOrdered = this.#orders.length === 0;
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
        expenseMinor,
        comparedMinor: lacksTax !== null ? expenseMinor : comparedOf(coded, expenseMinor),
        lacksTax,
        entity: coded.entity?.id ?? '',
        findings: this.#findings,
        flags,
        orders: this.#orders,
        vendorIds: nothingOrdered ? vendorIdsOf(coded) : [],
        merchants: nothingOrdered ? merchantsOf(coded) : [],
        documentNumbers: documentNumbersOf(snapshot),
        at: decided.at,
        formerOrderNumbers: former,
      },
      leftOut: leftOutOf(coded, this.#outcome === 'none'),
      outOfScope: this.#outcome === 'none' || (this.#outcome === 'not_triggered' && coded.lines.length === 0 && coded.leftOut.length > 0),
      pendingStates: this.#sawFinal && this.#pendingStates !== undefined ? [...this.#pendingStates] : [],
      openStates: this.#openStates === undefined ? [] : [...this.#openStates.values()],
      lastState: snapshot.status,
      coded,
      final: this.#final,
    };
  }
}

const DAY_MS = 86_400_000;

/** Whether an approval lies more than a day behind the event that tells it; clocks of two systems and time zones differ by less. */
const isLaterByADay = (approval: { at: Instant } | null, { occurredAt }: ReportSnapshot): boolean => approval !== null && occurredAt !== null && approval.at > occurredAt + DAY_MS;

/** The approval that a submitter gave to the own report, under whatever address. */
function ownApproval(email: string, approvals: readonly Approval[], identityOf: Identity): Approval | undefined {
  const submitter = identityOf(email);
  if (submitter !== '') for (const approval of approvals) if (approval.decision === 'approved' && identityOf(approval.approver) === submitter) return approval;
  return undefined;
}

const isError = ({ severity }: Finding): boolean => severity === 'error';

/** Puts findings into the documented order. */
function sortFindings(findings: Finding[]): void {
  if (findings.length > 1) findings.sort((left, right) => findingOrder(left.code) - findingOrder(right.code));
}
