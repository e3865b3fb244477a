import type { Instant } from '../domain/calendar.ts';
import { CannotRun } from '../domain/trouble.ts';
import { readInstant } from '../intake/fields.ts';
import type { ApprovalsSink, InputFile, ReadingOptions } from '../intake/sink.ts';
import { assertNoProfile } from '../intake/profiled/with-input.ts';
import { readExportTable } from './expensify/export-table.ts';
import { FINAL_STATES, OPEN_STATES } from './expensify/states.ts';
import { identityOf, readReport } from './expensify/report.ts';
import type { DocumentText } from '../intake/cut-documents.ts';
import type { Part } from './json/part.ts';
import { type JsonForm, isJson, readDocuments, tellCutOff } from './json/read-documents.ts';
import { known, readOne } from './json/read-one.ts';
import type { Source } from './source.ts';

const FORM: JsonForm = {
  lists: ['reports'],
  documentKeys: ['reportID', 'transactionList'],
  what: 'Expensify reports',
  refuseAnswer(top, shown) {
    if (!top.has('responseCode') || top.has('reports')) return;
    const message = known(() => top.text('responseMessage')) ?? '';
    throw new CannotRun(`Expensify answered ${known(() => top.text('responseCode')) ?? ''} instead of reports: ${message}`, { where: shown, remedy: 'Run the export job again; docs/systems/expensify.md describes it.' });
  },
};

/**
 * Expensify: reports of the Integration Server as JSON, in the layout that the job's template writes, with amounts in hundredths of every
 * currency; and the CSV exports of the screens, with formatted amounts (docs/systems/expensify.md).
 */
export const expensify: Source = {
  name: 'expensify',
  readsTakenAt: true,
  finalStates: FINAL_STATES,
  postedStates: [],
  openStates: OPEN_STATES,
  async read(file, options, sink) {
    if (isJson(file.name)) {
      assertNoProfile(file, options, 'expensify');
      readJson(file, options, sink);
    } else await readExportTable(file, options, sink);
  },
};

/** Reports are held until the end of their page, whose export instant may stand behind them. */
function readJson(file: InputFile, options: ReadingOptions, sink: ApprovalsSink): void {
  let held: DocumentText[] = [];
  const deliver = (takenAt: Instant | null): void => {
    for (const document of held) deliverReport(document, options, takenAt, sink);
    held = [];
  };
  readDocuments(file, FORM, {
    document: (document) => void held.push(document),
    page(envelope, documents) {
      deliver(exportInstant(envelope, options) ?? options.takenAt ?? null);
      if (!envelope.has('count')) return;
      const stated = known(() => envelope.text('count')) ?? '';
      sink.control({ what: 'reports in the file (count)', stated, found: String(documents), agrees: stated.replaceAll(',', '') === String(documents) });
    },
    cutOff(refusal) {
      deliver(options.takenAt ?? null);
      tellCutOff(sink, refusal);
    },
    bytes: (count) => sink.bytes(count),
  });
  deliver(options.takenAt ?? null);
}

function deliverReport(document: DocumentText, options: ReadingOptions, takenAt: Instant | null, sink: ApprovalsSink): void {
  const outcome = readOne(document, (report) => readReport(report, options, takenAt), (report) => identityOf(report, options, takenAt), 'reportID');
  if ('refusal' in outcome) return sink.refuse(outcome.refusal);
  sink.accept(outcome.value.snapshot, document.line, 1);
  sink.control(outcome.value.total);
}

/** When the file says that it was written; null where it does not. Throws CannotRun for a stamp that can't be read: it orders all of its reports. */
function exportInstant(envelope: Part, { clock }: ReadingOptions): Instant | null {
  if (!envelope.has('exportedAt')) return null;
  const at = known(() => readInstant('exportedAt', envelope.text('exportedAt'), clock));
  if (at === undefined) throw new CannotRun('exportedAt is no instant that can be read', { where: 'exportedAt', remedy: 'Write it as 2026-06-04T19:10:00Z, or leave it out and give asOf beside the input.' });
  return at;
}
