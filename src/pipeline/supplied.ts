import { isAwaiting } from '../domain/awaiting.ts';
import type { RecordReader, StoredQuarantine } from '../store/record-reader.ts';

/** What the record can be asked of what it supplied. */
export type Supplies = Pick<RecordReader, 'hasEvent' | 'hasSnapshotSince'>;

/** Quarantined documents that no later import supplied with the same event, readable this time, or with their object; a second content of a known id stays one. */
export function stillUnread(quarantine: readonly StoredQuarantine[], record: Supplies): StoredQuarantine[] {
  return withoutSupplied(quarantine, record).filter((item) => isAwaiting(item) || item.eventId === null || item.reason.startsWith('this id came before') || !record.hasEvent({ ...item, eventId: item.eventId }));
}

/** What is in quarantine but for events that awaited their object, and of which a snapshot of then or later came: there is nothing to say of them. */
export function withoutSupplied(quarantine: readonly StoredQuarantine[], record: Supplies): StoredQuarantine[] {
  return quarantine.filter((item) => !isAwaiting(item) || !isSupplied(item, record));
}

const isSupplied = ({ documentId, occurredAt }: StoredQuarantine, record: Supplies): boolean => documentId !== null && occurredAt !== null && record.hasSnapshotSince(documentId, occurredAt);
