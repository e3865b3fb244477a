import { statSync } from 'node:fs';
import { extname } from 'node:path';
import type { Instant } from '../domain/calendar.ts';
import { APPROVALS_COLUMNS } from '../domain/table-columns.ts';
import type { Approval, ExpenseLine, ReportSnapshot } from '../domain/expense-report.ts';
import { assertExactSum, readAmount, readCurrency, readDate, readDocumentId, readFlag, readInstant, readOptionalAmount, readText, readWhole } from '../intake/fields.ts';
import { Unreadable, UnreadableRow, atLine } from '../intake/row-problem.ts';
import type { ApprovalsSink, InputFile, ReadingOptions, Refusal } from '../intake/sink.ts';
import { type TableRow, readTable } from '../intake/table.ts';
import { openProfiledTable } from '../intake/profiled/open-table.ts';
import { withInput } from '../intake/profiled/with-input.ts';
import { orderLines } from './order-lines.ts';

const REQUIRED = [
  'event_id', 'occurred_at', 'report_id', 'revision', 'status', 'report_name', 'currency', 'total', 'employee_email', 'department', 'location',
  'submitted_at', 'approvers', 'line_id', 'expense_date', 'merchant', 'vendor_id', 'category', 'line_department', 'line_location', 'description', 'amount',
] as const;
const OPTIONAL = ['entity', 'item_id', 'quantity', 'payment_type', 'personal', 'reimbursable', 'claimed', 'tax'] as const;
type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];
const PLACE = Object.fromEntries([...REQUIRED, ...OPTIONAL].map((column, index) => [column, index])) as Record<Column, number>;
/** Columns that say the same on every row of an event. */
const OF_THE_REPORT: Column[] = ['entity', 'occurred_at', 'report_id', 'revision', 'status', 'report_name', 'currency', 'total', 'employee_email', 'department', 'location', 'submitted_at', 'approvers'];

const DATE_LENGTH = 'YYYY-MM-DD'.length;

/** Up to this size a file's rows are held until its end, in some ten times as much memory. */
const HELD_BYTES = 16 * 1024 * 1024;
const COLUMNS = { required: REQUIRED, optional: OPTIONAL };

/**
 * Reads approvals.csv or .xlsx: rows with the same event_id are one event, wherever they stand. A file larger than `heldBytes` is
 * read twice: once for which events are scattered over it, which few exports do, so that the others need not be held.
 */
export async function readGenericTable(file: InputFile, options: ReadingOptions, sink: ApprovalsSink, heldBytes = HELD_BYTES): Promise<void> {
  const held = extname(file.name).toLowerCase() === '.xlsx' || statSync(file.path).size <= heldBytes || options.profile !== undefined ? null : await scatteredEvents(file);
  const rows = options.profile === undefined ? canonicalRows(file, sink) : await profiledRows(file, options, sink);
  const events = new Map<string, TableRow[]>();
  let together: TableRow[] = [];
  let togetherId = '';
  const deliver = (eventId: string, rows: TableRow[]): void => {
    const first = rows[0] as TableRow;
    let snapshot: ReportSnapshot;
    try {
      snapshot = readEventRows(eventId, rows, options);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const damaged = error instanceof UnreadableRow ? error.line : first.line;
      sink.refuse({ line: damaged, rows: rows.length, ...error.problem, ...identityOf(eventId, rows, options) });
      return;
    }
    sink.accept(snapshot, first.line, rows.length);
  };
  await rows(
    (row) => {
      const eventId = row.cells[PLACE.event_id] ?? '';
      if (eventId === '') {
        const problem = row.problem ?? { field: 'event_id', value: '', reason: 'the text is missing' };
        // Which event it is a part of is not known; its report is incomplete.
        const reportId = row.cells[PLACE.report_id] ?? '';
        sink.refuse({ line: row.line, rows: 1, ...problem, ...(reportId === '' ? {} : { documentId: reportId }) });
        return;
      }
      if (held === null || held.has(eventId)) {
        const rows = events.get(eventId);
        if (rows === undefined) events.set(eventId, [{ ...row }]);
        else rows.push({ ...row });
        return;
      }
      if (eventId !== togetherId) {
        if (together.length > 0) deliver(togetherId, together);
        together = [];
        togetherId = eventId;
      }
      together.push({ ...row });
    },
    (count) => sink.bytes(count),
  );
  if (together.length > 0) deliver(togetherId, together);
  for (const [eventId, rows] of events) deliver(eventId, rows);
}

type FeedRows = (onRow: (row: TableRow) => void, onBytes: (count: number) => void) => Promise<void> | void;

/** The rows of a canonical table; tells the sink which of its columns nobody reads. */
const canonicalRows = (file: InputFile, sink: ApprovalsSink): FeedRows => async (onRow, onBytes) => {
  const { unread } = await readTable(file, COLUMNS, onRow, onBytes);
  if (unread !== null) sink.unread?.(unread);
};

/** The rows of a table of any form, in the order of the canonical columns, by the header profile of the settings. Throws CannotRun. */
async function profiledRows(file: InputFile, options: ReadingOptions, sink: ApprovalsSink): Promise<FeedRows> {
  const table = await openProfiledTable(file, APPROVALS_COLUMNS, withInput([], options));
  return (onRow, onBytes) => {
    const { passedOver, controls } = table.forEachRow(onRow, onBytes);
    if (passedOver > 0) sink.control({ what: `rows that are no expenses, passed over as ${table.profile} says`, stated: String(passedOver), found: String(passedOver), agrees: true });
    for (const control of controls) sink.control(control);
  };
}

/** The events whose rows do not follow one another. */
async function scatteredEvents(file: InputFile): Promise<ReadonlySet<string>> {
  const begun = new Set<string>();
  const scattered = new Set<string>();
  let last = '';
  await readTable(file, COLUMNS, ({ cells }) => {
    const eventId = cells[PLACE.event_id] ?? '';
    if (eventId === '' || eventId === last) return;
    if (begun.has(eventId)) scattered.add(eventId);
    // A copy of its own: a piece of a text would keep the whole of it.
    else begun.add(Buffer.from(eventId).toString());
    last = eventId;
  });
  return scattered;
}

function readEventRows(eventId: string, rows: TableRow[], options: ReadingOptions): ReportSnapshot {
  const first = rows[0] as TableRow;
  const cell = (row: TableRow, column: Column): string => row.cells[PLACE[column]] as string;
  for (const row of rows) {
    if (row.problem !== null) throw new UnreadableRow(row.line, row.problem);
    for (const column of OF_THE_REPORT) {
      if (cell(row, column) !== cell(first, column)) {
        throw new UnreadableRow(row.line, { field: column, value: cell(row, column), reason: `differs from line ${first.line} of the same event ("${cell(first, column)}")` });
      }
    }
  }
  const onFirst = <T>(read: () => T): T => atLine(first.line, read);
  onFirst(() => readDocumentId('event_id', eventId));
  const decimals = onFirst(() => readCurrency('currency', cell(first, 'currency')));
  const lines = rows.map((row) => atLine(row.line, (): ExpenseLine => ({
    id: readText('line_id', cell(row, 'line_id')),
    date: readDate('expense_date', cell(row, 'expense_date')),
    merchant: cell(row, 'merchant'),
    vendorId: cell(row, 'vendor_id'),
    category: cell(row, 'category'),
    department: cell(row, 'line_department'),
    location: cell(row, 'line_location'),
    description: cell(row, 'description'),
    amountMinor: readAmount('amount', cell(row, 'amount'), decimals),
    itemId: cell(row, 'item_id'),
    quantity: cell(row, 'quantity'),
    paymentType: cell(row, 'payment_type'),
    personal: readFlag('personal', cell(row, 'personal')) ?? false,
    reimbursable: readFlag('reimbursable', cell(row, 'reimbursable')),
    claimedMinor: readOptionalAmount('claimed', cell(row, 'claimed'), decimals),
    taxMinor: readOptionalAmount('tax', cell(row, 'tax'), decimals),
  })));
  // A table that is kept by hand gives dates: they count as they are written, and so does the date of what has a time beside them.
  const dateOnly = options.profile !== undefined && ['occurred_at', 'submitted_at'].some((column) => cell(first, column as Column).length === DATE_LENGTH);
  const readMoment = (field: string, text: string): Instant => (dateOnly ? Date.parse(`${readDate(field, text.slice(0, DATE_LENGTH))}T00:00:00Z`) : readInstant(field, text, options.clock));
  return onFirst(() => {
    assertExactSum('amount', lines.map((line) => line.amountMinor));
    return {
      eventId,
      occurredAt: readMoment('occurred_at', cell(first, 'occurred_at')),
      dateOnly,
      reportId: readDocumentId('report_id', cell(first, 'report_id')),
      revision: readWhole('revision', cell(first, 'revision')),
      status: readText('status', cell(first, 'status')),
      name: cell(first, 'report_name'),
      currency: cell(first, 'currency'),
      totalMinor: readAmount('total', cell(first, 'total'), decimals),
      entity: cell(first, 'entity'),
      employee: { email: cell(first, 'employee_email'), department: cell(first, 'department'), location: cell(first, 'location') },
      submittedAt: cell(first, 'submitted_at') === '' ? null : readMoment('submitted_at', cell(first, 'submitted_at')),
      approvals: options.profile !== undefined && options.profile.columns.approvers === undefined ? null : readApprovers(cell(first, 'approvers'), options),
      lines: orderLines(lines),
    };
  });
}

/** `role|email|decision|instant` joined by semicolons. */
function readApprovers(text: string, options: ReadingOptions): Approval[] {
  if (text === '') return [];
  return text.split(';').map((part) => {
    const [role = '', approver = '', decision = '', at = '', ...rest] = part.split('|').map((piece) => piece.trim());
    if (rest.length > 0 || (decision !== 'approved' && decision !== 'rejected')) throw new Unreadable('approvers', part, 'not role|email|approved or rejected|instant');
    return { role: readText('approvers', role), approver: readText('approvers', approver), decision, at: readInstant('approvers', at, options.clock) };
  });
}

function identityOf(eventId: string, rows: TableRow[], options: ReadingOptions): Partial<Refusal> {
  const identity: Partial<Refusal> = { eventId };
  for (const row of rows) {
    const reportId = row.cells[PLACE.report_id] ?? '';
    if (reportId !== '') identity.documentId ??= reportId;
    try {
      identity.revision ??= readWhole('revision', row.cells[PLACE.revision]);
      identity.occurredAt ??= readInstant('occurred_at', row.cells[PLACE.occurred_at], options.clock);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
    }
  }
  return identity;
}
