import type { EventPage } from '../domain/event-page.ts';
import { DryRun, type DryRunJob, prepareRules } from './dry-run.ts';
import type { ReplayPage } from './replay-page.ts';
import type { ReplayAnswer } from './replay-worker.ts';
import { PASSING_YOUNG_MB, startThread } from './threads.ts';
import { errorOf } from './trouble.ts';

/** Pages that the replaying thread has before it, so that it never waits and never holds many. */
const PAGES_AHEAD = 3;

/** Replays pages of events on this thread. Throws what the replay throws. */
export async function* replayHere(job: DryRunJob, pages: Iterable<EventPage>): AsyncGenerator<ReplayPage> {
  const dryRun = new DryRun(job, await prepareRules(job.settings, job.sheets));
  for (const page of pages) yield dryRun.page(page);
}

interface Waiting {
  resolve(page: ReplayPage): void;
  reject(error: unknown): void;
}

/** Replays pages of events on a thread of its own, and gives them back in their order. Throws what the replay throws. */
export async function* replayBeside(job: DryRunJob, pages: Iterator<EventPage>): AsyncGenerator<ReplayPage> {
  const worker = startThread('replay-worker', job, PASSING_YOUNG_MB);
  const waiting: Waiting[] = [];
  const inFlight: Promise<ReplayPage>[] = [];
  let failure: { error: unknown } | undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
    for (const each of waiting.splice(0)) each.reject(failure.error);
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the replaying thread ended early')));
  worker.on('message', (answer: ReplayAnswer) => {
    if (answer.kind === 'page') waiting.shift()?.resolve(answer.page);
    else fail(errorOf(answer));
  });
  const ask = (): void => {
    if (failure !== undefined) throw failure.error;
    const next = pages.next();
    if (next.done === true) return;
    const answered = new Promise<ReplayPage>((resolve, reject) => waiting.push({ resolve, reject }));
    // Whoever takes it sees its failure; one that nobody takes any more must not end the process.
    answered.catch(() => {});
    inFlight.push(answered);
    worker.postMessage(next.value);
  };
  try {
    for (let ahead = 0; ahead < PAGES_AHEAD; ahead++) ask();
    for (let first = inFlight.shift(); first !== undefined; first = inFlight.shift()) {
      const page = await first;
      ask();
      yield page;
    }
  } finally {
    await worker.terminate();
  }
}
