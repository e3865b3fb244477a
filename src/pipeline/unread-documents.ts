import { NOTHING_UNREAD, type Unread } from '../domain/unread.ts';
import type { RecordReader, StoredQuarantine } from '../store/record-reader.ts';
import type { ReplayInputs } from './replay-inputs.ts';
import { stillUnread } from './supplied.ts';

/** Counts what is in quarantine and nothing later supplied: a PO of which no version was read, an event, a row of a sheet in force. */
export function unreadOf({ quarantine, sheets }: Pick<ReplayInputs, 'quarantine' | 'sheets'>, reader: RecordReader): Unread {
  if (quarantine.length === 0) return NOTHING_UNREAD;
  const inForce = new Set(sheets.map(({ id }) => id));
  const orders = documentsOf(quarantine.filter(({ kind, documentId }) => kind === 'ledger' && (documentId === null || (reader.manualOrders([documentId])[0] ?? []).length === 0)));
  const events = stillUnread(quarantine.filter(({ kind }) => kind === 'approvals'), reader);
  return {
    ledger: orders, approvals: documentsOf(events),
    sheets: quarantine.filter(({ kind, importId }) => (kind === 'master' || kind === 'mapping') && inForce.has(importId)).reduce((sum, { rows }) => sum + rows, 0),
  };
}

/** How many documents these are; what says none is one of its own. */
function documentsOf(items: readonly StoredQuarantine[]): number {
  return new Set(items.map(({ documentId, eventId, importId, line }) => JSON.stringify(eventId ?? documentId ?? [importId, line]))).size;
}
