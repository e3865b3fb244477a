import type { Play } from '../../demo/kind.ts';
import { missingInLedger, orderOutsideWindow } from '../../demo/missing-and-surplus-orders.ts';
import { pending } from '../../demo/pending-reports.ts';
import { outsideWindow } from '../../demo/plain-reports.ts';
import { withdrawn, withdrawnAndOrderCancelled } from '../../demo/withdrawn-reports.ts';
import { kindsOf } from '../kind.ts';
import { firstOf, noDay, unreferencedOrders } from './lacks.ts';
import { leavesNoOrderOut, withOrderOutOfScope } from './out-of-scope.ts';

const bought = (play: Play) => () => play;

/** What asks for nobody's attention although the two sides do not meet. */
export const QUIET_KINDS = kindsOf('quiet', [
  { kind: 'not_triggered', title: 'Not approved yet', looseAmounts: 1, play: bought(pending) },
  { kind: 'awaiting_manual', title: 'Not keyed, not yet due', looseAmounts: 1, days: 'awaiting', lacks: noDay('awaiting', 'matching.manualEntryGraceDays gives no grace'), play: bought(missingInLedger('awaiting_manual')) },
  { kind: 'cancelled', title: 'Withdrawn, never keyed', looseAmounts: 1, play: bought(withdrawn) },
  { kind: 'cancelled_order_cancelled', title: 'Withdrawn, PO cancelled', looseAmounts: 1, play: bought(withdrawnAndOrderCancelled) },
  { kind: 'outside_window', title: 'Outside the window', days: 'outside', lacks: noDay('outside', 'there is no business day around the window'), play: bought(outsideWindow) },
  { kind: 'outside_window_order', title: 'PO outside the window', reports: 0, looseAmounts: 1, days: 'outside', lacks: firstOf(unreferencedOrders, noDay('outside', 'there is no business day around the window')), play: bought(orderOutsideWindow) },
  { kind: 'out_of_scope_order', title: 'PO out of scope', reports: 0, looseAmounts: 1, lacks: leavesNoOrderOut, play: withOrderOutOfScope },
]);
