import type Sqlite from 'better-sqlite3';
import type { SyncState, SyncSwitch } from '../../domain/delivery.ts';

/** The switch of the sync: every position that it was ever put into, the last of which holds for all processes. */
export class SyncSwitches {
  readonly #sqlite: Sqlite.Database;
  readonly #last: Sqlite.Statement<unknown[]>;

  constructor(sqlite: Sqlite.Database) {
    this.#sqlite = sqlite;
    this.#last = sqlite.prepare('SELECT state FROM sync_switch ORDER BY number DESC LIMIT 1').pluck();
  }

  /** On unless it was switched off. */
  state(): SyncState {
    return (this.#last.get() as SyncState | undefined) ?? 'on';
  }

  /** Switches; from the next delivery on it holds, in every process. Returns undefined where it is in that position already. */
  switchTo(state: SyncState, by: Pick<SyncSwitch, 'at' | 'clock' | 'person' | 'osUser' | 'osHost' | 'reason'>): SyncSwitch | undefined {
    return this.#sqlite.transaction(() => {
      if (this.state() === state) return undefined;
      const number = this.all().length + 1;
      const afterSequence = this.#sqlite.prepare('SELECT coalesce(max(sequence), 0) FROM delivery').pluck().get() as number;
      this.#sqlite
        .prepare('INSERT INTO sync_switch (number, state, at, clock, person, os_user, os_host, reason, after_sequence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(number, state, by.at, by.clock, by.person, by.osUser, by.osHost, by.reason, afterSequence);
      return { number, state, ...by, afterSequence };
    }).immediate();
  }

  /** Every switch, oldest first. */
  all(): SyncSwitch[] {
    return this.#sqlite.prepare('SELECT number, state, at, clock, person, os_user AS osUser, os_host AS osHost, reason, after_sequence AS afterSequence FROM sync_switch ORDER BY number').all() as SyncSwitch[];
  }
}
