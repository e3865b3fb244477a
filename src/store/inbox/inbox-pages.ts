import type Sqlite from 'better-sqlite3';
import type { Delivery, InboxPage } from '../../domain/delivery.ts';

/** Deliveries, by the names that the program knows their columns by; what follows chooses among them. */
export const DELIVERIES = 'SELECT sequence, endpoint, source, event_id AS eventId, received_at AS receivedAt, body, sha256, route FROM delivery';

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

  /** Settles pages for all deliveries that stand on none, at most so many deliveries each. `hashOf` gives the SHA-256 of a page's file. */
  settle(most: number, hashOf: (page: Omit<InboxPage, 'sha256'>, deliveries: readonly Delivery[]) => string): InboxPage[] {
    return this.#sqlite.transaction(() => {
      const settled: InboxPage[] = [];
      let number = this.#sqlite.prepare('SELECT coalesce(max(number), 0) FROM page').pluck().get() as number;
      for (const { endpoint, source } of this.#senders()) {
        const waiting = this.#sqlite.prepare(`${DELIVERIES} WHERE route = 'record' AND endpoint = ? AND source = ? AND sequence > ? ORDER BY sequence LIMIT ?`);
        let after = this.#sqlite.prepare('SELECT coalesce(max(last_sequence), 0) FROM page WHERE endpoint = ? AND source = ?').pluck().get(endpoint, source) as number;
        for (let rows = waiting.all(endpoint, source, after, most) as Delivery[]; rows.length > 0; rows = waiting.all(endpoint, source, after, most) as Delivery[]) {
          const [first, last] = [rows[0] as Delivery, rows.at(-1) as Delivery];
          const page = { number: ++number, endpoint, source, firstSequence: first.sequence, lastSequence: last.sequence };
          const sha256 = hashOf(page, rows);
          this.#sqlite.prepare('INSERT INTO page (number, endpoint, source, first_sequence, last_sequence, sha256) VALUES (?, ?, ?, ?, ?, ?)').run(number, endpoint, source, first.sequence, last.sequence, sha256);
          settled.push({ ...page, sha256 });
          after = last.sequence;
        }
      }
      return settled;
    }).immediate();
  }

  /** How many deliveries stand on no page yet, and since when the oldest of them waits. */
  waiting(): { deliveries: number; oldestAt: number | null } {
    const pending = this.#sqlite.prepare(`SELECT count(*) AS deliveries, min(received_at) AS oldestAt FROM delivery
      WHERE route = 'record' AND sequence > (SELECT coalesce(max(last_sequence), 0) FROM page WHERE page.endpoint = delivery.endpoint AND page.source = delivery.source)`);
    return pending.get() as { deliveries: number; oldestAt: number | null };
  }

  #senders(): { endpoint: string; source: string }[] {
    return this.#sqlite.prepare("SELECT DISTINCT endpoint, source FROM delivery WHERE route = 'record' ORDER BY endpoint, source").all() as { endpoint: string; source: string }[];
  }
}
