import { RAMP_OBJECTS, type RampObject } from '../../domain/settings.ts';
import type { Stage } from '../snapshot-order.ts';

/** The states of one kind of object: final, not final, in the ERP already, and over without a way back. */
interface ObjectStates {
  final: readonly string[];
  open: readonly string[];
  posted: readonly string[];
  ended: readonly string[];
}

/** The documented states, object by object; docs/systems/ramp.md gives the reasons. */
export const RAMP_STATES: Readonly<Record<RampObject, ObjectStates>> = {
  transaction: {
    final: ['FULLY_APPROVED'],
    open: ['AWAITING_EMPLOYEE', 'AWAITING_EMPLOYEE_CHANGES_REQUESTED', 'AWAITING_EMPLOYEE_MISSING_ITEMS', 'AWAITING_EMPLOYEE_REPAYMENT_FAILED', 'AWAITING_EMPLOYEE_REPAYMENT_REQUESTED', 'AWAITING_REVIEWER'],
    posted: [],
    ended: ['DECLINED', 'ERROR'],
  },
  reimbursement: {
    final: [
      'APPROVED', 'AWAITING_PAYMENT', 'AWAITING_EXPORT', 'AWAITING_PUSH_PAYMENT', 'EXPORT_INITIATED', 'EXPORTED', 'EXPORT_SUCCESSFUL', 'EXPORT_FAILED', 'PROCESSING',
      'MISSING_ACH', 'PUSH_PAYMENT_INITIATED', 'PUSH_PAYMENT_FAILED', 'REIMBURSED', 'REIMBURSED_VIA_PUSH', 'MANUALLY_REIMBURSED', 'FAILED_REIMBURSEMENT',
    ],
    open: ['INIT', 'DRAFT', 'PENDING', 'REJECTED'],
    posted: [],
    ended: ['CANCELED', 'DELETED'],
  },
  bill: { final: ['APPROVED'], open: ['INITIALIZED', 'PENDING', 'REJECTED'], posted: [], ended: ['TERMINATED', 'ARCHIVED'] },
  spend_request: { final: ['APPROVED'], open: ['DRAFT', 'SUBMITTED', 'PENDING', 'REJECTED'], posted: [], ended: [] },
  purchase_order: { final: ['OPEN', 'PARTIALLY_BILLED', 'FULLY_BILLED', 'CLOSED'], open: [], posted: ['ACCOUNTING_PROVIDER'], ended: ['DELETED', 'ARCHIVED'] },
};

/** A state as it is known here: the same word means different things of different objects. */
export const prefixed = (object: RampObject, state: string): string => `${object}:${state}`;

/** All objects' states of some kinds, prefixed. */
export const statesOf = (...kinds: (keyof ObjectStates)[]): string[] => RAMP_OBJECTS.flatMap((object) => kinds.flatMap((kind) => RAMP_STATES[object][kind].map((state) => prefixed(object, state))));

/** How far an object has come by its state; one that is not documented counts as not final. */
export function stageOf(object: RampObject, state: string): Stage {
  const { final, posted, ended } = RAMP_STATES[object];
  if (ended.includes(state)) return 'ended';
  return final.includes(state) || posted.includes(state) ? 'final' : 'open';
}

/** The place of a state in the documented order: of two snapshots of one instant, the one with the lower rank came first. */
export function rankOf(object: RampObject, state: string): number {
  const { open, final, posted, ended } = RAMP_STATES[object];
  const place = [...open, ...posted, ...final, ...ended].indexOf(state);
  return 10 + Math.max(place, 0);
}
