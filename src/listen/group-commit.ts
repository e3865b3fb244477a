interface Waiting<Item, Outcome> {
  item: Item;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

/** Commits together what arrives together: one sync of the disk for all requests of a moment, and each is answered after it. */
export class GroupCommit<Item, Outcome> {
  readonly #store: (items: readonly Item[]) => Outcome[];
  #waiting: Waiting<Item, Outcome>[] = [];

  /** `store` has stored all items when it returns, or none when it throws. */
  constructor(store: (items: readonly Item[]) => Outcome[]) {
    this.#store = store;
  }

  /** Resolves once the item is stored; rejects where it could not be. */
  add(item: Item): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      // What else arrived in this turn of the event loop comes along.
      if (this.#waiting.push({ item, resolve, reject }) === 1) setImmediate(() => this.#commit());
    });
  }

  #commit(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    let outcomes: Outcome[];
    try {
      outcomes = this.#store(batch.map(({ item }) => item));
    } catch (error) {
      for (const { reject } of batch) reject(error);
      return;
    }
    for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index] as Outcome);
  }
}
