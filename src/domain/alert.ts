import type { BusinessDate, Instant } from './calendar.ts';

/** Where an alert comes from (docs/watch.md). */
export const ALERT_CAUSES = ['parity', 'parity_not_known', 'capture', 'replay', 'gate', 'drift'] as const;
export type AlertCause = (typeof ALERT_CAUSES)[number];

/** The milder first. */
export const SEVERITIES = ['warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Something that is wrong, as a look found it: plain data, kept with what was told of it. */
export interface Alert {
  /** What it is, and not in which row: the same cause has the same key each time. */
  key: string;
  cause: AlertCause;
  severity: Severity;
  title: string;
  /** How many rows, deliveries or values it is about. */
  count: number;
  /** What is counted, in the form for that count; '' where a count says nothing. */
  counted: string;
  /** Plain decimals by currency. */
  money: Record<string, string>;
  /** The most important of what it is about, as typed by whoever typed it; `count` says of how many. */
  lines: string[];
  /** What shows all of it, behind `npx po-shadow`. */
  command: string;
  /** From which date on it has to be looked at until it is over; null where a look has no dates. */
  since: BusinessDate | null;
  /** The names of all that it is about, where each new one is to be told. */
  members?: readonly string[];
  /** The instant of the look that saw it last. */
  lookedAt?: Instant;
}

/** What a look found, and what it looked at: open alerts that it covers and did not find are over. */
export interface Look {
  covers(open: Pick<Alert, 'key' | 'since' | 'members'>): boolean;
  alerts: readonly Alert[];
  /** The instant that it looked at; without it the present. */
  at?: Instant;
}

/** What a notice says of an alert. */
export const NOTICE_KINDS = ['opened', 'grew', 'reminder', 'resolved', 'test'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** One thing that a channel is told. */
export interface Notice {
  kind: NoticeKind;
  /** Number of the alert; 0 for a test. */
  alertNumber: number;
  alert: Alert;
  /** When the alert was opened. */
  openedAt: Instant;
}

/** An alert with its number and how long it has been there. */
export interface KeptAlert {
  number: number;
  alert: Alert;
  openedAt: Instant;
  resolvedAt: Instant | null;
}

/** Where a message of the outbox stands (docs/watch.md). */
export const MESSAGE_STATES = ['waiting', 'sending', 'sent', 'refused', 'given_up', 'dropped'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** A message that is to be sent now: one notice, or a digest of several. */
export interface OutgoingMessage {
  /** From 1; 0 for one that could not be noted in the outbox. */
  number: number;
  notices: readonly Notice[];
  /** An earlier try may have arrived. */
  mayRepeat: boolean;
  /** From 1. */
  tries: number;
}

/** How a channel stands. */
export interface ChannelStanding {
  channel: string;
  /** Notices that are in no message yet. */
  notices: number;
  messages: Record<MessageState, number>;
  /** How many of those sent had been sent before without an answer. */
  perhapsTwice: number;
  nextTryAt: Instant | null;
  /** What was answered last, in words. */
  lastAnswer: string | null;
  lastAt: Instant | null;
}
