import { extname } from 'node:path';
import type { ZonedClock } from '../domain/calendar.ts';
import type { Approval, ExpenseLine, ReportSnapshot } from '../domain/expense-report.ts';
import { CannotRun } from '../domain/trouble.ts';
import { assertExactSum, readAmount, readCurrency, readDate, readFlag, readInstant, readOptionalAmount, readOptionalText, readText, readWhole } from '../intake/fields.ts';
import { JsonProblem, lineProblem, parseJsonLine, writtenNumber } from '../intake/json-text.ts';
import { forEachRawLine } from '../intake/lines.ts';
import { Unreadable, excerpt } from '../intake/row-problem.ts';
import type { ApprovalsSink, InputFile, ReadingOptions, Refusal } from '../intake/sink.ts';
import { gatherUnreadKeys } from '../intake/json-layout.ts';
import { MOST_UNREAD_KEYS, UnreadNames } from '../intake/unread-names.ts';
import { assertNoProfile } from '../intake/profiled/with-input.ts';
import { orderLines } from './order-lines.ts';
import { PackedEvents, SHAPE } from './generic/packed-events.ts';
import { readGenericTable } from './generic-table.ts';
import type { DeliveredText, Source } from './source.ts';

/** The canonical format: one event a line (.jsonl), or one expense line a row (.csv, .xlsx). */
export const generic: Source = {
  name: 'generic',
  finalStates: ['approved_for_payment', 'paid'],
  postedStates: [],
  async read(file, options, sink) {
    const ending = extname(file.name).toLowerCase();
    if (ending === '.jsonl' || ending === '.ndjson' || ending === '.json') {
      assertNoProfile(file, options, 'generic');
      readEvents(file, options, sink);
    }
    else await readGenericTable(file, options, sink);
  },
  deliver: (delivered, options, sink) => deliverEvent(delivered, options, sink),
};

type Fields = Record<string, unknown>;

function object(field: string, value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unreadable(field, value ?? '', 'must be an object');
  return value as Fields;
}

function list(field: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Unreadable(field, value ?? '', 'must be a list');
  return value;
}

function readApproval(value: unknown, index: number, clock: ZonedClock | undefined): Approval {
  const field = `report.approvals[${index}]`;
  const approval = object(field, value);
  const decision = approval.decision;
  if (decision !== 'approved' && decision !== 'rejected') throw new Unreadable(`${field}.decision`, decision ?? '', 'neither approved nor rejected');
  return { approver: readText(`${field}.approver`, approval.approver), role: readText(`${field}.role`, approval.role), decision, at: readInstant(`${field}.at`, approval.at, clock) };
}

function readLine(value: unknown, index: number, decimals: number): ExpenseLine {
  const line = object('report.lines[]', value);
  try {
    return {
      id: readText('id', line.id),
      date: readDate('date', line.date),
      merchant: readOptionalText('merchant', line.merchant),
      vendorId: readOptionalText('vendorId', line.vendorId),
      category: readOptionalText('category', line.category),
      department: readOptionalText('department', line.department),
      location: readOptionalText('location', line.location),
      description: readOptionalText('description', line.description),
      amountMinor: readAmount('amount', line.amount, decimals),
      itemId: readOptionalText('itemId', line.itemId),
      quantity: readOptionalText('quantity', line.quantity),
      paymentType: readOptionalText('paymentType', line.paymentType),
      personal: readFlag('personal', line.personal) ?? false,
      reimbursable: readFlag('reimbursable', line.reimbursable),
      claimedMinor: readOptionalAmount('claimed', line.claimed, decimals),
      taxMinor: readOptionalAmount('tax', line.tax, decimals),
    };
  } catch (error) {
    if (error instanceof Unreadable) throw new Unreadable(`report.lines[${index}].${error.problem.field}`, error.problem.value, error.problem.reason);
    throw error;
  }
}

/** A canonical event as a snapshot; throws Unreadable. */
function readEvent(event: Fields, clock: ZonedClock | undefined): ReportSnapshot {
  const report = object('report', event.report);
  const decimals = readCurrency('report.currency', report.currency);
  const employee = object('report.employee', report.employee ?? {});
  const lines: ExpenseLine[] = [];
  for (const line of list('report.lines', report.lines)) lines.push(readLine(line, lines.length, decimals));
  const approvals: Approval[] = [];
  for (const approval of list('report.approvals', report.approvals ?? [])) approvals.push(readApproval(approval, approvals.length, clock));
  const totalMinor = readAmount('report.total', report.total, decimals);
  assertExactSum('report.lines[].amount', lines.map((line) => line.amountMinor));
  return {
    eventId: readText('eventId', event.eventId),
    occurredAt: readInstant('occurredAt', event.occurredAt, clock),
    dateOnly: false,
    reportId: readText('report.id', report.id),
    revision: readWhole('report.revision', report.revision),
    status: readText('report.status', report.status),
    name: readOptionalText('report.name', report.name),
    currency: report.currency as string,
    totalMinor,
    entity: readOptionalText('report.entity', report.entity),
    employee: {
      email: readOptionalText('report.employee.email', employee.email),
      department: readOptionalText('report.employee.department', employee.department),
      location: readOptionalText('report.employee.location', employee.location),
    },
    submittedAt: report.submittedAt === undefined || report.submittedAt === null || report.submittedAt === '' ? null : readInstant('report.submittedAt', report.submittedAt, clock),
    approvals,
    lines: orderLines(lines),
  };
}

/** An id as people know it, also where an export wrote it as a number and the event can't be read for that. */
function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** What can still be told of an event that could not be read, so that its report counts as incomplete. */
function identityOf(value: unknown, clock: ZonedClock | undefined): Partial<Refusal> {
  if (typeof value !== 'object' || value === null) return {};
  const event = value as Fields;
  const report = typeof event.report === 'object' && event.report !== null ? (event.report as Fields) : {};
  const identity: Partial<Refusal> = { documentId: idOf(report.id), eventId: idOf(event.eventId) };
  try {
    identity.revision = readWhole('revision', report.revision);
    identity.occurredAt = readInstant('occurredAt', event.occurredAt, clock);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  return identity;
}

/** Within the object of a report, up to an id of its own, whatever flat objects stand before it. */
const REPORT_ID = /(?:[^{}]|\{[^{}]*\})*?"id"\s*:\s*"([^"\\]{1,200})"/y;
const EVENT_ID = /"eventId"\s*:\s*"([^"\\]{1,200})"/g;
const REPORT = /"report"\s*:\s*\{/g;

/** All reports that a text names, each once, with their events where each has one: several where line ends between events were lost, or where a report has two ids. */
function namedIn(text: string): Pick<Refusal, 'documentId' | 'eventId'>[] {
  const reports = [...text.matchAll(REPORT)];
  const events = [...text.matchAll(EVENT_ID)];
  const named = new Map<string, Pick<Refusal, 'documentId' | 'eventId'>>();
  for (const [place, { index, 0: key }] of reports.entries()) {
    const eventId = events.length === reports.length ? events[place]?.[1]?.trim() : undefined;
    REPORT_ID.lastIndex = index + key.length;
    for (let found = REPORT_ID.exec(text); found !== null; found = REPORT_ID.exec(text)) {
      const documentId = (found[1] as string).trim();
      if (!named.has(documentId)) named.set(documentId, { documentId, eventId });
    }
  }
  return named.size > 0 ? [...named.values()] : [{ eventId: events[0]?.[1]?.trim() }];
}

/**
 * Sets aside a line that is not JSON, or JSON that says two things, or several events in one: the ids are looked for in the text, and every report that is named is incomplete. Its
 * revision is left open, so that it counts as the newest: a number in damaged text may have lost a digit.
 */
function refuseText(line: number, text: string, problem: { field: string; value: string; reason: string }, sink: ApprovalsSink): void {
  const [first, ...others] = namedIn(text);
  sink.refuse({ line, rows: 1, ...problem, ...first });
  for (const other of others) sink.refuse({ line, rows: 0, ...problem, reason: `it stands on a line that names ${first?.documentId} too: ${problem.reason}`, ...other });
}

/** The value as the file has it: a number's own digits, which parsing may have changed. */
function asWritten(text: string, { field, value, reason }: Unreadable['problem']): Unreadable['problem'] {
  return { field, value: (/^-?\d/.test(value) ? writtenNumber(text, field) : undefined) ?? value, reason };
}

/** One event, as a line of a file or as it was delivered; keys of it that nobody reads are gathered in `unread`. */
function deliverEvent({ line, text }: DeliveredText, options: ReadingOptions, sink: ApprovalsSink, unread?: UnreadNames): void {
  let value: unknown;
  let snapshot: ReportSnapshot;
  try {
    value = parseJsonLine(text);
    if (unread !== undefined) gatherUnreadKeys(value, SHAPE, unread);
    snapshot = readEvent(object('the line', value), options.clock);
  } catch (error) {
    if (error instanceof Unreadable && Array.isArray(value)) return refuseText(line, text, { ...error.problem, value: excerpt(text) }, sink);
    if (error instanceof Unreadable) return sink.refuse({ line, rows: 1, ...asWritten(text, error.problem), ...identityOf(value, options.clock) });
    if (error instanceof JsonProblem) return refuseText(line, text, { value: excerpt(text), ...lineProblem(error) }, sink);
    throw error;
  }
  sink.accept(snapshot, line, 1);
}

function readEvents(file: InputFile, options: ReadingOptions, sink: ApprovalsSink): void {
  let rows = 0;
  const unread = new UnreadNames(MOST_UNREAD_KEYS);
  const plain = sink.packed === undefined ? null : new PackedEvents(options.clock, unread);
  forEachRawLine(
    file.path,
    (line) => {
      const event = line.inSoundBlock ? plain?.read(line) : null;
      if (event !== null && event !== undefined) {
        rows++;
        return sink.packed?.(event, line.number, 1);
      }
      const { number, text, problem } = line;
      if (problem === null && text.trim() === '') return;
      rows++;
      if (problem !== null) return refuseText(number, text, { field: '', value: excerpt(text), reason: problem }, sink);
      deliverEvent({ line: number, text }, options, sink, unread);
    },
    (count) => sink.bytes(count),
  );
  if (rows === 0) throw new CannotRun('the file is empty', { where: file.shown, remedy: 'Export the approvals again; an export without events has no use here.' });
  const columns = unread.columns([]);
  if (columns !== null) sink.unread?.(columns);
}
