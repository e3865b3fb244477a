import { workerData } from 'node:worker_threads';
import type { RunCoverage } from '../domain/coverage.ts';
import type { EventPage } from '../domain/event-page.ts';
import { DryRun, type DryRunJob, prepareRules } from './dry-run.ts';
import type { ReplayPage } from './replay-page.ts';
import { ownPort } from './threads.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** A page of events to replay, or, after the last, what they exercised. */
export type ReplayRequest = { kind: 'page'; events: EventPage } | { kind: 'coverage' };
export type ReplayAnswer =
  | { kind: 'page'; page: ReplayPage }
  | { kind: 'coverage'; coverage: RunCoverage }
  | Trouble;

const job = workerData as DryRunJob;
const port = ownPort();
const answer = (message: ReplayAnswer): void => port.postMessage(message);

const prepared = prepareRules(job.settings, job.sheets).then((rules) => new DryRun(job, rules));
port.on('message', async (request: ReplayRequest) => {
  try {
    const dryRun = await prepared;
    if (request.kind === 'page') answer({ kind: 'page', page: dryRun.page(request.events) });
    else answer({ kind: 'coverage', coverage: dryRun.coverage() });
  } catch (error) {
    answer(troubleOf(error));
  }
});
