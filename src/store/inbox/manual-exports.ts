import type Sqlite from 'better-sqlite3';
import type { Delivery } from '../../domain/delivery.ts';
import { DELIVERIES } from './inbox-pages.ts';

/** What the manual export log says of a delivery: written once, since clerks key from it. */
export interface LoggedDelivery {
  sequence: number;
  /** How many entries its text has. */
  entries: number;
  csv: string;
}

/** The manual export log of the inbox: deliveries that arrived while the sync was off. */
export class ManualExports {
  readonly #sqlite: Sqlite.Database;

  constructor(sqlite: Sqlite.Database) {
    this.#sqlite = sqlite;
  }

  /** All of these deliveries, in order. */
  deliveries(): Delivery[] {
    return this.#sqlite.prepare(`${DELIVERIES} WHERE route = 'manual_export' ORDER BY sequence`).all() as Delivery[];
  }

  /** What was written of them so far, in order. */
  logged(): LoggedDelivery[] {
    return this.#sqlite.prepare('SELECT sequence, entries, csv FROM manual_export ORDER BY sequence').all() as LoggedDelivery[];
  }

  /** Adds what is written of deliveries; of one that another process wrote first, its text stands. */
  add(logged: readonly LoggedDelivery[]): void {
    const add = this.#sqlite.prepare('INSERT INTO manual_export (sequence, entries, csv) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#sqlite.transaction(() => {
      for (const { sequence, entries, csv } of logged) add.run(sequence, entries, csv);
    }).immediate();
  }
}
