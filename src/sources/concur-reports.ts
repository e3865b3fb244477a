import { CannotRun } from '../domain/trouble.ts';
import type { ApprovalsSink, InputFile, ReadingOptions } from '../intake/sink.ts';
import { identityOf } from './concur-reports/identity.ts';
import { readReport } from './concur-reports/report.ts';
import { FINAL_STATES, OPEN_STATES } from './concur-reports/states.ts';
import type { DocumentText } from '../intake/cut-documents.ts';
import { type JsonForm, readDocuments, tellCutOff, tellNextPage } from './json/read-documents.ts';
import { known, readOne } from './json/read-one.ts';
import type { Source } from './source.ts';

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
  finalStates: FINAL_STATES,
  postedStates: [],
  openStates: OPEN_STATES,
  async read(file, options, sink) {
    readReports(file, options, sink);
  },
};

function readReports(file: InputFile, options: ReadingOptions, sink: ApprovalsSink): void {
  let next: string | null = null;
  readDocuments(file, FORM, {
    document: (document) => deliverReport(document, options, sink),
    page(envelope) {
      if (!envelope.has('Items')) return;
      next = known(() => envelope.text('NextPage')) ?? '';
    },
    cutOff: (refusal) => tellCutOff(sink, refusal),
    bytes: (count) => sink.bytes(count),
  });
  tellNextPage(sink, 'NextPage', next);
}

function deliverReport(document: DocumentText, options: ReadingOptions, sink: ApprovalsSink): void {
  const outcome = readOne(document, (report) => readReport(report, options), (report) => identityOf(report, options), /"reportId"\s*:/.test(document.text ?? '') ? 'reportId' : 'ID');
  if ('refusal' in outcome) return sink.refuse(outcome.refusal);
  sink.accept(outcome.value.snapshot, document.line, 1);
  for (const total of outcome.value.totals) sink.control(total);
}
