import { packSnapshot } from '../domain/expense-report.ts';
import type { Transaction } from '../domain/purchase-order.ts';
import { fold } from '../domain/text.ts';
import { type RecordedEvent, type ReplayContext, replayReport, sameOrders } from './replay-report.ts';

/** So many different snapshots of one instant are tried one by one; more of them contradict each other in any case. */
const MOST_TRIED = 8;

/** Outcomes of a report whose POs stand. */
const STANDS: ReadonlySet<string> = new Set(['created', 'updated']);

/** Two snapshots of which nobody knows which came last, though it matters; the first is the one that was taken. */
export type Contradiction = readonly [taken: RecordedEvent, other: RecordedEvent];

/**
 * The snapshots of one report, of one revision and one instant, that would end it otherwise if they came in another order: their event ids alone say which
 * counts. Undefined where there are none: where contents are equal, a later snapshot decides, or no PO stands, so that nothing can match.
 * `events` are those of the report, in the order of compareEvents; `taken` is how they end.
 */
export function contradictionIn(events: readonly RecordedEvent[], context: ReplayContext, taken: Transaction): Contradiction | undefined {
  if (!STANDS.has(taken.outcome)) return undefined;
  let start = 0;
  for (let end = 1; end <= events.length; end++) {
    if (end < events.length && areTied(events[start] as RecordedEvent, events[end] as RecordedEvent)) continue;
    const found = end - start < 2 ? undefined : contradictionAt(events, start, end, context, taken);
    if (found !== undefined) return found;
    start = end;
  }
  return undefined;
}

const areTied = ({ snapshot: left }: RecordedEvent, { snapshot: right }: RecordedEvent): boolean => left.revision === right.revision && left.occurredAt === right.occurredAt;

function contradictionAt(events: readonly RecordedEvent[], start: number, end: number, context: ReplayContext, taken: Transaction): Contradiction | undefined {
  const cancelling = new Set(context.settings.cancelStates.map(fold));
  const places = new Map<string, number>();
  let last = { says: '', place: start };
  for (let place = start; place < end; place++) {
    const { snapshot, source } = events[place] as RecordedEvent;
    const status = fold(snapshot.status);
    // A report that waits comes before its approval, whatever its event is called.
    const says = context.statesOf(source).final.has(status) ? packSnapshot(snapshot) : cancelling.has(status) ? '' : null;
    if (says === null) continue;
    places.set(says, place);
    last = { says, place };
  }
  // What the last one says too can't end otherwise.
  places.delete(last.says);
  for (const place of places.values()) {
    const other = [...events];
    [other[last.place], other[place]] = [events[place] as RecordedEvent, events[last.place] as RecordedEvent];
    if (places.size >= MOST_TRIED || !endsAlike(replayReport(other, context).transaction, taken)) return [events[last.place] as RecordedEvent, events[place] as RecordedEvent];
  }
  return undefined;
}

/** Whether the POs of a report stand either way, and are the same to whoever compares them with the ledger. */
function endsAlike(left: Transaction, right: Transaction): boolean {
  return STANDS.has(left.outcome) && STANDS.has(right.outcome) && left.currency === right.currency && left.totalMinor === right.totalMinor && left.expenseMinor === right.expenseMinor && sameOrders(left.orders, right.orders);
}
