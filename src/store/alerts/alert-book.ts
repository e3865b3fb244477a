import type Sqlite from 'better-sqlite3';
import type { Alert, KeptAlert, Notice, NoticeKind } from '../../domain/alert.ts';
import type { Instant } from '../../domain/calendar.ts';

/** What a channel was told of an alert last, and when. */
export interface Told {
  kind: NoticeKind;
  alert: Alert;
  at: Instant;
  /** It stands in no message yet, so that it can still say something else. */
  isWaiting: boolean;
}

interface AlertRow {
  number: number;
  content: string;
  openedAt: number;
  resolvedAt: number | null;
}

const ALERTS = 'SELECT number, content, opened_at AS openedAt, resolved_at AS resolvedAt FROM alert';

/** The alerts of a project, and what each channel is to be told of them. */
export class AlertBook {
  readonly #sqlite: Sqlite.Database;

  constructor(sqlite: Sqlite.Database) {
    this.#sqlite = sqlite;
  }

  /** Those that are not over, oldest first. */
  open(): KeptAlert[] {
    return (this.#sqlite.prepare(`${ALERTS} WHERE resolved_at IS NULL ORDER BY number`).all() as AlertRow[]).map(keptOf);
  }

  /** Adds an alert; its key is that of no open one. Returns it with its number. */
  add(alert: Alert, at: Instant): KeptAlert {
    const { lastInsertRowid } = this.#sqlite.prepare('INSERT INTO alert (key, since, content, opened_at) VALUES (?, ?, ?, ?)').run(alert.key, alert.since, JSON.stringify(alert), at);
    return { number: Number(lastInsertRowid), alert, openedAt: at, resolvedAt: null };
  }

  /** Keeps what is known of an open alert now. */
  update(number: number, alert: Alert): void {
    this.#sqlite.prepare('UPDATE alert SET content = ?, since = ? WHERE number = ?').run(JSON.stringify(alert), alert.since, number);
  }

  resolve(number: number, at: Instant): void {
    this.#sqlite.prepare('UPDATE alert SET resolved_at = ? WHERE number = ?').run(at, number);
  }

  /** What a channel was told of an alert last, or is about to be; undefined where nothing. What was dropped was not told. */
  lastTold(number: number, channel: string): Told | undefined {
    const row = this.#sqlite.prepare(`SELECT kind, content, at, message_number AS messageNumber FROM notice
      WHERE alert_number = ? AND channel = ? AND NOT EXISTS (SELECT 1 FROM message WHERE message.number = message_number AND state = 'dropped') ORDER BY number DESC LIMIT 1`).get(number, channel) as { kind: NoticeKind; content: string; at: number; messageNumber: number | null } | undefined;
    return row === undefined ? undefined : { kind: row.kind, alert: JSON.parse(row.content) as Alert, at: row.at, isWaiting: row.messageNumber === null };
  }

  /** Lets a channel be told something; on the disk with the transaction that it stands in. */
  tell(channel: string, { kind, alert, alertNumber }: Pick<Notice, 'kind' | 'alert' | 'alertNumber'>, at: Instant): void {
    this.#sqlite.prepare('INSERT INTO notice (alert_number, channel, kind, content, at) VALUES (?, ?, ?, ?, ?)').run(alertNumber === 0 ? null : alertNumber, channel, kind, JSON.stringify(alert), at);
  }

  /** Lets what is to be told and stands in no message yet say what is known now. */
  retell(number: number, channel: string, alert: Alert): void {
    this.#sqlite.prepare('UPDATE notice SET content = ? WHERE number = (SELECT max(number) FROM notice WHERE alert_number = ? AND channel = ?) AND message_number IS NULL').run(JSON.stringify(alert), number, channel);
  }

  /** Whether each gate passed when it was looked at last; empty before the first look. */
  gateStandings(): Map<string, boolean> {
    return new Map((this.#sqlite.prepare('SELECT gate, passed FROM gate_standing').all() as { gate: string; passed: number }[]).map(({ gate, passed }) => [gate, passed === 1]));
  }

  noteGates(standings: ReadonlyMap<string, boolean>): void {
    const note = this.#sqlite.prepare('INSERT INTO gate_standing (gate, passed) VALUES (?, ?) ON CONFLICT (gate) DO UPDATE SET passed = excluded.passed');
    for (const [gate, passed] of standings) note.run(gate, passed ? 1 : 0);
  }
}

const keptOf = ({ number, content, openedAt, resolvedAt }: AlertRow): KeptAlert => ({ number, alert: JSON.parse(content) as Alert, openedAt, resolvedAt });
