import { LIMITS } from '../intake/limits.ts';
import { readWholeText } from '../intake/lines.ts';
import { readDocument } from './concur-fi/document.ts';
import { readPage } from './concur-fi/page.ts';
import type { Source } from './source.ts';

/**
 * SAP Concur's Financial Integration Service v4: JSON documents of fully approved reports, as the service hands them out (a page,
 * a list of documents, or one document). Amounts are decimals of the employee's reimbursement currency.
 */
export const concurFi: Source = {
  name: 'concur-fi',
  finalStates: ['READY'],
  // An acknowledged document was taken over by the system that posts it and has left the ready queue; a payment can be confirmed
  // only for what was posted. POSTING_CONFIRMED_FAILURE and RECALLED are left out on purpose: they do withdraw.
  postedStates: ['ACKNOWLEDGED', 'POSTING_CONFIRMED_SUCCESS', 'PAID', 'PAYMENT_CONFIRMED_SUCCESS', 'PAYMENT_CONFIRMED_REVERSED', 'PAYMENT_CONFIRMED_OBSOLETE'],
  async read(file, options, sink) {
    const text = readWholeText(file.path, LIMITS.documentBytes, file.shown);
    sink.bytes(Buffer.byteLength(text));
    const page = readPage(text, file.shown);
    for (const document of page.documents) {
      const outcome = readDocument(document, options);
      if ('reason' in outcome) sink.refuse(outcome);
      else {
        sink.accept(outcome.snapshot, document.line, 1);
        for (const total of outcome.totals) sink.control(total);
      }
    }
    for (const total of page.controls) sink.control(total);
    if (page.numberReturned !== '') {
      const found = String(page.documents.length);
      sink.control({ what: 'documents in the file (numberReturned)', stated: page.numberReturned, found, agrees: page.numberReturned === found });
    }
  },
};
