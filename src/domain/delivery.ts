import type { Instant } from './calendar.ts';

/** Where a delivery goes, for good: by the switch as it stood when it was stored. */
export const ROUTES = ['record', 'manual_export'] as const;
export type Route = (typeof ROUTES)[number];

/** A delivery that was verified and is about to be stored. */
export interface NewDelivery {
  /** Path of its endpoint. */
  endpoint: string;
  source: string;
  /** The sender's id, of what was signed; the hash of the body where that has none. */
  eventId: string;
  receivedAt: Instant;
  /** To the byte. */
  body: Uint8Array;
  sha256: string;
}

/** A delivery that was stored. */
export interface Delivery extends NewDelivery {
  /** From 1; the order in which deliveries were acknowledged. */
  sequence: number;
  route: Route;
}

/** What became of a delivery: stored; known, so that nothing was stored; or stored as a second content of a known id. */
export type DeliveryOutcome = 'stored' | 'known' | 'second_content';

export const SYNC_STATES = ['on', 'off'] as const;
export type SyncState = (typeof SYNC_STATES)[number];

/** A switch of the sync, in the order in which they took effect. */
export interface SyncSwitch {
  /** From 1. */
  number: number;
  state: SyncState;
  at: Instant;
  clock: 'machine' | 'given';
  person: string;
  osUser: string | null;
  osHost: string | null;
  reason: string;
  /** The last delivery before it; 0 where there was none. */
  afterSequence: number;
}

/** A run of deliveries of one endpoint that is handed to the record as one file. */
export interface InboxPage {
  /** From 1. */
  number: number;
  endpoint: string;
  source: string;
  firstSequence: number;
  lastSequence: number;
  sha256: string;
}

/** What a collection came to, as plain data. */
export interface CollectedAndReplayed {
  /** The last delivery that is in the record or the manual export log now. */
  through: number;
  /** Null where nothing was replayed, because sheets are not imported yet. */
  run: { id: string; open: number } | null;
  /** Deliveries that can't be read, and nobody said what they are, in words. */
  unreadable: string[];
}
