import type { StandingOrders } from './keyed-order.ts';
import type { LoggedEvent } from './read-manual-export.ts';

/** One report's way through a stream that is switched off somewhere. */
export interface ReportStream {
  reportId: string;
  /** Ids of its events in the order in which they arrived. */
  eventIds: readonly string[];
  /** What stands after none, one, two … all of them: one more than there are events. */
  standing: readonly StandingOrders[];
  /** What the log says of each event, in the same order. */
  logged: readonly (readonly LoggedEvent[])[];
  /** What stands when nothing disturbs the stream. */
  undisturbed: StandingOrders;
}

/** What came out where the sync was switched off with so many events of a report processed. */
export interface Handover {
  /** Events of the report that were processed, or logged once. */
  accounted: number;
  /** [] where nothing was lost and nothing came twice. */
  problems: string[];
}

/** Lets a clerk key the log behind the first `processed` events onto what the sync left, and compares with the undisturbed stream. */
export function handOver({ reportId, eventIds, standing, logged, undisturbed }: ReportStream, processed: number): Handover {
  const problems: string[] = [];
  const say = (what: string): void => {
    problems.push(`${reportId}, switched off after ${processed} of its ${eventIds.length} events: ${what}`);
  };
  const orders = new Map(standing[processed]);
  let accounted = processed;
  for (let place = processed; place < eventIds.length; place++) {
    const entries = logged[place] ?? [];
    if (entries.length === 0) say(`event ${eventIds[place]} is lost: neither processed nor logged`);
    else if (entries.length > 1) say(`event ${eventIds[place]} is logged ${entries.length} times`);
    else accounted++;
    for (const { transactionId, eventId, instructions } of entries) {
      if (transactionId !== reportId || eventId !== eventIds[place]) say(`event ${eventIds[place]} is logged as ${eventId} of ${transactionId}`);
      for (const { action, poNumber, content } of instructions) {
        const stands = orders.has(poNumber);
        if (action === 'create' && stands) say(`${poNumber} would be created twice`);
        if (action !== 'create' && !stands) say(`${poNumber} does not stand, and is to be ${action === 'change' ? 'changed' : 'cancelled'}`);
        if (action === 'cancel') orders.delete(poNumber);
        else orders.set(poNumber, content);
      }
    }
  }
  for (const [number, content] of undisturbed) {
    const result = orders.get(number);
    if (result === undefined) say(`${number} is lost`);
    else if (result !== content) say(`${number} is not what it would have been: ${result} instead of ${content}`);
  }
  for (const number of orders.keys()) if (!undisturbed.has(number)) say(`${number} stands, and would not have stood`);
  return { accounted, problems };
}
