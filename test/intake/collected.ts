import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ZonedClock } from '../../src/domain/calendar.ts';
import type { ReportSnapshot } from '../../src/domain/expense-report.ts';
import type { DateStyle, DecimalStyle, HeaderProfile } from '../../src/domain/header-profile.ts';
import type { ManualPurchaseOrder } from '../../src/domain/ledger-entry.ts';
import { type DelimitedRecord, forEachRecord } from '../../src/intake/delimited.ts';
import { forEachLine, type TextLine } from '../../src/intake/lines.ts';
import type { ControlTotal, InputFile, LedgerFile, Refusal } from '../../src/intake/sink.ts';
import { type TableColumns, type TableRow, readTable } from '../../src/intake/table.ts';
import { LEDGER_PARTS, type LedgerPart, type PartRows } from '../../src/domain/ledger-part.ts';
import type { LedgerFormatName } from '../../src/domain/settings.ts';
import { readJoinedLedger } from '../../src/ledgers/joined/read-joined-ledger.ts';
import { ledgerFormatNamed } from '../../src/ledgers/index.ts';
import { generic as genericSource } from '../../src/sources/generic.ts';
import { makeFolder } from '../project-folder.ts';

export interface ReadAs {
  /** The file's name, whose ending decides how it is read. */
  name?: string;
  /** For instants without offset. */
  timeZone?: string;
}

/** Writes a file of its own for one reading. */
export function fileOf(content: string | Buffer, name: string): InputFile {
  const path = join(makeFolder(), name);
  writeFileSync(path, content);
  return { path, name, shown: name };
}

/** What the canonical approvals reader made of a file: reports, what it refused, and how many rows each took. */
export async function approvalsFrom(content: string | Buffer, { name = 'approvals.jsonl', timeZone }: ReadAs = {}): Promise<{ reports: ReportSnapshot[]; refused: Refusal[]; rows: { accepted: number; refused: number } }> {
  const reports: ReportSnapshot[] = [];
  const refused: Refusal[] = [];
  const rows = { accepted: 0, refused: 0 };
  await genericSource.read(fileOf(content, name), { clock: timeZone === undefined ? undefined : new ZonedClock(timeZone) }, {
    accept(snapshot, _line, count) {
      reports.push(snapshot);
      rows.accepted += count;
    },
    refuse(refusal) {
      refused.push(refusal);
      rows.refused += refusal.rows;
    },
    control() {},
    bytes() {},
  });
  return { reports, refused, rows };
}

/** The same for the canonical ledger. */
export async function ledgerFrom(
  content: string | Buffer, { name = 'ledger.csv', timeZone, format = 'generic', ...options }: ReadAs & { format?: string; profile?: HeaderProfile; currency?: string; delimiter?: string; dates?: DateStyle; decimals?: DecimalStyle } = {},
): Promise<{ orders: ManualPurchaseOrder[]; refused: Refusal[]; controls: ControlTotal[]; rows: { accepted: number; refused: number }; file: LedgerFile }> {
  const orders: ManualPurchaseOrder[] = [];
  const controls: ControlTotal[] = [];
  const refused: Refusal[] = [];
  const rows = { accepted: 0, refused: 0 };
  const file = await ledgerFormatNamed(format).read(fileOf(content, name), { clock: timeZone === undefined ? undefined : new ZonedClock(timeZone), ...options }, {
    restart() {
      controls.length = 0;
      orders.length = 0;
      refused.length = 0;
      rows.accepted = 0;
      rows.refused = 0;
    },
    accept(order, count) {
      orders.push(order);
      rows.accepted += count;
    },
    refuse(refusal) {
      refused.push(refusal);
      rows.refused += refusal.rows;
    },
    control: (total) => controls.push(total),
    bytes() {},
  });
  return { orders, refused, controls, rows, file };
}

/** A file of an export in several: its content, or rows for JSON, and its name where it is no CSV. */
export type JoinedFile = string | { name: string; content: string | Buffer };

/** What the reader of ledgers in several files made of them: POs, what it refused, control totals, and the rows of each file that ended either way. */
export async function joinedFrom(
  format: LedgerFormatName, files: { headers: JoinedFile; lines: JoinedFile; assignments?: JoinedFile }, { timeZone, ...options }: ReadAs & { profile?: HeaderProfile; currency?: string; entity?: string; dates?: DateStyle; decimals?: DecimalStyle } = {},
): Promise<{ orders: ManualPurchaseOrder[]; refused: Refusal[]; controls: [string, ControlTotal][]; rows: { accepted: Record<LedgerPart, number>; refused: Record<LedgerPart, number> }; file: LedgerFile }> {
  const none = (): Record<LedgerPart, number> => ({ headers: 0, lines: 0, assignments: 0 });
  const made = (part: LedgerPart, file: JoinedFile): InputFile => (typeof file === 'string' ? fileOf(file, `${part}.csv`) : fileOf(file.content, file.name));
  const orders: ManualPurchaseOrder[] = [];
  const controls: [string, ControlTotal][] = [];
  const refused: Refusal[] = [];
  const rows = { accepted: none(), refused: none() };
  const add = (to: Record<LedgerPart, number>, parts: PartRows | undefined): void => {
    for (const part of LEDGER_PARTS) to[part] += parts?.[part] ?? Number.NaN;
  };
  const file = await readJoinedLedger(format, { headers: made('headers', files.headers), lines: made('lines', files.lines), assignments: files.assignments === undefined ? undefined : made('assignments', files.assignments) }, { clock: timeZone === undefined ? undefined : new ZonedClock(timeZone), ...options }, {
    restart() {
      for (const list of [orders, controls, refused]) list.length = 0;
      Object.assign(rows, { accepted: none(), refused: none() });
    },
    accept(order, _count, parts) {
      orders.push(order);
      add(rows.accepted, parts);
    },
    refuse(refusal) {
      refused.push(refusal);
      add(rows.refused, refusal.parts);
    },
    control: (total, part) => controls.push([part ?? '', total]),
    bytes() {},
  });
  return { orders, refused, controls, rows, file };
}

/** The lines of a text file. */
export function linesFrom(content: string | Buffer): TextLine[] {
  const lines: TextLine[] = [];
  forEachLine(fileOf(content, 'lines.txt').path, (line) => lines.push({ ...line }));
  return lines;
}

/** The records of a delimited file. */
export function recordsFrom(content: string | Buffer): DelimitedRecord[] {
  const records: DelimitedRecord[] = [];
  forEachRecord(fileOf(content, 'records.csv').path, (record) => records.push({ ...record, cells: [...record.cells] }));
  return records;
}

/** The rows of a table. */
export async function tableFrom(content: string | Buffer, columns: TableColumns, name = 'table.csv'): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  await readTable(fileOf(content, name), columns, (row) => rows.push(row));
  return rows;
}

/** Text as UTF-16, with or without byte-order mark. */
export function utf16(text: string, order: 'little' | 'big', mark: boolean): Buffer {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le');
  return order === 'little' ? bytes : bytes.swap16();
}
