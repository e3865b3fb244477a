import type { Instant } from '../../domain/calendar.ts';
import type { ReportSnapshot } from '../../domain/expense-report.ts';
import { formatMinor } from '../../domain/money.ts';
import { assertExactSum, readCurrency, readDate } from '../../intake/fields.ts';
import type { ControlTotal, ReadingOptions, Refusal } from '../../intake/sink.ts';
import { UnreadableRow, atLine } from '../../intake/row-problem.ts';
import { known } from '../json/read-one.ts';
import { orderLines } from '../order-lines.ts';
import { readId } from '../read-id.ts';
import { type Column, fieldName } from './columns.ts';
import { readEntries } from './entries.ts';
import { type ExtractRow, agreed, cellOf } from './extract-row.ts';
import { readSigned } from './journal-amount.ts';

/** The one state that an extract knows: it takes a report when all approvals are done. */
export const EXTRACTED = 'EXTRACTED';

/** What the rows of one report say: the snapshot, and its stated total beside the sum of its lines. */
export interface ReadReport {
  snapshot: ReportSnapshot;
  total: ControlTotal | null;
}

/** Reads the rows of one report, in whatever order. Throws UnreadableRow. */
export function readExtractedReport(rows: readonly ExtractRow[], options: ReadingOptions): ReadReport {
  for (const { line, problem } of rows) if (problem !== null) throw new UnreadableRow(line, problem);
  return atLine(rows[0]?.line ?? 0, () => readRows(rows, options));
}

function readRows(rows: readonly ExtractRow[], options: ReadingOptions): ReadReport {
  const identity = identify(rows);
  const currency = agreed(rows, 'currency');
  const decimals = readCurrency(fieldName('currency'), currency);
  agreed(rows, 'reportKey');
  const lines = readEntries(rows, { currency, decimals, options });
  assertExactSum(fieldName('journalAmount'), lines.map((line) => line.amountMinor));
  const linesMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const stated = agreed(rows, 'totalApproved');
  const statedMinor = stated === '' ? null : readSigned('totalApproved', stated, decimals);
  return {
    snapshot: {
      ...identity,
      dateOnly: identity.occurredAt !== null,
      status: EXTRACTED,
      name: agreed(rows, 'reportName'),
      currency,
      totalMinor: statedMinor ?? linesMinor,
      entity: entityOf(rows, options.orgUnits?.entity),
      employee: employeeOf(rows, options),
      submittedAt: dayOf(rows, 'submitDate'),
      approvals: null,
      lines: orderLines(lines),
    },
    total: statedMinor === null ? null : totalOf(identity.reportId, statedMinor, linesMinor, currency),
  };
}

function identify(rows: readonly ExtractRow[]): { eventId: string; reportId: string; revision: number; occurredAt: Instant | null } {
  const reportId = readId(fieldName('reportId'), agreed(rows, 'reportId'));
  const batchDate = readDate(fieldName('batchDate'), agreed(rows, 'batchDate'));
  const batchId = readId(fieldName('batchId'), agreed(rows, 'batchId'));
  return {
    // Of two batches of one day the later comes second: their ids are compared as texts.
    eventId: `${batchDate}/${batchId.padStart(BATCH_ID_LENGTH, '0')}/${reportId}`,
    reportId,
    revision: Number(batchDate.replaceAll('-', '')),
    occurredAt: dayOf(rows, 'processingDate'),
  };
}

const BATCH_ID_LENGTH = 13;

/** A date as midnight UTC; null where it is blank. */
function dayOf(rows: readonly ExtractRow[], column: Column): Instant | null {
  const text = agreed(rows, column);
  return text === '' ? null : Date.parse(`${readDate(fieldName(column), text)}T00:00:00Z`);
}

function entityOf(rows: readonly ExtractRow[], entity: number | 'ledger' | undefined): string {
  if (entity === undefined) return '';
  return entity === 'ledger' ? agreed(rows, 'ledger') : unitOf(rows, entity);
}

const unitOf = (rows: readonly ExtractRow[], number: number | undefined): string =>
  number === undefined ? '' : agreed(rows, 'employeeOrgUnit', number) || agreed(rows, 'reportOrgUnit', number);

function employeeOf(rows: readonly ExtractRow[], { orgUnits }: ReadingOptions): ReportSnapshot['employee'] {
  return {
    email: agreed(rows, 'email') || agreed(rows, 'loginId') || agreed(rows, 'employeeId'),
    department: unitOf(rows, orgUnits?.department),
    location: unitOf(rows, orgUnits?.location),
  };
}

function totalOf(reportId: string, statedMinor: number, foundMinor: number, currency: string): ControlTotal {
  const shown = (minor: number): string => `${formatMinor(minor, currency)} ${currency}`;
  return { what: `approved total of report ${reportId}`, stated: shown(statedMinor), found: shown(foundMinor), agrees: statedMinor === foundMinor };
}

/** What can still be told of a report that could not be read, so that it counts as incomplete. */
export function identityOf(rows: readonly ExtractRow[]): Partial<Refusal> {
  const sound = rows.filter((row) => row.problem === null);
  const identity = sound.length === 0 ? undefined : known(() => identify(sound));
  if (identity === undefined) return {};
  return { eventId: identity.eventId, revision: identity.revision, occurredAt: identity.occurredAt ?? undefined };
}

/** Whether the row belongs to no report, which only a cash advance does. */
export const hasNoReport = (row: ExtractRow): boolean => row.problem === null && cellOf(row, 'reportId') === '';
