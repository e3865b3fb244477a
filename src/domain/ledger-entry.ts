import type { BusinessDate, Instant } from './calendar.ts';

export type LedgerLineStatus = 'open' | 'closed' | 'cancelled';

/** One line of a manual PO; the amount is in minor units of the PO's currency. */
export interface LedgerLine {
  line: string;
  glAccount: string;
  department: string;
  location: string;
  amountMinor: number;
  /** The tax of the line, in the same units; null where the ledger does not say. */
  taxMinor: number | null;
  status: LedgerLineStatus;
  /** Line of the file it was read from, for the trace. */
  row: number;
  /** Of an export in several files: the line of the account assignment that it is a share of. */
  assignmentRow?: number;
}

/** A PO that people keyed, as one export of the ledger held it. */
export interface ManualPurchaseOrder {
  poNumber: string;
  poDate: BusinessDate;
  period: string;
  vendorId: string;
  vendorName: string;
  currency: string;
  /** The legal entity (subsidiary, company code, dataAreaId) whose ledger it stands in; '' where the export names none. */
  entity: string;
  reference: string;
  memo: string;
  /** Everybody who keyed a line of it, cancelled lines included: each name once, in the order of texts; '' stands for lines that name nobody. */
  enteredBy: string[];
  /** The latest entry. */
  enteredAt: Instant | null;
  lines: LedgerLine[];
  /** Of an export in several files: the line of its header. */
  headerRow?: number;
}

/** What names a manual PO whatever other POs there are: its number, with its legal entity before it where it has one. */
export const fullName = (entity: string, poNumber: string): string => (entity === '' ? poNumber : `${entity}/${poNumber}`);

/** Columns of a ledger that may be compared with a would-be PO; one that an import leaves blank throughout is not. */
export const COMPARABLE_COLUMNS = ['vendor', 'gl_account', 'department', 'location', 'period'] as const;
export type ComparableColumn = (typeof COMPARABLE_COLUMNS)[number];

/**
 * A manual PO's content as stored in one column of the record; without the rows it was read from, so that the same PO in another export is
 * the same content. One who keyed all of it is a text, several are a list.
 */
export function packManual(order: ManualPurchaseOrder): string {
  return JSON.stringify([
    order.period, order.vendorId, order.vendorName, order.reference, order.memo, order.enteredBy.length === 1 ? order.enteredBy[0] : order.enteredBy, order.enteredAt,
    order.lines.map((line) => [line.line, line.glAccount, line.department, line.location, line.amountMinor, line.status === 'open' ? 0 : line.status === 'closed' ? 1 : 2, ...(line.taxMinor === null ? [] : [line.taxMinor])]),
    ...(order.entity === '' ? [] : [order.entity]),
  ]);
}

/**
 * The rows of a manual PO as stored beside its content: the first alone where they follow one another, else all. Of an export in several files the row of
 * its header follows behind a semicolon, and behind another one those of its assignments, 0 for a line without.
 */
export function packRows({ lines, headerRow }: ManualPurchaseOrder): string {
  const rows = packNumbers(lines.map(({ row }) => row));
  if (headerRow === undefined) return rows;
  const assignments = lines.some(({ assignmentRow }) => assignmentRow !== undefined) ? `;${packNumbers(lines.map(({ assignmentRow = 0 }) => assignmentRow))}` : '';
  return `${rows};${headerRow}${assignments}`;
}

function packNumbers(numbers: readonly number[]): string {
  const [first = 0] = numbers;
  return numbers.every((number, index) => number === first + index) ? String(first) : numbers.join(',');
}

function unpackNumbers(packed: string): (index: number) => number {
  if (!packed.includes(',')) return (index) => Number(packed) + index;
  const numbers = packed.split(',').map(Number);
  return (index) => numbers[index] ?? 0;
}

/** A manual PO as it is stored and as it passes between threads. */
export interface PackedManual {
  poNumber: string;
  entity: string;
  poDate: BusinessDate;
  currency: string;
  content: string;
  lineRows: string;
  enteredAt: Instant | null;
  standingMinor: number;
}

/** Packs a manual PO. */
export function packOrder(order: ManualPurchaseOrder): PackedManual {
  return { poNumber: order.poNumber, entity: order.entity, poDate: order.poDate, currency: order.currency, content: packManual(order), lineRows: packRows(order), enteredAt: order.enteredAt, standingMinor: standingAmount(order) };
}

/** The manual PO that packManual and packRows stored. */
export function unpackManual(key: { poNumber: string; poDate: BusinessDate; currency: string }, content: string, rows: string): ManualPurchaseOrder {
  const [period, vendorId, vendorName, reference, memo, enteredBy, enteredAt, lines, entity = ''] = JSON.parse(content) as [
    string, string, string, string, string, string | string[], number | null, [string, string, string, string, number, number, number?][], string?,
  ];
  const [ofLines = '', header, ofAssignments] = rows.split(';');
  const rowOf = unpackNumbers(ofLines);
  const assignmentRowOf = ofAssignments === undefined ? () => 0 : unpackNumbers(ofAssignments);
  return {
    ...key,
    ...(header === undefined ? {} : { headerRow: Number(header) }),
    entity, period, vendorId, vendorName, reference, memo, enteredBy: typeof enteredBy === 'string' ? [enteredBy] : enteredBy, enteredAt,
    lines: lines.map(([line, glAccount, department, location, amountMinor, status, taxMinor = null], index) => ({
      line, glAccount, department, location, amountMinor, taxMinor,
      status: status === 0 ? 'open' : status === 1 ? 'closed' : 'cancelled',
      row: rowOf(index),
      ...(assignmentRowOf(index) === 0 ? {} : { assignmentRow: assignmentRowOf(index) }),
    })),
  };
}

/** The legal entity in a content that packManual wrote. */
export const entityIn = (content: string): string => (JSON.parse(content) as unknown[])[8] as string | undefined ?? '';

/** Sum of the lines that are not cancelled, in minor units. */
export function standingAmount(order: ManualPurchaseOrder): number {
  let sum = 0;
  for (const line of order.lines) if (line.status !== 'cancelled') sum += line.amountMinor;
  return sum;
}

/** Tax of the lines that are not cancelled, in minor units; null where any of them does not say. */
export function standingTax(order: ManualPurchaseOrder): number | null {
  let sum = 0;
  for (const { status, taxMinor } of order.lines) {
    if (status === 'cancelled') continue;
    if (taxMinor === null) return null;
    sum += taxMinor;
  }
  return sum;
}

/** Whether any line still stands; a PO whose lines are all cancelled counts for nothing. */
export function stands(order: ManualPurchaseOrder): boolean {
  return order.lines.some((line) => line.status !== 'cancelled');
}

/** Who keyed a manual PO, so far as the ledger names them. */
export const namedEnterers = ({ enteredBy }: Pick<ManualPurchaseOrder, 'enteredBy'>): string[] => enteredBy.filter((name) => name !== '');
