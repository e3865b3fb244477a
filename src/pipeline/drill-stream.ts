import type { StoredEvent } from '../domain/event-page.ts';
import { formatMinor } from '../domain/money.ts';
import type { ManualExportEntry, OrderChange } from '../domain/manual-export.ts';
import type { Transaction, WouldBePurchaseOrder } from '../domain/purchase-order.ts';
import type { ReplayStep } from '../replay/replay-report.ts';
import type { DryRun } from './dry-run.ts';

/** What stands in the ERP after some events of a report, as the sync would have left it. */
export interface Standing {
  orders: readonly WouldBePurchaseOrder[];
  steps: ReplayStep[];
  /** Null where there was no event yet. */
  transaction: Transaction | null;
}

export const NOTHING_STANDS: Standing = { orders: [], steps: [], transaction: null };

/** Replays events of one report, in order, and keeps what each of them does to the POs in the ERP. A rejected update leaves standing what stood. */
export function standingAfter(dryRun: DryRun, events: readonly StoredEvent[]): Standing {
  if (events.length === 0) return NOTHING_STANDS;
  let orders: readonly WouldBePurchaseOrder[] = [];
  const steps: ReplayStep[] = [];
  const { transaction } = dryRun.report(events, (step) => {
    steps.push(step);
    if (step.effect === 'create' || step.effect === 'update') orders = step.orders;
    else if (step.effect === 'withdraw') orders = [];
  });
  return { orders, steps, transaction };
}

/** Whether what the steps left standing is what the replay says of the report. */
export function agreesWithReplay({ orders, transaction }: Standing): boolean {
  const numbers = orders.map((order) => order.number).join();
  if (transaction === null) return orders.length === 0;
  if (transaction.outcome === 'created' || transaction.outcome === 'updated') {
    return orders.length === transaction.orders.length && orders.every((order, index) => order.requestBody === transaction.orders[index]?.requestBody);
  }
  return transaction.outcome === 'rejected' ? numbers === transaction.formerOrderNumbers.join() : numbers === '';
}

/** What a clerk does so that `after` stands where `before` stood. */
function changesBetween(before: readonly WouldBePurchaseOrder[], after: readonly WouldBePurchaseOrder[], vendorName: (id: string) => string): OrderChange[] {
  const was = new Map(before.map((order) => [order.number, order]));
  const is = new Set(after.map((order) => order.number));
  const change = (action: OrderChange['action'], order: WouldBePurchaseOrder): OrderChange => ({ action, order, vendorName: vendorName(order.vendorId) });
  return [
    ...before.filter((order) => !is.has(order.number)).map((order) => change('cancel', order)),
    ...after.flatMap((order) => {
      const former = was.get(order.number);
      if (former === undefined) return [change('create', order)];
      return former.requestBody === order.requestBody ? [] : [change('change', order)];
    }),
  ];
}

/** The entry of the manual export log for an event that arrives when `before` stands and leads to `after`. */
export function exportEntry(entry: number, { snapshot, source }: StoredEvent, before: Standing, after: Standing, vendorName: (id: string) => string): ManualExportEntry {
  const changes = changesBetween(before.orders, after.orders, vendorName);
  const step = after.steps.find(({ event }) => event.snapshot.eventId === snapshot.eventId && event.source === source);
  return {
    entry, transactionId: snapshot.reportId, eventId: snapshot.eventId, occurredAt: snapshot.occurredAt, revision: snapshot.revision, state: snapshot.status, reportName: snapshot.name,
    changes, why: changes.length > 0 || step === undefined ? '' : whyNothing(step, before.orders), isByHand: changes.length === 0 && step?.effect === 'reject',
  };
}

function whyNothing({ effect, meaning, findings, event: { snapshot } }: ReplayStep, standing: readonly WouldBePurchaseOrder[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  switch (effect) {
    case 'reject':
      // It is approved money all the same, and nobody else will key it.
      return `${standing.length === 0 ? 'Key it by hand' : `Change ${standing.map(({ number }) => number).join(', ')} by hand`}: approved over ${formatMinor(snapshot.totalMinor, snapshot.currency)} ${snapshot.currency}, and the integration can't make a PO of it: ${errors.map(({ code, message }) => `${code}: ${message}`).join('; ')}`;
    case 'nothing_to_order':
      return 'No PO: no line is for this integration';
    case 'already_posted':
      return 'No PO: it is in the ERP already';
    case 'stale':
      return 'No PO: something newer is known';
    default:
      return meaning === 'pending' ? 'No PO: not finally approved' : 'No PO: nothing changes';
  }
}
