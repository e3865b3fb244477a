import { plural } from './plural.ts';

/** What of the record could not be read and nothing later supplied: POs of the ledger, events of reports, rows of the sheets in force. */
export interface Unread {
  ledger: number;
  approvals: number;
  sheets: number;
}

export const NOTHING_UNREAD: Unread = { ledger: 0, approvals: 0, sheets: 0 };

/** Rows of quarantine of which a person said, and another one agreed, what becomes of them. */
export interface DisposedRows {
  accepted: number;
  corrected: number;
}

/** How many of the rows that could not be read still wait for somebody to say so. */
export const waitingRows = ({ quarantinedRows, quarantineDisposed: disposed }: { quarantinedRows: number; quarantineDisposed?: DisposedRows | undefined }): number =>
  Math.max(quarantinedRows - (disposed?.accepted ?? 0) - (disposed?.corrected ?? 0), 0);

/** Whether people said of all that could not be read what becomes of it. */
export const isAllDisposed = (rows: Parameters<typeof waitingRows>[0]): boolean => rows.quarantineDisposed !== undefined && waitingRows(rows) === 0;

/** What is to be done first, in a sentence; '' where everything was read. */
export function unreadFirst({ ledger, approvals, sheets }: Unread): string {
  const parts = [...(ledger > 0 ? [`${plural(ledger, 'PO')} of the ledger`] : []), ...(approvals > 0 ? [`${plural(approvals, 'event')} of approvals`] : []), ...(sheets > 0 ? [`${plural(sheets, 'row')} of master data and mapping`] : [])];
  return parts.length === 0 ? '' : `first what could not be read: ${parts.join(', ')}; what follows may come of it: po-shadow quarantine`;
}

/** What to add where POs seem to be missing, `2 POs of the ledger could not be read, and may be among them`; '' where all were read. */
export const unreadAmong = ({ ledger }: Unread): string => (ledger === 0 ? '' : `${plural(ledger, 'PO')} of the ledger could not be read, and may be among them`);
