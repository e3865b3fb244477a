import { CannotRun } from '../domain/trouble.ts';
import { Unreadable } from '../intake/row-problem.ts';
import type { ApprovalsSink, InputFile, ReadingOptions, Refusal } from '../intake/sink.ts';
import { identityOf } from './concur-reports/identity.ts';
import { readReport } from './concur-reports/report.ts';
import { FINAL_STATES, OPEN_STATES } from './concur-reports/states.ts';
import { isThinEvent, readThinEvent, readThinNotice } from './concur-reports/thin-event.ts';
import type { DocumentText } from '../intake/cut-documents.ts';
import { type JsonForm, readDocuments, tellCutOff } from './json/read-documents.ts';
import { known, readOne } from './json/read-one.ts';
import type { DeliveredText, Source } from './source.ts';
import { awaitingObject } from './thin-event.ts';

const FORM: JsonForm = {
  lists: ['Items', 'content', 'reports'],
  documentKeys: ['ID', 'reportId'],
  what: 'reports of SAP Concur',
  refuseAnswer(top, shown) {
    if (top.has('ID') || top.has('reportId')) return;
    const message = known(() => top.text('errorMessage') || top.text('Message')) ?? '';
    if (message !== '') throw new CannotRun(`SAP Concur answered with an error instead of reports: ${message}`, { where: shown, remedy: 'Call the service again and keep what it returns.' });
  },
};

/**
 * SAP Concur's Reports v3 and v4 as JSON, entries, itemizations and allocations beside the fields of their report (docs/systems/concur.md). Amounts
 * are decimals of the report's currency with up to eight places.
 */
export const concurReports: Source = {
  name: 'concur-reports',
  readsTakenAt: true,
  finalStates: FINAL_STATES,
  postedStates: [],
  openStates: OPEN_STATES,
  async read(file, options, sink) {
    readReports(file, options, sink);
  },
  deliver(delivery, options, sink) {
    const event = delivery.text.trimStart().startsWith('<') ? readTold(delivery, () => readThinNotice(delivery.text)) : readOne(delivery, (whole) => (isThinEvent(whole) ? readThinEvent(whole) : null), () => ({}), 'reportId');
    if ('refusal' in event) return sink.refuse(event.refusal);
    if (event.value === null) deliverReport(delivery, options, sink);
    else sink.refuse(awaitingObject(delivery.line, event.value));
  },
};

/** Reads what is no JSON; what is wrong with it becomes a refusal. */
function readTold<T>({ line }: DeliveredText, read: () => T): { value: T } | { refusal: Refusal } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof Unreadable) return { refusal: { line, rows: 1, ...error.problem } };
    throw error;
  }
}

function readReports(file: InputFile, options: ReadingOptions, sink: ApprovalsSink): void {
  const totals = readDocuments(file, FORM, {
    document: (document) => deliverReport(document, options, sink),
    cutOff: (refusal) => tellCutOff(sink, refusal),
    bytes: (count) => sink.bytes(count),
  });
  for (const total of totals) sink.control(total);
}

function deliverReport(document: DocumentText, options: ReadingOptions, sink: ApprovalsSink): void {
  const outcome = readOne(document, (report) => readReport(report, options), (report) => identityOf(report, options), /"reportId"\s*:/.test(document.text ?? '') ? 'reportId' : 'ID');
  if ('refusal' in outcome) return sink.refuse(outcome.refusal);
  sink.accept(outcome.value.snapshot, document.line, 1);
  for (const total of outcome.value.totals) sink.control(total);
}
