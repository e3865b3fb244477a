import type { Act, AuditEntry } from '../domain/audit.ts';
import type { HandDecisions, HandPairing, HandParting } from '../domain/hand-pairing.ts';

type Pairing = Extract<Act, { kind: 'pair' | 'unpair' }>;
type PairingEntry = Pick<AuditEntry, 'sequence' | 'actor'> & { act: Pairing };

/**
 * The pairings and partings by hand that are in force, from the audit trail: those that no review refused, and of each transaction and
 * PO the newest. One that nobody reviewed yet is in force; that it lacks a review is for the gate resolutions_reviewed to say.
 */
export function handDecisions(entries: readonly AuditEntry[]): HandDecisions {
  const refused = new Set<number>();
  const decided: PairingEntry[] = [];
  for (const { sequence, actor, act } of entries) {
    if (act.kind === 'pair' || act.kind === 'unpair') decided.push({ sequence, actor, act });
    // The newest review of an entry is the one that counts.
    else if (act.kind === 'review') act.decision === 'rejected' ? refused.add(act.of) : refused.delete(act.of);
  }
  const newest = new Map<string, number>();
  const inForce = decided.filter(({ sequence }) => !refused.has(sequence));
  for (const { sequence, act } of inForce) for (const number of act.purchaseOrders) newest.set(pairKey(act.transaction, number), sequence);
  const pairings: HandPairing[] = [];
  const partings: HandParting[] = [];
  for (const { sequence, actor, act } of inForce) {
    const purchaseOrders = act.purchaseOrders.filter((number) => newest.get(pairKey(act.transaction, number)) === sequence);
    if (purchaseOrders.length === 0) continue;
    const decision = { entry: sequence, by: actor.person ?? '', reason: act.reason, transaction: act.transaction, purchaseOrders };
    if (act.kind === 'pair') pairings.push({ ...decision, order: act.order });
    else partings.push(decision);
  }
  return { pairings, partings };
}

const pairKey = (transaction: string, purchaseOrder: string): string => JSON.stringify([transaction, purchaseOrder]);
