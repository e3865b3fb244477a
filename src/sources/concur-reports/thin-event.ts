import { readNotice } from '../../intake/concur-notice.ts';
import { readInstant, readText } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { Part } from '../json/part.ts';
import { readId } from '../read-id.ts';
import type { ThinEvent } from '../thin-event.ts';

/** Whether this is an event of the Event Subscription Service and not a report. */
export const isThinEvent = (whole: Part): boolean => whole.has('eventType') && whole.isObject('facts');

/** Reads an event of the Event Subscription Service. Throws Unreadable. */
export function readThinEvent(whole: Part): ThinEvent {
  const facts = whole.part('facts');
  const state = facts.text('currentApprovalStatus');
  return {
    eventId: readText(whole.at('id'), whole.text('id')), objectId: readId(facts.at('reportId'), facts.text('reportId')),
    what: `${whole.text('eventType')}${state === '' ? '' : ` (${state})`}`, occurredAt: readInstant(whole.at('timeStamp'), whole.text('timeStamp'), undefined),
  };
}

const REPORT = 'EXPRPT';

/** Reads a notice in XML. Its URI ends in the report's id. Throws Unreadable. */
export function readThinNotice(text: string): ThinEvent {
  const { eventType, objectType, objectUri, occurredAt } = readNotice(text);
  if (objectType !== REPORT) throw new Unreadable('ObjectType', objectType, 'is about no expense report (EXPRPT)');
  const id = objectUri.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
  return { eventId: undefined, objectId: readId('ObjectURI', id), what: eventType, occurredAt: readInstant('EventDateTime', occurredAt, undefined) };
}
