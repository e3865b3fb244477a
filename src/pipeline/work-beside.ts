import type { Instant } from '../domain/calendar.ts';
import { RecordReader } from '../store/record-reader.ts';
import { type ImportRequest, type ImportedFile, sizesOfNew } from './import-inputs.ts';
import { type RunCause, UNEXPLAINED } from './audit-run.ts';
import { LARGE, type Large, WORK_WORKER } from './large-work.ts';
import { type ReplayResult, standingRun } from './replay-record.ts';
import type { Task, TaskResult } from './task.ts';
import { doOnThread } from './thread-task.ts';
import type { Workplace } from './workplace.ts';

/** Imports files; see importInputs. Where a replay follows at once (`thenReplay`), its threads are started before it. */
export async function importFiles(workplace: Workplace, requests: readonly ImportRequest[], { thenReplay = false, ...options }: { asOf: Instant | undefined; strict: boolean; thenReplay?: boolean }, large: Large = LARGE): Promise<ImportedFile[]> {
  // Files that are known mostly need hashing alone, which no thread is worth.
  const bytes = sizesOfNew(workplace, requests).reduce((sum, size) => sum + size, 0);
  return (await work(workplace, { kind: 'import', requests, ...options, replaysFromEvents: thenReplay ? large.events : null }, bytes >= large.bytes)).imported;
}

/** Replays the record; see replayRecord. */
export async function replayAll(workplace: Workplace, asOf: Instant | undefined, large: Large = LARGE, cause: RunCause = UNEXPLAINED): Promise<ReplayResult> {
  const isLarge = new RecordReader(workplace.database).hasEvents(large.events);
  // A thread is not worth starting to find that nothing is new.
  const standing = isLarge ? await standingRun(workplace, asOf) : undefined;
  return standing ?? ((await work(workplace, { kind: 'replay', asOf, cause }, isLarge)).replayed as ReplayResult);
}

/** What does the work is loaded where the work is done. */
async function work(workplace: Workplace, task: Task, isLarge: boolean): Promise<TaskResult> {
  return isLarge ? doOnThread<TaskResult>(WORK_WORKER, workplace, task, { waits: true }) : (await import('./task.ts')).perform(workplace, task);
}
