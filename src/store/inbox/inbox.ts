import { existsSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import type { Delivery, DeliveryOutcome, NewDelivery } from '../../domain/delivery.ts';
import { openInboxDatabase } from './inbox-database.ts';
import { DELIVERIES, InboxPages } from './inbox-pages.ts';
import { ManualExports } from './manual-exports.ts';
import { SyncSwitches } from './sync-switches.ts';

/** What was delivered, which way it goes, and what was handed on: inbox.db. */
export class Inbox {
  readonly switches: SyncSwitches;
  readonly pages: InboxPages;
  readonly manualExports: ManualExports;
  readonly #sqlite: Sqlite.Database;
  readonly #store: (deliveries: readonly NewDelivery[]) => DeliveryOutcome[];

  private constructor(sqlite: Sqlite.Database) {
    this.#sqlite = sqlite;
    this.switches = new SyncSwitches(sqlite);
    this.pages = new InboxPages(sqlite);
    this.manualExports = new ManualExports(sqlite);
    const add = sqlite.prepare('INSERT INTO delivery (endpoint, source, event_id, received_at, body, sha256, route) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
    const sameId = sqlite.prepare('SELECT count(*) FROM delivery WHERE endpoint = ? AND event_id = ?').pluck();
    this.#store = sqlite.transaction((deliveries: readonly NewDelivery[]) => {
      const route = this.switches.state() === 'off' ? 'manual_export' : 'record';
      return deliveries.map(({ endpoint, source, eventId, receivedAt, body, sha256 }) => {
        if (add.run(endpoint, source, eventId, receivedAt, body, sha256, route).changes === 0) return 'known';
        return (sameId.get(endpoint, eventId) as number) > 1 ? 'second_content' : 'stored';
      });
    }).immediate;
  }

  /** Opens the inbox at a path and makes it where there is none. Throws CannotRun. */
  static async open(path: string): Promise<Inbox> {
    return new Inbox(await openInboxDatabase(path));
  }

  /** The same where there is one. */
  static async openExisting(path: string): Promise<Inbox | undefined> {
    return existsSync(path) ? Inbox.open(path) : undefined;
  }

  /**
   * Stores deliveries in one transaction, which is on the disk when this returns: only then may their senders be answered. Each goes where
   * the switch says at that moment. One that is known by endpoint, sender's id and content is not stored again.
   */
  store(deliveries: readonly NewDelivery[]): DeliveryOutcome[] {
    return this.#store(deliveries);
  }

  /** Stores what a delivery is not, a file that was dropped, while the sync is off; undefined where it is on, and nothing was stored. */
  storeWhileOff(file: NewDelivery): DeliveryOutcome | undefined {
    return this.#sqlite.transaction(() => (this.switches.state() === 'off' ? this.store([file])[0] : undefined)).immediate();
  }

  /** The deliveries whose body holds a text, the newest first, and how they went. */
  naming(text: string, most: number): Delivery[] {
    return this.#sqlite.prepare(`${DELIVERIES} WHERE instr(body, CAST(? AS BLOB)) > 0 ORDER BY sequence DESC LIMIT ?`).all(text, most) as Delivery[];
  }

  /** The number of the last delivery; 0 where there is none. */
  lastSequence(): number {
    return this.#sqlite.prepare('SELECT coalesce(max(sequence), 0) FROM delivery').pluck().get() as number;
  }

  /** How many deliveries came after one of these, and when the first of them did. Numbers have no gap, so that nothing is counted: that would hold up who delivers. */
  after(sequence: number): { deliveries: number; oldestAt: number | null } {
    const oldestAt = this.#sqlite.prepare('SELECT received_at FROM delivery WHERE sequence > ? ORDER BY sequence LIMIT 1').pluck().get(sequence) as number | undefined;
    return { deliveries: Math.max(0, this.lastSequence() - sequence), oldestAt: oldestAt ?? null };
  }

  /** How many deliveries went each way. */
  counts(): { record: number; manualExport: number } {
    const [record, manualExport] = (['record', 'manual_export'] as const).map((route) => this.#sqlite.prepare('SELECT count(*) FROM delivery WHERE route = ?').pluck().get(route) as number);
    return { record: record ?? 0, manualExport: manualExport ?? 0 };
  }

  /** Whether a delivery could be stored now: takes the write lock for a moment. Throws where it can't. */
  assertWritable(): void {
    this.#sqlite.exec('BEGIN IMMEDIATE');
    this.#sqlite.exec('ROLLBACK');
  }

  /** Writes a page that changes nothing, to the disk: what a lock alone can't tell is whether there is room. Throws where there is none. */
  tryWriting(): void {
    const version = this.#sqlite.pragma('user_version', { simple: true }) as number;
    this.#sqlite.transaction(() => this.#sqlite.pragma(`user_version = ${version}`)).immediate();
  }

  /** Copies the whole inbox, as it is at this moment, into a file that is not there yet. */
  copyTo(path: string): void {
    this.#sqlite.prepare('VACUUM INTO ?').run(path);
  }

  /** How safe a commit is, as SQLite names it. */
  durability(): { journalMode: string; synchronous: number } {
    return { journalMode: this.#sqlite.pragma('journal_mode', { simple: true }) as string, synchronous: this.#sqlite.pragma('synchronous', { simple: true }) as number };
  }

  /** Bounds how large the inbox may grow, in pages of SQLite; beyond it a delivery is refused as on a full disk. */
  limitPages(most: number): void {
    this.#sqlite.pragma(`max_page_count = ${most}`);
  }

  close(): void {
    this.#sqlite.close();
  }
}
