import { setImmediate as turn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { LedgerPage } from '../domain/ledger-page.ts';
import type { ReportText } from '../domain/report-text.ts';
import type { ComparisonAnswer, ComparisonRequest } from './comparing-worker.ts';
import type { ComparisonJob } from './comparison-job.ts';
import type { ComparisonResult } from './comparison.ts';
import { IDLE_THREADS } from './idle-threads.ts';
import type { SidesPage } from './replay-page.ts';
import { type ReadyRow, type RowsPage, readyRows } from './rows-page.ts';
import { HOLDING_YOUNG_MB, newTakenCount, noteTaken, startThread } from './threads.ts';
import { errorOf, troubleOf } from './trouble.ts';

/** A comparison on this thread or on one of its own; alike in all that can be seen. Every method throws what the comparison throws. */
export interface Comparer {
  /** Resolves when more may come. */
  addReports(page: SidesPage): Promise<void>;
  addLedger(page: LedgerPage): Promise<void>;
  /** The reports whose words are wanted, once both sides are whole. */
  textsWanted(): Promise<string[]>;
  addTexts(texts: ReportText[]): Promise<void>;
  /** Compares, once the words that were wanted are there: first how many rows there will be, then the rows. */
  compare(onCount: (count: number) => void): AsyncGenerator<ReadyRow[]>;
  /** What came out besides; known once all rows were taken. */
  result(): ComparisonResult;
  close(): Promise<void>;
}

const notYet = (): never => {
  throw new Error('the rows were not all taken');
};

/** A comparison on this thread. */
export async function compareHere(job: ComparisonJob): Promise<Comparer> {
  const [{ Comparison }, { prepareRules }] = await Promise.all([import('./comparison.ts'), import('./dry-run.ts')]);
  const comparison = new Comparison(job, await prepareRules(job.settings, job.sheets));
  let finish: () => ComparisonResult = notYet;
  return {
    async addReports(page) {
      comparison.addReports(page);
    },
    async addLedger(page) {
      comparison.addLedger(page);
      await turn();
    },
    async textsWanted() {
      return comparison.textsWanted();
    },
    async addTexts(texts) {
      comparison.addTexts(texts);
    },
    async *compare(onCount) {
      const { count, rows, result } = comparison.compare();
      onCount(count);
      for (const page of rows) yield readyRows(page);
      finish = result;
    },
    result: () => finish(),
    async close() {},
  };
}

/** Pages that the comparing thread may have before it. */
const PAGES_AHEAD = 6;

const MODULE = 'comparing-worker';

const start = (): Worker => startThread(MODULE, undefined, HOLDING_YOUNG_MB);

/** Starts the thread of a comparison that follows at once, so that it has loaded what it needs by then. */
export const startComparer = (): void => IDLE_THREADS.keep(MODULE, start());

/** A comparison on a thread of its own, while this one reads and stores. */
export class CompareBeside implements Comparer {
  readonly #worker: Worker;
  readonly #taken = newTakenCount();
  #ahead = 0;
  #failure: { error: unknown } | undefined;
  #rows: RowsPage[] = [];
  #result: ComparisonResult | undefined;
  #wanted: string[] | undefined;
  #onCount: (count: number) => void = () => {};
  /** Those who wait for the next answer. */
  #waiting: (() => void)[] = [];

  constructor(job: ComparisonJob) {
    this.#worker = IDLE_THREADS.take(MODULE) ?? start();
    this.#worker.postMessage({ kind: 'job', job, taken: this.#taken } satisfies ComparisonRequest);
    this.#worker.on('error', (error) => this.#answered(troubleOf(error)));
    this.#worker.on('exit', () => this.#answered(troubleOf(new Error('the comparing thread ended early'))));
    this.#worker.on('message', (answer: ComparisonAnswer) => this.#answered(answer));
  }

  #answered(answer: ComparisonAnswer): void {
    switch (answer.kind) {
      case 'added':
        this.#ahead--;
        break;
      case 'texts_wanted':
        this.#wanted = answer.reportIds;
        break;
      case 'count':
        this.#onCount(answer.count);
        break;
      case 'rows':
        this.#rows.push(answer.page);
        break;
      case 'done':
        this.#result = answer.result;
        break;
      default:
        this.#failure ??= { error: errorOf(answer) };
    }
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves once something holds; throws where the thread failed. */
  async #until(holds: () => boolean): Promise<void> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.error;
      if (holds()) return;
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  async #send(request: ComparisonRequest): Promise<void> {
    await this.#until(() => this.#ahead < PAGES_AHEAD);
    this.#ahead++;
    this.#worker.postMessage(request);
  }

  addReports(page: SidesPage): Promise<void> {
    return this.#send({ kind: 'reports', page });
  }

  addLedger(page: LedgerPage): Promise<void> {
    return this.#send({ kind: 'ledger', page });
  }

  async textsWanted(): Promise<string[]> {
    this.#worker.postMessage({ kind: 'texts_wanted' } satisfies ComparisonRequest);
    await this.#until(() => this.#wanted !== undefined);
    return this.#wanted ?? notYet();
  }

  addTexts(texts: ReportText[]): Promise<void> {
    return this.#send({ kind: 'texts', texts });
  }

  async *compare(onCount: (count: number) => void): AsyncGenerator<ReadyRow[]> {
    this.#onCount = onCount;
    this.#worker.postMessage({ kind: 'compare' } satisfies ComparisonRequest);
    for (;;) {
      await this.#until(() => this.#rows.length > 0 || this.#result !== undefined);
      const page = this.#rows.shift();
      if (page === undefined) return;
      noteTaken(this.#taken);
      yield readyRows(page);
    }
  }

  result(): ComparisonResult {
    return this.#result ?? notYet();
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
