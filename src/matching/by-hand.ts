import type { HandDecisions, HandPairing } from '../domain/hand-pairing.ts';
import type { ManualSide } from './sides.ts';

/** What people decided by hand, as matching asks for it. */
export class ByHand {
  /** Oldest first, so that a PO that two of them need goes to the older. */
  readonly pairings: readonly HandPairing[];
  /** Transactions and POs that a decision names: no short way is taken with them. */
  readonly transactions: ReadonlySet<string>;
  readonly purchaseOrders: ReadonlySet<string>;
  /** By PO, as the decision names it: the transactions for which it was not keyed. */
  readonly #parted = new Map<string, Set<string>>();

  private constructor({ pairings, partings }: HandDecisions) {
    this.pairings = pairings.toSorted((left, right) => left.entry - right.entry);
    const all = [...pairings, ...partings];
    this.transactions = new Set(all.map(({ transaction }) => transaction));
    this.purchaseOrders = new Set(all.flatMap(({ purchaseOrders }) => purchaseOrders));
    for (const { transaction, purchaseOrders } of partings) for (const number of purchaseOrders) this.#parted.set(number, (this.#parted.get(number) ?? new Set()).add(transaction));
  }

  /** Undefined where nobody decided anything, so that matching has nothing to ask. */
  static of(decisions: HandDecisions): ByHand | undefined {
    return decisions.pairings.length + decisions.partings.length === 0 ? undefined : new ByHand(decisions);
  }

  /** Whether a decision names a PO. */
  names({ poNumber, fullName }: Pick<ManualSide, 'poNumber' | 'fullName'>): boolean {
    return this.purchaseOrders.has(poNumber) || this.purchaseOrders.has(fullName);
  }

  /** Whether a person parted a transaction and a PO. */
  parts(transaction: string, { poNumber, fullName }: Pick<ManualSide, 'poNumber' | 'fullName'>): boolean {
    return this.#parted.get(poNumber)?.has(transaction) === true || this.#parted.get(fullName)?.has(transaction) === true;
  }

  /** A PO without the transactions from which it was parted: that it names them is known to be wrong. */
  withoutParted<Side extends Pick<ManualSide, 'poNumber' | 'fullName' | 'references' | 'memoReferences'>>(side: Side): Side {
    if (!this.#parted.has(side.poNumber) && !this.#parted.has(side.fullName)) return side;
    const holds = (id: string): boolean => !this.parts(id, side);
    return { ...side, references: side.references.filter(holds), memoReferences: side.memoReferences.filter(holds) };
  }
}
