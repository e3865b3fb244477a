import { workerData } from 'node:worker_threads';
import type { EventPage } from '../domain/event-page.ts';
import { DryRun, type DryRunJob, prepareRules } from './dry-run.ts';
import type { ReplayPage } from './replay-page.ts';
import { ownPort } from './threads.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** What a page of events is answered with. */
export type ReplayAnswer =
  | { kind: 'page'; page: ReplayPage }
  | Trouble;

const job = workerData as DryRunJob;
const port = ownPort();
const answer = (message: ReplayAnswer): void => port.postMessage(message);

const prepared = prepareRules(job.settings, job.sheets).then((rules) => new DryRun(job, rules));
port.on('message', async (events: EventPage) => {
  try {
    answer({ kind: 'page', page: (await prepared).page(events) });
  } catch (error) {
    answer(troubleOf(error));
  }
});
