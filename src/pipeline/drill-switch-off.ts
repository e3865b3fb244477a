import { closeSync, fsyncSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type StoredEvent, reportsIn } from '../domain/event-page.ts';
import type { ManualExportEntry } from '../domain/manual-export.ts';
import { MANUAL_EXPORT_HEADER, manualExportCsv } from '../report/manual-export-csv.ts';
import { type ReportStream, handOver } from '../rollback/handover.ts';
import { standingOrdersOf } from '../rollback/keyed-order.ts';
import { readManualExport } from '../rollback/read-manual-export.ts';
import type { RecordReader } from '../store/record-reader.ts';
import { NOTHING_STANDS, type Standing, agreesWithReplay, exportEntry, standingAfter } from './drill-stream.ts';
import { StopTally, arrivalRanks, spread, stopsOf } from './drill-stops.ts';
import type { DryRun } from './dry-run.ts';
import type { Progress } from './workplace.ts';

const MOST_TIMED = 50;
const SHOWN_PROBLEMS = 20;

/** What the stream is drilled with. */
export interface SwitchOffJob {
  reader: RecordReader;
  dryRun: DryRun;
  scratch: string;
  /** Where the manual export log of the stop in the middle is written; what stands there is replaced. */
  logFile: string;
  /** The machine's clock in milliseconds. */
  now(): number;
  /** How an entry of the log is written; the program's own, but for a test of the drill. */
  csvOf?: (entry: ManualExportEntry) => string;
  progress: Progress;
}

/** What switching the sync off at every stop came to. */
export interface SwitchOffDrill {
  events: number;
  stops: number;
  reports: number;
  /** POs that stand when nothing disturbs the stream. */
  orders: number;
  /** Events in the log that was written. */
  logged: number;
  /** How long the machine took from the switch until the first event held back stood in the log on disk, ascending. */
  tookMs: number[];
  /** How many problems there are; the first of them in words. */
  problems: number;
  first: string[];
}

/** Switches the sync off at every stop of the record's stream, has a clerk key the log, and compares with the replay that nothing disturbs. */
export async function drillSwitchOff(job: SwitchOffJob): Promise<SwitchOffDrill> {
  const ranks = arrivalRanks(job.reader);
  const drill = new Drill(job, ranks.length);
  let base = 0;
  job.progress.start('drilling', ranks.length);
  for (const page of job.reader.eventPages()) {
    const streams: OpenStream[] = [];
    for (const events of reportsIn(page)) {
      streams.push(drill.open(events, ranks.subarray(base, base + events.length)));
      base += events.length;
    }
    await drill.close(streams);
    job.progress.advance(page.reportId.length);
  }
  job.progress.done();
  return drill.result();
}

/** A report's stream whose log was not read back yet, and when its events arrived. */
interface OpenStream extends Omit<ReportStream, 'logged'> {
  arrivals: number[];
  csv: string[];
}

class Drill {
  readonly #job: SwitchOffJob;
  readonly #csvOf: (entry: ManualExportEntry) => string;
  readonly #events: number;
  readonly #stops: number[];
  readonly #timed: ReadonlySet<number>;
  readonly #middle: number;
  readonly #processed: StopTally;
  readonly #accounted: StopTally;
  readonly #middleLog: { rank: number; csv: string }[] = [];
  readonly #result: SwitchOffDrill;

  constructor(job: SwitchOffJob, events: number) {
    this.#job = job;
    this.#csvOf = job.csvOf ?? manualExportCsv;
    this.#events = events;
    this.#stops = stopsOf(events);
    this.#timed = new Set(events === 0 ? [] : spread(events - 1, MOST_TIMED));
    this.#middle = Math.floor(events / 2);
    this.#processed = new StopTally(this.#stops);
    this.#accounted = new StopTally(this.#stops);
    this.#result = { events, stops: this.#stops.length, reports: 0, orders: 0, logged: 0, tookMs: [], problems: 0, first: [] };
  }

  #say(problem: string): void {
    this.#result.problems++;
    if (this.#result.first.length < SHOWN_PROBLEMS) this.#result.first.push(problem);
  }

  #vendorName = (id: string): string => this.#job.dryRun.rules.master.vendors.get(id)?.name ?? '';

  /** Replays one report's events as they arrive, and writes the log entry of each. `events` come in the replay's order. */
  open(events: readonly StoredEvent[], ranks: Uint32Array): OpenStream {
    const { dryRun } = this.#job;
    const arrived = [...events.keys()].sort((left, right) => (ranks[left] as number) - (ranks[right] as number));
    const before = (rank: number): StoredEvent[] => events.filter((_, place) => (ranks[place] as number) < rank);
    const states: Standing[] = [NOTHING_STANDS];
    const csv: string[] = [];
    for (const place of arrived) {
      const rank = ranks[place] as number;
      const event = events[place] as StoredEvent;
      const after = standingAfter(dryRun, before(rank + 1));
      const text = this.#csvOf(exportEntry(rank + 1, event, states.at(-1) as Standing, after, this.#vendorName));
      states.push(after);
      csv.push(text);
      if (rank >= this.#middle) this.#middleLog.push({ rank, csv: text });
      if (this.#timed.has(rank)) this.#time(event, rank, () => [standingAfter(dryRun, before(rank)), standingAfter(dryRun, before(rank + 1))]);
    }
    const whole = events.length === 1 ? (states[1] as Standing) : standingAfter(dryRun, events);
    const reportId = (events[0] as StoredEvent).snapshot.reportId;
    if (!agreesWithReplay(whole)) this.#say(`${reportId}: what stands after its events is not what the replay says`);
    this.#result.reports++;
    this.#result.orders += whole.orders.length;
    return {
      reportId, csv,
      arrivals: arrived.map((place) => ranks[place] as number),
      eventIds: arrived.map((place) => (events[place] as StoredEvent).snapshot.eventId),
      standing: states.map(({ orders }) => standingOrdersOf(orders)),
      undisturbed: standingOrdersOf(whole.orders),
    };
  }

  /** From the switch to the first event held back on disk. */
  #time(event: StoredEvent, rank: number, states: () => [before: Standing, after: Standing]): void {
    const started = this.#job.now();
    const file = openSync(join(this.#job.scratch, 'timed.csv'), 'a', 0o600);
    try {
      const [before, after] = states();
      writeSync(file, this.#csvOf(exportEntry(rank + 1, event, before, after, this.#vendorName)));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    this.#result.tookMs.push(this.#job.now() - started);
  }

  /** Reads the log of a page of reports back, and hands each report over at every stop. */
  async close(streams: readonly OpenStream[]): Promise<void> {
    const path = join(this.#job.scratch, 'log.csv');
    writeFileSync(path, `${MANUAL_EXPORT_HEADER}${streams.flatMap(({ csv }) => csv).join('')}`, { mode: 0o600 });
    const { events: logged, problems } = await readManualExport(path, 'the manual export log');
    for (const problem of problems) this.#say(problem);
    for (const { csv, arrivals, ...stream } of streams) {
      const report: ReportStream = { ...stream, logged: arrivals.map((rank) => logged.get(rank + 1) ?? []) };
      for (let processed = 0; processed <= arrivals.length; processed++) {
        const from = processed === 0 ? 0 : (arrivals[processed - 1] as number) + 1;
        const to = arrivals[processed] ?? this.#events;
        if (!this.#processed.meets(from, to)) continue;
        const { accounted, problems: found } = handOver(report, processed);
        for (const problem of found) this.#say(problem);
        this.#processed.add(from, to, processed);
        this.#accounted.add(from, to, accounted);
      }
      for (const rank of arrivals) logged.delete(rank + 1);
    }
    for (const entry of logged.keys()) this.#say(`entry ${entry} of the log is no event of the stream`);
  }

  async result(): Promise<SwitchOffDrill> {
    for (const [stop, processed] of this.#processed.sums()) if (processed !== stop) this.#say(`switched off after ${stop} events, ${processed} were processed`);
    for (const [stop, accounted] of this.#accounted.sums()) if (accounted !== this.#events) this.#say(`switched off after ${stop} events, ${accounted} of ${this.#events} were processed or logged`);
    await this.#writeLog();
    this.#result.tookMs.sort((left, right) => left - right);
    return this.#result;
  }

  /** Writes the log of the stop in the middle, in the order of the stream, and reads it as a clerk would. */
  async #writeLog(): Promise<void> {
    const { logFile } = this.#job;
    this.#middleLog.sort((left, right) => left.rank - right.rank);
    // A link that stands there is replaced, not followed.
    rmSync(logFile, { force: true });
    writeFileSync(logFile, `${MANUAL_EXPORT_HEADER}${this.#middleLog.map(({ csv }) => csv).join('')}`, { flag: 'wx' });
    const { events, problems } = await readManualExport(logFile, 'reports/drill-manual-export-log.csv');
    for (const problem of problems) this.#say(problem);
    this.#result.logged = events.size;
    if (events.size !== this.#events - this.#middle) this.#say(`the log written holds ${events.size} events instead of ${this.#events - this.#middle}`);
  }
}
