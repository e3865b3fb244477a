import type { ZonedClock } from '../../domain/calendar.ts';
import type { LedgerPart } from '../../domain/ledger-part.ts';
import type { HEADER_COLUMNS, LINE_COLUMNS } from '../../domain/table-columns.ts';
import { fold } from '../../domain/text.ts';
import { readCurrency, readDate, readInstant } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { Refusal } from '../../intake/sink.ts';
import type { PartRow, PartTable } from './open-part.ts';

export type HeaderColumn = (typeof HEADER_COLUMNS)[number]['name'];
export type LineColumn = (typeof LINE_COLUMNS)[number]['name'];

/** Why a PO is set aside whole, and which row of which file says so. */
export interface Trouble {
  part: LedgerPart;
  line: number;
  field: string;
  value: string;
  reason: string;
}

/** A PO by its header, and what was found of it in the other files. */
export interface HeldHeader {
  line: number;
  cells: Readonly<Record<HeaderColumn, string>>;
  /** Its legal entity; where the headers name none, the one that its lines name. */
  entity: string;
  /** How many decimals its currency has. */
  decimals: number;
  /** Rows of each file that belong to it. */
  rows: Record<LedgerPart, number>;
  /** Its lines' own numbers. */
  items: Set<string>;
  /** Sum of its lines, in minor units. */
  sumMinor: bigint;
  trouble: Trouble | null;
}

/** Why a line has no header: none is there, or which one is meant can't be told. */
export interface NoHeader {
  field: LineColumn;
  value: string;
  reason: string;
}

/** All headers of an export, by what lines name. */
export class HeaderBook {
  readonly shown: string;
  readonly all: HeldHeader[] = [];
  /** Rows that name no PO. */
  readonly loose: Refusal[] = [];
  readonly #byNumber = new Map<string, HeldHeader[]>();
  readonly #byKey = new Map<string, HeldHeader>();
  readonly #usesKey: boolean;

  /** Reads the headers. `keyed` says whether the lines name the key of their header instead of its number; `entity` is that of headers that name none. */
  constructor(table: PartTable<HeaderColumn>, { keyed, entity, clock }: { keyed: boolean; entity: string; clock: ZonedClock | undefined }, onBytes: (count: number) => void) {
    this.shown = table.shown;
    this.#usesKey = keyed;
    table.forEachRow((row) => this.#add(row, entity, clock), onBytes);
  }

  #add({ line, cells, problem }: PartRow<HeaderColumn>, entity: string, clock: ZonedClock | undefined): void {
    if (cells.po_number === '') {
      this.loose.push({ line, rows: 1, part: 'headers', parts: { headers: 1, lines: 0, assignments: 0 }, ...(problem ?? { field: 'po_number', value: '', reason: 'the text is missing' }) });
      return;
    }
    const header: HeldHeader = {
      line, cells, entity: cells.entity || entity, decimals: 0, rows: { headers: 1, lines: 0, assignments: 0 }, items: new Set(), sumMinor: 0n,
      trouble: problem === null ? null : { part: 'headers', line, ...problem },
    };
    const same = this.#sameAs(header);
    if (same !== undefined) {
      same.rows.headers++;
      same.trouble ??= { part: 'headers', line, field: 'po_number', value: cells.po_number, reason: `the header of this PO stands in line ${same.line} too` };
      return;
    }
    if (header.trouble === null) header.trouble = checked(header, clock);
    this.all.push(header);
    const number = fold(cells.po_number);
    this.#byNumber.set(number, [...(this.#byNumber.get(number) ?? []), header]);
    if (cells.key !== '') this.#byKey.set(fold(cells.key), header);
  }

  /** A header that came before and is the same PO: of the same number and legal entity, or of the same key. */
  #sameAs({ cells, entity }: HeldHeader): HeldHeader | undefined {
    const byKey = cells.key === '' ? undefined : this.#byKey.get(fold(cells.key));
    return byKey ?? this.ofNumber(cells.po_number).find((other) => fold(other.entity) === fold(entity));
  }

  /** The headers of a number, one for each legal entity. */
  ofNumber(poNumber: string): readonly HeldHeader[] {
    return this.#byNumber.get(fold(poNumber)) ?? [];
  }

  /** The header of a line, or why it has none. */
  headerOf({ key, po_number, entity }: Readonly<Record<LineColumn, string>>): HeldHeader | NoHeader {
    if (this.#usesKey) return this.#byKey.get(fold(key)) ?? { field: 'key', value: key, reason: `no header with this id in ${this.shown}` };
    const all = this.ofNumber(po_number);
    if (all.length === 0) return { field: 'po_number', value: po_number, reason: `no header of this PO in ${this.shown}` };
    // A legal entity decides where both sides name one.
    const fitting = entity === '' ? all : all.filter((header) => header.cells.entity === '' || fold(header.entity) === fold(entity));
    const [header, ...more] = fitting;
    if (header === undefined) return { field: 'entity', value: entity, reason: `${this.shown} has this PO in ${all.map((each) => each.entity).join(', ')} alone` };
    if (more.length > 0) return { field: 'po_number', value: po_number, reason: `${this.shown} has this PO in ${fitting.map((each) => each.entity || 'no legal entity').join(', ')}, and the line does not say which is meant` };
    return header;
  }
}

/** What of a header's own cells can't be read; sets the decimals of its currency. */
function checked(header: HeldHeader, clock: ZonedClock | undefined): Trouble | null {
  const { line, cells } = header;
  try {
    header.decimals = readCurrency('currency', cells.currency);
    readDate('po_date', cells.po_date);
    if (cells.entered_at !== '') readInstant('entered_at', cells.entered_at, clock);
    return null;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { part: 'headers', line, ...error.problem };
  }
}
