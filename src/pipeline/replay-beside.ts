import type { Worker } from 'node:worker_threads';
import type { RunCoverage } from '../domain/coverage.ts';
import type { EventPage } from '../domain/event-page.ts';
import type { DryRunJob } from './dry-run.ts';
import { IDLE_THREADS } from './idle-threads.ts';
import type { ReplayPage } from './replay-page.ts';
import type { ReplayAnswer, ReplayRequest } from './replay-worker.ts';
import { PASSING_YOUNG_MB, startThread } from './threads.ts';
import { errorOf } from './trouble.ts';

/** Pages that the replaying thread has before it, so that it never waits and never holds many. */
const PAGES_AHEAD = 3;

const MODULE = 'replay-worker';

const start = (): Worker => startThread(MODULE, undefined, PASSING_YOUNG_MB);

/** Starts the thread of a replay that follows at once, so that it has loaded what it needs by then. */
export const startReplayer = (): void => IDLE_THREADS.keep(MODULE, start());

/** A replay on this thread or on one of its own; alike in all that can be seen. */
export interface Replaying {
  /** The replayed pages in their order. Throws what the replay throws. */
  pages: AsyncGenerator<ReplayPage>;
  /** What they exercised; known once all pages were taken. */
  coverage(): RunCoverage;
}

const notYet = (): never => {
  throw new Error('the pages were not all taken');
};

/** Replays pages of events on this thread. */
export function replayHere(job: DryRunJob, events: Iterable<EventPage>): Replaying {
  let coverage: () => RunCoverage = notYet;
  const pages = async function* (): AsyncGenerator<ReplayPage> {
    const { DryRun, prepareRules } = await import('./dry-run.ts');
    const dryRun = new DryRun(job, await prepareRules(job.settings, job.sheets));
    for (const page of events) yield dryRun.page(page);
    coverage = () => dryRun.coverage();
  };
  return { pages: pages(), coverage: () => coverage() };
}

interface Waiting {
  resolve(page: ReplayPage): void;
  reject(error: unknown): void;
}

/** Replays pages of events on a thread of its own. */
export function replayBeside(job: DryRunJob, events: Iterator<EventPage>): Replaying {
  let coverage: RunCoverage | undefined;
  return { pages: pagesBeside(job, events, (counted) => (coverage = counted)), coverage: () => coverage ?? notYet() };
}

async function* pagesBeside(job: DryRunJob, pages: Iterator<EventPage>, onCoverage: (coverage: RunCoverage) => void): AsyncGenerator<ReplayPage> {
  const worker = IDLE_THREADS.take(MODULE) ?? start();
  const waiting: Waiting[] = [];
  const inFlight: Promise<ReplayPage>[] = [];
  const covered = Promise.withResolvers<RunCoverage>();
  // Whoever waits for it sees its failure.
  covered.promise.catch(() => {});
  let failure: { error: unknown } | undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
    for (const each of waiting.splice(0)) each.reject(failure.error);
    covered.reject(failure.error);
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the replaying thread ended early')));
  worker.on('message', (answer: ReplayAnswer) => {
    if (answer.kind === 'page') waiting.shift()?.resolve(answer.page);
    else if (answer.kind === 'coverage') covered.resolve(answer.coverage);
    else fail(errorOf(answer));
  });
  const send = (request: ReplayRequest): void => worker.postMessage(request);
  send({ kind: 'job', job });
  const ask = (): void => {
    if (failure !== undefined) throw failure.error;
    const next = pages.next();
    if (next.done === true) return;
    const answered = new Promise<ReplayPage>((resolve, reject) => waiting.push({ resolve, reject }));
    // Whoever takes it sees its failure; one that nobody takes any more must not end the process.
    answered.catch(() => {});
    inFlight.push(answered);
    send({ kind: 'page', events: next.value });
  };
  try {
    for (let ahead = 0; ahead < PAGES_AHEAD; ahead++) ask();
    for (let first = inFlight.shift(); first !== undefined; first = inFlight.shift()) {
      const page = await first;
      ask();
      yield page;
    }
    send({ kind: 'coverage' });
    onCoverage(await covered.promise);
  } finally {
    await worker.terminate();
  }
}
