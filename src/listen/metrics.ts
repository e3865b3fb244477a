/** What became of a request to an endpoint. */
export const REQUEST_OUTCOMES = ['stored', 'known', 'second_content', 'unreadable', 'challenge', 'unauthorized', 'too_large', 'wrong_type', 'over_limit', 'not_stored'] as const;
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

/** How capture stands, as gauges. */
export interface CaptureStanding {
  /** Deliveries that are not in the record yet, and since when the oldest of them waits; null without one. */
  waiting: number;
  oldestWaitingAt: number | null;
  syncOn: boolean;
  /** When the last replay ended well, and whether the last one failed. */
  lastReplayAt: number | null;
  lastReplayFailed: boolean;
  /** Whether nothing is replayed because no sheets were imported yet. */
  waitsForSheets: boolean;
}

/** Counts requests, and prints everything for Prometheus. */
export class Metrics {
  readonly #counts = new Map<string, number>();

  count(endpoint: string, source: string, outcome: RequestOutcome): void {
    const labels = `endpoint="${escaped(endpoint)}",source="${escaped(source)}",outcome="${outcome}"`;
    this.#counts.set(labels, (this.#counts.get(labels) ?? 0) + 1);
  }

  /** The text that Prometheus reads. `now` is the wall clock. */
  text({ waiting, oldestWaitingAt, syncOn, lastReplayAt, lastReplayFailed, waitsForSheets }: CaptureStanding, now: number): string {
    const counts = [...this.#counts].sort(([left], [right]) => (left < right ? -1 : 1)).map(([labels, count]) => `po_shadow_deliveries_total{${labels}} ${count}`);
    return [
      ...series('po_shadow_deliveries_total', 'counter', 'Requests to an endpoint, by what became of them.', counts),
      ...gauge('po_shadow_waiting_deliveries', 'Deliveries that are not in the record yet.', waiting),
      // A clock that was put back makes no negative age.
      ...gauge('po_shadow_oldest_waiting_seconds', 'Age of the oldest delivery that is not in the record yet.', oldestWaitingAt === null ? 0 : Math.max(0, (now - oldestWaitingAt) / 1_000)),
      ...gauge('po_shadow_sync_on', '1 while the sync is on, 0 while deliveries go to the manual export log.', syncOn ? 1 : 0),
      ...gauge('po_shadow_last_replay_timestamp_seconds', 'When the last replay ended well; 0 before the first.', (lastReplayAt ?? 0) / 1_000),
      ...gauge('po_shadow_last_replay_failed', '1 where the last collection or replay failed.', lastReplayFailed ? 1 : 0),
      ...gauge('po_shadow_waiting_for_sheets', '1 while nothing is replayed because master data and mapping sheets are not imported yet.', waitsForSheets ? 1 : 0),
    ].map((line) => `${line}\n`).join('');
  }
}

const escaped = (label: string): string => label.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const series = (name: string, type: string, help: string, lines: readonly string[]): string[] => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines];

const gauge = (name: string, help: string, value: number): string[] => series(name, 'gauge', help, [`${name} ${value}`]);
