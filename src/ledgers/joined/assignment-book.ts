import type { ASSIGNMENT_COLUMNS } from '../../domain/table-columns.ts';
import { fold } from '../../domain/text.ts';
import type { Refusal } from '../../intake/sink.ts';
import type { HeaderBook, Trouble } from './header-book.ts';
import type { PartTable } from './open-part.ts';
import type { Assignment } from './shares.ts';

export type AssignmentColumn = (typeof ASSIGNMENT_COLUMNS)[number]['name'];

/** The assignments of one PO. */
interface OfOrder {
  poNumber: string;
  firstLine: number;
  rows: number;
  /** By item; deleted ones have no share. */
  items: Map<string, { line: number; value: string; standing: Assignment[] }>;
  trouble: Trouble | null;
}

/** All account assignments of an export, by PO and item. */
export class AssignmentBook {
  /** Rows that name no PO. */
  readonly loose: Refusal[] = [];
  readonly #orders = new Map<string, OfOrder>();

  /** Reads the assignments; none where the export has no such file. */
  constructor(table: PartTable<AssignmentColumn> | null, onBytes: (count: number) => void) {
    table?.forEachRow(({ line, cells, problem }) => {
      if (cells.po_number === '') {
        this.loose.push({ line, rows: 1, part: 'assignments', parts: { headers: 0, lines: 0, assignments: 1 }, ...(problem ?? { field: 'po_number', value: '', reason: 'the text is missing' }) });
        return;
      }
      const key = fold(cells.po_number);
      let order = this.#orders.get(key);
      if (order === undefined) this.#orders.set(key, (order = { poNumber: cells.po_number, firstLine: line, rows: 0, items: new Map(), trouble: null }));
      order.rows++;
      if (problem !== null) {
        order.trouble ??= { part: 'assignments', line, ...problem };
        return;
      }
      const item = order.items.get(fold(cells.line)) ?? { line, value: cells.line, standing: [] };
      order.items.set(fold(cells.line), item);
      if (cells.deleted === 'true') return;
      const { assignment: number, gl_account: glAccount, department, amount, percent, quantity } = cells;
      item.standing.push({ row: line, number, glAccount, department, amount, percent, quantity });
    }, onBytes);
  }

  /** The assignments of an item that are not deleted, in the order of the file. */
  of(poNumber: string, item: string): readonly Assignment[] {
    return this.#orders.get(fold(poNumber))?.items.get(fold(item))?.standing ?? [];
  }

  /** What of a PO's assignments can't be read. */
  troubleOf(poNumber: string): Trouble | null {
    return this.#orders.get(fold(poNumber))?.trouble ?? null;
  }

  /** Gives each PO the rows that belong to it, and what is wrong with them. Returns those of POs that have no header. */
  settle(headers: HeaderBook, linesShown: string): Refusal[] {
    const orphans: Refusal[] = [];
    for (const { poNumber, firstLine, rows, items } of this.#orders.values()) {
      const [header, ...others] = headers.ofNumber(poNumber);
      if (header === undefined) {
        orphans.push({ line: firstLine, rows, field: 'po_number', value: poNumber, reason: `no header of this PO in ${headers.shown}`, documentId: poNumber, part: 'assignments', parts: { headers: 0, lines: 0, assignments: rows } });
        continue;
      }
      header.rows.assignments += rows;
      const ambiguous: Trouble | null = others.length === 0 ? null : { part: 'assignments', line: firstLine, field: 'po_number', value: poNumber, reason: `${headers.shown} has this PO in several legal entities, and an assignment does not say which is meant` };
      for (const each of [header, ...others]) each.trouble ??= ambiguous;
      for (const [item, { line, value }] of items) {
        if (!header.items.has(item)) header.trouble ??= { part: 'assignments', line, field: 'line', value, reason: `no such item of this PO in ${linesShown}: the PO is not whole` };
      }
    }
    return orphans;
  }
}

