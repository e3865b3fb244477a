import type { ExpenseLine, ReportSnapshot } from '../../domain/expense-report.ts';
import { assertExactSum, readCurrency } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { ControlTotal, ReadingOptions } from '../../intake/sink.ts';
import type { Part } from '../json/part.ts';
import { orderLines } from '../order-lines.ts';
import type { Dialect, Reading } from './dialect.ts';
import { dialectOf, identify } from './identity.ts';
import { itemizedTotals, linesOf, totalOf } from './lines.ts';
import { type Entry, entriesOf } from './purchases.ts';
import { FINAL_STATES } from './states.ts';

/** What one report says: the snapshot, and the totals it carries beside what was read. */
export interface ReadReport {
  snapshot: ReportSnapshot;
  totals: ControlTotal[];
}

/** Reads one report with its entries. Throws Unreadable. */
export function readReport(report: Part, options: ReadingOptions): ReadReport {
  const dialect = dialectOf(report);
  const identity = identify(report, dialect, options);
  const currency = report.text(dialect.currency);
  const reading: Reading = { currency, decimals: readCurrency(report.at(dialect.currency), currency), options };
  const statedMinor = report.has(dialect.total) ? dialect.amountOf(report, dialect.total, reading) : null;
  const entries = entriesOf(report, dialect);
  if (entries === null && FINAL_STATES.includes(identity.status)) throw new Unreadable(report.at(dialect.entries), '', 'the report is approved, and its entries are not in the file');
  const lines = readLines(entries ?? [], statedMinor, dialect, reading);
  const linesMinor = sumOf(lines);
  return {
    snapshot: {
      ...identity,
      name: report.text(dialect.name),
      currency,
      totalMinor: statedMinor ?? linesMinor,
      entity: entityOf(report, dialect, options),
      employee: employeeOf(report, dialect, options),
      submittedAt: dialect.momentOf(report, dialect.submitted, options.clock)?.at ?? null,
      approvals: null,
      lines: orderLines(lines),
    },
    totals: entries === null ? [] : totalsOf(identity.reportId, entries, { statedMinor, linesMinor }, dialect, reading),
  };
}

const sumOf = (lines: readonly ExpenseLine[]): number => lines.reduce((sum, line) => sum + line.amountMinor, 0);

/** A total that leaves personal entries out says that they were approved with nothing, whatever their own amount. */
function readLines(entries: readonly Entry[], statedMinor: number | null, dialect: Dialect, reading: Reading): ExpenseLine[] {
  const lines = entries.flatMap((entry) => linesOf(entry, dialect, reading));
  assertExactSum(dialect.amount, lines.map((line) => line.amountMinor));
  const leavesPersonalOut = statedMinor !== sumOf(lines) && statedMinor === sumOf(lines.filter((line) => !line.personal));
  return leavesPersonalOut ? lines.map((line) => (line.personal ? { ...line, amountMinor: 0 } : line)) : lines;
}

function totalsOf(reportId: string, entries: readonly Entry[], { statedMinor, linesMinor }: { statedMinor: number | null; linesMinor: number }, dialect: Dialect, reading: Reading): ControlTotal[] {
  const report = `report ${reportId}`;
  const total = statedMinor === null ? [] : [totalOf(`${dialect.total} of ${report}`, statedMinor, linesMinor, reading.currency)];
  return [...total, ...itemizedTotals(entries, report, dialect, reading)];
}

function entityOf(report: Part, dialect: Dialect, options: ReadingOptions): string {
  const entity = options.orgUnits?.entity;
  if (entity === undefined) return '';
  return entity === 'ledger' ? report.text(dialect.ledger) : dialect.unitOf(report, entity, options);
}

function employeeOf(report: Part, dialect: Dialect, options: ReadingOptions): ReportSnapshot['employee'] {
  const unit = (number: number | undefined): string => (number === undefined ? '' : dialect.unitOf(report, number, options));
  return { email: report.text(dialect.owner), department: unit(options.orgUnits?.department), location: unit(options.orgUnits?.location) };
}
