import type { Instant, ZonedClock } from '../../domain/calendar.ts';
import type { ReadingOptions } from '../../intake/sink.ts';
import type { Part } from '../json/part.ts';

/** What every amount and code of one report is read with. */
export interface Reading {
  currency: string;
  decimals: number;
  options: ReadingOptions;
}

/** A moment; `dateOnly` where it is a date without a time (midnight UTC). */
export interface Moment {
  at: Instant;
  dateOnly: boolean;
}

/** Where one version of the API says what: the names of its fields, and how those are read that are more than a text. */
export interface Dialect {
  /** Of a report. */
  id: string;
  status: string;
  name: string;
  currency: string;
  owner: string;
  ledger: string;
  total: string;
  submitted: string;
  entries: string;
  events: string;
  allocations: string;
  itemizations: string;
  /** The entry that an itemization or an allocation belongs to. */
  parent: string;
  allocationOf: string;
  /** Of an entry. */
  entryId: string;
  amount: string;
  date: string;
  personal: string;
  description: string;
  /** Of an allocation. */
  allocationId: string;
  percentage: string;

  /** An amount in minor units of the report's currency. Throws Unreadable. */
  amountOf(part: Part, key: string, reading: Reading): number;
  /** An instant or a date; null where it is absent. Throws Unreadable. */
  momentOf(part: Part, key: string, clock: ZonedClock | undefined): Moment | null;
  /** When the report was in its state, surest first; null where it does not say. */
  reachedAt(report: Part, isFinal: boolean, options: ReadingOptions): Moment | null;
  revisionOf(report: Part, options: ReadingOptions): number;
  merchantOf(entry: Part): string;
  categoryOf(entry: Part, category: ReadingOptions['category']): string;
  paymentTypeOf(entry: Part): string;
  /** The org unit (1 to 6) of a report or an entry. */
  unitOf(part: Part, number: number, options: ReadingOptions): string;
  /** The custom field (1 to 20) of an allocation. */
  customOf(allocation: Part, number: number, options: ReadingOptions): string;
  /** The claimed amount where it is in the report's currency, else null. */
  claimedOf(entry: Part, reading: Reading): number | null;
  taxOf(entry: Part, reading: Reading): number | null;
  /** What the allocations carry themselves, in minor units; null where one does not. */
  sharesOf(allocations: readonly Part[], reading: Reading): number[] | null;
  /** Whether the entry itemizes another one that stands beside it. */
  isChild(entry: Part): boolean;
  /** Whether the entry says that it is itemized, or allocated. */
  isItemized(entry: Part): boolean;
  isAllocated(entry: Part): boolean;
  /** Whether the entry was moved to another report. */
  isRejected(entry: Part): boolean;
}
