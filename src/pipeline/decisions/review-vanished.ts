import { createHash } from 'node:crypto';
import type { Act } from '../../domain/audit.ts';
import type { Person } from '../../domain/people.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { VanishedOrder } from '../../domain/vanished-order.ts';
import type { Workplace } from '../workplace.ts';
import { statedReason } from './deciding.ts';
import { partTakenBy } from './took-part.ts';

/** The POs that vanished, as text that a review of them is bound to: which they are, what they were and what stands in their place, not which file said so last. */
export const vanishedMark = (vanished: readonly VanishedOrder[]): string =>
  createHash('sha256').update(JSON.stringify(vanished.map(({ poNumber, poDate, currency, amount, instead }) => [poNumber, poDate, currency, amount, ...(instead === undefined ? [] : [instead])]))).digest('hex');

/** The part that a person has in POs that vanished: whoever keyed one of them does not say that it may be gone. */
export const partInVanished = (workplace: Workplace, vanished: readonly VanishedOrder[]) => (person: Person): string | undefined =>
  partTakenBy(person, { transaction: null, purchaseOrders: vanished.map(({ poNumber }) => poNumber) }, workplace);

/** The act of reviewing POs that a newer export no longer holds. Throws CannotRun where there are none, for who keyed one, or to refuse them. */
export function vanishedReviewAct(workplace: Workplace, vanished: readonly VanishedOrder[], reviewer: Person, refuse: boolean, reason: string | undefined): Extract<Act, { kind: 'vanished' }> {
  if (refuse) throw new CannotRun('POs that vanished are not refused by a review', { remedy: 'Have them keyed again, or export the ledger again, and import that.' });
  if (vanished.length === 0) throw new CannotRun('no PO has vanished from the ledger, so there is nothing to review');
  const part = partInVanished(workplace, vanished)(reviewer);
  if (part !== undefined) throw new CannotRun(`${reviewer.id} ${part}, and so can't review that it is gone`, { remedy: 'Have somebody review it who took no part in it.' });
  return { kind: 'vanished', vanished: vanishedMark(vanished), reason: statedReason(reason) };
}
