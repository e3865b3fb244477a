import { readInstant, readText } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { Part } from '../json/part.ts';
import { readId } from '../read-id.ts';
import type { ThinEvent } from '../thin-event.ts';

/** What of Ramp's events is about an object that is read here. */
const ABOUT_OBJECTS = ['transactions', 'reimbursements', 'bills', 'spend_requests', 'unified_requests', 'purchase_orders'];

/** Whether this is an event of Ramp and not one of its objects. */
export const isThinEvent = (whole: Part): boolean => whole.has('type') && whole.isObject('object');

/** Reads an event of Ramp, `{ id, type, created_at, business_id, object: { id } }`. Throws Unreadable. */
export function readThinEvent(whole: Part): ThinEvent {
  const what = readText(whole.at('type'), whole.text('type'));
  if (!ABOUT_OBJECTS.includes(what.split('.')[0] ?? '')) throw new Unreadable('type', what, 'is about no object that an approval stands in; subscribe to the events of docs/capture.md alone');
  const object = whole.part('object');
  return { eventId: readText(whole.at('id'), whole.text('id')), objectId: readId(object.at('id'), object.text('id')), what, occurredAt: readInstant(whole.at('created_at'), whole.text('created_at'), undefined) };
}
