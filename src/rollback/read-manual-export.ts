import { EXPORT_ACTIONS, type ExportAction, MANUAL_EXPORT_COLUMNS, type ManualExportColumn, type OrderAction } from '../domain/manual-export.ts';
import { readTable } from '../intake/table.ts';
import { type KeyedOrder, contentOf } from './keyed-order.ts';

/** One instruction of the log, as a clerk reads it. */
export interface Instruction {
  action: OrderAction;
  poNumber: string;
  /** As contentOf writes it. */
  content: string;
}

/** What the log says of one event. */
export interface LoggedEvent {
  transactionId: string;
  eventId: string;
  instructions: Instruction[];
}

/** A log that was read back: its events by their numbers in the stream, each as often as it stands there, and what can't be read. */
export interface ReadLog {
  events: Map<number, LoggedEvent[]>;
  problems: string[];
}

const PLACE = Object.fromEntries(MANUAL_EXPORT_COLUMNS.map((column, index) => [column, index])) as Record<ManualExportColumn, number>;

/** What a clerk sees in a cell: the apostrophe before what looks like a formula is the spreadsheet's. */
const seen = (cell: string): string => (/^'[=+\-@]/.test(cell) ? cell.slice(1) : cell);

/** Reads a manual export log from its CSV, by the reader of all tables. */
export async function readManualExport(path: string, shown: string): Promise<ReadLog> {
  const read: ReadLog = { events: new Map(), problems: [] };
  let event: LoggedEvent | undefined;
  let entry = Number.NaN;
  let instruction: (Instruction & { order: KeyedOrder }) | undefined;
  let nextLine = 1;
  const close = (): void => {
    if (instruction !== undefined) event?.instructions.push({ action: instruction.action, poNumber: instruction.poNumber, content: contentOf(instruction.order) });
    instruction = undefined;
  };
  await readTable({ path, name: 'manual-export-log.csv', shown }, { required: MANUAL_EXPORT_COLUMNS, optional: [] }, ({ line, cells, problem }) => {
    const cell = (column: ManualExportColumn): string => seen(cells[PLACE[column]] ?? '');
    const action = cell('action') as ExportAction;
    if (problem !== null || !EXPORT_ACTIONS.includes(action) || !/^\d{1,15}$/.test(cell('entry'))) {
      read.problems.push(`line ${line} of the log can't be read: ${problem?.reason ?? 'it has no entry or action'}`);
      return;
    }
    const number = Number(cell('entry'));
    const isOfNoOrder = action === 'none' || action === 'by_hand';
    const ordinal = isOfNoOrder ? 0 : Number(cell('line'));
    // A PO begins with its first line, and an event with its number: what stands twice is read twice.
    const goesOn = instruction !== undefined && number === entry && action === instruction.action && cell('po_number') === instruction.poNumber && ordinal === nextLine;
    if (!goesOn) {
      close();
      const repeats = event !== undefined && number === entry && (isOfNoOrder || event.instructions.some(({ poNumber }) => poNumber === cell('po_number')));
      if (event === undefined || number !== entry || repeats) {
        event = { transactionId: cell('transaction_id'), eventId: cell('event_id'), instructions: [] };
        read.events.set(number, [...(read.events.get(number) ?? []), event]);
        entry = number;
      }
      if (isOfNoOrder) return;
      if (ordinal !== 1) read.problems.push(`line ${line} of the log: PO ${cell('po_number')} does not begin with its first line`);
      instruction = { action, poNumber: cell('po_number'), content: '', order: { vendorId: cell('vendor_id'), currency: cell('currency'), poDate: cell('po_date'), period: cell('posting_period'), lines: [] } };
    }
    nextLine = ordinal + 1;
    instruction?.order.lines.push({ glAccount: cell('gl_account'), department: cell('department'), location: cell('location'), amount: cell('amount'), itemId: cell('item_id'), quantity: cell('quantity') });
  });
  close();
  return read;
}
