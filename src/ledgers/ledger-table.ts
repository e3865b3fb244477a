import type { Instant } from '../domain/calendar.ts';
import { dimensionSetIn } from '../domain/dimension-set.ts';
import { DOCUMENT_COLUMNS, LEDGER_COLUMNS } from '../domain/table-columns.ts';
import type { ComparableColumn, LedgerLine, LedgerLineStatus, ManualPurchaseOrder } from '../domain/ledger-entry.ts';
import { compareNatural, compareText } from '../domain/text.ts';
import { assertExactSum, readAmount, readCurrency, readDate, readDocumentId, readInstant, readOptionalAmount, readRowCurrency } from '../intake/fields.ts';
import { type RowProblem, Unreadable } from '../intake/row-problem.ts';
import type { LedgerFile, LedgerSink, ReadingOptions } from '../intake/sink.ts';
import type { TableRow } from '../intake/table.ts';
import { otherTotal } from './stated-total.ts';

type Column = (typeof DOCUMENT_COLUMNS)[number]['name'];
const PLACE = Object.fromEntries(DOCUMENT_COLUMNS.map(({ name }, index) => [name, index])) as Record<Column, number>;
/** Columns that say the same on every row of a PO, and their places. */
const OF_THE_ORDER = ['po_date', 'currency', 'posting_period', 'vendor_id', 'vendor_name', 'reference', 'memo'] as const;
const PLACES_OF_THE_ORDER = OF_THE_ORDER.map((column) => PLACE[column]);
const COMPARED: [ComparableColumn, Column[]][] = [
  ['vendor', ['vendor_id', 'vendor_name']], ['gl_account', ['gl_account']], ['department', ['department']], ['location', ['location']], ['period', ['posting_period']],
];

const COMPARED_PLACES = COMPARED.flatMap(([, columns]) => columns.map((column) => PLACE[column]));

/** What is the PO's and not a line's, and what a row of a line has beside its amount. */
const TELLING_THE_ORDER = (['po_date', 'vendor_id', 'vendor_name', 'reference'] as const).map((column) => PLACE[column]);
const TELLING_A_LINE = (['line', 'gl_account', 'department', 'location'] as const).map((column) => PLACE[column]);

/** The rows of one PO while the file is read: texts are shared, so a PO costs little until it is whole. */
interface OpenOrder {
  poNumber: string;
  entity: string;
  first: readonly string[];
  firstLine: number;
  /** The part of the file that holds all of it, where the form says what that is. */
  whole: number | undefined;
  /** Of its currency, once it is read. */
  decimals: number | null;
  rows: number;
  lines: LedgerLine[];
  /** The latest entry, the text that was read last, and everybody who made one; '' for rows that name nobody. */
  enteredAt: Instant | null;
  enteredText: string;
  enteredBy: string[];
  /** What its lines say, each text once; where all of them must say the same, one. */
  memos: string[];
  problem: { line: number; field: string; value: string; reason: string } | null;
}

/** Thrown where the rows of a PO turn out not to follow one another. */
class Scattered extends Error {}

/** How a ledger's rows are read. */
export interface LedgerOptions extends ReadingOptions {
  /** A table that a form or profile describes: each of its lines has a memo of its own, and currency beside the input is heeded. */
  described?: boolean;
}

/** What tells the POs of a file apart: the number and its legal entity. */
const keyOf = (poNumber: string, entity: string): string => (entity === '' ? poNumber : `${poNumber}\u0000${entity}`);

/** Feeds the rows of a ledger, their cells in the order of DOCUMENT_COLUMNS, of which those beyond LEDGER_COLUMNS may be left out; from the start each time it is called. */
export type LedgerRows = (onRow: (row: TableRow) => void) => Promise<unknown>;

/**
 * Reads manual POs from rows of canonical cells. Exports keep the rows of a PO together, so each PO is delivered as soon as the next one begins and
 * a ledger of any size needs little memory. Where one does not, the rows are fed once more with all POs held until the end. Where the table is `described` each line
 * has a memo of its own, and the PO has all of them; else lines whose memos differ contradict each other.
 */
export async function readLedgerTable(rows: LedgerRows, options: LedgerOptions, sink: LedgerSink): Promise<LedgerFile> {
  try {
    return await readOrders(rows, options, sink, true);
  } catch (error) {
    if (!(error instanceof Scattered)) throw error;
    sink.restart();
    return readOrders(rows, options, sink, false);
  }
}

async function readOrders(rows: LedgerRows, options: LedgerOptions, sink: LedgerSink, together: boolean): Promise<LedgerFile> {
  const orders = new Map<string, OpenOrder>();
  // Numbers that stand with a legal entity: one that stands without one too contradicts itself.
  const inEntity = new Map<string, { entity: string; line: number }>();
  const delivered = new Set<string>();
  const filled = LEDGER_COLUMNS.map(() => false);
  let last: OpenOrder | undefined;
  // The first row since the last PO's that names none.
  let nameless: OpenOrder['problem'] = null;
  await rows(
    (row) => {
      const { cells } = row;
      const poNumber = cells[PLACE.po_number] as string;
      if (poNumber === '') {
        const problem = { line: row.line, ...(row.problem ?? { field: 'po_number', value: '', reason: 'the text is missing' }) };
        sink.refuse({ rows: 1, ...problem });
        if (last !== undefined && isContinuation(row)) last.problem ??= { ...problem, reason: `the row in line ${row.line} has no PO number and says nothing of its PO, and may be a line of ${last.poNumber}; where an export names each PO once, fill the cells in, or name them under fillDown in a header profile` };
        nameless ??= problem;
        return;
      }
      const entity = cells[PLACE.entity] || (options.entity ?? '');
      let order = last?.poNumber === poNumber && last.entity === entity ? last : orders.get(keyOf(poNumber, entity));
      if (order === undefined) {
        const key = keyOf(poNumber, entity);
        if (together && last !== undefined) {
          close(last, sink);
          delivered.add(keyOf(last.poNumber, last.entity));
          if (delivered.has(key) || (entity === '' ? inEntity.has(poNumber) : delivered.has(poNumber))) throw new Scattered();
        }
        if (entity !== '' && !inEntity.has(poNumber)) inEntity.set(poNumber, { entity, line: row.line });
        order = { poNumber, entity, first: cells, firstLine: row.line, whole: row.whole, decimals: null, rows: 0, lines: [], enteredAt: null, enteredText: '', enteredBy: [], memos: [], problem: null };
        // Together, only the last is open. A map that is emptied for each PO would do, but emptied maps hold on to what was in them until all garbage is collected.
        if (!together) orders.set(key, order);
      }
      // A row in the middle of a PO is one of it, whatever damage hides its number.
      if (nameless !== null && order === last) order.problem ??= { ...nameless, reason: `a row between those of ${poNumber} can't be read: ${nameless.reason}` };
      nameless = null;
      last = order;
      order.rows++;
      // A row whose amount can't be read fills its columns all the same; one whose cells may be those of other columns does not.
      if (row.problem === null) fill(filled, cells);
      try {
        addRow(order, row, options);
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        order.problem ??= { line: row.line, ...error.problem };
      }
    },
  );
  for (const order of together ? [last] : orders.values()) {
    if (order === undefined) continue;
    const other = order.entity === '' ? inEntity.get(order.poNumber) : orders.get(order.poNumber);
    if (other !== undefined) order.problem ??= { line: order.firstLine, field: 'entity', value: order.entity, reason: `differs from line ${'line' in other ? other.line : other.firstLine} of the same PO ("${other.entity}")` };
    close(order, sink);
  }
  return {
    stamp: null,
    blankColumns: COMPARED.filter(([, columns]) => columns.every((column) => !filled[PLACE[column]])).map(([name]) => name),
  };
}

/** Whether a row without a PO number is a line all the same, whose PO is told by the rows above it alone. A sum has an amount and nothing of a line; a number that has a problem of its own, such as a total above it, is judged already. */
function isContinuation({ cells, problem }: TableRow): boolean {
  const isFilled = (place: number): boolean => cells[place] !== '';
  return problem?.field !== '' && problem?.field !== 'po_number' && isFilled(PLACE.amount) && TELLING_A_LINE.some(isFilled) && !TELLING_THE_ORDER.some(isFilled);
}

/** Marks the columns that a row fills. */
function fill(filled: boolean[], cells: readonly string[]): void {
  for (const place of COMPARED_PLACES) if (!filled[place] && cells[place] !== '') filled[place] = true;
  // A line's own dimension values hold its location too, and all of them say so by what they leave out.
  if (!filled[PLACE.location] && dimensionSetIn(departmentOf(cells)) !== null) filled[PLACE.location] = filled[PLACE.department] = true;
}

function addRow(order: OpenOrder, row: TableRow, options: LedgerOptions): void {
  const { cells } = row;
  const { first } = order;
  if (row.problem !== null) throw new Unreadable(row.problem.field, row.problem.value, row.problem.reason);
  if (row.whole !== order.whole) throw new Unreadable('po_number', order.poNumber, `the export holds this PO twice (line ${order.firstLine} too): each of the two says that it is all of it`);
  const decimals = decimalsOf(order, cells[PLACE.currency] as string, options);
  if (cells === first) readDate('po_date', cells[PLACE.po_date]);
  else {
    for (let index = 0; index < PLACES_OF_THE_ORDER.length; index++) {
      const place = PLACES_OF_THE_ORDER[index] as number;
      if (cells[place] === first[place] || (place === PLACE.memo && options.described === true)) continue;
      throw new Unreadable(OF_THE_ORDER[index] as string, cells[place], `differs from line ${order.firstLine} of the same PO ("${first[place]}")`);
    }
  }
  const enteredAt = cells[PLACE.entered_at] as string;
  if (enteredAt !== order.enteredText) {
    if (enteredAt !== '') {
      const instant = readInstant('entered_at', enteredAt, options.clock);
      if (order.enteredAt === null || instant > order.enteredAt) order.enteredAt = instant;
    }
    order.enteredText = enteredAt;
  }
  const enteredBy = cells[PLACE.entered_by] as string;
  if (!order.enteredBy.includes(enteredBy)) order.enteredBy.push(enteredBy);
  const memo = cells[PLACE.memo] as string;
  if (memo !== '' && !order.memos.includes(memo)) order.memos.push(memo);
  const line: LedgerLine = {
    line: cells[PLACE.line] as string,
    glAccount: cells[PLACE.gl_account] as string,
    department: departmentOf(cells),
    location: cells[PLACE.location] as string,
    amountMinor: readAmount('amount', cells[PLACE.amount], decimals),
    taxMinor: readOptionalAmount('tax', cells[PLACE.tax], decimals),
    status: row.rejected === true ? 'cancelled' : readStatus(cells[PLACE.status] as string),
    row: row.line,
  };
  if (row.assignmentLine !== undefined) line.assignmentRow = row.assignmentLine;
  order.lines.push(line);
}

/** The decimals of a row's currency, which is its PO's as a rule. */
function decimalsOf(order: OpenOrder, currency: string, options: LedgerOptions): number {
  const isOfTheOrder = currency === order.first[PLACE.currency];
  if (isOfTheOrder && order.decimals !== null) return order.decimals;
  const decimals = (options.described === true ? readRowCurrency : readCurrency)('currency', currency);
  if (isOfTheOrder) order.decimals = decimals;
  return decimals;
}

const departmentOf = (cells: readonly string[]): string => cells[PLACE.dimensions] || (cells[PLACE.department] as string);

function readStatus(text: string): LedgerLineStatus {
  if (text === 'open') return text;
  switch (text.toLowerCase()) {
    case '': case 'open': return 'open';
    case 'closed': return 'closed';
    case 'cancelled': case 'canceled': return 'cancelled';
    default: throw new Unreadable('status', text, 'not one of open, closed, cancelled');
  }
}

/** By line number; without one by content, so that the order of rows in the file changes nothing. */
function compareLines(left: LedgerLine, right: LedgerLine): number {
  return (
    compareNatural(left.line, right.line) || compareText(left.glAccount, right.glAccount) || compareText(left.department, right.department) ||
    compareText(left.location, right.location) || left.amountMinor - right.amountMinor || compareText(left.status, right.status) || left.row - right.row
  );
}

/** What a PO states of its lines together, where they say otherwise. */
function contradictedTotal({ first, lines }: OpenOrder): RowProblem | null {
  if (!first[PLACE.total] && !first[PLACE.total_with_tax]) return null;
  const text = (column: Column): string => first[PLACE[column]] ?? '';
  const stated = { total: text('total'), totalWithTax: text('total_with_tax'), totalTaxes: [text('total_tax'), text('total_tax_2')] };
  const sum = (minor: (line: LedgerLine) => number): bigint => lines.reduce((all, line) => all + BigInt(minor(line)), 0n);
  return otherTotal(stated, { currency: text('currency'), decimals: readCurrency('currency', text('currency')), minor: sum(({ amountMinor }) => amountMinor), taxMinor: sum(({ taxMinor }) => taxMinor ?? 0) });
}

function close(order: OpenOrder, sink: LedgerSink): void {
  const { first, problem } = order;
  const refuse = (at: { line: number; field: string; value: string; reason: string }): void =>
    sink.refuse({ ...at, rows: order.rows, documentId: order.poNumber, entity: order.entity });
  if (problem !== null) return refuse(problem);
  const { lines } = order;
  if (lines.length > 1) {
    lines.sort(compareLines);
    for (let index = 1; index < lines.length; index++) {
      const line = lines[index] as LedgerLine;
      const before = lines[index - 1] as LedgerLine;
      if (line.line !== '' && line.line === before.line) return refuse({ line: Math.max(line.row, before.row), field: 'line', value: line.line, reason: `line ${line.line} of the PO occurs twice` });
    }
  }
  try {
    assertExactSum('amount', lines.map((line) => line.amountMinor));
    readDocumentId('po_number', order.poNumber);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return refuse({ line: order.firstLine, ...error.problem });
  }
  const otherwise = contradictedTotal(order);
  if (otherwise !== null) return refuse({ line: order.firstLine, ...otherwise });
  const manual: ManualPurchaseOrder = {
    poNumber: order.poNumber,
    poDate: first[PLACE.po_date] as string,
    period: first[PLACE.posting_period] as string,
    vendorId: first[PLACE.vendor_id] as string,
    vendorName: first[PLACE.vendor_name] as string,
    currency: first[PLACE.currency] as string,
    entity: order.entity,
    reference: first[PLACE.reference] as string,
    memo: order.memos.length > 1 ? order.memos.sort(compareText).join('; ') : (order.memos[0] ?? ''),
    enteredBy: order.enteredBy.length === 1 ? order.enteredBy : order.enteredBy.sort(compareText),
    enteredAt: order.enteredAt,
    lines,
  };
  sink.accept(manual, order.rows);
}
