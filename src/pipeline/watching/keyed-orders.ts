import type { HandDecisions, HandPairing } from '../../domain/hand-pairing.ts';
import { fold } from '../../domain/text.ts';
import { RunReader } from '../../store/run-store.ts';
import { keyFieldsOf, keysIn } from '../body-keys.ts';
import type { Workplace } from '../workplace.ts';
import type { NewestOrder } from './dated-orders.ts';

/** A would-be PO that a key or a number is of. */
interface KeyedOrder {
  transaction: string;
  number: string;
}

const NONE = new Map<string, KeyedOrder>();

/**
 * Tells POs that the integration made by what its request body carries: the idempotency key as the ERP holds it, often a hash that names no transaction, or the would-be
 * PO's number. Keys are those of the newest run.
 */
export class OrderKeys {
  readonly #byKey: ReadonlyMap<string, KeyedOrder>;

  private constructor(byKey: ReadonlyMap<string, KeyedOrder>) {
    this.#byKey = byKey;
  }

  static async of({ database, settings }: Workplace): Promise<OrderKeys> {
    const runs = new RunReader(database);
    const newest = await runs.latest();
    if (newest === undefined) return new OrderKeys(NONE);
    const fields = keyFieldsOf(settings);
    const byKey = new Map<string, KeyedOrder>();
    for (const { reportId, number, idempotencyKey, requestBody } of runs.orderKeys(newest.id)) {
      for (const key of [idempotencyKey, number, ...keysIn(JSON.parse(requestBody), fields).map(({ value }) => value)]) byKey.set(fold(key), { transaction: reportId, number });
    }
    return new OrderKeys(byKey);
  }

  /**
   * Pairings of POs with the would-be POs whose key they carry, for those that matching can't know by the transaction's id. What a person decided about a PO comes first;
   * one that carries keys of several is left to matching.
   */
  pairings(orders: Iterable<NewestOrder>, { pairings, partings }: HandDecisions): HandPairing[] {
    const decided = new Set([...pairings, ...partings].flatMap(({ purchaseOrders }) => purchaseOrders));
    const found: HandPairing[] = [];
    if (this.#byKey.size === 0) return found;
    for (const { name, fullName, order, stands } of orders) {
      if (!stands || decided.has(name) || decided.has(fullName)) continue;
      const texts = [order.reference, ...order.memo.split(/[\s,;]+/), order.poNumber];
      const keyed = new Map(texts.flatMap((text) => {
        const of = text === '' ? undefined : this.#byKey.get(fold(text));
        return of === undefined ? [] : [[of.number, of] as const];
      }));
      const [only] = keyed.values();
      if (only === undefined || keyed.size > 1) continue;
      const id = fold(only.transaction);
      if ([order.reference, order.memo].some((text) => fold(text).includes(id))) continue;
      found.push({ entry: 0, by: '', reason: `it carries the key of ${only.number}`, transaction: only.transaction, purchaseOrders: [fullName], order: only.number });
    }
    return found;
  }
}
