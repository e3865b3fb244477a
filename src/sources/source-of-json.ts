import { extname } from 'node:path';
import type { RampObject, SOURCE_NAMES } from '../domain/settings.ts';
import { cutDocuments } from '../intake/cut-documents.ts';
import { JsonProblem, parseExactJson } from '../intake/json-text.ts';
import { LIMITS } from '../intake/limits.ts';
import { forEachLine, readWholeText } from '../intake/lines.ts';
import type { InputFile } from '../intake/sink.ts';
import { Part } from './json/part.ts';
import { isJson } from './json/read-documents.ts';
import { KNOWN_BY } from './ramp/objects.ts';

/** Which source reads a JSON file, and what its documents are. */
export interface JsonOfSource {
  source: (typeof SOURCE_NAMES)[number];
  /** `bills of Ramp`. */
  what: string;
}

const LISTS = ['reports', 'Items', 'content', 'fIDocuments', 'data'];
const RAMP_WORDS: Record<RampObject, string> = { transaction: 'transactions', reimbursement: 'reimbursements', bill: 'bills', spend_request: 'spend requests', purchase_order: 'purchase orders' };
/** States of objects of Ramp whose names say that they are. */
const RAMP_STATES = ['approval_status', 'spend_request_status', 'request_status'];

const hasAll = (whole: Part, keys: readonly string[]): boolean => keys.every((key) => whole.has(key));

/** What each source's documents are known by; no table has these fields together. */
const FORMS: readonly ((whole: Part) => JsonOfSource | null)[] = [
  (whole) => (whole.has('eventId') && whole.isObject('report') ? { source: 'generic', what: 'events of po-shadow' } : null),
  (whole) => (hasAll(whole, ['reportID', 'transactionList']) ? { source: 'expensify', what: 'reports of Expensify' } : null),
  (whole) => (hasAll(whole, ['docType', 'document']) ? { source: 'concur-fi', what: 'documents of SAP Concur\'s Financial Integration Service' } : null),
  (whole) => (hasAll(whole, ['ID', 'ApprovalStatusCode']) || hasAll(whole, ['reportId', 'approvalStatusId']) ? { source: 'concur-reports', what: 'reports of SAP Concur' } : null),
  (whole) => {
    const [object, keys = []] = KNOWN_BY.find(([, any]) => any.some((key) => whole.has(key))) ?? [];
    const isKnown = keys.filter((key) => whole.has(key)).length > 1 || RAMP_STATES.some((key) => whole.has(key));
    return object !== undefined && whole.has('id') && isKnown ? { source: 'ramp', what: `${RAMP_WORDS[object]} of Ramp` } : null;
  },
];

/** Tells by its first document which source reads a JSON file; null for any other file, and where nothing is unmistakable. Throws CannotRun for one that is too large. */
export function sourceOfJson(file: InputFile): JsonOfSource | null {
  const whole = isJson(file.name) ? firstDocument(file) : null;
  if (whole === null) return null;
  for (const form of FORMS) {
    const found = form(whole);
    if (found !== null) return found;
  }
  return null;
}

function firstDocument(file: InputFile): Part | null {
  const text = extname(file.name).toLowerCase() === '.json' ? readWholeText(file.path, LIMITS.documentBytes, file.shown) : firstLine(file);
  const { documents, list } = cutDocuments(text, LISTS);
  const first = list === null ? text : documents[0]?.text;
  if (first === undefined) return null;
  try {
    const parsed = parseExactJson(first);
    return parsed instanceof Map ? new Part(parsed) : null;
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return null;
  }
}

function firstLine(file: InputFile): string {
  let first = '';
  forEachLine(file.path, ({ text }) => {
    if (first === '') first = text.trim();
  });
  return first;
}
