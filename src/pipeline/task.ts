import type { Instant } from '../domain/calendar.ts';
import type { RunCause } from './audit-run.ts';
import { type ImportRequest, type ImportedFile, importInputs } from './import-inputs.ts';
import { type ReplayResult, replayRecord } from './replay-record.ts';
import type { Workplace } from './workplace.ts';

/** Work that may take long, as plain data, so that another thread can do it. `replaysFromEvents`: from how many events on the same thread replays at once what was imported. */
export type Task =
  | { kind: 'import'; requests: readonly ImportRequest[]; asOf: Instant | undefined; strict: boolean; replaysFromEvents: number | null }
  | { kind: 'replay'; asOf: Instant | undefined; cause: RunCause };

export interface TaskResult {
  imported: ImportedFile[];
  replayed: ReplayResult | null;
}

/** Does the work on this thread. `beforeReplay` is called when what is imported is read, before it is stored for good, where the same thread may replay it at once. */
export async function perform(workplace: Workplace, task: Task, beforeReplay?: (fromEvents: number) => void): Promise<TaskResult> {
  if (task.kind === 'import') {
    const { requests, asOf, strict, replaysFromEvents } = task;
    return { imported: await importInputs(workplace, requests, { asOf, strict, onRead: () => (replaysFromEvents === null ? undefined : beforeReplay?.(replaysFromEvents)) }), replayed: null };
  }
  return { imported: [], replayed: await replayRecord(workplace, task.asOf, undefined, task.cause) };
}
