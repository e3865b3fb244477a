import type { ReportSnapshot } from '../../domain/expense-report.ts';
import { readCurrency, readFlag, readText } from '../../intake/fields.ts';
import { JsonProblem, parseExactJson } from '../../intake/json-text.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { ControlTotal, ReadingOptions, Refusal } from '../../intake/sink.ts';
import { orderLines } from '../order-lines.ts';
import { totalsOf } from './control-totals.ts';
import { eventIdOf, identityInText, identityOf, revisionOf } from './document-identity.ts';
import { type Reading, readEntries } from './entries.ts';
import { orgUnit } from './org-unit.ts';
import type { DocumentText } from '../../intake/cut-documents.ts';
import { type Fields, Part } from '../json/part.ts';

/** What one document says: the snapshot, and the totals it carries about itself. */
export interface ReadDocument {
  snapshot: ReportSnapshot;
  totals: ControlTotal[];
}

/** What a document says, or why it is refused. */
export function readDocument({ line, text }: DocumentText, options: ReadingOptions): ReadDocument | Refusal {
  if (text === null) return { line, rows: 1, field: '', value: '', reason: 'an element of the list is no document (it must be an object)' };
  let fields: Fields | undefined;
  try {
    fields = parseDocument(text);
    return readSnapshot(new Part(fields), options);
  } catch (error) {
    if (error instanceof JsonProblem) {
      const reason = `not valid JSON: ${error.what} at line ${line + error.line - 1}`;
      return { line, rows: 1, field: '', value: text, reason, ...identityInText(text) };
    }
    if (error instanceof Unreadable) return { line, rows: 1, ...error.problem, ...(fields === undefined ? {} : identityOf(new Part(fields), options.clock)) };
    throw error;
  }
}

function parseDocument(text: string): Fields {
  const fields = parseExactJson(text) as Fields;
  // The service can be asked to send the inner document as text.
  const inner = fields.get('document');
  if (typeof inner === 'string') fields.set('document', parseExactJson(inner));
  return fields;
}

function readSnapshot(whole: Part, options: ReadingOptions): ReadDocument {
  refuseOtherTypes(whole);
  const body = whole.part('document');
  const report = body.part('report');
  refuseTestReports(report);
  const currency = report.text('employeeCurrencyAlphaCode');
  const reading: Reading = { currency, decimals: readCurrency(report.at('employeeCurrencyAlphaCode'), currency), options };
  const reportId = readText(report.at('reportId'), report.text('reportId'));
  const revision = revisionOf(report);
  const entries = readEntries(body, reading);
  const processed = report.moment('reportPaymentProcessingDate', options.clock);
  const entriesMinor = entries.reduce((sum, entry) => sum + entry.approvedMinor, 0);
  const statedMinor = report.has('totalApprovedAmount') ? report.amount('totalApprovedAmount', reading.decimals) : null;
  return {
    snapshot: {
      eventId: eventIdOf(whole),
      occurredAt: processed?.at ?? null,
      dateOnly: processed?.dateOnly ?? false,
      reportId,
      revision,
      status: readText('docStatus', whole.text('docStatus')),
      name: report.text('reportName'),
      currency,
      totalMinor: statedMinor ?? entriesMinor,
      entity: readEntity(body, report, options),
      employee: readEmployee(body, report, options),
      submittedAt: report.moment('reportSubmitDate', options.clock)?.at ?? null,
      approvals: null,
      lines: orderLines(entries.flatMap((entry) => entry.lines)),
    },
    totals: totalsOf(`report ${reportId}, revision ${revision}`, statedMinor, entriesMinor, entries, currency),
  };
}

function refuseOtherTypes(whole: Part): void {
  const type = whole.text('docType');
  if (type !== '' && type.toLowerCase() !== 'expense') throw new Unreadable('docType', type, 'not an expense document; no purchase order comes of it');
}

function refuseTestReports(report: Part): void {
  if (readFlag(report.at('isTest'), report.text('isTest'))) throw new Unreadable(report.at('isTest'), report.text('isTest'), 'the report of a test user; it must never reach the ERP');
}

function readEmployee(body: Part, report: Part, { orgUnits }: ReadingOptions): ReportSnapshot['employee'] {
  const employee = body.part('employee');
  const unit = (number: number | undefined): string => orgUnit(employee, 'employee', number, orgUnits) || orgUnit(report, 'report', number, orgUnits);
  return {
    email: employee.text('emailAddress') || employee.text('loginId') || employee.text('employeeId'),
    department: unit(orgUnits?.department),
    location: unit(orgUnits?.location),
  };
}

/** The org unit, or the ledger, that the settings say is the legal entity. */
function readEntity(body: Part, report: Part, { orgUnits }: ReadingOptions): string {
  const entity = orgUnits?.entity;
  if (entity === 'ledger') return report.text('ledgerCode');
  return orgUnit(body.part('employee'), 'employee', entity, orgUnits) || orgUnit(report, 'report', entity, orgUnits);
}
