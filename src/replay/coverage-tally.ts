import { isWithin } from '../domain/calendar.ts';
import type { RunCoverage } from '../domain/coverage.ts';
import { type MappingRow, periodOf } from '../domain/reference-data.ts';
import { fold } from '../domain/text.ts';
import type { CodedLine } from '../mapping/code-report.ts';
import type { Resolved } from '../mapping/resolver.ts';
import { approvalPath } from '../routing/approval-path.ts';
import { coverageOf } from './coverage-facts.ts';
import { LineDimension } from './line-dimension.ts';
import type { ReplayContext } from './replay-report.ts';
import type { ReplayedReport } from './replayed-report.ts';
import { ELSEWHERE, type Part, UsageCounter, WINDOW } from './usage-counter.ts';

interface CountedPath {
  shown: string;
  counter: UsageCounter;
}

/** Counts what reports exercise of mapping, routing, currencies, periods and vendors, while they are replayed. */
export class CoverageTally {
  readonly #context: ReplayContext;
  /** By sheet row, vendor or fiscal period: the very objects of the reference data. */
  readonly #counters = new Map<object, UsageCounter>();
  readonly #vendors = new LineDimension(({ mappedBy, record }) => [mappedBy, record].filter((used) => used !== null).map((used) => this.#counter(used)));
  readonly #accounts = new LineDimension(({ mappedBy }) => (mappedBy === null ? [] : [this.#counter(mappedBy)]));
  readonly #departments = new LineDimension(({ mappedBy }) => (mappedBy === null ? [] : [this.#counter(mappedBy)]));
  readonly #locations = new LineDimension(({ mappedBy }) => (mappedBy === null ? [] : [this.#counter(mappedBy)]));
  readonly #rules = new Map<string, UsageCounter>();
  /** By folded path; shown as it was first written. */
  readonly #paths = new Map<string, CountedPath>();
  /** The same by path as written, so that each text is folded once. */
  readonly #knownPaths = new Map<string, CountedPath>();
  readonly #currencies = new Map<string, { number: number; counter: UsageCounter }>();
  /** By sheet row: in how many reports of the window the approver is. */
  readonly #approvers = new Map<MappingRow, number>();
  readonly #unmappedApprovers = new Map<string, { email: string; reports: number }>();
  readonly #total = new UsageCounter();
  #reports = 0;

  constructor(context: ReplayContext) {
    this.#context = context;
  }

  /** Counts a report. Returns its approval path where it counts for the window, else null. */
  add({ transaction, coded: lastCoded, final }: ReplayedReport): string | null {
    const { lines, approvers, entity, snapshot } = final?.coded ?? lastCoded;
    if (lines.length === 0) return null;
    const report = this.#reports++;
    const { firstFinalDate, orders } = transaction;
    const counts = final !== null && firstFinalDate !== null && isWithin(this.#context.settings.window, firstFinalDate);
    const part = counts ? WINDOW : ELSEWHERE;
    const currency = this.#currency(snapshot.currency);
    const { number } = currency;
    const minor = this.#addLines(lines, part, report, number);
    currency.counter.add(part, report, number, minor);
    if (counts) this.#total.add(part, report, number, minor);
    for (const { mappedBy } of approvers) if (mappedBy !== null) this.#counter(mappedBy).add(part, report, number, minor);
    if (entity !== null && entity.mappedBy !== null) this.#counter(entity.mappedBy).add(part, report, number, minor);
    const date = orders[0]?.poDate ?? firstFinalDate ?? transaction.date;
    const period = date === null ? undefined : periodOf(date, this.#context.master.periods);
    if (period !== undefined) this.#counter(period).add(part, report, number, minor);
    if (isWithin(this.#context.settings.window, transaction.date)) for (const approver of approvers) this.#addApprover(approver);
    if (final === null) return null;
    for (const { rule, satisfied } of final.routing) if (satisfied) this.#rule(rule).add(part, report, number, minor);
    const path = this.#path(approvalPath(snapshot, final.submittedAt, this.#context.identityOf));
    path.counter.add(part, report, number, minor);
    return counts ? path.shown : null;
  }

  /** What the run exercised, and what it did not. */
  result(): RunCoverage {
    const { settings, master, resolver } = this.#context;
    return coverageOf({
      settings, master, mapping: resolver.mapping, total: this.#total, rules: this.#rules, paths: this.#paths,
      currencies: new Map([...this.#currencies].map(([currency, { counter }]) => [currency, counter])),
      counterOf: (used) => this.#counters.get(used), reportsOf: (row) => this.#approvers.get(row) ?? 0, unmappedApprovers: [...this.#unmappedApprovers.values()],
    });
  }

  /** Adds what the lines of a report use. Returns their sum. */
  #addLines(lines: readonly CodedLine[], part: Part, report: number, currency: number): number {
    let sum = 0;
    for (const { line: { amountMinor }, vendor, account, department, location } of lines) {
      sum += amountMinor;
      this.#vendors.add(vendor, amountMinor, part, report, currency);
      this.#accounts.add(account, amountMinor, part, report, currency);
      this.#departments.add(department, amountMinor, part, report, currency);
      this.#locations.add(location, amountMinor, part, report, currency);
    }
    this.#vendors.add(null, 0, part, report, currency);
    this.#accounts.add(null, 0, part, report, currency);
    this.#departments.add(null, 0, part, report, currency);
    this.#locations.add(null, 0, part, report, currency);
    return sum;
  }

  #addApprover({ mappedBy, value }: Resolved): void {
    if (mappedBy !== null) {
      this.#approvers.set(mappedBy, (this.#approvers.get(mappedBy) ?? 0) + 1);
      return;
    }
    const known = this.#unmappedApprovers.get(fold(value));
    if (known === undefined) this.#unmappedApprovers.set(fold(value), { email: value, reports: 1 });
    else known.reports++;
  }

  #counter(used: object): UsageCounter {
    let counter = this.#counters.get(used);
    if (counter === undefined) this.#counters.set(used, (counter = new UsageCounter()));
    return counter;
  }

  #rule(name: string): UsageCounter {
    let counter = this.#rules.get(name);
    if (counter === undefined) this.#rules.set(name, (counter = new UsageCounter()));
    return counter;
  }

  #path(written: string): CountedPath {
    let path = this.#knownPaths.get(written);
    if (path === undefined) {
      path = this.#paths.get(fold(written)) ?? { shown: written, counter: new UsageCounter() };
      this.#paths.set(fold(written), path);
      this.#knownPaths.set(written, path);
    }
    return path;
  }

  #currency(code: string): { number: number; counter: UsageCounter } {
    let currency = this.#currencies.get(code);
    if (currency === undefined) this.#currencies.set(code, (currency = { number: this.#currencies.size, counter: new UsageCounter() }));
    return currency;
  }
}
