import { MINUTE_MS, type Instant, formatInstant } from '../domain/calendar.ts';
import type { Coverage, ReferringEntry } from '../domain/diagnosis.ts';
import { CREATES_NONE, type PlacedLogEntry, REFERENCE_KINDS } from '../domain/erp-log.ts';
import { ReferenceFinder } from '../domain/reference-text.ts';
import { plural } from '../domain/plural.ts';
import { fold } from '../domain/text.ts';
import type { Watch } from './watch.ts';

/** What a log may name a transaction by. */
export interface KnownNames {
  transactionIds: Iterable<string>;
  /** Idempotency keys and external ids of would-be POs, folded, by the transaction. */
  keys: ReadonlyMap<string, string>;
  /** Numbers of POs in the ledger, folded, by the transaction that they are paired with. */
  orders: ReadonlyMap<string, string>;
}

/** When a file of the log begins and ends. */
export interface LogSpan {
  from: Instant;
  to: Instant;
}

const byTime = (left: PlacedLogEntry, right: PlacedLogEntry): number => (left.at ?? Number.NEGATIVE_INFINITY) - (right.at ?? Number.NEGATIVE_INFINITY);

/** Log entries by the transactions that they name, and those that name none by their time. */
export class LogIndex {
  readonly #named = new Map<string, ReferringEntry[]>();
  readonly #nameless: PlacedLogEntry[] = [];
  readonly #namedTimes: Instant[] = [];
  readonly #spans: LogSpan[];
  readonly entries: number;
  /** How many entries name one known transaction or more. */
  readonly naming: number;

  constructor(entries: Iterable<PlacedLogEntry>, spans: readonly LogSpan[], known: KnownNames) {
    const finder = new ReferenceFinder(known.transactionIds);
    const ordered = [...entries].sort(byTime);
    let naming = 0;
    for (const entry of ordered) {
      const names = namesOf(entry, finder, known);
      for (const [transactionId, by] of names) {
        const same = this.#named.get(transactionId);
        if (same === undefined) this.#named.set(transactionId, [{ entry, names: by }]);
        else same.push({ entry, names: by });
      }
      if (names.size > 0) naming++;
      if (names.size === 0 && entry.at !== null) this.#nameless.push(entry);
      if (names.size > 0 && entry.at !== null) this.#namedTimes.push(entry.at);
    }
    this.entries = ordered.length;
    this.naming = naming;
    this.#spans = joined(spans);
  }

  /** The entries that name a transaction, in the order of their times; those without one first. */
  byReference(transactionId: string): ReferringEntry[] {
    return this.#named.get(transactionId) ?? [];
  }

  /** How many entries name one or more of some transactions. */
  namingAny(transactionIds: readonly string[]): number {
    return new Set(transactionIds.flatMap((id) => this.byReference(id).map(({ entry }) => entry))).size;
  }

  /** The entries that name nobody within some minutes of an instant. */
  near(at: Instant, minutes: number): PlacedLogEntry[] {
    return this.#nameless.filter((entry) => entry.at !== null && Math.abs(entry.at - at) <= minutes * MINUTE_MS);
  }

  /** Whether the log would show a request in that time: it reaches beyond it on both sides, names transactions, and nothing that may be the request names nobody. */
  covers({ from, until, untilWords, anybodyFrom, anybodyUntil }: Watch): Coverage {
    const not = (why: string, anybody: PlacedLogEntry[] = []): Coverage => ({ covers: false, why, anybody });
    if (this.entries === 0) return not('no ERP log was imported');
    const span = this.#spans.find((each) => each.from <= from && each.to >= until);
    if (span === undefined) return not(`no log reaches from the approval to ${untilWords}`);
    if (!this.#namedTimes.some((time) => time >= span.from && time <= span.to)) return not('the log of that time names no known transaction at all');
    const anybody = this.#nameless.filter(({ at, method }) => at !== null && at >= anybodyFrom && at <= anybodyUntil && !CREATES_NONE.has(method));
    if (anybody.length > 0) return not(`${plural(anybody.length, 'entry', 'entries')} until ${formatInstant(anybodyUntil)} ${anybody.length === 1 ? 'names' : 'name'} nobody, and may be the missing one`, anybody);
    return { covers: true, why: `the log reaches from ${formatInstant(span.from)} to ${formatInstant(span.to)} and names other transactions`, anybody: [] };
  }
}

/** The transactions that an entry names, each with what names it; whole keys before ids in texts. */
function namesOf(entry: PlacedLogEntry, finder: ReferenceFinder, { keys, orders }: KnownNames): Map<string, string> {
  const names = new Map<string, string>();
  const add = (transactionId: string | undefined, by: string): void => {
    if (transactionId !== undefined && !names.has(transactionId)) names.set(transactionId, by);
  };
  for (const { kind, value } of entry.references) {
    add(keys.get(fold(value)), `${REFERENCE_KINDS[kind]}, whole`);
    if (kind === 'order') add(orders.get(fold(value)), REFERENCE_KINDS.order);
    if (kind !== 'correlation') for (const id of finder.find(value)) add(id, REFERENCE_KINDS[kind]);
  }
  for (const id of finder.find(entry.path)) add(id, 'path');
  for (const text of [entry.message, ...entry.errors.map(({ message }) => message)]) for (const id of finder.find(text)) add(id, 'message');
  return names;
}

/** Spans that overlap as one, in order. */
function joined(spans: readonly LogSpan[]): LogSpan[] {
  const all: LogSpan[] = [];
  for (const span of [...spans].sort((left, right) => left.from - right.from)) {
    const last = all.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else all.push({ ...span });
  }
  return all;
}
