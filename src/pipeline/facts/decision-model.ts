import { type AuditEntry, DISPOSITIONS, entryName } from '../../domain/audit.ts';
import { type BusinessDate, dateOfDay, dayNumber, formatInstant } from '../../domain/calendar.ts';
import type { Verdict } from '../../domain/gate.ts';
import { absolute, minorOf } from '../../domain/money.ts';
import { MoneySums } from '../../domain/money-sums.ts';
import { AGREEING, type VarianceRow, isOpen } from '../../domain/variance.ts';
import type { DayFact, DecisionModel, ReviewFact, Week } from '../../report/decision-model.ts';
import { runHeader } from '../../report/model.ts';
import { rowRemedy } from '../../report/row-remedy.ts';
import { boundOf, kindOf } from '../../resolution/bound.ts';
import { listRuns } from '../../store/run-list.ts';
import { configurationOfRun } from '../configuration.ts';
import type { DecidedRun } from '../decided-run.ts';
import { entityNamesInForce } from '../entity-names-in-force.ts';
import { quoteSelftest } from '../selftest/quote-selftest.ts';
import type { Workplace } from '../workplace.ts';
import type { Gathered } from './gather-facts.ts';
import { ledgerLines, lineCounts, wouldBeLines } from './line-facts.ts';
import { settingChanges } from './setting-changes.ts';

/** What only the workbook needs of the rows; they pass once. */
export class ModelTally {
  readonly #days = new Map<BusinessDate, { rows: number; agreeing: number; open: number; gross: MoneySums }>();
  readonly #net = new MoneySums();
  readonly #gross = new MoneySums();
  readonly #decided: VarianceRow[] = [];

  add(row: VarianceRow): void {
    if (row.resolution !== null) this.#decided.push(row);
    const { variance, currency, date, status } = row;
    const minor = variance === null ? 0n : minorOf(variance, currency);
    if (row.resolution?.state !== 'resolved' && variance !== null) {
      this.#net.add(currency, minor);
      this.#gross.add(currency, absolute(minor));
    }
    if (date === null) return;
    let day = this.#days.get(date);
    if (day === undefined) this.#days.set(date, (day = { rows: 0, agreeing: 0, open: 0, gross: new MoneySums() }));
    day.rows++;
    if (AGREEING.includes(status)) day.agreeing++;
    if (isOpen(row)) day.open++;
    day.gross.add(currency, absolute(minor));
  }

  get net(): Record<string, string> {
    return this.#net.plain();
  }

  get gross(): Record<string, string> {
    return this.#gross.plain();
  }

  get decidedRows(): readonly VarianceRow[] {
    return this.#decided;
  }

  /** Every day of the window, those without a row included. */
  days({ from, to }: { from: BusinessDate; to: BusinessDate }): DayFact[] {
    const days: DayFact[] = [];
    for (let day = dayNumber(from); day <= dayNumber(to); day++) {
      const date = dateOfDay(day);
      const { rows = 0, agreeing = 0, open = 0, gross } = this.#days.get(date) ?? {};
      days.push({ date, rows, agreeing, open, gross: gross?.plain(true) ?? {} });
    }
    return days;
  }
}

/** The weeks of a window; the first begins on its first day, the last may be shorter. */
export function weeksOf({ from, to }: { from: BusinessDate; to: BusinessDate }): Week[] {
  const weeks: Week[] = [];
  for (let day = dayNumber(from); day <= dayNumber(to); day += 7) weeks.push({ number: weeks.length + 1, from: dateOfDay(day), to: dateOfDay(Math.min(day + 6, dayNumber(to))) });
  return weeks;
}

/** Everything that the workbook shows, from what was gathered and judged. */
export async function decisionModel(workplace: Workplace, { facts, decided, summary }: Gathered & { decided: DecidedRun; summary: NonNullable<Gathered['summary']> }, verdict: Verdict, tally: ModelTally): Promise<DecisionModel> {
  const { settings, database, programVersion } = workplace;
  const { run, imports, book, head } = decided;
  const runs = await listRuns(database);
  const { rows } = facts;
  const entityNames = await entityNamesInForce(workplace);
  const precedents = book.precedents();
  const precedentOf = (row: VarianceRow): string => {
    const precedent = row.resolution === null ? precedents.get(kindOf(row)) : undefined;
    return precedent === undefined ? '' : ` Proposed, because the last row of this kind was resolved so: ${DISPOSITIONS[precedent.act.disposition].label} (${entryName(precedent.sequence)}).`;
  };
  return {
    company: settings.company, erp: settings.erp, timeZone: settings.timeZone, window: settings.window, weeks: weeksOf(settings.window), programVersion,
    run: { ...runHeader(run), number: run.number }, verdict, summary,
    afterResolutions: { open: rows.open, resolved: rows.resolved, net: tally.net, gross: tally.gross, openMoney: rows.openMoney },
    tolerated: rows.tolerated, wrong: rows.wrong, selftest: await quoteSelftest(workplace), rootCauses: summary.rootCauses, settingChanges: settingChanges(settings, runs, book.entries),
    inputs: imports.map(({ kind, format, sheet, shown, sha256, rowsRead, rowsAccepted, rowsKnown, rowsQuarantined, asOf }) => ({
      kind, format: sheet ?? format, shown, sha256, rowsRead, rowsAccepted, rowsKnown, rowsQuarantined, asOf: asOf === null ? null : formatInstant(asOf),
    })),
    vanished: { orders: [...facts.vanished.orders], reviewedBy: facts.vanished.reviewedBy }, approvers: [...facts.approvers], coverage: [...facts.coverage], rollback: [...(facts.rollback ?? [])], checklistChanges: [...facts.checklistChanges], days: tally.days(settings.window), offsetting: [...rows.offsetting],
    runs: runs.map(({ id, number, asOf, digest }) => ({ id, number, asOf: asOf === null ? null : formatInstant(asOf), digest, configuration: configurationOfRun(book.entries, id) })),
    trail: [...book.entries], auditHead: head, people: settings.people.map(({ id, name, roles }) => ({ id, name, roles })),
    reviews: waitingReviews(facts.decisions, book.entries, tally.decidedRows),
    counts: { rows: rows.rows, ...lineCounts(workplace, run.id) },
    rows: () => decided.rows(), wouldBeLines: (week) => wouldBeLines(workplace, { run, imports, days: week ?? null }), ledgerLines: (week) => ledgerLines(workplace, { run, imports, days: week ?? null }, facts.vanished.orders, entityNames),
    isReplayed: facts.outdated.length === 0,
    boundOf, remedyOf: (row) => `${rowRemedy(row)}${precedentOf(row)}`,
  };
}

/** Decisions in force that nobody has reviewed yet, oldest first. */
function waitingReviews(decisions: Gathered['facts']['decisions'], entries: readonly AuditEntry[], rows: readonly VarianceRow[]): ReviewFact[] {
  return decisions.filter(({ reviewed }) => !reviewed).flatMap(({ entry: sequence }) => {
    const entry = entries[sequence - 1];
    return entry === undefined ? [] : reviewFact(entry, rows.find(({ resolution }) => resolution?.entry === sequence) ?? null);
  });
}

function reviewFact({ sequence, hash, act, actor, at }: AuditEntry, row: VarianceRow | null): ReviewFact[] {
  const base = { entry: sequence, hash, row, by: actor.person ?? '', at: at === null ? null : formatInstant(at) };
  switch (act.kind) {
    case 'resolve':
      return [{ ...base, kind: act.kind, decision: `${DISPOSITIONS[act.disposition].label}${act.due === null ? '' : ` until ${act.due}`}`, about: act.transaction ?? act.row, reason: act.reason }];
    case 'pair':
    case 'unpair':
      return [{ ...base, kind: act.kind, decision: `${act.kind === 'pair' ? 'Pair with' : 'Part from'} ${act.purchaseOrders.join(', ')}`, about: act.transaction, reason: act.reason }];
    case 'waive':
      return [{ ...base, kind: act.kind, decision: 'Waive the gate', about: act.gate, reason: act.reason }];
    case 'quarantine':
      return [{ ...base, kind: act.kind, decision: act.decision === 'accept' ? 'Accept as unread' : 'Corrected since', about: `quarantine ${act.item}, ${act.at}`, reason: act.reason }];
    default:
      return [];
  }
}
