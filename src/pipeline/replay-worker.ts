import type { RunCoverage } from '../domain/coverage.ts';
import type { EventPage } from '../domain/event-page.ts';
import { DryRun, type DryRunJob, prepareRules } from './dry-run.ts';
import type { ReplayPage } from './replay-page.ts';
import { ownPort } from './threads.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** First what replaying rests on, then pages of events to replay, and after the last what they exercised. */
export type ReplayRequest = { kind: 'job'; job: DryRunJob } | { kind: 'page'; events: EventPage } | { kind: 'coverage' };
export type ReplayAnswer =
  | { kind: 'page'; page: ReplayPage }
  | { kind: 'coverage'; coverage: RunCoverage }
  | Trouble;

const port = ownPort();
const answer = (message: ReplayAnswer): void => port.postMessage(message);

let prepared: Promise<DryRun> | undefined;
port.on('message', async (request: ReplayRequest) => {
  try {
    if (request.kind === 'job') prepared = prepareRules(request.job.settings, request.job.sheets).then((rules) => new DryRun(request.job, rules));
    const dryRun = await (prepared as Promise<DryRun>);
    if (request.kind === 'page') answer({ kind: 'page', page: dryRun.page(request.events) });
    else if (request.kind === 'coverage') answer({ kind: 'coverage', coverage: dryRun.coverage() });
  } catch (error) {
    answer(troubleOf(error));
  }
});
