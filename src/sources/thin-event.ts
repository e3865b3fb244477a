import { AWAITS_ITS_OBJECT } from '../domain/awaiting.ts';
import type { Refusal } from '../intake/sink.ts';

/** What a notification names: which object, what happened to it, and when. */
export interface ThinEvent {
  eventId: string | undefined;
  objectId: string;
  /** As the sender names it, such as `bills.approved`. */
  what: string;
  occurredAt: number;
}

/** A notification without its object: its report is incomplete until a snapshot of then or later is read. */
export function awaitingObject(line: number, { eventId, objectId, what, occurredAt }: ThinEvent): Refusal {
  return { line, rows: 1, field: 'object', value: `${what} ${objectId}`, reason: AWAITS_ITS_OBJECT, documentId: objectId, eventId, occurredAt };
}
