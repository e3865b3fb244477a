import type { LogIndex } from '../diagnosis/log-index.ts';
import { type Pace, watchAfter, watchAfterDate } from '../diagnosis/watch.ts';
import type { AmountBasis } from '../domain/amount-basis.ts';
import { type BusinessCalendar, type ZonedClock, formatInstant } from '../domain/calendar.ts';
import { type ComparedAmount, comparedAmounts } from '../domain/compared-amount.ts';
import type { Coverage, DiagnosedTransaction, DiagnosisFacts } from '../domain/diagnosis.ts';
import type { StoredEvent } from '../domain/event-page.ts';
import { formatMinor } from '../domain/money.ts';
import { type VarianceRow, type VarianceStatus, WORST_FIRST } from '../domain/variance.ts';
import type { CodedLine, CodedReport } from '../mapping/code-report.ts';
import type { ReplayStep } from '../replay/replay-report.ts';
import type { DryRun } from './dry-run.ts';

/** What a transaction's diagnosis is gathered from. */
export interface HandoffSources {
  transactionId: string;
  rows: readonly VarianceRow[];
  events: readonly StoredEvent[];
  dryRun: DryRun;
  orders: readonly { number: string; requestBody: string }[];
  index: LogIndex;
  /** The as-of of the newest export of the ledger; null where there is none. */
  ledgerAsOf: number | null;
  nearMinutes: number;
  pace: Pick<Pace, 'mode' | 'turnAfter'>;
  clock: ZonedClock;
  calendar: BusinessCalendar;
  amountBasis: AmountBasis | undefined;
}

/** A transaction's facts, what would have been sent, and its amounts that were converted. */
interface Handoff {
  facts: DiagnosisFacts;
  payload: DiagnosedTransaction['payload'];
  compared: ComparedAmount[];
}

/** Replays one transaction, and lays the log entries beside what came of it. */
export function gatherHandoff({ transactionId, rows, events, dryRun, orders, index, ledgerAsOf, nearMinutes, amountBasis, ...when }: HandoffSources): Handoff {
  const steps: ReplayStep[] = [];
  const { transaction } = dryRun.report(events, (step) => steps.push(step));
  const final = steps.findLast(({ meaning }) => meaning === 'final');
  const withdrawn = transaction.outcome === 'cancelled' ? steps.findLast(({ effect }) => effect === 'withdraw') : undefined;
  const approvedAt = final?.approvedAt ?? null;
  const findings = withdrawn === undefined ? transaction.findings : (final?.findings ?? []);
  const mapped = final?.coded === null || final === undefined ? [] : resolvedIn(final.coded);
  const facts: DiagnosisFacts = {
    transactionId, date: rows[0]?.date ?? transaction.date, statuses: statusesOf(rows),
    approval: final === undefined ? null : {
      at: approvedAt, dateOnly: final.event.snapshot.dateOnly, submittedAt: final.event.snapshot.submittedAt, where: final.event.at, state: final.event.snapshot.status,
      by: (final.event.snapshot.approvals ?? []).filter(({ decision }) => decision === 'approved').map(({ approver, role, at }) => ({ approver, role, at })),
    },
    withdrawnAt: withdrawn?.event.at ?? null, routing: final?.routing.map(({ rule, satisfied }) => ({ rule, satisfied })) ?? [],
    mapped: { ok: mapped.filter(({ id }) => id !== '').length, all: mapped.length },
    findings, wouldBe: orders.map(({ number }) => number), purchaseOrders: [...new Set(rows.flatMap(({ manual }) => manual.poNumbers))],
    byReference: index.byReference(transactionId), nearInTime: approvedAt === null || final?.event.snapshot.dateOnly === true ? [] : index.near(approvedAt, nearMinutes),
    covered: coveredOf({ index, ledgerAsOf, nearMinutes, ...when }, approvedAt, final?.event.snapshot.dateOnly === true), nearMinutes,
  };
  const ofRows = rows.flatMap(comparedAmounts);
  if (orders.length > 0) return { facts, payload: { kind: 'body', texts: orders.map(({ requestBody }) => requestBody) }, compared: ofRows };
  const basis = amountBasis === undefined || amountBasis.approvals === amountBasis.purchaseOrders ? null : amountBasis;
  return { facts, payload: { kind: 'report', texts: final === undefined ? [] : [reportText(final, basis)] }, compared: [...linesCompared(final?.coded ?? null, basis), ...ofRows] };
}

/** Statuses of rows, the worst first. */
const statusesOf = (rows: readonly VarianceRow[]): VarianceStatus[] => [...new Set(rows.map(({ status }) => status))].sort((left, right) => WORST_FIRST.indexOf(left) - WORST_FIRST.indexOf(right));

/** Whether silence of the log would mean something. */
function coveredOf({ index, ledgerAsOf, nearMinutes, pace, clock, calendar }: Pick<HandoffSources, 'index' | 'ledgerAsOf' | 'nearMinutes' | 'pace' | 'clock' | 'calendar'>, approvedAt: number | null, dateOnly: boolean): Coverage {
  const not = (why: string): Coverage => ({ covers: false, why, anybody: [] });
  if (approvedAt === null) return not('there is no time of an approval');
  const known = { nearMinutes, ledgerAsOf: ledgerAsOf ?? approvedAt, ...pace };
  const watch = dateOnly ? watchAfterDate(approvedAt, known, { clock, calendar }) : watchAfter(approvedAt, known);
  const covered = index.covers(watch);
  // A log of errors alone holds no acceptance, and an older ledger no PO.
  return covered.covers && (ledgerAsOf === null || ledgerAsOf < watch.ledgerFrom) ? not(`the newest export of the ledger is older than ${watch.ledgerWords}`) : covered;
}

/** Every value that the mapping looked up: approvers, and of each line vendor, account and cost objects. */
const resolvedIn = ({ approvers, lines }: CodedReport) => [...approvers, ...lines.flatMap(({ vendor, account, department, location }) => [vendor, account, ...(department === null ? [] : [department]), ...(location === null ? [] : [location])])];

/** What the lines of a report come to on the basis of purchase orders, where `basis` differs; [] where none would be on a PO. */
function linesCompared(coded: CodedReport | null, basis: AmountBasis | null): ComparedAmount[] {
  if (coded === null || basis === null || coded.lines.length === 0) return [];
  const { currency } = coded.snapshot;
  const sum = (of: (line: CodedLine) => number): number => coded.lines.reduce((total, line) => total + of(line), 0);
  const [approved, compared] = [sum(({ line }) => line.amountMinor), sum(({ amountMinor }) => amountMinor)];
  const before = { side: 'lines', currency, basis: basis.approvals, amount: formatMinor(approved, currency) } as const;
  if (coded.lines.some(({ lacksTax }) => lacksTax)) return [{ ...before, tax: null, compared: null }];
  return [{ ...before, tax: formatMinor(basis.approvals === 'gross' ? approved - compared : compared - approved, currency), compared: formatMinor(compared, currency) }];
}

/** An approved report of which no body could be built, as it was read, with what the mapping made of it; with `basis`, whose amounts differ by their tax, both amounts. */
function reportText({ event: { snapshot }, coded }: ReplayStep, basis: AmountBasis | null): string {
  const amount = (minor: number): string => formatMinor(minor, snapshot.currency);
  const onOrder = ({ amountMinor, lacksTax }: CodedLine): object => (basis === null ? {} : { amount: lacksTax ? null : amount(amountMinor), amountBasis: basis.purchaseOrders });
  const codes = new Map(coded?.lines.map((each) => [each.line.id, { vendorId: each.vendor.id, glAccount: each.account.id, department: each.department?.id ?? '', location: each.location?.id ?? '', ...onOrder(each) }]));
  return JSON.stringify({
    id: snapshot.reportId, revision: snapshot.revision, status: snapshot.status, name: snapshot.name, currency: snapshot.currency, total: amount(snapshot.totalMinor), ...(basis === null ? {} : { amountBasis: basis.approvals }), employee: snapshot.employee,
    submittedAt: snapshot.submittedAt === null ? null : formatInstant(snapshot.submittedAt),
    approvals: snapshot.approvals?.map(({ at, ...rest }) => ({ ...rest, at: formatInstant(at) })) ?? null,
    lines: snapshot.lines.map((line) => ({
      id: line.id, date: line.date, merchant: line.merchant, vendorId: line.vendorId, category: line.category, department: line.department, location: line.location, description: line.description, amount: amount(line.amountMinor),
      ...(basis === null ? {} : { tax: line.taxMinor === null ? null : amount(line.taxMinor) }), mappedTo: codes.get(line.id) ?? null,
    })),
  });
}
