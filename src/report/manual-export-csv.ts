import { formatInstant } from '../domain/calendar.ts';
import { MANUAL_EXPORT_COLUMNS, type ManualExportColumn, type ManualExportEntry, type OrderChange } from '../domain/manual-export.ts';
import { formatMinor } from '../domain/money.ts';
import { csvCell } from './variance-text.ts';

type Row = Partial<Record<ManualExportColumn, string>>;

const text = (row: Row): string => `${MANUAL_EXPORT_COLUMNS.map((column) => csvCell(row[column] ?? '')).join(',')}\r\n`;

export const MANUAL_EXPORT_HEADER = `${MANUAL_EXPORT_COLUMNS.join(',')}\r\n`;

/** One entry of the manual export log as CSV: a row for each line of each PO; one without a PO for an event that asks for none. */
export function manualExportCsv(entry: ManualExportEntry): string {
  const event: Row = {
    entry: String(entry.entry), transaction_id: entry.transactionId, event_id: entry.eventId, occurred_at: entry.occurredAt === null ? '' : formatInstant(entry.occurredAt),
    revision: String(entry.revision), state: entry.state,
  };
  if (entry.changes.length === 0) return text({ ...event, action: entry.isByHand ? 'by_hand' : 'none', memo: entry.why });
  return entry.changes.flatMap((change) => linesOf(change, entry).map((row) => text({ ...event, ...row }))).join('');
}

const linesOf = ({ action, order, vendorName }: OrderChange, { transactionId, reportName }: ManualExportEntry): Row[] =>
  order.lines.map((line, index) => ({
    action, po_number: order.number, po_date: order.poDate, posting_period: order.period, vendor_id: order.vendorId, vendor_name: vendorName, currency: order.currency,
    reference: transactionId, memo: line.description === '' ? reportName : line.description, line: String(index + 1),
    gl_account: line.glAccount, department: line.department, location: line.location, amount: formatMinor(line.amountMinor, order.currency), item_id: line.itemId, quantity: line.quantity,
    status: action === 'cancel' ? 'cancelled' : 'open',
  }));
