import type Sqlite from 'better-sqlite3';
import { type Alert, type ChannelStanding, MESSAGE_STATES, type MessageState, type Notice, type NoticeKind, type OutgoingMessage } from '../../domain/alert.ts';
import type { Instant } from '../../domain/calendar.ts';

interface MessageRow {
  number: number;
  state: MessageState;
  tries: number;
  mayRepeat: number;
  dueAt: number;
  lastAt: number | null;
}

interface NoticeRow {
  kind: NoticeKind;
  alertNumber: number | null;
  content: string;
  openedAt: number | null;
  at: number;
}

/** What becomes of a message that was tried. */
export interface Tried {
  state: Exclude<MessageState, 'sending'>;
  /** What was answered, in words; no address stands in it. */
  answer: string;
  at: Instant;
  dueAt: Instant;
  mayRepeat: boolean;
}

/** Notices as messages, on their way. Whoever claims one holds the lock of sending: no other process sends. */
export class Outbox {
  readonly #sqlite: Sqlite.Database;

  constructor(sqlite: Sqlite.Database) {
    this.#sqlite = sqlite;
  }

  /**
   * The next message of a channel, noted as being sent, on the disk when this returns; else when it is due; null where there is none. One that is found as being sent belongs to a process that
   * died: nobody knows whether it arrived. More notices than `digestAbove` that stand in no message become one.
   */
  claim(channel: string, now: Instant, { digestAbove }: { digestAbove: number }): { message: OutgoingMessage } | { dueAt: Instant } | null {
    return this.#sqlite.transaction(() => {
      const row = this.#unfinished(channel) ?? this.#compose(channel, now, digestAbove);
      if (row === undefined) return null;
      // A clock that is before the last try was put back; what was noted by it says nothing any more.
      if (row.state === 'waiting' && row.dueAt > now && (row.lastAt ?? 0) <= now) return { dueAt: row.dueAt };
      const mayRepeat = row.mayRepeat === 1 || row.state === 'sending';
      this.#sqlite.prepare("UPDATE message SET state = 'sending', tries = tries + 1, may_repeat = ?, last_at = ? WHERE number = ?").run(mayRepeat ? 1 : 0, now, row.number);
      return { message: { number: row.number, notices: this.#noticesOf(row.number), mayRepeat, tries: row.tries + 1 } };
    }).immediate();
  }

  /** Whether there is something that can be sent until an instant. */
  hasDue(until: Instant): boolean {
    return this.#sqlite.prepare(`SELECT EXISTS (SELECT 1 FROM notice WHERE message_number IS NULL)
      OR EXISTS (SELECT 1 FROM message WHERE state = 'sending' OR state = 'waiting' AND (due_at <= ? OR last_at > ?))`).pluck().get(until, until) === 1;
  }

  /** Notes what became of a message that was claimed; on the disk when this returns. */
  note(number: number, { state, answer, at, dueAt, mayRepeat }: Tried): void {
    this.#sqlite.prepare('UPDATE message SET state = ?, answer = ?, last_at = ?, due_at = ?, may_repeat = max(may_repeat, ?) WHERE number = ?').run(state, answer, at, dueAt, mayRepeat ? 1 : 0, number);
  }

  /** Puts what was refused or given up back, but for what tells of nothing that is still open: that is dropped. Returns how many messages each of these are. */
  retry(now: Instant): { putBack: number; over: number } {
    const over = this.#sqlite.prepare(`UPDATE message SET state = 'dropped', last_at = ? WHERE state IN ('refused', 'given_up')
      AND NOT EXISTS (SELECT 1 FROM notice LEFT JOIN alert ON alert.number = alert_number WHERE message_number = message.number AND (kind IN ('test', 'resolved') OR alert.resolved_at IS NULL))`).run(now).changes;
    const putBack = this.#sqlite.prepare("UPDATE message SET state = 'waiting', tries = 0, due_at = ? WHERE state IN ('refused', 'given_up')").run(now).changes;
    return { putBack, over };
  }

  /** Drops what is left for channels that are not among these. */
  keepOnly(channels: readonly string[], now: Instant): void {
    const gone = (this.#sqlite.prepare("SELECT channel FROM notice WHERE message_number IS NULL UNION SELECT channel FROM message WHERE state IN ('waiting', 'sending', 'refused', 'given_up')").pluck().all() as string[]).filter((channel) => !channels.includes(channel));
    for (const channel of gone) {
      this.#compose(channel, now, 0);
      this.#sqlite.prepare("UPDATE message SET state = 'dropped', last_at = ? WHERE channel = ? AND state IN ('waiting', 'sending', 'refused', 'given_up')").run(now, channel);
    }
  }

  /** How each of these channels stands, and each other that a message was ever for. */
  standings(channels: readonly string[]): ChannelStanding[] {
    const known = this.#sqlite.prepare('SELECT channel FROM notice UNION SELECT channel FROM message ORDER BY channel').pluck().all() as string[];
    return [...new Set([...channels, ...known])].map((channel) => {
      const counts = new Map((this.#sqlite.prepare('SELECT state, count(*) AS count FROM message WHERE channel = ? GROUP BY state').all(channel) as { state: MessageState; count: number }[]).map(({ state, count }) => [state, count]));
      const last = this.#sqlite.prepare('SELECT answer, last_at AS lastAt FROM message WHERE channel = ? AND answer IS NOT NULL ORDER BY last_at DESC, number DESC LIMIT 1').get(channel) as { answer: string; lastAt: number } | undefined;
      const next = this.#unfinished(channel);
      return {
        channel, notices: this.#sqlite.prepare('SELECT count(*) FROM notice WHERE channel = ? AND message_number IS NULL').pluck().get(channel) as number,
        messages: Object.fromEntries(MESSAGE_STATES.map((state) => [state, counts.get(state) ?? 0])) as ChannelStanding['messages'],
        perhapsTwice: this.#sqlite.prepare("SELECT count(*) FROM message WHERE channel = ? AND state = 'sent' AND may_repeat = 1").pluck().get(channel) as number,
        nextTryAt: next?.state === 'waiting' ? next.dueAt : null, lastAnswer: last?.answer ?? null, lastAt: last?.lastAt ?? null,
      };
    });
  }

  #unfinished(channel: string): MessageRow | undefined {
    return this.#sqlite.prepare("SELECT number, state, tries, may_repeat AS mayRepeat, due_at AS dueAt, last_at AS lastAt FROM message WHERE channel = ? AND state IN ('waiting', 'sending') ORDER BY number LIMIT 1").get(channel) as MessageRow | undefined;
  }

  /** Makes messages of the notices that stand in none; returns the first of the channel's. */
  #compose(channel: string, now: Instant, digestAbove: number): MessageRow | undefined {
    const notices = this.#sqlite.prepare('SELECT number FROM notice WHERE channel = ? AND message_number IS NULL ORDER BY number').pluck().all(channel) as number[];
    const add = this.#sqlite.prepare("INSERT INTO message (channel, state, tries, may_repeat, due_at) VALUES (?, 'waiting', 0, 0, ?)");
    const join = this.#sqlite.prepare('UPDATE notice SET message_number = ? WHERE number = ?');
    for (const group of notices.length > digestAbove ? [notices] : notices.map((notice) => [notice])) {
      if (group.length === 0) continue;
      const { lastInsertRowid } = add.run(channel, now);
      for (const notice of group) join.run(lastInsertRowid, notice);
    }
    return this.#unfinished(channel);
  }

  #noticesOf(message: number): Notice[] {
    const rows = this.#sqlite.prepare('SELECT kind, alert_number AS alertNumber, notice.content, opened_at AS openedAt, at FROM notice LEFT JOIN alert ON alert.number = alert_number WHERE message_number = ? ORDER BY notice.number').all(message) as NoticeRow[];
    return rows.map(({ kind, alertNumber, content, openedAt, at }) => ({ kind, alertNumber: alertNumber ?? 0, alert: JSON.parse(content) as Alert, openedAt: openedAt ?? at }));
  }
}
