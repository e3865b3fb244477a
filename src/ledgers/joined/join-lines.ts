import { LEDGER_COLUMNS } from '../../domain/table-columns.ts';
import { fold } from '../../domain/text.ts';
import { readAmount } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { TableRow } from '../../intake/table.ts';
import type { AssignmentBook } from './assignment-book.ts';
import type { HeaderBook, HeldHeader, LineColumn } from './header-book.ts';
import { netAmountOf } from './net-amount.ts';
import type { PartRow, PartTable } from './open-part.ts';
import { sharesOf } from './shares.ts';

type LedgerColumn = (typeof LEDGER_COLUMNS)[number]['name'];

const isCancelled = (status: string): boolean => ['cancelled', 'canceled'].includes(fold(status));

/** Makes rows of the canonical ledger of a line, its header and its assignments. */
export class LineJoiner {
  readonly #headers: HeaderBook;
  readonly #assignments: AssignmentBook;
  readonly #statesStatus: boolean;
  /** Whether net amounts are computed, because the lines state none. */
  readonly computes: boolean;

  constructor(headers: HeaderBook, assignments: AssignmentBook, lines: PartTable<LineColumn>) {
    this.#headers = headers;
    this.#assignments = assignments;
    this.#statesStatus = lines.has('status');
    this.computes = !lines.has('amount');
  }

  /**
   * The ledger rows of a line: one, or one for each of its assignments. Throws Unreadable where it contradicts its header or its amount can't be told,
   * UnreadableRow where an assignment is to blame.
   */
  rowsOf(header: HeldHeader, row: PartRow<LineColumn>): TableRow[] {
    const { line: at, cells, problem } = row;
    if (problem !== null) throw new Unreadable(problem.field, problem.value, problem.reason);
    this.#assertAgreeing(header, row);
    const { currency } = header.cells;
    const amount = this.computes ? netAmountOf(cells, currency, header.decimals) : cells.amount;
    readAmount('amount', amount, header.decimals);
    const assignments = this.#assignments.of(header.cells.po_number, cells.line);
    const common: Partial<Record<LedgerColumn, string>> = {
      po_number: header.cells.po_number, po_date: header.cells.po_date, currency, entity: header.entity, posting_period: header.cells.posting_period,
      vendor_id: header.cells.vendor_id, vendor_name: header.cells.vendor_name, reference: header.cells.reference, memo: cells.memo, line: cells.line,
      gl_account: cells.gl_account, department: cells.department || header.cells.department, location: cells.location || header.cells.location, amount,
      entered_by: cells.entered_by || header.cells.entered_by, entered_at: cells.entered_at || header.cells.entered_at, status: cells.status || header.cells.status, tax: cells.tax,
    };
    const ledgerRow = (own: Partial<Record<LedgerColumn, string>>): TableRow => ({ line: at, cells: LEDGER_COLUMNS.map(({ name }) => own[name] ?? common[name] ?? ''), problem: null, raw: row.raw });
    if (assignments.length === 0) return [ledgerRow({})];
    if (assignments.length > 1 && cells.tax !== '') throw new Unreadable('tax', cells.tax, 'the tax of a line with several assignments can\'t be shared');
    const shares = sharesOf({ amount, quantity: cells.quantity, currency, decimals: header.decimals }, assignments);
    return assignments.map(({ number, glAccount, department, row: assignmentLine }, place) => ({ assignmentLine, ...ledgerRow({
      line: assignments.length === 1 ? cells.line : `${cells.line}/${number || place + 1}`, gl_account: glAccount, department: department || (common.department ?? ''), amount: shares[place] as string,
    }) }));
  }

  #assertAgreeing(header: HeldHeader, { cells }: PartRow<LineColumn>): void {
    const where = `its header (${this.#headers.shown}:${header.line})`;
    if (cells.po_number !== '' && fold(cells.po_number) !== fold(header.cells.po_number)) throw new Unreadable('po_number', cells.po_number, `${where} has the number ${header.cells.po_number}`);
    if (cells.currency !== '' && cells.currency !== header.cells.currency) throw new Unreadable('currency', cells.currency, `${where} is in ${header.cells.currency}`);
    if (cells.entity !== '') {
      // Lines may name the legal entity that the headers leave out; then all of one PO name the same.
      if (header.entity === '') header.entity = cells.entity;
      if (fold(header.entity) !== fold(cells.entity)) throw new Unreadable('entity', cells.entity, `${header.cells.entity === '' ? 'what else is said of this PO' : where} is of ${header.entity}`);
    }
    if (this.#statesStatus && isCancelled(header.cells.status) && !isCancelled(cells.status)) throw new Unreadable('status', cells.status, `${where} is cancelled or deleted, and the line is not`);
  }
}
