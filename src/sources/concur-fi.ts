import type { Instant, ZonedClock } from '../domain/calendar.ts';
import type { ExpenseLine, ReportSnapshot } from '../domain/expense-report.ts';
import { AMOUNT_PROBLEMS, formatMinor, parseMinor } from '../domain/money.ts';
import { CannotRun } from '../domain/trouble.ts';
import { assertExactSum, readCurrency, readDate, readFlag, readInstant, readText, readWhole } from '../intake/fields.ts';
import { JsonNumber, JsonProblem, type JsonValue, parseExactJson } from '../intake/json-text.ts';
import { LIMITS } from '../intake/limits.ts';
import { readWholeText } from '../intake/lines.ts';
import { Unreadable } from '../intake/row-problem.ts';
import type { ControlTotal, ReadingOptions, Refusal } from '../intake/sink.ts';
import { orderLines } from './order-lines.ts';
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
    if (page.numberReturned !== '') {
      const found = String(page.documents.length);
      sink.control({ what: 'documents in the file (numberReturned)', stated: page.numberReturned, found, agrees: page.numberReturned === found });
    }
  },
};

type Fields = Map<string, JsonValue>;

/** One document as it stands in the file; its text is null where the list holds something that is no object. */
interface DocumentText {
  line: number;
  text: string | null;
}

interface Page {
  documents: DocumentText[];
  /** How many documents the service says it returned; '' where it does not say. */
  numberReturned: string;
}

/** Under which keys the service lists documents: the first is what it sends, the second what its reference describes. */
const LISTS = ['fIDocuments', 'content'];

function readPage(text: string, shown: string): Page {
  if (text.trim() === '') throw new CannotRun('the file is empty', { where: shown, remedy: 'Export the documents again.' });
  const { envelope, documents, list } = cutDocuments(text);
  const lines: number[] = [];
  const top = readEnvelope(envelope, list ?? '', lines, shown);
  if (list === null) {
    if (!(top instanceof Map) || !(top.has('document') || top.has('docType'))) {
      throw new CannotRun('the file holds no Financial Integration documents', { where: shown, remedy: 'Give the JSON that the service returned: an object with fIDocuments, a list of documents, or one document.' });
    }
    return { documents: [{ line: 1, text }], numberReturned: '' };
  }
  const elements = (top instanceof Map ? top.get(list) : top) as JsonValue[];
  let next = 0;
  return {
    documents: elements.map((element, index) => ({ line: lines[index] ?? 1, text: element instanceof Map ? (documents[next++] as string) : null })),
    numberReturned: top instanceof Map ? shownAs(top.get('numberReturned')) : '',
  };
}

function readEnvelope(envelope: string, key: string, lines: number[], shown: string): JsonValue {
  try {
    return parseExactJson(envelope, { key, lines });
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw new CannotRun(`not valid JSON: ${withoutPosition(error)}`, { where: `${shown}:${error.line}`, remedy: 'Export the documents again; the file may have been cut off or edited.', cause: error });
  }
}

interface Cut {
  /** The file with `{}` and its line ends in place of each document. */
  envelope: string;
  documents: string[];
  /** The key of the list they stand in, '' for a list without one, null where there is no list. */
  list: string | null;
}

/**
 * Cuts the documents out of a page by their brackets alone. What is wrong within one of them is then its own trouble, and only
 * one of them is held in parsed form at a time.
 */
function cutDocuments(text: string): Cut {
  const documents: string[] = [];
  const envelope: string[] = [];
  let list: string | null = null;
  let inList = false;
  let depth = 0;
  let listDepth = 0;
  let latestKey = '';
  let start = 0;
  let kept = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (depth === 1) latestKey = text.slice(at + 1, end);
      at = end;
    } else if (character === '{' || character === '[') {
      if (inList && depth === listDepth) start = at;
      depth++;
      if (list === null && character === '[' && (depth === 1 || (depth === 2 && LISTS.includes(latestKey)))) {
        list = depth === 1 ? '' : latestKey;
        listDepth = depth;
        inList = true;
      }
    } else if (character === '}' || character === ']') {
      depth--;
      if (inList && depth === listDepth && character === '}') {
        const document = text.slice(start, at + 1);
        documents.push(document);
        envelope.push(text.slice(kept, start), '{}', document.replaceAll(/[^\n]+/g, ''));
        kept = at + 1;
      } else if (depth < listDepth) inList = false;
    }
  }
  envelope.push(text.slice(kept));
  return { envelope: envelope.join(''), documents, list };
}

/** Where a string ends that begins at `at`; an unclosed one ends with its line, so that it can't swallow the next document. */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '"' && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
  return end;
}

const withoutPosition = (problem: JsonProblem): string => problem.message.replace(/ at line \d+, column \d+$/, '');

/** An object of a document and its path in it, so that what is wrong names its field. */
class Part {
  readonly #fields: Fields;
  readonly #path: string;

  constructor(fields: Fields, path = '') {
    this.#fields = fields;
    this.#path = path;
  }

  /** The path of a field. */
  at(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }

  /** A field as it is written, trimmed; '' where it is absent or null. Codes and flags may come as texts or as numbers. */
  text(key: string): string {
    const value = this.#fields.get(key);
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return value.trim();
    if (value instanceof JsonNumber) return value.text;
    if (typeof value === 'boolean') return String(value);
    throw new Unreadable(this.at(key), shownAs(value), 'must be a text or a number');
  }

  /** An amount in minor units. Zeros beyond the currency's decimals are no decimals, since the service writes up to eight. */
  amount(key: string, decimals: number): number {
    const text = this.text(key);
    if (text === '') throw new Unreadable(this.at(key), '', 'the amount is missing');
    const minor = parseMinor(plainDecimal(text), decimals);
    if (typeof minor !== 'number') throw new Unreadable(this.at(key), text, AMOUNT_PROBLEMS[minor]);
    return minor;
  }

  /** A date or an instant; null where it is absent. */
  moment(key: string, clock: ZonedClock | undefined): { at: Instant; dateOnly: boolean } | null {
    const text = this.text(key);
    if (text === '') return null;
    const date = DATE_WITHOUT_TIME.exec(text)?.[1];
    return { at: readInstant(this.at(key), date === undefined ? text : `${date}T00:00:00Z`, clock), dateOnly: date !== undefined };
  }

  part(key: string): Part {
    const value = this.#fields.get(key);
    if (!(value instanceof Map)) throw new Unreadable(this.at(key), shownAs(value), 'must be an object');
    return new Part(value, this.at(key));
  }

  /** A list of objects; empty where it is absent or null. */
  parts(key: string): Part[] {
    const value = this.#fields.get(key) ?? [];
    if (!Array.isArray(value)) throw new Unreadable(this.at(key), shownAs(value), 'must be a list');
    return value.map((item, index) => {
      const path = `${this.at(key)}[${index}]`;
      if (!(item instanceof Map)) throw new Unreadable(path, shownAs(item), 'must be an object');
      return new Part(item, path);
    });
  }

  has(key: string): boolean {
    return (this.#fields.get(key) ?? null) !== null;
  }
}

// Midnight UTC is how the service writes a date that has no time.
const DATE_WITHOUT_TIME = /^(\d{4}-\d{2}-\d{2})(?:T00:00(?::00(?:\.0+)?)?Z)?$/;
const DATE_WITH_TIME = /^(\d{4}-\d{2}-\d{2})T[\d:.]+Z?$/;

function shownAs(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return '(a list)';
  if (value instanceof Map) return '(an object)';
  return value instanceof JsonNumber ? value.text : String(value);
}

const DECIMAL = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/;

/** A decimal without exponent and without zeros at its end ("0E-8" is "0", "1.5E+2" is "150"); a text that is none, unchanged. */
function plainDecimal(text: string): string {
  const parts = DECIMAL.exec(text);
  if (parts === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction).padEnd(point, '0');
  const padded = point > 0 ? digits : '0'.repeat(1 - point) + digits;
  const cut = Math.max(point, 1);
  const decimals = padded.slice(cut).replace(/0+$/, '');
  return `${sign}${padded.slice(0, cut)}${decimals === '' ? '' : `.${decimals}`}`;
}

/** What one document says: the snapshot, and the totals it carries about itself. */
interface ReadDocument {
  snapshot: ReportSnapshot;
  totals: ControlTotal[];
}

function readDocument({ line, text }: DocumentText, options: ReadingOptions): ReadDocument | Refusal {
  if (text === null) return { line, rows: 1, field: '', value: '', reason: 'an element of the list is no document (it must be an object)' };
  let fields: Fields | undefined;
  try {
    fields = parseDocument(text);
    return readSnapshot(new Part(fields), options);
  } catch (error) {
    if (error instanceof JsonProblem) {
      const reason = `not valid JSON: ${withoutPosition(error)} at line ${line + error.line - 1}`;
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

/** The order in which a document goes through its states; what is not named comes last. */
const STAGES: Record<string, number> = { READY: 1, ACKNOWLEDGED: 2, POSTING_CONFIRMED_SUCCESS: 3, POSTING_CONFIRMED_FAILURE: 3 };

/**
 * The document's id and state: the same document delivered in a later state is another event. The service stamps both with one
 * instant, and events of one instant are replayed in the order of their ids, so the id says which state comes first.
 */
function eventIdOf(whole: Part): string {
  return stagedId(readText('id', whole.text('id')), readText('docStatus', whole.text('docStatus')));
}

const stagedId = (id: string, status: string): string => `${id}/${STAGES[status.toUpperCase()] ?? 4}-${status}`;

/** The service documents 1 as the revision of a report that was never changed after posting. */
function revisionOf(report: Part): number {
  return report.has('revisionNumber') ? readWhole(report.at('revisionNumber'), report.text('revisionNumber')) : 1;
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

function orgUnit(part: Part, owner: 'employee' | 'report' | 'entry', number: number | undefined, orgUnits: ReadingOptions['orgUnits']): string {
  return number === undefined ? '' : part.text(`${owner}OrgUnit${number}${orgUnits?.use === 'value' ? 'Value' : 'Code'}`);
}

/** What every amount and code of one document is read with. */
interface Reading {
  currency: string;
  decimals: number;
  options: ReadingOptions;
}

interface Entry {
  id: string;
  approvedMinor: number;
  /** Null where the entry's journals do not say. */
  journalsMinor: number | null;
  lines: ExpenseLine[];
}

function readEntries(body: Part, reading: Reading): Entry[] {
  if (!body.has('expenseEntry')) throw new Unreadable(body.at('expenseEntry'), '', 'the entries are missing');
  const ids = new Set<string>();
  const entries = body.parts('expenseEntry').map((entry) => {
    const id = readText(entry.at('entryId'), entry.text('entryId'));
    if (ids.has(id)) throw new Unreadable(entry.at('entryId'), id, 'two entries of the report have the same id');
    ids.add(id);
    return readEntry(entry, id, reading);
  });
  assertExactSum(body.at('expenseEntry[].entryApprovedAmount'), entries.flatMap((entry) => entry.lines.map((line) => line.amountMinor)));
  return entries;
}

function readEntry(entry: Part, id: string, reading: Reading): Entry {
  const approvedMinor = entry.amount('entryApprovedAmount', reading.decimals);
  const allocations = entry.parts('allocation');
  const journals = allocations.map((allocation) => journalsOf(allocation, reading.decimals));
  const journalsMinor = sumOrNull(entry.at('allocation[].journal[].amountGross'), journals);
  const line = (allocation: Part | undefined, place: string, amountMinor: number): ExpenseLine => readLine(entry, allocation, `${id}${place}`, amountMinor, reading);
  if (allocations.length <= 1) return { id, approvedMinor, journalsMinor, lines: [{ ...line(allocations[0], '', approvedMinor), claimedMinor: claimedOf(entry, reading) }] };
  // Journals that add up are Concur's own cut of the entry, odd cents included; percentages are the next best.
  const shares = journalsMinor === approvedMinor ? (journals as number[]) : sharesByPercentage(entry, allocations, approvedMinor);
  return { id, approvedMinor, journalsMinor, lines: allocations.map((allocation, index) => line(allocation, `/${index + 1}`, shares[index] as number)) };
}

function readLine(entry: Part, allocation: Part | undefined, id: string, amountMinor: number, { decimals, options }: Reading): ExpenseLine {
  const { orgUnits, allocationFields } = options;
  const custom = (number: number | undefined): string => (number === undefined ? '' : (allocation?.text(`allocationCustom${number}${orgUnits?.use === 'value' ? 'Value' : 'Code'}`) ?? ''));
  return {
    id,
    date: dateOf(entry),
    merchant: entry.text('entryVendorDescription'),
    vendorId: entry.text('entryVendorCode'),
    category: entry.text(options.category === 'name' ? 'expenseTypeName' : 'expenseTypeCode'),
    department: custom(allocationFields?.department) || orgUnit(entry, 'entry', orgUnits?.department, orgUnits),
    location: custom(allocationFields?.location) || orgUnit(entry, 'entry', orgUnits?.location, orgUnits),
    description: entry.text('entryDescription'),
    amountMinor,
    itemId: '',
    quantity: '',
    paymentType: entry.text('reportEntryPatKey'),
    personal: readFlag(entry.at('entryIsPersonal'), entry.text('entryIsPersonal')) ?? false,
    // Who is paid back depends on how a company has set up its payment types: nobody's guess.
    reimbursable: null,
    claimedMinor: null,
    taxMinor: allocation === undefined ? null : taxOf(allocation, decimals),
  };
}

/** The date that was entered. Some documents give it as midnight in the western United States (07:00Z or 08:00Z): the date part is it all the same. */
function dateOf(entry: Part): string {
  const text = entry.text('entryDate');
  return readDate(entry.at('entryDate'), DATE_WITH_TIME.exec(text)?.[1] ?? text);
}

/** What was claimed, where it is in the report's currency; an entry in several allocations does not say which claimed what. */
function claimedOf(entry: Part, { currency, decimals }: Reading): number | null {
  if (entry.text('entryCurrAlphaCode') !== currency || !entry.has('reportEntryTransactionAmount')) return null;
  return exactOrNull(() => entry.amount('reportEntryTransactionAmount', decimals));
}

function taxOf(allocation: Part, decimals: number): number | null {
  const taxes = allocation.parts('tax');
  return exactOrNull(() => sumOrNull(allocation.at('tax[].amountTax'), taxes.map((tax) => tax.amount('amountTax', decimals))));
}

/** Taxes and claims decide nothing: one that is finer than the currency is unknown, and no reason to refuse the report. */
function exactOrNull(read: () => number | null): number | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

function journalsOf(allocation: Part, decimals: number): number | null {
  const journals = allocation.parts('journal');
  return sumOrNull(allocation.at('journal[].amountGross'), journals.map((journal) => (journal.has('amountGross') ? journal.amount('amountGross', decimals) : null)));
}

/** The sum of amounts; null where there are none or one is unknown. Throws Unreadable where it would not be exact. */
function sumOrNull(field: string, minors: readonly (number | null)[]): number | null {
  const known = minors.filter((minor) => minor !== null);
  if (known.length === 0 || known.length < minors.length) return null;
  assertExactSum(field, known);
  return known.reduce((sum, minor) => sum + minor, 0);
}

const PERCENT_DECIMALS = 8;
const HUNDRED_PERCENT = 100 * 10 ** PERCENT_DECIMALS;
/** Percentages may be written with two decimals: each may be off by half of the last one. */
const PERCENT_SLACK = 0.005 * 10 ** PERCENT_DECIMALS;

/** Cuts an amount by percentages, towards zero; what is left over goes to the last, so that the shares add up. */
function sharesByPercentage(entry: Part, allocations: readonly Part[], approvedMinor: number): number[] {
  const percentages = allocations.map((allocation) => allocation.amount('allocationPercentage', PERCENT_DECIMALS));
  const sum = percentages.reduce((total, percentage) => total + percentage, 0);
  if (Math.abs(sum - HUNDRED_PERCENT) > PERCENT_SLACK * allocations.length) {
    const written = allocations.map((allocation) => allocation.text('allocationPercentage')).join(' + ');
    throw new Unreadable(entry.at('allocation[].allocationPercentage'), written, 'neither the journals nor the percentages add up to the entry');
  }
  const shares = percentages.map((percentage) => Number((BigInt(approvedMinor) * BigInt(percentage)) / BigInt(HUNDRED_PERCENT)));
  const others = shares.slice(0, -1).reduce((total, share) => total + share, 0);
  return [...shares.slice(0, -1), approvedMinor - others];
}

function totalsOf(report: string, statedMinor: number | null, entriesMinor: number, entries: readonly Entry[], currency: string): ControlTotal[] {
  const total = (what: string, stated: number, found: number): ControlTotal => ({
    what,
    stated: `${formatMinor(stated, currency)} ${currency}`,
    found: `${formatMinor(found, currency)} ${currency}`,
    agrees: stated === found,
  });
  const totals = statedMinor === null ? [] : [total(`totalApprovedAmount of ${report}`, statedMinor, entriesMinor)];
  for (const { id, approvedMinor, journalsMinor } of entries) {
    // One a document is enough where all is well.
    if (journalsMinor !== null && journalsMinor !== approvedMinor) totals.push(total(`journals of entry ${id} of ${report}`, approvedMinor, journalsMinor));
  }
  return totals;
}

/** What can still be told of a document that could not be read, so that its report counts as incomplete. */
function identityOf(whole: Part, clock: ZonedClock | undefined): Partial<Refusal> {
  const known = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (error instanceof Unreadable) return undefined;
      throw error;
    }
  };
  const report = known(() => whole.part('document').part('report'));
  return {
    eventId: known(() => eventIdOf(whole)),
    documentId: known(() => report?.text('reportId')) || undefined,
    revision: report && known(() => revisionOf(report)),
    occurredAt: known(() => report?.moment('reportPaymentProcessingDate', clock)?.at),
  };
}

/** The same where the JSON itself is damaged: the ids are looked for in the text (with escaped quotes in a document sent as text). */
function identityInText(text: string): Partial<Refusal> {
  const find = (key: string): string | undefined => new RegExp(`"${key}\\\\?"\\s*:\\s*\\\\?"([^"\\\\]{1,200})`).exec(text)?.[1];
  const id = find('id');
  const status = find('docStatus');
  const revision = find('revisionNumber') ?? '';
  return {
    eventId: id === undefined || status === undefined ? undefined : stagedId(id, status),
    documentId: find('reportId'),
    revision: /^\d{1,15}$/.test(revision) ? Number(revision) : undefined,
  };
}
