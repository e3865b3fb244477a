import type { BusinessDate, ZonedClock } from '../../domain/calendar.ts';
import type { StoredEvent } from '../../domain/event-page.ts';
import type { ReportSnapshot } from '../../domain/expense-report.ts';
import type { ReviewedRow, SeenValue, Sighting } from '../../domain/health.ts';
import { MoneySums } from '../../domain/money-sums.ts';
import { MAPPING_SHEETS, type MappingRow, type MappingSheetName } from '../../domain/reference-data.ts';
import { compareText, fold } from '../../domain/text.ts';
import { codeReport } from '../../mapping/code-report.ts';
import type { Resolved } from '../../mapping/resolver.ts';
import { recordsOf } from '../../replay/coverage-facts.ts';
import { type ReplayContext, approvalOf } from '../../replay/replay-report.ts';

/** How one value, or one mapping row, was used. */
class Use {
  reports = 0;
  readonly sums = new MoneySums();
  #first: Sighting | undefined;
  #last: Sighting | undefined;

  /** Counts a report; reports come in the order of their ids, each once. */
  see(report: Sighting): void {
    if (this.#newest === report) return;
    this.#newest = report;
    this.reports++;
    if (this.#first === undefined || (report.date ?? '') < (this.#first.date ?? '')) this.#first = report;
    if (this.#last === undefined || (report.date ?? '') > (this.#last.date ?? '')) this.#last = report;
  }
  #newest: Sighting | undefined;

  get first(): Sighting {
    return this.#first as Sighting;
  }

  get last(): Sighting {
    return this.#last as Sighting;
  }
}

/** The date of a snapshot: of its last approving decision, else of its own instant. */
export function dateOfSnapshot(snapshot: ReportSnapshot, clock: ZonedClock): BusinessDate | null {
  const moment = approvalOf(snapshot);
  return moment === null ? null : clock.dateOfMoment(moment);
}

/** What the newest snapshot of every report holds, and through which mapping rows it goes; and when each approver last decided. */
export class UsedValues {
  readonly #rules: ReplayContext;
  readonly #rows = new Map<MappingRow, Use>();
  readonly #values = new Map<string, { sheet: MappingSheetName; resolved: Resolved; use: Use }>();
  readonly #seen = new Set<string>();
  readonly decisions = new Map<string, Sighting>();
  reports = 0;
  recordFrom: BusinessDate | null = null;

  constructor(rules: ReplayContext) {
    this.#rules = rules;
  }

  /** Takes a report, all of its events in order. */
  add(events: readonly StoredEvent[]): void {
    const { resolver, settings, scopeOf, clock } = this.#rules;
    this.reports++;
    for (const { snapshot } of events) this.#decided(snapshot);
    const { snapshot } = events[events.length - 1] as StoredEvent;
    const report: Sighting = { reportId: snapshot.reportId, date: dateOfSnapshot(snapshot, clock) };
    if (report.date !== null && (this.recordFrom === null || report.date < this.recordFrom)) this.recordFrom = report.date;
    const coded = codeReport(snapshot, resolver, settings, scopeOf);
    for (const { line, vendor, account, department, location } of coded.lines) {
      const money = { currency: snapshot.currency, minor: line.amountMinor };
      for (const [sheet, resolved] of [['vendors', vendor], ['categories', account], ['departments', department], ['locations', location]] as const) if (resolved !== null) this.#use(sheet, resolved, report, money);
    }
    if (coded.lines.length === 0) return;
    for (const approver of coded.approvers) this.#use('approvers', approver, report, null);
    if (coded.entity !== null) this.#use('entities', coded.entity, report, null);
  }

  #decided({ approvals, reportId, dateOnly }: ReportSnapshot): void {
    for (const { approver, at } of approvals ?? []) {
      const date = this.#rules.clock.dateOfMoment({ at, dateOnly });
      const known = this.decisions.get(fold(approver));
      if (known === undefined || date > (known.date ?? '')) this.decisions.set(fold(approver), { reportId, date });
    }
  }

  #use(sheet: MappingSheetName, resolved: Resolved, report: Sighting, money: { currency: string; minor: number } | null): void {
    const { mappedBy, state, value } = resolved;
    const key = `${sheet} ${fold(value)}`;
    this.#seen.add(key);
    if (mappedBy !== null) {
      let use = this.#rows.get(mappedBy);
      if (use === undefined) this.#rows.set(mappedBy, (use = new Use()));
      use.see(report);
      return;
    }
    if (state === 'ok') return;
    let known = this.#values.get(key);
    if (known === undefined) this.#values.set(key, (known = { sheet, resolved, use: new Use() }));
    known.use.see(report);
    if (money !== null) known.use.sums.add(money.currency, BigInt(money.minor));
  }

  get valuesSeen(): number {
    return this.#seen.size;
  }

  /** Values that go through no mapping row and that the ERP does not take, sheet by sheet, the most used first. */
  values(): SeenValue[] {
    return [...this.#values.values()]
      .map(({ sheet, resolved: { value, state }, use }): SeenValue => ({ sheet, value, state: state as SeenValue['state'], reports: use.reports, amounts: use.sums.plain(), first: use.first, last: use.last }))
      .sort((left, right) => MAPPING_SHEETS.indexOf(left.sheet) - MAPPING_SHEETS.indexOf(right.sheet) || right.reports - left.reports || compareText(left.value, right.value));
  }

  /** Every row of every mapping sheet, in the order of the sheets. */
  rows(): ReviewedRow[] {
    const { resolver: { mapping }, master } = this.#rules;
    return MAPPING_SHEETS.flatMap((sheet) => [...(mapping[sheet]?.values() ?? [])].map((row): ReviewedRow => {
      const records = recordsOf(master, sheet);
      const record = records?.get(row.to);
      const use = this.#rows.get(row);
      return {
        sheet, from: row.from, to: row.to, at: row.at, target: records === null ? 'unchecked' : record === undefined ? 'unknown' : record.active ? 'active' : 'inactive', targetAt: record?.at ?? '',
        reports: use?.reports ?? 0, last: use?.last ?? null,
      };
    }));
  }
}
