import { CannotRun } from '../domain/trouble.ts';
import type { ApprovalsSink, InputFile, ReadingOptions } from '../intake/sink.ts';
import { assertNoProfile } from '../intake/profiled/with-input.ts';
import type { DocumentText } from '../intake/cut-documents.ts';
import { type JsonForm, isJson, readDocuments, tellCutOff } from './json/read-documents.ts';
import { known, readOne } from './json/read-one.ts';
import { KNOWN_BY } from './ramp/objects.ts';
import { identityOf, readObject } from './ramp/snapshot.ts';
import { readTransactionTable } from './ramp/transaction-table.ts';
import { statesOf } from './ramp/states.ts';
import { isThinEvent, readThinEvent } from './ramp/thin-event.ts';
import type { Source } from './source.ts';
import { awaitingObject } from './thin-event.ts';

const FORM: JsonForm = {
  lists: ['data'],
  documentKeys: ['id', ...KNOWN_BY.flatMap(([, keys]) => keys)],
  what: 'objects of Ramp',
  refuseAnswer(top, shown) {
    if (!top.isObject('error_v2')) return;
    const error = top.part('error_v2');
    const message = known(() => [error.text('error_code'), error.text('message')].filter((text) => text !== '').join(': ')) ?? '';
    throw new CannotRun(`Ramp answered with an error instead of objects: ${message}`, { where: shown, remedy: 'Call the list again and keep what it returns.' });
  },
};

/**
 * Ramp: transactions, reimbursements, bills, spend requests and purchase orders of the developer API as JSON, and the transaction CSV. A state carries its
 * object in front, `bill:APPROVED`, because which one is final differs by object. Amounts are minor units of the currency.
 */
export const ramp: Source = {
  name: 'ramp',
  readsTakenAt: true,
  finalStates: statesOf('final'),
  postedStates: statesOf('posted'),
  openStates: statesOf('open', 'ended'),
  async read(file, options, sink) {
    if (isJson(file.name)) {
      assertNoProfile(file, options, 'ramp');
      readJson(file, options, sink);
    } else await readTransactionTable(file, options, sink);
  },
  deliver(delivery, options, sink) {
    const event = readOne(delivery, (whole) => (isThinEvent(whole) ? readThinEvent(whole) : null), () => ({}), 'id');
    if ('refusal' in event) return sink.refuse(event.refusal);
    if (event.value === null) deliverObject(delivery, options, sink);
    else sink.refuse(awaitingObject(delivery.line, event.value));
  },
};

function readJson(file: InputFile, options: ReadingOptions, sink: ApprovalsSink): void {
  const totals = readDocuments(file, FORM, {
    document: (document) => deliverObject(document, options, sink),
    cutOff: (refusal) => tellCutOff(sink, refusal),
    bytes: (count) => sink.bytes(count),
  });
  for (const total of totals) sink.control(total);
}

function deliverObject(document: DocumentText, options: ReadingOptions, sink: ApprovalsSink): void {
  const outcome = readOne(document, (whole) => readObject(whole, options), (whole) => identityOf(whole, options), 'id');
  if ('refusal' in outcome) return sink.refuse(outcome.refusal);
  sink.accept(outcome.value.snapshot, document.line, 1);
  if (outcome.value.total !== null) sink.control(outcome.value.total);
}
