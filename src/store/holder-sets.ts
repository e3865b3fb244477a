import type { Database, Prepared } from './database.ts';

/** A version of a manual PO so far as it says which imports hold it. */
export interface Held {
  import_id: number;
  /** Null where that import alone holds it. */
  holders_id: number | null;
}

/**
 * Which imports hold a version of a manual PO. Very many versions are held by the same few imports, so each names a set of them. Writes in the
 * transaction of its caller, and is good for that one.
 */
export class HolderSets {
  readonly #database: Database;
  readonly #add: Prepared;
  readonly #find: Prepared;
  readonly #members: Map<number, readonly number[]>;
  /** By import, for versions that it alone holds. */
  readonly #alone = new Map<number, readonly number[]>();
  /** By what `keyOf` gives and the import to add. */
  readonly #grown = new Map<string, number>();

  constructor(database: Database) {
    this.#database = database;
    this.#add = database.sqlite.prepare('INSERT OR IGNORE INTO ledger_holders (import_ids) VALUES (?)');
    this.#find = database.sqlite.prepare('SELECT id FROM ledger_holders WHERE import_ids = ?').pluck();
    const stored = database.sqlite.prepare('SELECT id, import_ids FROM ledger_holders').raw().all() as [number, string][];
    this.#members = new Map(stored.map(([id, importIds]) => [id, importIds.split(',').map(Number)]));
  }

  /** The imports that hold a version, ascending; one list for all versions of a set. */
  of({ import_id: importId, holders_id: holdersId }: Held): readonly number[] {
    if (holdersId !== null) return this.#members.get(holdersId) as readonly number[];
    let alone = this.#alone.get(importId);
    if (alone === undefined) this.#alone.set(importId, (alone = [importId]));
    return alone;
  }

  /** The set of a version that one more import holds. */
  with(held: Held, importId: number): number | null {
    const members = this.of(held);
    if (members.includes(importId)) return held.holders_id;
    const key = `${keyOf(held)}+${importId}`;
    let id = this.#grown.get(key);
    if (id === undefined) this.#grown.set(key, (id = this.#idOf([...members, importId].sort((left, right) => left - right))));
    return id;
  }

  #idOf(members: readonly number[]): number {
    this.#database.assertInTransaction();
    const importIds = members.join(',');
    this.#add.run(importIds);
    const id = this.#find.get(importIds) as number;
    this.#members.set(id, members);
    return id;
  }
}

/** The same for versions that the same imports hold by the same name. */
export const keyOf = ({ import_id: importId, holders_id: holdersId }: Held): string => (holdersId === null ? `only ${importId}` : String(holdersId));
