import type Sqlite from 'better-sqlite3';
import type { Delivery, InboxPage } from '../../domain/delivery.ts';

/** Deliveries, by the names that the program knows their columns by; what follows chooses among them. */
export const DELIVERIES = 'SELECT sequence, endpoint, source, event_id AS eventId, received_at AS receivedAt, body, sha256, route FROM delivery';

type Sender = Pick<InboxPage, 'endpoint' | 'source'>;

/** Deliveries for the record that stand on no page yet. */
const ON_NO_PAGE = "route = 'record' AND sequence > (SELECT coalesce(max(last_sequence), 0) FROM page WHERE page.endpoint = delivery.endpoint AND page.source = delivery.source)";

/** Pages of deliveries for the record. Which deliveries stand on a page is settled once, so that a page that is handed over again is the same file. */
export class InboxPages {
  readonly #sqlite: Sqlite.Database;

  constructor(sqlite: Sqlite.Database) {
    this.#sqlite = sqlite;
  }

  /** Every page, oldest first. */
  all(): InboxPage[] {
    return this.#sqlite.prepare('SELECT number, endpoint, source, first_sequence AS firstSequence, last_sequence AS lastSequence, sha256 FROM page ORDER BY number').all() as InboxPage[];
  }

  /** The deliveries of a page, in order. */
  deliveriesOf({ endpoint, source, firstSequence, lastSequence }: Omit<InboxPage, 'number' | 'sha256'>): Delivery[] {
    return this.#sqlite.prepare(`${DELIVERIES} WHERE route = 'record' AND endpoint = ? AND source = ? AND sequence BETWEEN ? AND ? ORDER BY sequence`).all(endpoint, source, firstSequence, lastSequence) as Delivery[];
  }

  /**
   * Settles pages for all deliveries that stand on none, with so many deliveries at most, and so many bytes unless one alone has more. `hashOf` gives the SHA-256 of a page's file. A
   * sender who waits for his answer does not wait for that: what was delivered never changes, so that only the rows of the pages are written under the lock. What another process settled
   * meanwhile is left to it.
   */
  settle(most: { deliveries: number; bytes: number }, hashOf: (deliveries: readonly Delivery[]) => string): InboxPage[] {
    const through = this.#sqlite.prepare('SELECT coalesce(max(sequence), 0) FROM delivery').pluck().get() as number;
    const plans = this.#senders().map((sender) => {
      const after = this.#lastOf(sender);
      const pages: Omit<InboxPage, 'number'>[] = [];
      for (let extent = this.#extentOf(sender, after, through, most); extent !== null; extent = this.#extentOf(sender, extent.lastSequence, through, most)) {
        pages.push({ ...sender, ...extent, sha256: hashOf(this.deliveriesOf({ ...sender, ...extent })) });
      }
      return { sender, after, pages };
    }).filter(({ pages }) => pages.length > 0);
    if (plans.length === 0) return [];
    return this.#sqlite.transaction(() => this.#add(plans.filter(({ sender, after }) => this.#lastOf(sender) === after).flatMap(({ pages }) => pages))).immediate();
  }

  /** How many deliveries stand on no page yet. */
  waiting(): number {
    return this.#sqlite.prepare(`SELECT count(*) FROM delivery WHERE ${ON_NO_PAGE}`).pluck().get() as number;
  }

  /** When the first of them was received; null where there is none. */
  oldestWaitingAt(): number | null {
    return this.#sqlite.prepare(`SELECT min(received_at) FROM delivery WHERE ${ON_NO_PAGE}`).pluck().get() as number | null;
  }

  /** When the first delivery of a page was received. */
  receivedAt({ firstSequence }: InboxPage): number {
    return this.#sqlite.prepare('SELECT received_at FROM delivery WHERE sequence = ?').pluck().get(firstSequence) as number;
  }

  /** How many deliveries stand on a page. */
  sizeOf({ endpoint, source, firstSequence, lastSequence }: InboxPage): number {
    return this.#sqlite.prepare("SELECT count(*) FROM delivery WHERE route = 'record' AND endpoint = ? AND source = ? AND sequence BETWEEN ? AND ?").pluck().get(endpoint, source, firstSequence, lastSequence) as number;
  }

  #add(pages: readonly Omit<InboxPage, 'number'>[]): InboxPage[] {
    const last = this.#sqlite.prepare('SELECT coalesce(max(number), 0) FROM page').pluck().get() as number;
    const add = this.#sqlite.prepare('INSERT INTO page (number, endpoint, source, first_sequence, last_sequence, sha256) VALUES (?, ?, ?, ?, ?, ?)');
    return pages.map((page, index) => {
      const number = last + index + 1;
      add.run(number, page.endpoint, page.source, page.firstSequence, page.lastSequence, page.sha256);
      return { ...page, number };
    });
  }

  /** The last delivery of a sender that stands on a page; 0 where none does. */
  #lastOf({ endpoint, source }: Sender): number {
    return this.#sqlite.prepare('SELECT coalesce(max(last_sequence), 0) FROM page WHERE endpoint = ? AND source = ?').pluck().get(endpoint, source) as number;
  }

  #extentOf({ endpoint, source }: Sender, after: number, through: number, most: { deliveries: number; bytes: number }): Pick<InboxPage, 'firstSequence' | 'lastSequence'> | null {
    const sizes = this.#sqlite.prepare("SELECT sequence, length(body) AS bytes FROM delivery WHERE route = 'record' AND endpoint = ? AND source = ? AND sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?").all(endpoint, source, after, through, most.deliveries) as { sequence: number; bytes: number }[];
    let bytes = 0;
    const beyond = sizes.findIndex((each, index) => (bytes += each.bytes) > most.bytes && index > 0);
    const last = sizes[(beyond < 0 ? sizes.length : beyond) - 1];
    return sizes[0] === undefined || last === undefined ? null : { firstSequence: sizes[0].sequence, lastSequence: last.sequence };
  }

  #senders(): Sender[] {
    return this.#sqlite.prepare("SELECT DISTINCT endpoint, source FROM delivery WHERE route = 'record' ORDER BY endpoint, source").all() as Sender[];
  }
}
